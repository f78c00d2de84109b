"""A messy list gets somewhere: asked once a column, equal problems answered together, and no row goes missing."""

import io
from collections.abc import Iterable

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import imports
from projects.imports import uploads
from projects.imports.settling import plain_number
from projects.models import Project, ProjectImport, UploadedList
from tests.counting import queries
from tests.projects.helpers import csv_table, imported, preview, workbook

pytestmark = pytest.mark.django_db

LIST = "Title;Symbol;Donor;Countries;Start;End;Budget (USD);Status"


def amounts(*typed: str, language: str = "en") -> imports.ImportPreview:
    table = csv_table("Title\tBudget (USD)", *(f"Project {n}\t{text}" for n, text in enumerate(typed)))
    table.language = language
    return preview(table)


def budgets(found: imports.ImportPreview) -> list[str]:
    return [str(entry.fields.get("budget")) for entry in found.entries]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["97 496,11", "1.000"], ["97496.11", "1000.00"]),
        (["97 496.11", "1,000"], ["97496.11", "1000.00"]),
        (["1.234.567", "2.500"], ["1234567.00", "2500.00"]),
        (["1,000", "2'500"], ["1000.00", "2500.00"]),
        (["US$ 1.234,5", "12.000 USD"], ["1234.50", "12000.00"]),
        (["1.234,50", "1,234.50"], ["1234.50", "1234.50"]),
        (["0.125", "3,5"], ["0.12", "3.50"]),
    ],
)
def test_one_row_shows_how_the_column_writes_its_amounts(typed, read):
    found = amounts(*typed)
    assert budgets(found) == read
    assert not found.open_about_columns


def test_what_was_settled_is_said():
    assert (
        "such as 1.000 (1) are read as 1\u202f000, because row 2 has 97 496,11"
        in amounts("97 496,11", "1.000").notes[0]
    )


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        (["97.496"] * 312, "97.496 mean (312)"),
        (["1.234,50", "900,000"], "900,000 mean (1)"),  # three decimals of money are more likely thousands
        (["1.234,50", "1,234.50", "97.496"], "97.496 mean (1)"),
    ],
)
def test_amounts_that_nothing_settles_are_one_question(typed, question):
    found = amounts(*typed)
    (asked,) = found.open_about_columns
    assert question in asked.text
    assert not found.is_ready


def test_the_answer_to_a_question_is_for_the_whole_column():
    table = csv_table("Title\tBudget (USD)", "A\t97.496", "B\t1.500")
    for answer, read in (("thousands", ["97496.00", "1500.00"]), ("decimal", ["97.50", "1.50"])):
        found = preview(table, answers={"numbers:B:.": answer})
        assert (budgets(found), found.is_ready) == (read, True)


def test_a_number_that_is_settled_stays_the_number():
    assert plain_number("12,34,567", {}) == "12,34,567"  # not grouped by three: refused, never guessed
    assert amounts("1,2,3").problems


@pytest.mark.parametrize(
    ("starts", "ends", "read"),
    [
        (["25/12/2021", "03/04/2021"], ["2024", "2024"], "2021-04-03"),
        (["12/25/2021", "03/04/2021"], ["2024", "2024"], "2021-03-04"),
        (["03/04/2021", "03/05/2021"], ["25/12/2024", "2024"], "2021-04-03"),  # the other column of days shows it
    ],
)
def test_one_row_shows_the_order_of_days(starts, ends, read):
    rows = [f"P{n},{start},{end}" for n, (start, end) in enumerate(zip(starts, ends, strict=True))]
    found = preview(csv_table("Title,Start,End", *rows))
    days = {entry.fields["start_first"].isoformat() for entry in found.entries}
    assert read in days
    assert not found.open_about_columns
    assert any("comes first" in note for note in found.notes)


@pytest.mark.parametrize(("answer", "read"), [("day", "2021-04-03"), ("month", "2021-03-04")])
def test_an_order_of_days_that_nothing_shows_is_one_question(answer, read):
    table = csv_table("Title,Start,End", "A,03/04/2021,05/06/2022", "B,04/03/2021,2022")
    (asked,) = preview(table).open_about_columns
    assert "B (Start), C (End)" in asked.text
    found = preview(table, answers={asked.key: answer})
    assert found.entries[0].fields["start_first"].isoformat() == read
    assert found.is_ready


# Equal problems, answered together


@pytest.fixture
def desk_list(desk):
    """Sends a list and says what its columns hold: the preview."""

    def send(content: str | bytes, name: str = "list.csv"):
        content = content.encode() if isinstance(content, str) else content
        form = desk.post(reverse("imports"), {"file": SimpleUploadedFile(name, content)}, follow=True).context["form"]
        chosen = {field.html_name: field.initial or "" for _letter, field, _samples in form.rows()}
        return desk.post(address("import_columns"), {**chosen, "do": "columns"}, follow=True)

    return send


def address(name: str) -> str:
    return reverse(name, args=[UploadedList.objects.latest("at").uuid])


def choose(desk, *ways: tuple[str, str, str], do: str = "answer"):
    sent = {"do": do}
    for n, (kind, way, means) in enumerate(ways):
        sent |= {f"kind-{n}": kind, f"way-{n}": way, f"means-{n}": means}
    return desk.post(address("import_preview"), sent, follow=True)


def kinds(response) -> dict[str, int]:
    return {group.kind: len(group.rows) for group in response.context["preview"].groups()}


def counts(response) -> dict[str, int]:
    return response.context["preview"].counts


MESSY = "\n".join(
    [
        LIST,
        *(f"P{n};;;Atlantis;2020;2024;{n + 1} 496,11;Extended" for n in range(30)),
        *(f"Q{n};;;Togo;soon;2024;5;ongoing" for n in range(20)),
        "TOTAL;;;;;;99;",
    ]
)


def test_equal_problems_stand_together_with_how_many_there_are(desk, desk_list):
    response = desk_list(MESSY)
    assert counts(response) == {
        "rows": 51, "new": 0, "changed": 0, "unchanged": 0, "refused": 50, "left_out": 1,
    }  # fmt: skip
    assert sorted(kinds(response).values()) == [20, 30, 30]
    page = response.content.decode()
    assert page.count("“soon” is not a date") == 1
    assert "51 rows in the file = 0 new + 0 changed + 0 the same + 50 not understood + 1 left out." in page


def test_a_name_is_mapped_cells_are_left_blank_and_rows_left_out(desk, desk_list):
    response = desk_list(MESSY)
    (soon,) = [kind for kind in kinds(response) if kind.startswith("like:start")]
    response = choose(
        desk,
        ("means:countries:atlantis", "", "Togo; Kenya"),
        ("means:status:extended", "", "in-progress"),
        (soon, "out", ""),
    )
    assert counts(response)["new"] == 30
    assert counts(response)["left_out"] == 21
    fingerprint = response.context["preview"].fingerprint
    response = desk.post(address("import_preview"), {"do": "write", "fingerprint": fingerprint}, follow=True)
    assert "51 rows in the file = 30 new + 0 changed + 0 the same + 0 not understood + 21 left out." in (
        response.content.decode()
    )
    made = Project.objects.get(title="P3")
    assert (made.status, str(made.budget), made.currency) == ("in-progress", "4496.11", "USD")
    assert {country.iso3 for country in made.countries.all()} == {"TGO", "KEN"}
    left_out = ProjectImport.objects.get().left_out
    assert len(left_out) == 21
    assert left_out[0][1] == "Q0"
    assert "“soon” is not a date" in left_out[0][2]


def test_cells_are_left_blank(desk, desk_list):
    (soon,) = [kind for kind in kinds(desk_list(f"{LIST}\nA;;;Atlantis;soon;;;")) if kind.startswith("like:start")]
    response = choose(desk, (soon, "blank", ""), ("means:countries:atlantis", "blank", ""))
    (entry,) = response.context["preview"].new
    assert "start_first" not in entry.fields
    assert not entry.links.countries


def test_a_meaning_that_the_column_does_not_know_is_said_beside_what_was_typed(desk, desk_list):
    desk_list(f"{LIST}\nA;;;Atlantis;;;;")
    response = choose(desk, ("means:countries:atlantis", "", "Lemuria"))
    assert "“Lemuria” is not known here" in response.content.decode()
    assert 'value="Lemuria"' in response.content.decode()
    assert UploadedList.objects.get().answers == {}


def test_a_title_is_never_left_blank(desk, desk_list):
    (kind,) = kinds(desk_list(f"{LIST}\n;;China;;;;;"))
    assert kinds(choose(desk, (kind, "blank", ""))) == {kind: 1}


def test_rows_left_out_come_in_again(desk, desk_list):
    desk_list(MESSY)
    assert counts(choose(desk, do="leave out"))["left_out"] == 51
    assert counts(choose(desk, do="take in again"))["left_out"] == 1


def test_the_workbook_of_rows_to_mend_can_be_sent_again(desk, desk_list):
    desk_list(f"{LIST}\nA;;;Togo;soon;;=1+1;ongoing\nB;;;Togo;2020;;7;ongoing\n-C;;;Atlantis;2020;;;")
    response = desk.get(address("import_rows"))
    content = response.content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    headers, *rows = sheet.iter_rows(values_only=True)
    assert headers == (*LIST.split(";"), "Why this row was not imported")
    assert [row[0] for row in rows] == ["A", "-C"]
    assert "“soon” is not a date" in rows[0][8]
    assert (rows[0][6], sheet["G2"].data_type) == ("=1+1", "s")
    again = desk_list(content, "rows.xlsx")
    assert again.context["preview"].counts["rows"] == 2
    assert kinds(again)


def test_the_rows_of_one_kind_are_downloaded_alone(desk, desk_list):
    desk_list(MESSY)
    response = desk.get(address("import_rows"), {"kind": "means:countries:atlantis"})
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.active.max_row == 31


def test_a_mapping_is_known_again_with_the_column_of_reasons(manager):
    table = csv_table("Was,Geld", "A,5")
    imported(table, by=manager, columns={"Was": "title", "Geld": "budget"}, currency="EUR")
    assert imports.suggest(["Was", "Geld", "Why this row was not imported"]) == {"Was": "title", "Geld": "budget"}


# Several lines of one project

LINES = [
    "A;TOG/1;China;Togo;2020;2022;1 000;ongoing",
    "A;TOG/1;Portugal;Kenya;2020;2022;2 000;ongoing",
    "A;TOG/1;Portugal;Kenya;2020;;500;",
]


def test_lines_of_one_project_are_one_problem_with_a_way_out(desk, desk_list):
    assert kinds(desk_list("\n".join([LIST, *LINES]))) == {"lines:": 2}
    response = choose(desk, ("lines:", "add", ""))
    (entry,) = response.context["preview"].new
    assert counts(response)["new"] == 3
    assert entry.rows == (2, 3, 4)


def test_the_money_of_each_line_is_that_of_its_partner(manager):
    table = csv_table(LIST, *LINES)
    imported(table, by=manager, answers={"lines:": "add"})
    made = Project.objects.get(symbol="TOG/1")
    assert (made.budget, {country.iso3 for country in made.countries.all()}) == (3500, {"TGO", "KEN"})
    planned = {funding.partner.name: funding.planned for funding in made.fundings.all()}
    assert planned == {"China": 1000, "Portugal": 2500}
    again = imported(table, by=manager, answers={"lines:": "add"})
    assert again.counts["unchanged"] == 3


def test_lines_that_repeat_the_whole_amount(manager):
    table = csv_table(LIST, "A;TOG/1;China;Togo;;;900;", "A;TOG/1;Portugal;Kenya;;;900;")
    imported(table, by=manager, answers={"lines:": "repeat"})
    made = Project.objects.get(symbol="TOG/1")
    assert made.budget == 900
    assert {funding.planned for funding in made.fundings.all()} == {None}


def test_lines_that_differ_name_both_rows():
    found = preview(csv_table(LIST, *LINES, "B;TOG/1;;;2021;;;closed"), answers={"lines:": "add"})
    said = " ".join(map(str, found.problems))
    assert "Row 5, A5 (Title): Row 2, of the same project, says “A”" in said
    assert "Row 5, E5 (Start): Row 2" in said
    assert "Row 5, H5 (Status): Row 2" in said
    assert found.counts["refused"] == 4


# No row goes missing

FILES: list[list[str]] = [
    [LIST, "A;;;;;;;"],
    ["Portfolio;;", "", LIST, "A;;;;;;;", "", "TOTAL;;;;;;5;", "A;;;;;;;"],
    [LIST, "A;X;China;;;;5;", "A;X;China;;;;5;closed", "A;X;China;;;;5;ongoing", ";;;Togo;;;;"],
    [
        LIST,
        LIST,
        "#activity+title;#activity+id;#org;#country;#date+start;#date+end;#value;#status",
        "B;;;;soon;;1,2,3;?",
    ],
    [LIST, "Note: partly estimated;;;;;;;", "Total budget;;;;;;7;", "C;;Luxemburg;Atlantis;;;;"],
]


@pytest.mark.parametrize("lines", FILES)
@pytest.mark.parametrize("answers", [{}, {"lines:": "add"}, {"lines:": "repeat"}])
def test_every_row_of_a_file_is_in_one_place(lines, answers):
    table = csv_table(*lines)
    assert_conserved(table, preview(table, answers=answers), [n for n, line in enumerate(lines, 1) if line])
    out = {"rows": {str(table.rows[0].number): "left out"}}
    assert_conserved(
        table, preview(table, answers=answers, choices=out), [n for n, line in enumerate(lines, 1) if line]
    )


def assert_conserved(table: imports.Table, found: imports.ImportPreview, filled: Iterable[int]) -> None:
    numbers = [*(n for entry in found.entries for n in entry.rows), *found.refused_rows, *found.left_out]
    assert sorted(numbers) == sorted(set(filled) - set(table.header_rows))
    assert found.counts["rows"] == sum(n for name, n in found.counts.items() if name != "rows") == len(numbers)


CELLS = st.sampled_from(
    ["", "A", "B", "X1", "Togo", "Atlantis", "5", "1.000", "1,5", "2020", "03/04/2021", "TOTAL", "?"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(CELLS, min_size=8, max_size=8), min_size=1, max_size=8), st.sampled_from(["", "add", "repeat"])
)
def test_every_row_of_any_file_is_in_one_place(rows, how):
    table = csv_table(LIST, *(";".join(row) for row in rows))
    filled = [1, *(n for n, row in enumerate(rows, 2) if any(row))]
    assert_conserved(table, preview(table, answers={"lines:": how}), filled)


def test_a_list_with_an_open_question_is_not_written(manager):
    with pytest.raises(ValidationError, match=r"97\.496"):
        imported(csv_table("Title\tBudget (USD)", "A\t97.496"), by=manager)


# Long lists


@pytest.mark.both_engines
def test_a_long_list_asks_the_database_no_more_than_a_short_one(desk, desk_list):
    def asked(count: int) -> int:
        desk_list("\n".join([LIST, *(f"P{n};;China;Atlantis;soon;2024;{n};?" for n in range(count))]))
        return queries(desk, address("import_preview"))

    assert asked(20) == asked(400)


@pytest.mark.both_engines
def test_a_long_list_is_written_with_few_queries(manager, django_assert_max_num_queries):
    table = csv_table(LIST, *(f"P{n};S{n};China;Togo;2020;2024;{n + 1};ongoing" for n in range(300)))
    with django_assert_max_num_queries(150):
        imported(table, by=manager)


def test_a_file_of_problems_makes_no_long_page(desk, desk_list):
    book = workbook([["Title", "Status"], *([f"P{n}", f"state {n}"] for n in range(300))])
    page = desk_list(book, "long.xlsx").content.decode()
    assert "250 more kinds of problems" in page
    assert len(page) < 200_000


# What a review found


def test_an_answer_about_one_name_leaves_formal_names_as_they_are():
    table = csv_table("Title;Country", "A;Atlantis", "B;Republic of N. Macedonia and Rep. of Moldova")
    found = preview(table, answers={"means:countries:atlantis": "Togo"})
    assert [[c.iso3 for c in entry.links.countries] for entry in found.new] == [["TGO"], ["MKD", "MDA"]]


def test_what_was_typed_about_one_group_stays_with_it_when_another_is_answered(desk, desk_list):
    desk_list("Title;Country\nA;Atlantis\nB;Atlantis\nC;Lemuria\nD;Mu Land")
    first, wrong, later = (f"means:countries:{name}" for name in ("atlantis", "lemuria", "mu land"))
    response = choose(desk, (first, "", "Togo"), (wrong, "", "Nowhere"), (later, "out", ""))
    (form,) = [response.context["groups"]]
    shown = {group.kind: [bound.value() for bound in fields] for group, fields in form.rows()}
    assert shown == {wrong: [wrong, "Nowhere", ""]}
    assert list(form.errors) == ["means-0"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["A;Togo Fund;USD 5", "A;Togo Fund;EUR 6"], "Row 2, of the same project, is in USD"),
        (["A;Togo Fund;USD 5", "A;;USD 6"], "say in each which one partner"),
        (["A;Togo Fund;USD 5", "A;Togo Fund, China;USD 6"], "say in each which one partner"),
        (["A;Togo Fund;USD 5", "A;China;"], None),
        (["A;;USD 5", "A;;USD 6"], None),
    ],
)
def test_an_amount_that_a_merge_would_lose_is_told(lines, said):
    found = preview(csv_table("Title;Donor;Budget", *lines), answers={"lines:": "add"})
    assert [said in str(problem) for problem in found.problems] == ([True] if said else [])
    assert found.counts["refused"] == (2 if said else 0)


@pytest.mark.parametrize(
    ("header", "currency"),
    [
        ("Budget (KES)", "KES"),
        ("Amount in US$", "USD"),
        ("Montant en euros", "EUR"),
        ("Budget, swiss francs", "CHF"),
        ("BUDGET USD", "USD"),
        ("BUDGET ALL YEARS", None),
        ("Budget (ALL)", "ALL"),
        ("Budget for all", None),
        ("Budget ($)", None),
        ("Budget USD/EUR", None),
    ],
)
def test_a_header_names_any_currency(header, currency):
    assert imports.currency_in(header) == currency


def test_other_columns_are_asked_about_again(desk, desk_list):
    desk_list("Title\tStart\tEnd\tNote\nA\t03/04/2021\tsoon\tx", "list.csv")
    listed = UploadedList.objects.latest("at")
    listed.answers = {"days:": "month", "means:status:x": "closed"}
    listed.choices = {"cells": {"end": [2]}, "rows": {}}
    listed.save()
    desk.post(address("import_columns"), {"do": "columns", "column-0": "title", "column-1": "start", "column-2": "end"})
    listed.refresh_from_db()
    assert listed.choices["cells"] == {"end": [2]}  # the same columns
    desk.post(address("import_columns"), {"do": "columns", "column-0": "title", "column-1": "end", "column-2": "start"})
    listed.refresh_from_db()
    assert (listed.answers, listed.choices) == ({"means:status:x": "closed"}, {"rows": {}})


def test_only_the_column_of_reasons_may_come_behind_headers_that_are_remembered(manager):
    imported(csv_table("Was,Wer", "A,China"), by=manager, columns={"Was": "title", "Wer": "partners"})
    assert imports.suggest(("Was", "Wer", "Why this row was not imported")) == {"Was": "title", "Wer": "partners"}
    assert imports.mapping_for(("Was", "Wer", "Geld")) is None


def test_of_many_unknown_names_the_first_have_suggestions():
    table = csv_table("Title;Country", *(f"P{n};Keniaa {n:03}" for n in range(260)), "X;Germny")
    said = [str(problem) for problem in preview(table).problems]
    assert len(said) == 261
    assert "Did you mean" not in said[-1]
    assert "Did you mean Germany" in str(preview(csv_table("Title;Country", "X;Germny")).problems[0])


def test_a_list_is_read_before_anything_is_locked(desk, desk_list, monkeypatch):
    inside: list[bool] = []
    read = uploads.read_list

    def noted(*args, **named):
        inside.append(len(connection.savepoint_ids) > before)
        return read(*args, **named)

    monkeypatch.setattr(uploads, "read_list", noted)
    before = len(connection.savepoint_ids)
    response = desk_list("Title\nA")
    choose(desk, do="write")
    desk.post(address("import_preview"), {"do": "write", "fingerprint": response.context["preview"].fingerprint})
    assert inside
    assert not any(inside)
