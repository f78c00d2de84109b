"""The page of a country on paper: a PDF of two to four sheets, the same bytes for the same day."""

import re
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from countries.models import Country, Profile, Story
from countries.pages.country.page import country_page
from countries.pages.country.paper import code_of, words_of
from tests.factories import country_of, publish, untold
from tests.kept import forget_pages

pytestmark = pytest.mark.django_db
TOGO = "/countries/togo.pdf"


@pytest.fixture
def pdf(client, programme):
    def read(address: str = TOGO) -> bytes:
        forget_pages()
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/pdf"
        return response.content

    return read


def sheets(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", content))


def test_it_is_an_accessible_pdf_and_the_same_bytes_each_time(pdf):
    publish(indicator="I3", title="#pagebreak() $x$ \\ *all* people")
    content = pdf()
    assert content.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in content
    assert pdf() == content


def test_what_is_published_changes_it_and_a_past_day_stays(pdf):
    with time_machine.travel("2026-11-23T10:00:00Z"):
        today, past = pdf(), pdf(f"{TOGO}?as_of=2026-11-22")
        publish(indicator="R2", title="A law")
        assert pdf() != today
        assert pdf(f"{TOGO}?as_of=2026-11-22") == past
    with time_machine.travel("2026-11-25T10:00:00Z"):
        assert pdf(f"{TOGO}?as_of=2026-11-22") == past


def test_a_country_with_nothing_has_a_sheet_that_says_so(pdf):
    assert 1 <= sheets(pdf("/countries/senegal.pdf")) <= 2


def test_a_country_with_much_has_at_most_four_sheets(pdf):
    call_command("generate_load", results=400, stdout=StringIO())
    fullest = max(Country.objects.all(), key=lambda country: country.publications.count())
    assert 2 <= sheets(pdf(f"/countries/{fullest.slug}.pdf")) <= 4


def test_a_country_with_much_to_tell_has_at_most_four_sheets(pdf):
    """Long words of others are cut, and fewer results are listed: the whole stands on the page."""
    senegal, now, long = untold(country_of("SEN")), timezone.now(), "Protection for all. " * 900
    for number in range(30):
        title = f"Law {number}, " + "of words without end " * 8
        publish(indicator="R2", country="SEN", title=title, achieved=2022)
    Story.objects.create(country=senegal, text=long, source="Its gazette", doubt=long, recorded_at=now)
    Profile.objects.create(country=senegal, situation=long, priorities=long, opportunities=long, recorded_at=now)
    assert 2 <= sheets(pdf("/countries/senegal.pdf")) <= 4


def test_its_code_leads_to_the_page_on_its_day(programme, settings, togo, on_day):
    on_day("2027-03-10T10:00Z")
    for as_of, day in ((None, "2027-03-10"), (date(2027, 1, 31), "2027-01-31")):
        page = country_page(togo, as_of=as_of, today=timezone.localdate())
        words = words_of(page, day=as_of or timezone.localdate())
        assert words["code"] == code_of(f"{settings.SITE_URL}/countries/togo/?as_of={day}")
    assert words["code"] != code_of(f"{settings.SITE_URL}/countries/togo/")
    assert words["code"].startswith("<svg")


def test_it_tells_the_story_and_names_projects_and_who_funds_them(programme):
    today = timezone.localdate()
    words = words_of(country_page(Country.objects.get(iso3="KHM"), as_of=None, today=today), day=today)
    assert words["story"]["text"].startswith("Cambodia's national fund grew branch by branch")
    assert "Social protection and gender in Cambodia" in [line["title"] for line in words["projects"]["lines"]]


def test_a_past_day_names_no_projects(programme, on_day):
    """Rule 3: the record does not keep them day by day."""
    on_day("2027-03-10T10:00Z")
    past = date(2027, 1, 31)
    page = country_page(Country.objects.get(iso3="KHM"), as_of=past, today=timezone.localdate())
    assert words_of(page, day=past)["projects"] == {}


def test_no_bar_stands_while_the_record_is_not_complete(programme):
    """Rule 13."""
    today = timezone.localdate()
    publish(indicator="I3", country="KHM")
    words = words_of(country_page(Country.objects.get(iso3="KHM"), as_of=None, today=today), day=today)
    assert words["reached"]
    assert [bar for one in words["reached"] for bar in one["bars"] if bar["known"]] == []
    assert [said.startswith("No bar is drawn") for said in words["bars"]] == [True]


def test_it_answers_unchanged_until_something_is_published(client, programme):
    etag = client.get(TOGO)["ETag"]
    assert client.get(TOGO, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("address", ["/countries/nowhere.pdf", f"{TOGO}?as_of=2024-02-30"])
def test_what_is_not_there_is_404(client, programme, address):
    assert client.get(address).status_code == 404


def test_today_is_on_it(pdf):
    assert f"{timezone.localdate():D:%Y%m%d}".encode() in pdf()
