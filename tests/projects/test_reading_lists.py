"""Files as people keep them, and files as nobody should send them."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from projects import imports
from projects.imports import ListRefused, reading
from tests.projects.helpers import csv_table, workbook

MESSY = [
    ["Development cooperation projects (draft, do not cite)"],
    ["Updated: 31 Jan 2024"],
    [None, None, "Period", None, "Budget (USD)", None, None],
    ["Project name ", "Donor / Partner", "Start", "End", "Approved", "Spent", "Country(ies)"],
    ["A project", "China", "13.12.2023", "31.12.2026", "1 999 980", "791 752", "Lao PDR; Kenya"],
    [],
    ["Another", "UNICEF , MPTF/UNDP", date(2020, 1, 1), date(2022, 3, 31), 438700, "=E6*0.25", "Togo"],
    ["TOTAL", None, None, None, "=SUM(E5:E6)"],
    ["Notes: amounts partly estimated"],
]
MERGED = ["A1:G1", "A2:G2", "C3:D3", "E3:F3", "A9:G9"]


def read(content: bytes, name: str = "list.xlsx", **options) -> imports.Table:
    return imports.read_list(content, name=name, **options)


@pytest.fixture
def messy():
    return read(workbook(MESSY, merge=MERGED, hidden="Lists"))


def test_headers_in_two_rows(messy):
    assert messy.headers == (
        "Project name", "Donor / Partner", "Period: Start", "Period: End", "Budget (USD): Approved",
        "Budget (USD): Spent", "Country(ies)",
    )  # fmt: skip


def test_titles_totals_remarks_and_hidden_sheets_are_left_out_and_named(messy):
    assert [row.number for row in messy.rows] == [5, 7]
    notes = " ".join(messy.notes)
    for said in ("“Lists” is hidden", "Row 1 above", "Row 8 was left out: it is a total", "Row 9 was left out"):
        assert said in notes


def test_a_formula_without_a_result_is_a_problem_of_its_cell(messy):
    assert "formula" in messy.rows[1].cells[5].problem


def test_a_formula_with_a_result_is_its_result():
    content = workbook([["Title", "Budget"], ["A", "=1+1"]])
    book = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(book, "w") as new:
        for item in old.infolist():
            text = (
                old.read(item)
                .replace(b"<v></v>", b"<v>2</v>")
                .replace(b"<v />", b"<v>2</v>")
                .replace(b"<v/>", b"<v>2</v>")
            )
            new.writestr(item, text)
    assert read(book.getvalue()).rows[0].cells[1].text == "2"


def test_cells_merged_downwards_stand_in_every_row():
    table = read(workbook([["Title", "Donor"], ["A", "China"], ["B", None]], merge=["B2:B3"]))
    assert [row.cells[1].text for row in table.rows] == ["China", "China"]


def test_the_sheet_that_looks_like_a_list_is_read():
    book = openpyxl.load_workbook(io.BytesIO(workbook([["Instructions"], ["Fill in", "everything"]])))
    sheet = book.create_sheet("Projects")
    sheet.append(["Title", "Donor"])
    sheet.append(["A", "China"])
    file = io.BytesIO()
    book.save(file)
    table = read(file.getvalue())
    assert "The sheet “Projects” was read." in table.notes
    assert len(table.rows) == 1
    with pytest.raises(ListRefused, match="no sheet"):
        read(file.getvalue(), sheet="Missing")


@pytest.mark.parametrize(("sign", "encoding"), [(";", "cp1252"), (",", "utf-8-sig"), ("\t", "utf-16"), ("|", "utf-8")])
def test_text_files_of_every_habit(sign, encoding):
    lines = [sign.join(cells) for cells in (("Titre", "Pays", "Montant"), ("Été", "Sénégal", '"20,2"'))]
    table = csv_table(*lines, encoding=encoding)
    assert table.headers == ("Titre", "Pays", "Montant")
    assert [cell.text for cell in table.rows[0].cells] == ["Été", "Sénégal", "20,2"]


def test_bytes_that_are_neither_are_read_as_latin_1():
    table = read(b"Title,Donor\nPanam\xe1 \x81,China\n", name="list.csv")
    assert table.rows[0].cells[0].text.startswith("Panamá")
    assert "ISO 8859-1" in table.notes[0]


def test_line_breaks_stray_spaces_and_rows_of_tags():
    table = csv_table("Title,Donor", "#activity,#org", '"Line 1\r\nLine  2"," China "', "", "Title,Donor")
    assert [cell.text for cell in table.rows[0].cells] == ["Line 1\nLine 2", "China"]
    assert len(table.rows) == 1


def archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return file.getvalue()


TYPES = {"[Content_Types].xml": b"<Types/>", "xl__workbook.xml": b"<workbook/>"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "neither a workbook nor a text"),
        (b"x" * (reading.MAX_BYTES + 1), "larger than 10 MB"),
        (b"PK\x03\x04 broken", "damaged"),
        (archive(a=b"b"), "ZIP file, not a workbook"),
        (archive(**TYPES), "damaged"),
        (archive(**TYPES, xl__vbaProject__bin=b"", **{"xl__vbaProject.bin": b"macro"}), "macros"),
        (archive(**TYPES, **{"_rels__.rels": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "declarations"),
        (archive(**TYPES, **{"xl__media__a.bin": b"\0" * (reading.MAX_UNPACKED + 10)}), "too large when unpacked"),
        (workbook([]), "no list"),
        (workbook([["one"], ["two"]]), "no list"),
        (b'Title,Donor\n"' + b"x" * 200_000 + b'",y\n', "cannot be divided"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content, said):
    with pytest.raises(ListRefused, match=said):
        read(content)


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        (b"Title,Donor\rA,China\rB,Kenya", ["A", "China", "B", "Kenya"]),
        (b"Title,Donor\r\nA,China\nB,Kenya\r", ["A", "China", "B", "Kenya"]),
        (b"sep=;\r\nTitle;Donor\r\nA, B;China\r\nB;Kenya", ["A, B", "China", "B", "Kenya"]),
        (b'Title,Donor\n5" pipe,China\n"A ""quoted"" name",Kenya', ['5" pipe', "China", 'A "quoted" name', "Kenya"]),
        (b'Title,Donor\n"A" project,China\nB,"Kenya"', ["A project", "China", "B", "Kenya"]),
        (b'Title,Donor\nA,"first, line\nsecond, line"\nB,', ["A", "first, line\nsecond, line", "B", ""]),
        (b"Title,Donor\n=\"000501\",'000501\n'=1+1,'s-Hertogenbosch", ["000501", "000501", "=1+1", "'s-Hertogenbosch"]),
        ("Title,Donor\nA,Chine\nÉté,Île".encode("utf-16-le"), ["A", "Chine", "Été", "Île"]),
        ("Title,Donor\rCôte,Île\rB,É".encode("mac-roman"), ["Côte", "Île", "B", "É"]),
        ("Title,Donor\nCôté,Été\nÎle,".encode() + b"S\xe9n\xe9gal", ["Côté", "Été", "Île", "Sénégal"]),
        (b"Title,Donor\nA,China\nB,Kenya\0" + b"\n" * 300, ["A", "China", "B", "Kenya"]),
    ],
    ids=["cr", "mixed", "sep", "inches", "half quoted", "breaks", "zeros", "utf-16", "mac", "two encodings", "nul"],
)
def test_text_files_of_every_program(content, cells):
    table = read(content, name="list.csv")
    assert [cell.text for row in table.rows for cell in row.cells] == cells


def test_rows_of_a_text_file_are_counted_as_a_spreadsheet_counts_them():
    table = read(b'sep=;\nTitle;Donor\nA;"two\nlines"\n\nB;Kenya\n', name="list.csv")
    assert [row.number for row in table.rows] == [2, 4]
    assert table.blank_rows == 1


@pytest.mark.parametrize(
    "rows",
    [
        '"A,China\nB,Kenya\nC,"X"',  # closed by the quotation mark of another row
        '"A,China\nB,"\nC,X',
        'A,China\nB,Kenya\n"C,X',
        '"A,China\nB,Kenya\nC,X\n',  # never closed
    ],
)
def test_an_open_quotation_mark_is_refused_and_swallows_no_rows(rows):
    with pytest.raises(ListRefused, match=r"Row [24] has a quotation mark that is not closed"):
        csv_table("Title,Donor", *rows.split("\n"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7\n", "This is a PDF"),
        (b"<html><table><tr><td>Title</td></tr></table></html>", "web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "XML file"),
        (b"{\\rtf1 Title}", "text document"),
        (b'[{"Title": "A"}]', "JSON"),
    ],
)
def test_files_that_only_look_like_a_list_are_named_for_what_they_are(content, said):
    with pytest.raises(ListRefused, match=said):
        read(content)


def test_a_list_that_is_too_long_is_refused():
    with pytest.raises(ListRefused, match="more than"):
        csv_table("Title,Donor", *["A,B"] * (reading.MAX_ROWS + 1))
