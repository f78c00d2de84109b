"""What the public reads of countries, themes and the world: real entries of phase I, and what is published later."""

import re
from datetime import date, datetime

import pytest
import time_machine
from django.utils import timezone

from indicators.results import actions
from indicators.rounds import phases, record_periods
from tests.factories import publish, theme_of, withdraw

pytestmark = pytest.mark.django_db
THIN = "\u202f"


@pytest.fixture
def main(client):
    """The text of `<main>` of an address: what a past day keeps for ever."""

    def read(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200
        return re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group()

    return read


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("cambodia", ["about 2.5 million", "428 582"]),
        (
            "cabo-verde",
            ["2 716", "28 297", "months not recorded in the source", "20 per cent more", "50 per cent more"],
        ),
        ("cameroon", ["over 50 000"]),
        ("el-salvador", ["about 75 000"]),
        ("malawi", ["over 600 000"]),
        ("viet-nam", ["955 400", "it counted until 31 December 2019"]),
        ("mozambique", ["608 724 households, from 183 000 in 2008", "other units are never turned into persons"]),
        ("timor-leste", ["87 759 workers registered", "2 846 employers", "registered only"]),
        ("pakistan", ["139 937", "215 664", "29 744", "registered only", "since when is not said"]),
        ("togo", ["No result has been published for Togo.", "over 50 000 people covered in practice"]),
        ("occupied-palestinian-territory", ["Lost on 28 January 2019"]),
        ("senegal", ["No result has been published for Senegal.", "not recorded in our source"]),
    ],
)
def test_a_country_page_says_it(main, slug, words):
    text = main(f"/countries/{slug}/").replace(THIN, " ")
    assert [word for word in words if word not in text] == []


def test_what_is_dated_to_several_years_has_no_mark_on_the_line_of_years(main):
    marks = re.findall(r"<title>([^<]*)</title>", main("/countries/pakistan/"))
    assert any("more people insured" in mark for mark in marks)
    assert not any("registered in Punjab" in mark for mark in marks)


def test_home_sets_the_entries_beside_what_was_published(main):
    """Rule 16: neither is adjusted to the other, and no difference is read as what was achieved."""
    text = words(main("/"))
    assert "The programme reports 10.9 million people. Recorded here so far: about 2.6 million." in text
    assert "it is not a count of what was achieved" in text


def test_home_opens_with_what_is_supported_and_says_who_runs_it(main):
    """Rule 15. What no country has reported stands in a sentence, never at the size of a figure."""
    text = words(main("/"))
    opening = (
        "29 reforms in 17 countries and territories since 2016; about 2.6 million more people covered in practice "
        "in schemes that the programme supported. Governments run and pay for these schemes."
    )
    assert text.index(opening) < text.index("Phase II, 2021–2025")
    assert "Nothing is recorded here yet for: more people entitled by law" in text
    assert "not reported<" not in main("/")


def test_home_draws_no_bar_for_a_phase_whose_record_is_not_complete_and_says_why(main):
    """Rule 13."""
    page = main("/")
    assert 'class="bar ' not in page
    assert "We draw no bar: the record of these years is incomplete" in page
    phase = next(row for row in phases(None) if row.code == "II")
    said = {"kind": "phase", "code": "II", "start": phase.start, "end": phase.end, "source": "A manager"}
    record_periods([{**said, "is_record_complete": True}])
    assert 'class="bar ' in main("/")


def words(page: str) -> str:
    """What is read of a page: no tags, and one space where there were several."""
    return re.sub(r"\s+([;.])", r"\1", " ".join(re.sub(r"<[^>]+>", " ", page).split()))


ADDRESSES = ["/", "/countries/", "/countries/cambodia/", "/countries/togo/", "/themes/", "/themes/financing/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_past_day_stays_as_it_was(main, address):
    day = timezone.localdate()
    at = f"{address}?as_of={day}"
    with time_machine.travel(_days_after(day, 1)):
        before = main(at)
    with time_machine.travel(_days_after(day, 2)):
        law = publish(indicator="R2", country="TGO", themes=["financing"])
        actions.decide_tag(result=law.result, theme=theme_of("financing"), state="confirmed", by=law.by)
        impact = publish(indicator="I3", country="KHM", achieved=date(2026, 1, 5), baseline=(2024, 0))
        withdraw(impact.result)
        assert main(at) == before


def test_before_the_first_publication_it_says_so(main):
    assert "Nothing was published yet" in main("/countries/cambodia/?as_of=2015-12-31")


@pytest.mark.both_engines
@pytest.mark.parametrize("address", ADDRESSES)
def test_queries_do_not_grow_with_the_results(client, django_assert_max_num_queries, settings, address):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    for month in range(1, 9):
        for code in ("R2", "I3", "D1"):
            publish(indicator=code, country="KHM", achieved=date(2022, month, 1), themes=["financing"])
    with django_assert_max_num_queries(27):  # projects, who funds them, briefs, and what a process reads once included
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/countries/nowhere/", "/themes/nothing/", "/?as_of=2024-02-30", "/?as_of=x"])
def test_what_is_not_there_is_404(client, address):
    assert client.get(address).status_code == 404


def test_what_came_after_the_last_phase_stands_since_2016(main):
    publish(indicator="I2", country="TGO", achieved=date(2026, 2, 1), value=700, baseline=(2025, 0))
    assert '700</data></span> <span class="people-block__label">more entitled by law' in main("/countries/togo/")


def test_an_unchecked_tag_is_on_a_line_of_its_own(main):
    publish(indicator="R2", country="TGO", themes=["financing"])
    text = main("/themes/financing/")
    assert "1 result is proposed for this theme and not yet checked by its lead" in text
    assert "No result has been confirmed" in text


def test_an_unchecked_tag_of_a_historical_entry_says_what_it_rests_on(main):
    assert "Proposed because of: <bdi>title (registry)</bdi>" in main("/themes/digital-transformation/")


@pytest.mark.parametrize(("address", "status"), [("/healthz", 200), ("/readyz", 200)])
def test_the_service_is_well(client, address, status):
    """What `/readyz` adds of a worker that does not live is in tests/mailing/test_the_queue.py."""
    response = client.get(address)
    assert (response.status_code, response.content.splitlines()[0]) == (status, b"ok")


def _days_after(day: date, number: int) -> datetime:
    return datetime.fromordinal(day.toordinal() + number).replace(hour=12, tzinfo=timezone.get_default_timezone())
