"""Workbooks with many rows, written as they come: Office Open XML with the few parts that a table needs.

Text is always an inline string, which no spreadsheet reads as a formula (`rmt.files.formulas`). Workbooks with layout
and few rows are written with openpyxl (`rmt.files.cells`); for ten thousand rows that takes ten times as long.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

MOST_SIGNS = 32_767  # of a cell
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DAY_ZERO = date(1899, 12, 30)
BOLD, DAY = 1, 2  # places in STYLES
SMALLEST_DAY = (1980, 1, 1, 0, 0, 0)  # of a zip: the same bytes for the same rows

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">'
    '<xf/><xf fontId="1" applyFont="1"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its title, the titles of its columns (none if it has none), its rows, and how wide the columns are."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = ()


def write_workbook(file: IO[bytes], sheets: Sequence[Sheet]) -> None:
    """Write the sheets one after another; only one row is in memory at a time."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book:
        for number, sheet in enumerate(sheets, start=1):
            with book.open(_part(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as part:
                for text in _xml(sheet):
                    part.write(text.encode())
        for name, text in _frame(sheets).items():
            book.writestr(_part(name), text)


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, date_time=SMALLEST_DAY)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def _xml(sheet: Sheet) -> Iterable[str]:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if sheet.headers else ""
    yield f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    if sheet.widths:
        columns = (
            f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(sheet.widths, start=1)
        )
        yield f"<cols>{''.join(columns)}</cols>"
    yield "<sheetData>"
    if sheet.headers:
        yield row_of(sheet.headers, style=BOLD)
    for row in sheet.rows:
        yield row_of(row)
    yield "</sheetData></worksheet>"


def row_of(values: Sequence[Any], *, style: int = 0) -> str:
    """A row: numbers as numbers, days as days, text as text, and an empty cell for `None`.

    >>> row_of([1, "=1+1", None])
    '<row><c><v>1</v></c><c t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c><c/></row>'
    """
    return f"<row>{''.join([_cell(value, style) for value in values])}</row>"


def _cell(value: Any, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, int | Decimal):
        return f"<c><v>{value:f}</v></c>" if isinstance(value, Decimal) else f"<c><v>{int(value)}</v></c>"
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return f'<c s="{DAY}"><v>{(day - DAY_ZERO).days}</v></c>'
    text = escape(NOT_IN_XML.sub("", str(value))[:MOST_SIGNS])
    styled = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{styled}><is><t xml:space="preserve">{text}</t></is></c>'


def _frame(sheets: Sequence[Sheet]) -> dict[str, str]:
    """The parts of the file that name the others."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name={quoteattr(sheet.title[:31])} sheetId="{n}" r:id="rId{n}"/>'
        for n, sheet in zip(numbers, sheets, strict=True)
    )
    parts = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    content = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPE}.worksheet+xml"/>' for n in numbers
    )
    return {
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations([*parts, ("rId0", "styles", "styles.xml")]),
        "xl/styles.xml": STYLES,
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "[Content_Types].xml": (
            f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>{content}</Types>'
        ),
    }


def _relations(parts: Iterable[tuple[str, str, str]]) -> str:
    listed = "".join(f'<Relationship Id="{i}" Type="{RELATED}/{kind}" Target="{to}"/>' for i, kind, to in parts)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'
