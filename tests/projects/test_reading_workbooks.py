"""A workbook, cell by cell: what the eye sees of it is what is read. Made by hand, as other programs make them."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import quoteattr

import pytest
from django.core.exceptions import ValidationError

from projects import imports
from projects.imports import ListRefused, values
from projects.imports.reading import ListCell

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    RELATED: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def text(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


HEADERS = f'<row r="1">{text("A1", "Title")}{text("B1", "Budget")}</row>'


def row(number: int, *cells: str, said: str = "") -> str:
    return f'<row r="{number}" {said}>{text(f"A{number}", f"Project {number}")}{"".join(cells)}</row>'


def raw_parts(rows: str, *, code: str | None = None, beside: str = "", before: str = "", **said) -> dict[str, str]:
    """The parts of a workbook with one sheet, whose style 1 has the format `code`."""
    number = said.get("format_id", 164)
    declared = f'<numFmts><numFmt numFmtId="{number}" formatCode={quoteattr(code)}/></numFmts>' if code else ""
    properties = '<workbookPr date1904="1"/>' if said.get("date1904") else ""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}">{properties}<sheets>'
        '<sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "/xl/styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{declared}<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{said.get("strings", "")}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{before}<sheetData>{HEADERS}{rows}</sheetData>{beside}'
        "</worksheet>",
    }


def relations(*parts: tuple[str, str, str]) -> str:
    listed = "".join(f'<Relationship Id="{i}" Type="{RELATED}/{kind}" Target="{to}"/>' for i, kind, to in parts)
    return f"<Relationships>{listed}</Relationships>"


def packed(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def read(rows: str, **said) -> imports.Table:
    return imports.read_list(packed(raw_parts(rows, **said)), name="list.xlsx")


def second(cell: str, **said) -> ListCell:
    """The cell B2 of a workbook."""
    cells = read(row(2, cell), **said).rows[0].cells
    return cells[1]


def number(typed: str, code: str | None = None, **said) -> ListCell:
    return second(f'<c r="B2" s="1"><v>{typed}</v></c>', code=code, **said)


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ('#,##0 "€"', "EUR"),
        ("#,##0\\ [$€-407]", "EUR"),
        ("[$€-2] #,##0.00", "EUR"),
        ("[$CHF] #,##0", "CHF"),
        ('#,##0 "EUR"', "EUR"),
        ("#,##0\\ \\E\\U\\R", "EUR"),
        ('_-£* #,##0.00_-;-£* #,##0.00_-;_-£* "-"??_-;_-@_-', "GBP"),
        ('_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-', "EUR"),
        ("[$$-409]#,##0.00", "USD"),
        ("[$$-1009]#,##0.00", "CAD"),
        ("[$¥-411]#,##0", "JPY"),
        ("[$kr-414] #,##0", "NOK"),
        ("[$XOF] #,##0;[Red]-[$XOF] #,##0", "XOF"),
        ('"US$"#,##0', "USD"),
        ('"$"#,##0', "$"),
        ("$#,##0_);($#,##0)", "$"),
        ("#,##0", None),
        ("_€#,##0", None),  # the room that a sign would take
        ("General", None),
    ],
)
def test_a_currency_that_only_the_format_shows(code, currency):
    cell = number("1000", code)
    assert values.money(cell) == values.Sum(Decimal(1000), currency)


@pytest.mark.parametrize(
    ("typed", "code", "shown"),
    [
        ("501", "000000", "000501"),
        ("501", "0000-000", "0000-501"),
        ("1234567", "000-0000", "123-4567"),
        ("12345678", "000-0000", "1234-5678"),
        ("5", '"TOG/"00', "TOG/05"),
        ("501", "0", "501"),
        ("501", "General", "501"),
        ("501.0", "General", "501"),
        ("1E3", "General", "1000"),
        ("0.1", "General", "0.1"),
        ("0.30000000000000004", "General", "0.3"),
        ("1999980.0000000002", "#,##0", "1999980"),
        ("0.4", "0%", "40%"),
        ("0.1234", "0.0%", "12.34%"),
        ("1", '"yes";;"no"', "yes"),
        ("0", '"yes";;"no"', "no"),
        ("1200", '#,##0" k"', "1200 k"),
        ("1200.5", 'General" k"', "1200.5 k"),
        ("1500", '[>=1000]0.0,"k";0', "1500"),
        ("500", '[>=1000]0.0,"k";000000', "000500"),
        ("-5", "#,##0_);(#,##0)", "-5"),
        ("0", "#,##0;-#,##0;;@", ""),
        ("5.5", "[h]:mm", "132:00"),
        ("0.75", "h:mm", "18:00"),
    ],
)
def test_a_number_is_the_text_that_its_format_shows(typed, code, shown):
    assert number(typed, code).text == shown


@pytest.mark.parametrize("code", ["#,##0,", '0.0,,"m"', '#,##0,"k"'])
def test_a_format_of_thousands_leaves_the_amount_whole_and_is_said(code):
    table = read(row(2, '<c r="B2" s="1"><v>1234567</v></c>'), code=code)
    assert values.money(table.rows[0].cells[1]).amount == 1234567
    assert any("thousands or millions only" in note and "B (Budget)" in note for note in table.notes)


@pytest.mark.parametrize(("code", "typed"), [('#,##0" k"', "1200"), ('0" million"', "3")])
def test_an_amount_with_words_of_its_format_is_read_as_if_they_were_typed(code, typed):
    with pytest.raises(ValidationError, match="not read as a number"):
        values.money(number(typed, code))


def test_what_a_format_hides_is_a_problem_of_its_cell():
    assert "hides" in number("5", ";;;").problem


@pytest.mark.parametrize(
    ("typed", "code", "days"),
    [
        ("44197", "dd/mm/yyyy", (date(2021, 1, 1), date(2021, 1, 1))),
        ("44197", "d/m", (date(2021, 1, 1), date(2021, 1, 1))),
        ("44197.75", "yyyy-mm-dd hh:mm", (date(2021, 1, 1), date(2021, 1, 1))),
        ("44197", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", (date(2021, 1, 1), date(2021, 1, 1))),
        ("44166", "mmm yyyy", (date(2020, 12, 1), date(2020, 12, 31))),
        ("44180", "mmm-yy", (date(2020, 12, 15), date(2020, 12, 15))),  # a day that somebody typed is not lost
        ("44197", "yyyy", (date(2021, 1, 1), date(2021, 12, 31))),
        ("2021", "0", (date(2021, 1, 1), date(2021, 12, 31))),
    ],
)
def test_a_day_is_as_exact_as_it_is_shown(typed, code, days):
    assert values.days(number(typed, code)) == days


def test_days_count_from_1904_where_the_workbook_says_so():
    assert number("42735", "yyyy-mm-dd", date1904=True).value == date(2021, 1, 1)


@pytest.mark.parametrize("typed", ["0", "-3", "99999999"])
def test_a_number_that_is_no_day_is_a_problem_of_its_cell(typed):
    assert "shown as a day" in number(typed, "yyyy-mm-dd").problem


def test_a_format_that_every_program_knows():
    assert number("0.5", format_id=9).text == "50%"
    assert number("44197", format_id=14).value == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('<c r="B2" t="s"><v>0</v></c>', "A\nB"),
        ('<c r="B2" t="s"><v>1</v></c>', "rich text"),
        ('<c r="B2" t="s"><v>2</v></c>', "_x000D_"),
        ('<c r="B2" t="str"><f>A2</f><v>Line_x000D_\nLine</v></c>', "Line\nLine"),
        ('<c r="B2" t="str"><f>""</f><v></v></c>', ""),
        ('<c r="B2"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="B2" t="b"><v>1</v></c>', "yes"),
        ('<c r="B2" t="d"><v>2021-04-03T00:00:00</v></c>', "2021-04-03"),
        ('<c t="inlineStr"><is><t>no place</t><rPh><t>spoken</t></rPh></is></c>', "no place"),
        (text("B2", "TOG\u00a0\u20095_x0007_"), "TOG 5"),
        (text("B2", "نمی\u200cخواهم"), "نمی\u200cخواهم"),
        ('<c r="B2" s="7"><v>5</v></c>', "5"),  # a style that the file does not have
    ],
)  # fmt: skip
def test_the_text_of_a_cell(cell, said):
    strings = (
        "<si><t>A_x000D_\nB</t></si>"
        "<si><r><t>rich </t></r><r><t>text</t></r><rPh><t>spoken</t></rPh></si>"
        "<si><t>_x005F_x000D_</t></si>"
    )
    assert second(cell, strings=strings).text == said


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('<c r="B2" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="B2" t="inlineStr"><is><t>#N/A</t></is></c>', "#N/A"),
        ('<c r="B2" t="inlineStr"><is><t>#VALEUR!</t></is></c>', "#VALEUR!"),
        ('<c r="B2" t="inlineStr"><is><t>######</t></is></c>', "too narrow"),
        ('<c r="B2"><f>1+1</f></c>', "formula without a result"),
        ('<c r="B2"><f>1+1</f><v></v></c>', "formula without a result"),
    ],
)
def test_a_cell_without_a_value_says_why(cell, said):
    assert said in second(cell).problem


def test_a_strict_workbook_is_read_as_any_other():
    parts = raw_parts(row(2, '<c r="B2" s="1" t="d"><v>2021-01-01</v></c>'), code="yyyy-mm-dd")
    for usual, strict in STRICT.items():
        parts = {name: content.replace(usual, strict) for name, content in parts.items()}
    assert imports.read_list(packed(parts), name="strict.xlsx").rows[0].cells[1].value == date(2021, 1, 1)


def test_names_with_a_prefix_and_parts_with_backslashes_are_read():
    parts = raw_parts(row(2, '<c r="B2"><v>5</v></c>'))
    sheet = re.sub(r"<(/?)(?=[a-z])", r"<\1x:", parts["xl/worksheets/sheet1.xml"]).replace("xmlns=", "xmlns:x=")
    parts["xl/worksheets/sheet1.xml"] = sheet
    parts = {name.replace("/", "\\") if "sheet1" in name else name: content for name, content in parts.items()}
    assert imports.read_list(packed(parts), name="list.xlsx").rows[0].cells[1].value == 5


def test_rows_and_columns_that_are_hidden_are_read_and_named():
    table = read(
        row(2) + row(3, said='hidden="1"') + row(4, said='hidden="true"') + row(7, said='hidden="1"'),
        before='<cols><col min="2" max="2" hidden="1"/></cols>',
        beside='<autoFilter ref="A1:B7"/>',
    )
    assert [entry.number for entry in table.rows if entry.is_hidden] == [3, 4, 7]
    notes = " ".join(table.notes)
    assert "3 rows are hidden or filtered away in the file, and were read as well: 3–4, 7." in notes
    assert "Hidden in the file, and read as well: column B (Budget)." in notes


def test_rows_keep_the_numbers_of_the_sheet_and_each_is_accounted_for():
    total = f'<row r="90">{text("A90", "Total")}<c r="B90"><v>5</v></c></row>'
    repeated = HEADERS.replace('"1"', '"50"').replace("A1", "A50").replace("B1", "B50")
    table = read(row(2) + row(40) + repeated + total + row(5000))
    assert [entry.number for entry in table.rows] == [2, 40, 5000]
    assert (table.header_rows, set(table.left_out), table.blank_rows) == ((1,), {50, 90}, 4994)


def test_a_project_whose_name_begins_with_total_is_no_total():
    table = imports.read_list(b"Title,Donor\nTotal sanitation,Kenya\nTotal cost,500\n", name="list.csv")
    assert [entry.number for entry in table.rows] == [2]


def test_more_columns_than_are_read_are_said():
    wide = '<c r="GS2"><v>5</v></c>'
    assert "Only the first 200 columns were read." in read(row(2, wide)).notes


BIG = "x" * 2_000_000


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: p | {"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row"}, "damaged"),
        (lambda p: p | {"xl/worksheets/sheet1.xml": "<a>" * 60_000 + "</a>" * 60_000}, "damaged"),
        (lambda p: p | {"xl/worksheets/sheet1.xml": f'<worksheet a="{BIG}"/>'}, "damaged"),
        (lambda p: p | {"xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "declarations"),
        (lambda p: {n: c for n, c in p.items() if "sheet1" not in n}, "damaged"),
        (lambda p: {n: c for n, c in p.items() if "workbook.xml.rels" not in n}, "damaged"),
        (lambda p: p | {"xl/workbook.bin": ""}, r"\.xlsb"),
        (lambda p: p | {"content.xml": "", "mimetype": "application/vnd.oasis"}, r"\.ods"),
        (lambda p: p | {"Index/Document.iwa": ""}, "Numbers"),
        (lambda p: p | {"word/document.xml": ""}, "text document"),
        (lambda p: p | {"xl/vbaProject.bin": ""}, "macros"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_refused_in_a_sentence(change, said):
    with pytest.raises(ListRefused, match=said):
        imports.read_list(packed(change(raw_parts(row(2)))), name="list.xlsx")


@pytest.mark.parametrize("module", ["tables", "workbooks"])
def test_more_cells_than_a_million_are_refused(monkeypatch, module):
    monkeypatch.setattr(f"projects.imports.reading.{module}.MAX_CELLS", 100)
    with pytest.raises(ListRefused, match="million cells"):
        read("".join(row(n) for n in range(2, 120)), strings="<si/>" * 120)
