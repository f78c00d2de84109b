"""Rule 6: a label, its figure and the link behind it are one thing. The list behind a link counts the same.

Every page with figures is walked, on the loaded entries and on made-up ones that reach into 2026 and across phases.
"""

import re
from datetime import date
from html import unescape
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone

from countries.models import Country
from countries.pages.country.page import country_page
from countries.pages.country.paper import words_of
from indicators import figures
from indicators.figures import SINCE_2016, Period
from indicators.models import Publication
from indicators.pages.published import Past, windows
from indicators.templatetags.quantities import in_brief
from projects.models import Partner
from rmt.site.sharing import subjects
from rmt.site.sharing.pictures import content_of
from tests.exploring.reading import entries_from_export
from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a[^>]*href="(/results/\?[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
COUNT = re.compile(
    r'(?:class="(?:step__count|figure__value)">\s*(?:<data[^>]*>)?|<strong>)([\d\u202f]+)(?:<| reforms?<)'
)


@pytest.fixture(params=["the loaded entries", "made-up entries"])
def record(request, programme):
    if request.param == "made-up entries":
        call_command("generate_load", results=400, stdout=StringIO())
        assert Publication.objects.filter(achieved_first__gte=date(2026, 1, 1)).exists()


def fullest(model, related: str):
    return max(model.objects.all(), key=lambda row: getattr(row, related).count())


def pages() -> list[str]:
    country = fullest(Country, "publications").get_absolute_url()
    others = [c.get_absolute_url() for c in Country.objects.filter(iso3__in=["KHM", "PSE", "PAK"])]
    indicators = [f"/indicators/{code}/" for code in ("r1", "r2", "r3", "i2", "i3", "i4", "d2")]
    partners = [partner.get_absolute_url() for partner in Partner.objects.filter(merged_into=None)[:2]]
    return ["/", country, *others, "/themes/social-health-protection/", "/themes/financing/", *indicators, *partners]


def counts_on(page: str):
    """Each link to results that shows a count and nothing else: its address and the number."""
    for address, inside in LINK.findall(page):
        text = re.sub(r"<[^>]+>|\s", "", inside)
        number = COUNT.search(inside)
        is_year = re.search(rf"year_(from|to)={text}\b", address)
        if number or (re.fullmatch(r"[\d\u202f]+", text) and not is_year):
            yield unescape(address), int((number[1] if number else text).replace("\u202f", ""))


def test_the_list_behind_a_count_counts_the_same(client, record):
    wrong, asked, found = [], {}, 0
    for page in pages():
        for address, number in counts_on(main_of(client.get(page))):
            if address not in asked:
                asked[address] = client.get(address).context["page"].count
            found += 1
            if asked[address] != number:
                wrong.append(f"{page}: {number} leads to {asked[address]} ({address})")
    assert wrong == []
    assert found > 10


def period_of(address: str) -> Period:
    query = parse_qs(urlsplit(address).query)
    first, last = query["year_from"][0], query.get("year_to", [""])[0]
    return figures.years(int(first), int(last)) if last else Period(date(int(first), 1, 1), date.max)


def people_behind(client, address: str) -> str:
    """What the file behind a link adds up to, in words: anybody can check it."""
    csv = address.replace("/results/?", "/results/export.csv?")
    entries = entries_from_export(b"".join(client.get(csv).streaming_content).decode("utf-8-sig"))
    period = period_of(address)
    day = figures.last_day(period, as_of=timezone.localdate())
    codes = parse_qs(urlsplit(address).query)["indicator"][0].upper().split(",")
    if len(codes) > 1:
        quantity = figures.better_protected(entries, period=period, day=day).quantity
    else:
        quantity = figures.people(entries, indicator=codes[0], period=period, day=day).quantity
    return re.sub(r"<[^>]+>", "", in_brief(quantity))


def test_the_results_behind_a_headline_of_people_add_up_to_it(client, record):
    page = main_of(client.get("/"))
    found = [(unescape(a), inside) for a, inside in LINK.findall(page) if "<data" in inside and "indicator=i" in a]
    assert len(found) >= 2
    for address, inside in found:
        shown = " ".join(re.sub(r"<[^>]+>", "", inside).split())
        assert shown.startswith(" ".join(people_behind(client, address).split())), address


def test_the_same_picture_says_the_same_on_every_page(client, record):
    """Home said 8 / 15 / 1 countries where the shared card said 9 / 19 / 1 changes under the same picture."""
    country = fullest(Country, "publications")
    picture = re.compile(r'class="step__count">([\d\u202f]+)<')
    for page, subject in (
        ("/", subjects.everything_published()),
        (country.get_absolute_url(), subjects.shared_country(country)),
    ):
        counts = [int(text.replace("\u202f", "")) for text in picture.findall(main_of(client.get(page)))]
        card = content_of(subject, timezone.localdate())
        assert counts == [step["count"] for step in card["steps"]], page
        assert re.match(rf"{sum(counts)} institutional changes? since 2016$", card["changes"])
    frame = client.get(f"{country.get_absolute_url()}embed/").content.decode()
    assert [int(text.replace("\u202f", "")) for text in picture.findall(frame)] == counts


def test_the_paper_has_the_figures_of_the_page_under_the_same_words(client, record):
    country = fullest(Country, "publications")
    today = timezone.localdate()
    page = main_of(client.get(country.get_absolute_url()))
    paper = words_of(country_page(country, as_of=None, today=today), day=today)
    table = page[page.index('id="steps"') :].partition("</table>")[0]
    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r'<td class="number">(.*?)</td>', table)]
    heads = [
        re.sub(r"<[^>]+>", "", head).strip() for head in re.findall(r'<th scope="col" class="number">(.*?)</th>', table)
    ]
    said = [*paper["columns"], paper["headings"]["not_lost"]]
    assert [re.sub(r"[ ,]", "", head) for head in heads] == [re.sub(r"[ ,]", "", text) for text in said]
    assert cells == [count for step in paper["steps"] for count in step["counts"]]
    for line in (line for period in paper["people"] for line in period["lines"]):
        assert line["text"] in re.sub(r"<[^>]+>", "", page)


def test_the_columns_of_a_step_and_what_lies_in_no_phase_make_the_total(record):
    """The columns 3 + 39 stood before a total of 49."""
    entries = [e for c in Country.objects.all() for e in subjects.shared_country(c).entries]
    listed = windows(Past(None), on=timezone.localdate())
    assert [window.label for window in listed] == [
        "Phase I, 2016–2020", "Phase II, 2021–2025", "Phase III, 2026–2030", "Since 2016",
    ]  # fmt: skip
    for step in (1, 2, 3):
        taken = [len(figures.changes(entries, period=window.period, step=step)) for window in listed]
        beside = figures.in_no_period(
            figures.changes(entries, period=SINCE_2016, step=step), [w.period for w in listed[:-1]]
        )
        assert sum(taken[:-1]) + len(beside) == taken[-1]
