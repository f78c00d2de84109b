"""The steps of countries and territories year by year: marks that lead to results, what was lost, and never a count."""

import re
from datetime import date

import pytest

from indicators.results import record_standing
from tests.factories import edit, publish, reviewing_manager
from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db


def matrix(client, address: str = "/countries/") -> str:
    found = re.search(r'<section class="stack" id="years">.*?</section>', main_of(client.get(address)), re.DOTALL)
    return found.group() if found else ""


def marks(client, country: str, address: str = "/countries/") -> dict[str, list[str]]:
    """The marks of a country by year, in words."""
    text = matrix(client, address)
    years = re.findall(r'<th scope="col">(\d{4}|over several years)</th>', text)
    row = re.search(rf'<tr><th scope="row"><a href="[^"]*">{country}</a></th>(.*?)</tr>', text)
    assert row, country
    cells = re.findall(r"<td>(.*?)</td>", row[1])
    links = [re.findall(r"<a [^>]*>(.*?)</a>", cell) for cell in cells]
    words = [[" ".join(re.sub(r"<[^>]+>", "", link).split()) for link in some] for some in links]
    return {year: found for year, found in zip(years, words, strict=True) if found}


def test_each_mark_stands_in_its_year_and_leads_to_its_result(client):
    number = publish(indicator="R2", country="SEN", achieved=date(2022, 5, 1)).number
    assert marks(client, "Senegal") == {"2022": ["step 2"]}
    assert f'href="/results/{number}/"' in matrix(client)


def test_what_was_lost_is_marked_where_it_was_adopted_and_where_it_was_lost(client):
    assert marks(client, "Occupied Palestinian Territory") == {"2016": ["step 2 since lost"], "2019": ["step 2 × lost"]}


def test_seven_results_look_like_one(client):
    """Rule 19."""
    for _each in range(7):
        publish(indicator="R2", country="SEN", achieved=date(2022, 5, 1))
    assert marks(client, "Senegal") == {"2022": ["step 2"]}
    assert 'href="/results/?country=senegal&amp;indicator=r2"' in matrix(client)


def test_what_is_known_to_several_years_stands_in_none_of_them(client):
    strategy = publish(indicator="R1", country="SEN", achieved=date(2022, 5, 1))
    edit(strategy.result, achieved_first=date(2021, 1, 1), achieved_last=date(2022, 12, 31))
    assert marks(client, "Senegal") == {"over several years": ["step 1"]}


def test_a_past_day_has_the_marks_of_that_day(client, on_day):
    clock = on_day("2031-01-10T10:00Z")
    law = publish(indicator="R2", country="SEN", achieved=date(2022, 5, 1))
    clock.move_to("2031-05-01T10:00Z")
    record_standing(result=law.result, kind="lost", day=date(2031, 4, 1), reason="Repealed", by=reviewing_manager())
    assert marks(client, "Senegal", "/countries/?as_of=2031-02-01") == {"2022": ["step 2"]}
    assert marks(client, "Senegal") == {"2022": ["step 2 since lost"], "2031": ["step 2 × lost"]}


def test_it_is_narrowed_with_the_list_and_goes_where_nothing_fits(client):
    publish(indicator="R2", country="SEN", achieved=date(2022, 5, 1))
    assert "Senegal" in matrix(client, "/countries/?region=africa")
    assert "Senegal" not in matrix(client, "/countries/?region=americas")
    assert matrix(client, "/countries/?as_of=2016-01-01") == ""
