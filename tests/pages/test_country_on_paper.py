"""The page of a country on paper: a PDF of two to four sheets, the same bytes for the same day."""

import re
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from countries.models import Country
from tests.factories import publish
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


def test_it_answers_unchanged_until_something_is_published(client, programme):
    etag = client.get(TOGO)["ETag"]
    assert client.get(TOGO, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("address", ["/countries/nowhere.pdf", f"{TOGO}?as_of=2024-02-30"])
def test_what_is_not_there_is_404(client, programme, address):
    assert client.get(address).status_code == 404


def test_today_is_on_it(pdf):
    assert f"{timezone.localdate():D:%Y%m%d}".encode() in pdf()
