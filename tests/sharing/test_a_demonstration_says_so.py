"""Everything that leaves the site of a demonstration says that it is one; and each says its licence."""

import io

import openpyxl
import pytest
from django.utils import timezone

from countries.models import Country
from countries.pages.country.page import country_page
from countries.pages.country.paper import words_of
from rmt.mail import post
from rmt.models import OutgoingMail
from rmt.site.sharing.pictures import content_of
from rmt.site.sharing.subjects import shared_country
from tests.kept import forget_pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]

SAID = "Demonstration, not an official site"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
FILES = ("/countries/cambodia/embed/", "/feed.atom", "/results/export.txt", "/countries/export.txt")
NAMES = ("/results/export.csv", "/results/export.xlsx", "/countries/export.csv")


@pytest.fixture(params=[True, False], ids=["demonstration", "real"])
def demo(request, settings) -> bool:
    settings.DEMO = request.param
    return request.param


def test_made_up_results_are_said_to_be_so(client, settings):
    settings.DEMO = settings.DEMO_FULL = True
    for address in ("/feed.atom", "/results/export.txt"):
        assert "Demonstration with made-up results" in client.get(address).content.decode()


def test_entries_of_the_plain_demonstration_are_not_called_made_up(client, settings):
    settings.DEMO = True
    for address in ("/", "/results/export.txt"):
        said = client.get(address).content.decode()
        assert "The accounts are made up. The entries are taken from published sources and were not reviewed" in said


@pytest.mark.parametrize("address", FILES)
def test_in_files_feeds_and_frames(client, demo, address):
    assert (SAID in client.get(address).content.decode()) is demo


def test_in_the_name_of_a_file(client, demo):
    for address in NAMES:
        assert ('filename="demonstration-' in client.get(address)["Content-Disposition"]) is demo


def test_in_a_workbook(client, demo):
    book = openpyxl.load_workbook(io.BytesIO(client.get("/results/export.xlsx").getvalue()))
    words = [value for row in book["About"].iter_rows(values_only=True) for value in row]
    assert (SAID in words) is demo
    assert any(LICENCE in str(value) for value in words)


def test_on_the_picture_and_on_paper(demo):
    country, today = Country.objects.get(iso3="KHM"), timezone.localdate()
    assert (content_of(shared_country(country), today)["demo"] == SAID) is demo
    words = words_of(country_page(country, as_of=None, today=today), day=today)
    assert (words["demo"] == SAID) is demo
    assert LICENCE in words["licence"]


def test_in_the_subject_of_a_mail(demo):
    post(OutgoingMail(to="a@example.org", subject="Your update", text="Dear A"))
    assert (OutgoingMail.objects.get().subject == f"{SAID}: Your update") is demo


@pytest.mark.parametrize("address", ["/", "/countries/cambodia/", "/feed.atom", "/results/export.txt"])
def test_the_licence_of_the_record_is_a_setting(client, settings, address):
    assert LICENCE in client.get(address).content.decode()
    settings.RECORD_LICENCE, settings.RECORD_LICENCE_URL = "Open Licence 9", "https://licence.example.org/9"
    forget_pages()
    said = client.get(address).content.decode()
    assert "Open Licence 9" in said
    assert "https://licence.example.org/9" in said
    assert LICENCE not in said
