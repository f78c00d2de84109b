"""A file of the explorer is exactly what it shows, gives every figure again, and hides small groups (rules 8, 12)."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from indicators import figures
from indicators.figures import SINCE_2016
from indicators.ledger import everything
from indicators.models import Indicator
from indicators.pages.explorer.selectors import results_url
from tests import factories
from tests.exploring.reading import entries_from_export, export, notes_of, rows_of, workbook_bytes
from tests.exploring.test_narrowing import page_of
from tests.figures.make import PHASE_1

pytestmark = pytest.mark.django_db

PERSONS = ["I1", "I2", "I3", "I4", "I5", "I6"]
ON = date(2020, 12, 31)


def test_figures_over_the_file_are_the_figures_of_the_site(client, programme):
    """Every country and indicator of phase I."""
    held, read = everything(None), entries_from_export(export(client))
    assert {e.key: e for e in read} == {e.key: e for e in held}
    for country in {e.country for e in held}:
        ours, theirs = ([e for e in some if e.country == country] for some in (held, read))
        for code in PERSONS:
            assert figures.people(theirs, indicator=code, period=PHASE_1, day=ON) == figures.people(
                ours, indicator=code, period=PHASE_1, day=ON
            ), (country, code)
        for step in (1, 2, 3):
            asked = {"period": PHASE_1, "step": step}
            assert len(figures.changes(theirs, **asked)) == len(figures.changes(ours, **asked))
            assert figures.countries_not_lost(theirs, **asked, day=ON) == figures.countries_not_lost(
                ours, **asked, day=ON
            )


def test_a_narrowed_file_gives_the_figure_that_leads_to_it(client, programme):
    for indicator in Indicator.objects.filter(code__in=PERSONS):
        query = "?" + results_url(indicator=indicator.code, year_from=2016).partition("?")[2]
        read = entries_from_export(export(client, query))
        ours = [e for e in everything(None) if e.indicator == indicator.code and figures.is_within(e, SINCE_2016)]
        assert sorted(e.key for e in read) == sorted(e.key for e in ours)


@pytest.mark.parametrize("query", ["", "?sort=country", "?level=impact&sort=-figure", "?q=law&sort=indicator"])
def test_it_has_exactly_what_is_shown_in_the_same_order(client, programme, query):
    for number in range(55):
        factories.publish(indicator="D1", title=f"Study of the law {number}")
    asked = dict(part.split("=") for part in query.removeprefix("?").split("&") if part)
    pages = page_of(**asked).page.paginator.num_pages
    shown = [row["result"].number for n in range(1, pages + 1) for row in page_of(**asked, page=n).rows]
    assert [int(row["number"]) for row in rows_of(export(client, query))] == shown
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(client, query)))["Results"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == shown


def test_text_is_never_a_formula(client, programme):
    for number, start in enumerate(("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0")):
        factories.publish(title=f"{start} hostile", outcome=f"{start} {number}", contribution="\ttab")
    for row in rows_of(export(client, "?q=hostile")):
        assert row["title"][0] == "'"
        assert row["outcome"][0] == "'"
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(client, "?q=hostile")))["Results"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert "=1+1 hostile" in {cell.value for cell in cells}


def test_numbers_are_numbers_and_days_are_days(client, programme):
    factories.publish(indicator="I3", country="SEN", value=12_345, title="Kapok")
    (row,) = rows_of(export(client, "?q=Kapok"))
    assert (row["value"], row["value_status"], row["achieved_first"]) == ("12345", "reported", "2022-05-01")
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(client, "?q=Kapok")))["Results"]
    titles, values = sheet.iter_rows(values_only=True)
    cells = dict(zip(titles, values, strict=True))
    assert cells["value"] == 12_345
    assert cells["achieved_first"].date() == date(2022, 5, 1)


def test_zero_and_not_reported_are_two_things(client, programme):
    factories.publish(indicator="I3", country="SEN", value=0, title="Nobody more")
    (zero,) = rows_of(export(client, "?q=Nobody"))
    (unsaid,) = rows_of(export(client, "?indicator=r2&q=Law&country=togo"))[:1] or [{}]
    assert (zero["value"], zero["value_status"]) == ("0", "reported")
    assert unsaid.get("value", "") == ""


@pytest.fixture
def small(programme):
    """1 000 people, of them 4 with a disability; 600 women and 392 men, so that 8 are not known."""
    parts = {"disability:yes": 4, "disability:no": 500, "sex:women": 600, "sex:men": 392}
    return factories.publish(indicator="I3", country="SEN", value=1000, parts=parts, title="Few among them")


@pytest.mark.parametrize("query", ["", "?q=Few+among", "?country=senegal&indicator=i3", "?level=impact&sort=figure"])
def test_a_small_group_is_hidden_whatever_is_asked(client, small, query):
    row = next(r for r in rows_of(export(client, query)) if r["title"] == "Few among them")
    assert (row["disability:yes"], row["disability:no"]) == ("withheld", "500")
    assert row["disability:not-known"] == "500"
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(client, query)))
    parts = {r[3]: r[4:] for r in book["Parts"].iter_rows(min_row=2, values_only=True) if r[0] == small.number}
    assert parts["With disability"] == (None, "withheld")


def test_a_small_group_cannot_be_worked_out(client, programme):
    """95 women and 5 men of 100: both are hidden, else one would tell the other."""
    factories.publish(indicator="I3", country="SEN", value=100, parts={"sex:women": 95, "sex:men": 5}, title="Kapok")
    (row,) = rows_of(export(client, "?q=Kapok"))
    assert (row["sex:women"], row["sex:men"], row["sex:not-known"]) == ("withheld", "withheld", "100")
    assert Decimal(row["value"]) == 100


def test_what_is_hidden_is_the_same_when_its_series_is_left_out(client, programme):
    """The groups divide what a result adds to its series, though the file has only one of the two."""
    law = factories.InstrumentFactory(country=factories.country_of("SEN"))
    about = {"indicator": "I3", "country": "SEN", "instrument": law}
    factories.publish(**about, achieved=date(2022, 5, 1), value=900, baseline=(2021, 0), title="First level")
    parts = {"sex:women": 95, "sex:men": 5}
    factories.publish(
        **about, achieved=date(2023, 5, 1), value=1000, baseline=(2021, 0), parts=parts, title="Second level"
    )
    for query in ("?q=Second", "?country=senegal"):
        row = next(r for r in rows_of(export(client, query)) if r["title"] == "Second level")
        assert (row["sex:women"], row["sex:men"]) == ("withheld", "withheld")


def test_a_csv_begins_with_its_titles(client, programme):
    for address in ("/results/export.csv?country=togo", "/countries/export.csv"):
        text = client.get(address).getvalue().decode("utf-8-sig")
        assert text.split("\r\n")[0].split(",")[0] in ("number", "As of")


@pytest.mark.parametrize(
    ("address", "notes"),
    [
        ("/results/export.csv?level=impact&country=cambodia", "/results/export.txt?country=cambodia&level=impact"),
        ("/countries/export.csv?region=africa", "/countries/export.txt?region=africa"),
    ],
)
def test_the_notes_beside_a_csv_say_its_day_its_licence_and_its_columns(client, programme, settings, address, notes):
    response = client.get(address)
    assert response["Link"] == f'<{settings.SITE_URL}{notes}>; rel="describedby"; type="text/plain"'
    text = client.get(notes).content.decode()
    assert "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/" in text
    titles = next(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [title for title in titles if f"\n{title}: " not in text and ":" not in title] == []
    page = client.get(notes.replace("export.txt", "")).content.decode()
    assert notes in page.replace("&amp;", "&")


def test_a_file_says_what_it_is(client, programme):
    response = client.get("/results/export.csv?country=togo&indicator=r2")
    about = notes_of(client, "?country=togo&indicator=r2")
    assert about["Question"].endswith("/results/?country=togo&indicator=r2")
    assert about["Ledger"].startswith("up to No. ")
    assert "Licence" in about
    assert response["Content-Disposition"].startswith('attachment; filename="rmt-results-togo-r2-20')
    assert client.get("/results/export.csv?as_of=nonsense").status_code == 404
    assert client.get("/results/export.csv?year_from=abc")["Location"] == "/results/?year_from=abc"


def test_every_column_is_explained(client, programme):
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(client)))
    assert book.sheetnames == ["About", "Results", "Parts", "Columns"]
    explained = {row[0] for row in book["Columns"].iter_rows(min_row=2, values_only=True)}
    assert {cell.value for cell in book["Results"][1]} <= explained
    page = client.get("/results/").content.decode()
    assert all(f"<code>{title}</code>" in page for title in explained)


def test_a_past_day_has_the_file_of_that_day(client, programme):
    factories.publish(title="Only today")
    assert "Only today" not in export(client, "?as_of=2020-01-01")
    assert rows_of(export(client, "?as_of=2020-01-01")) == []


@pytest.mark.parametrize("person", ["visitor", "focal_togo", "manager", "admin"])
def test_everybody_gets_the_same_file_and_no_cookie(client, cast, person):
    factories.draft(title="A secret plan")
    factories.submit(title="A secret decree")
    before = export(client), workbook_bytes(client)
    if person != "visitor":
        client.force_login(getattr(cast, person), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get("/results/export.csv")
    assert not response.cookies
    assert (b"".join(response.streaming_content).decode(), workbook_bytes(client)) == before
    assert "secret" not in before[0]
