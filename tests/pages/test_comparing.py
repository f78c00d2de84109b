"""Side by side: countries by what others measured and what they adopted (rule 19), themes, regions, two days."""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from countries.actions import record_facts
from countries.models import Country, Series, Statistic
from indicators.models import Publication
from rmt.files import BOM
from tests import factories
from tests.counting import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]

TWO = "/compare/?one=togo&two=cambodia"
DAYS = "/compare/?what=days&country=togo&before=2027-03-01&after=2027-03-31"


def read(client, address: str) -> str:
    """The text of the page between its tags."""
    html = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main")]).split())


def lines_of(client, address: str) -> list[dict[str, str]]:
    text = client.get(address).content.decode().removeprefix(BOM)
    return list(csv.DictReader(io.StringIO(text)))


def test_countries_stand_side_by_side_by_statistics_conventions_and_what_was_adopted(client):
    factories.publish(indicator="R2", title="Universal insurance law")
    text = read(client, TWO)
    assert "Covered by at least one benefit (SDG 1.3.1)" in text
    assert "Minimum Standards" in text
    assert "Universal insurance law" in text
    assert "National Social Protection Framework" in text


def test_rule_19_counts_of_results_never_stand_side_by_side_for_visitors(client, signed_in):
    for _n in range(3):
        factories.publish(indicator="R2")
    for browser in (client, signed_in("manager")):
        text = read(browser, TWO)
        assert "Results published here" not in text
        assert "More people covered in practice" not in text
    assert client.get(TWO).content == signed_in("manager").get(TWO).content


def test_signed_in_the_desk_shows_them_as_well(client, signed_in):
    factories.publish(indicator="R2")
    text = read(signed_in("partner"), TWO.replace("/compare/", "/desk/compare/"))
    assert "Results published here since 2016" in text
    assert "More people covered in practice" in text
    assert client.get("/desk/compare/").status_code == 302


def test_what_is_not_recorded_is_never_said_not_to_be_ratified(client):
    text = read(client, TWO)
    assert "not ratified" not in text
    assert "not recorded in our source" in text


def test_governments_run_and_pay_is_said_and_what_was_taken_over_is_marked(client):
    text = read(client, TWO)
    assert "Governments run and pay for these schemes; the programme supported them." in text
    assert "taken from a source, not reviewed here" in text


def test_one_asked_for_twice_or_unknown_stands_there_once_or_not_at_all(client):
    text = client.get("/compare/?one=togo&two=togo&three=atlantis").content.decode()
    assert text.count('<div class="versus__cell">') == text.count('<div class="versus">')


def test_without_a_choice_it_asks_for_one(client):
    assert "Choose what to put side by side" in read(client, "/compare/")


@pytest.mark.parametrize(
    ("asked", "column"),
    [("what=themes&one=financing&two=social-health-protection", "Financing"), ("what=regions&one=africa", "Africa")],
)
def test_themes_and_regions_are_compared_by_results_and_each_figure_leads_to_them(client, asked, column):
    factories.publish(indicator="R2")
    factories.publish(indicator="R2", themes=["financing"])
    html = client.get(f"/compare/?{asked}").content.decode()
    assert column in html
    assert "Step 2 · Law or scheme" in html
    link = re.search(r'href="(/results/\?[^"]*(?:region=africa|theme=financing)[^"]*)"', html)
    if "regions" in asked:
        assert client.get(link[1].replace("&amp;", "&")).status_code == 200


def test_a_theme_counts_what_its_lead_confirmed_only(client):
    factories.publish(indicator="R2", themes=["financing"])
    rows = lines_of(client, "/compare/charts/comparison.csv?what=themes&one=financing")
    assert {row["Number"] for row in rows if row["What"].startswith("Step")} == {"0"}


class TestOneCountryOnTwoDays:
    @pytest.fixture
    def history(self, on_day):
        on_day("2027-02-10T10:00Z")
        first = factories.publish(title="Published before", indicator="R2")
        on_day("2027-03-10T10:00Z")
        factories.edit(first.result, title="Said better")
        second = factories.publish(title="Between the two", indicator="R2")
        on_day("2027-03-20T10:00Z")
        factories.withdraw(second.result, reason="It was never adopted.")
        on_day("2027-04-10T10:00Z")
        factories.publish(title="Afterwards", indicator="R2")
        return first, second

    def test_it_says_what_was_published_replaced_and_withdrawn_with_the_reason(self, client, history):
        text = read(client, DAYS)
        assert "Version 2 took the place of version 1 : Said better" in text.replace("1:", "1 :")
        assert f"Withdrawn: result No. {history[1].number} Reason: It was never adopted." in text
        assert "Between the two" in text
        assert "Afterwards" not in text

    def test_each_column_says_what_stood_on_its_day(self, client, history):
        rows = lines_of(client, DAYS.replace("/compare/", "/compare/charts/comparison.csv"))
        laws = {row["Of"]: row["Number"] for row in rows if row["What"].startswith("Step 2")}
        assert len(laws) == 2
        assert len(set(laws.values())) == 1  # one before, and one that took its place
        assert client.get("/countries/togo/?as_of=2027-03-01").status_code == 200

    def test_a_day_before_the_record_says_so_and_is_not_the_one_offered(self, client, history):
        rows = lines_of(client, "/compare/charts/comparison.csv?what=days&country=togo&before=1990-01-01")
        assert {row["Says"] for row in rows if "1990" in row["Of"]} == {"nothing was published yet"}
        offered = client.get("/compare/?what=days").content.decode()
        first = Publication.objects.earliest("recorded_at").recorded_at.date()
        year_before = timezone.localdate() - timedelta(days=365)
        assert f'name="before" value="{max(first, year_before).isoformat()}"' in offered

    def test_a_day_that_cannot_be_read_is_asked_again(self, client):
        response = client.get("/compare/?what=days&country=togo&before=yesterday")
        assert response.status_code == 200
        assert "Write a day as year, month and day" in response.content.decode()

    def test_days_in_the_wrong_order_or_to_come_are_put_right(self, client, history):
        turned = "/compare/?what=days&country=togo&before=2999-01-01&after=2027-03-01"
        assert "Togo on 1 March 2027" in read(client, turned)


def test_a_statistic_stands_with_its_year_and_source_and_its_number_in_the_csv(client):
    series, togo = Series.objects.get(code="SI_COV_BENFTS"), Country.objects.get(slug="togo")
    fact = {"country_id": togo.pk, "series_id": series.pk, "year": 2023, "value": Decimal("31.5")}
    record_facts(Statistic, [fact | {"source": "A survey", "vintage": "2023"}], key=("country_id", "series_id", "year"))
    row = next(r for r in lines_of(client, "/compare/charts/comparison.csv?one=togo") if r["Year"] == "2023")
    assert (row["Of"], row["Number"], row["Source"]) == ("Togo", "31.5", "A survey; 2023")


@pytest.mark.both_engines
@pytest.mark.parametrize("address", [TWO, "/compare/?what=themes&one=financing&two=old-age-pensions", DAYS])
def test_it_takes_as_many_queries_for_many_results_as_for_few(client, address):
    factories.publish(
        indicator="R2", themes=["financing"], achieved_first=date(2021, 1, 1), achieved_last=date(2021, 1, 1)
    )
    client.get(address)
    few = queries(client, address)
    for _n in range(4):
        factories.publish(indicator="R2", themes=["financing"])
    client.get(address)
    assert queries(client, address) == few <= 16
