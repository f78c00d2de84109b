"""Rule 12: whoever reads every public door on every day cannot work out a group of 1 to 9 people.

Each history publishes something of which one group is small. The attacker follows the links of the result's page and of
its country, on today's pages and on those of each day, and puts together all that is said: totals with groups, whatever
their days.
"""

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin

import openpyxl
import pytest
from django.test import Client

from indicators.results import actions
from tests import factories
from tests.exploring.reading import export, rows_of

pytestmark = pytest.mark.django_db

FIRST = datetime.fromisoformat("2027-03-01T10:00Z")
HEALTH = "social-health-protection"
SHOWN = {"sex:women": 4011, "sex:men": 3977}


@dataclass
class History:
    """What happens to a result, a step a day; `small` is its small group, `secret` the numbers that would tell it."""

    steps: Callable[[], Iterator[object]]
    small: str
    secret: set[str]
    indicator: str = "i6"


def law():
    return factories.InstrumentFactory(country=factories.country_of("TGO"))


def publish(**fields):
    return factories.publish(**{"indicator": "I6", "achieved": date(2024, 5, 1), "baseline": (2021, 0)} | fields)


def men_are_added():
    result = publish(value=4994, parts={"sex:women": 4987}).result
    yield result
    yield factories.edit(result, parts={"sex:women": 4987, "sex:men": 7})


def an_earlier_level_is_withdrawn():
    about = {"instrument": law(), "baseline": (2021, 0)}
    before = publish(**about, achieved=date(2023, 5, 1), value=20_000).result
    yield publish(**about, value=24_994, parts={"sex:women": 4987, "sex:men": 7}).result
    yield factories.withdraw(before)


def an_earlier_level_comes_later():
    about = {"instrument": law(), "baseline": (2021, 0)}
    yield publish(**about, value=24_994, parts={"sex:women": 4987, "sex:men": 7}).result
    yield publish(**about, achieved=date(2023, 5, 1), value=20_000)


def an_earlier_level_is_corrected():
    about = {"instrument": law(), "baseline": (2021, 0)}
    before = publish(**about, achieved=date(2023, 5, 1), value=2_000).result
    yield publish(**about, value=24_994, parts={"sex:women": 4987, "sex:men": 7}).result
    yield factories.edit(before, value=20_000)


def the_total_is_corrected():
    result = publish(value=9000, parts={"sex:women": 4987, "sex:men": 7}).result
    yield result
    yield factories.edit(result, value=4994)


def the_group_is_corrected():
    result = publish(value=4994, parts={"sex:women": 4987, "sex:men": 7}).result
    yield result
    yield factories.edit(result, parts={"sex:women": 4932, "sex:men": 62})


def the_others_are_left_out():
    result = publish(value=4994, parts={"sex:women": 4987}).result
    yield result
    yield factories.edit(result, parts={"sex:men": 7})


def the_group_is_left_out():
    result = publish(value=4994, parts={"sex:women": 4987, "sex:men": 7}).result
    yield result
    yield factories.edit(result, parts={"sex:women": 4987})


def it_is_withdrawn_and_published_again():
    result = publish(value=4994, parts={"sex:women": 4987}).result
    yield result
    yield factories.withdraw(result)
    yield factories.edit(result, parts={"sex:women": 4987, "sex:men": 7})


def it_is_withdrawn():
    result = publish(value=4994, parts={"sex:women": 4987, "sex:men": 7}).result
    yield result
    yield factories.withdraw(result)


def an_increase_is_stated():
    result = publish(value=9000, parts={"sex:women": 4987, "sex:men": 7}).result
    yield result
    yield factories.edit(result, value=4994, increase=4994)


def it_gets_a_pool_of_its_own():
    about = {"instrument": law(), "baseline": (2021, 0)}
    publish(**about, achieved=date(2023, 5, 1), value=20_000)
    result = publish(**about, value=24_994, parts={"sex:women": 4987, "sex:men": 7}).result
    yield result
    whom = {"name": "Farmers", "reason": "Nobody else is one.", "by": factories.reviewing_manager()}
    yield actions.place_in_pool(result=result, version=factories.fresh(result).version, **whom)


def of_three_groups_one_is_small():
    parts = {"age:0-14": 7, "age:15-24": 1993, "age:25-59": 2994}
    yield publish(indicator="I2", value=4994, parts=parts).result
    yield None


def a_disability_seen_through_a_view():
    result = publish(indicator="I3", value=4994, parts={"disability:no": 4987}).result
    yield result
    yield factories.edit(result, parts={"disability:no": 4987, "disability:yes": 7})


HISTORIES = {
    steps.__name__: History(steps, small, secret, indicator)
    for steps, small, secret, indicator in (
        (men_are_added, "sex:men", {"4987"}, "i6"),
        (an_earlier_level_is_withdrawn, "sex:men", {"4987"}, "i6"),
        (an_earlier_level_comes_later, "sex:men", {"4987"}, "i6"),
        (an_earlier_level_is_corrected, "sex:men", {"4987"}, "i6"),
        (the_total_is_corrected, "sex:men", {"4987"}, "i6"),
        (the_group_is_corrected, "sex:men", {"4987", "4932", "62"}, "i6"),
        (the_others_are_left_out, "sex:men", {"4987"}, "i6"),
        (the_group_is_left_out, "sex:men", {"4987"}, "i6"),
        (it_is_withdrawn_and_published_again, "sex:men", {"4987"}, "i6"),
        (it_is_withdrawn, "sex:men", {"4987"}, "i6"),
        (an_increase_is_stated, "sex:men", {"4987"}, "i6"),
        (it_gets_a_pool_of_its_own, "sex:men", {"4987"}, "i6"),
        (of_three_groups_one_is_small, "age:0-14", {"1993"}, "i2"),
        (a_disability_seen_through_a_view, "disability:yes", {"4987"}, "t4"),
    )
}
READ_EVERYWHERE = ("men_are_added", "an_earlier_level_is_withdrawn", "a_disability_seen_through_a_view")


@pytest.fixture
def lived(request, programme, on_day) -> tuple[int, History, list[date | None]]:
    """The number of a result whose history happened, a step a day, and the days on which it can be read."""
    history: History = HISTORIES[request.param]
    clock, number, days = on_day(FIRST), 0, []
    for nth, step in enumerate(history.steps()):
        number = number or step.number
        days.append(clock_day(nth))
        clock.move_to(FIRST + timedelta(days=nth + 1))
    return number, history, [None, *days]


def clock_day(nth: int) -> date:
    return (FIRST + timedelta(days=nth)).date()


# What the attacker reads


def address_on(path: str, day: date | None) -> str:
    return f"{path}{'&' if '?' in path else '?'}as_of={day}" if day else path


def text_of(client: Client, address: str) -> str:
    """What an address says, a workbook row by row; empty if it says nothing on that day."""
    response = client.get(address, follow=True)
    if response.status_code != 200:
        return ""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response["Content-Type"].startswith("application/vnd.openxml"):
        sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        return "\n".join(" ".join(str(cell) for cell in row) for sheet in sheets for row in sheet.values)
    return content.decode(errors="ignore") if "image" not in response["Content-Type"] else ""


def numbers(text: str) -> set[str]:
    """The numbers of a text, however their digits are grouped."""
    return set(re.findall(r"(?<![\d.])\d+(?![\d.])", re.sub(r"(?<=\d)[\s\u202f\u00a0,](?=\d{3})", "", text)))


class Links(HTMLParser):
    """The addresses to which a page leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        target = dict(attrs).get("href" if tag in ("a", "link") else "content" if tag == "meta" else "") or ""
        path = target.removeprefix("http://localhost").partition("#")[0]
        if path.startswith(("/", "?")):
            self.found.add(path)


NOT_FOR_VISITORS = ("/desk", "/accounts", "/practice", "/static", "/admin", "/about", "/styleguide", "/claims")


def doors_of(client: Client, number: int, indicator: str) -> set[str]:
    """Every public address that a visitor of the result or of its country reaches, and those where figures stand."""
    starts = [f"/results/{number}/", "/countries/togo/"]
    found = {*starts, "/", f"/indicators/{indicator}/", "/results/export.csv?country=togo"}
    found |= {"/results/export.xlsx?country=togo", "/countries/togo/feed.atom", "/countries/togo/embed/"}
    found |= {"/search/?q=women", "/results/?country=togo&view=table&sort=figure"}
    for start in starts:
        found |= {urljoin(start, path) for path in Links(text_of(client, start)).found}
    result = re.compile(rf"^/results/{number}/")
    others = re.compile(r"^/(results/\d+/|countries/(?!togo)|.*as_of=)")
    return {
        path
        for path in found
        if not path.startswith(NOT_FOR_VISITORS) and (result.match(path) or not others.match(path))
    }


def divided(client: Client, number: int, history: History, day: date | None) -> tuple[set[int], dict[str, set[int]]]:
    """The totals of a result on a day, and each of its groups as far as it is shown: from its row in the files."""
    totals, groups = set(), defaultdict(set)
    dimension = history.small.partition(":")[0]
    for row in rows_of(export(client, f"?country=togo{f'&as_of={day}' if day else ''}")):
        if row["number"] != str(number):
            continue
        shown = {key: int(text) for key, text in row.items() if key.startswith(dimension) and text.isdigit()}
        rest = shown.pop(f"{dimension}:not-known", None)
        for key, size in shown.items():
            groups[key].add(size)
        totals |= {int(row[name]) for name in ("value", "increase_stated", "increase") if row.get(name, "").isdigit()}
        totals |= {rest + sum(shown.values())} if rest is not None else set()
    return totals, groups


# What it finds


@pytest.mark.parametrize("lived", HISTORIES, indirect=True)
def test_no_day_and_no_two_days_together_tell_a_small_group(client, lived):
    number, history, days = lived
    totals, groups = set(), defaultdict(set)
    for day in days:
        some, shown = divided(client, number, history, day)
        totals |= some
        for key, sizes in shown.items():
            groups[key] |= sizes
    assert totals
    assert not {size for size in groups.pop(history.small, set()) if 0 < size < 10}
    most = sum(max(sizes) for sizes in groups.values())
    left = {total - most for total in totals}
    assert not most or not {size for size in left if 0 <= size < 10}, (totals, groups)


@pytest.mark.parametrize("lived", HISTORIES, indirect=True)
def test_what_would_tell_it_is_on_no_page_of_the_result(client, lived):
    number, history, days = lived
    paths = [f"/results/{number}/", f"/indicators/{history.indicator}/", "/results/export.csv?country=togo"]
    for path in (address_on(path, day) for path in paths for day in days):
        assert not history.secret & numbers(text_of(client, path)), path


@pytest.mark.parametrize("lived", READ_EVERYWHERE, indirect=True)
def test_what_would_tell_it_is_behind_no_public_door(client, lived):
    number, history, days = lived
    found = doors_of(client, number, history.indicator)
    assert len(found) > 15
    for path in (address_on(path, day) for path in sorted(found) for day in days):
        assert not history.secret & numbers(text_of(client, path)), path


def test_the_attacker_reads_what_is_shown(client, programme):
    """A reader who found nothing would find no fault either."""
    number = publish(value=8000, parts=SHOWN).number
    read = divided(client, number, HISTORIES["men_are_added"], None)
    assert read == ({8000}, {"sex:women": {4011}, "sex:men": {3977}})
    assert {"4011", "3977"} <= numbers(text_of(client, f"/results/{number}/"))
    assert {"4011", "3977"} <= numbers(text_of(client, "/indicators/i6/"))


# Totals that disability, health, migration or displacement defines


def test_a_total_of_few_people_defined_by_their_health_is_hidden_at_every_door(client, programme, on_day):
    clock = on_day(FIRST)
    few = publish(indicator="I3", value=8, title="Care for a rare illness", themes=[HEALTH]).result
    publish(indicator="I3", value=4000, title="Care for many", themes=[HEALTH])
    clock.move_to(FIRST + timedelta(days=1))
    for day in (None, FIRST.date()):
        (row,) = (r for r in rows_of(export(client, address_on("", day))) if r["number"] == str(few.number))
        assert (row["value"], row["value_status"], row["baseline_value"]) == ("", "withheld", "")
        page = text_of(client, address_on(f"/results/{few.number}/", day))
        assert "Withheld: fewer than ten people." in page
        assert "8 people" not in page
        assert "4008" not in numbers(text_of(client, address_on("/indicators/i3/", day)))


def test_a_total_of_few_people_is_shown_otherwise(client, programme):
    few = publish(indicator="I3", value=8, title="A pension for artists").result
    assert "8" in numbers(text_of(client, f"/results/{few.number}/"))


@pytest.mark.parametrize("sort", ["figure", "-figure"])
def test_its_place_among_other_figures_does_not_tell_it(client, programme, on_day, sort):
    clock = on_day(FIRST)
    few = publish(indicator="I3", value=4, title="Care for a rare illness", themes=[HEALTH]).result
    others = {publish(indicator="I3", value=n, country=c).number for n, c in ((3, "SEN"), (5, "KHM"))}
    clock.move_to(FIRST + timedelta(days=1))
    for day in (None, FIRST.date()):
        rows = rows_of(export(client, address_on(f"?indicator=i3&sort={sort}", day)))
        listed = [int(row["number"]) for row in rows]
        assert listed.index(few.number) > max(listed.index(number) for number in others)
