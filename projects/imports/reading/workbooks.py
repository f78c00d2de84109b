"""A workbook that somebody else made, hostile until it is read: inspected first, then read sheet by sheet."""

import io
import itertools
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string

from projects.imports.reading.cells import BLANK, MAX_COLUMNS, ListCell, ListRefused, ListRow, cell_of
from projects.imports.reading.tables import HEADER_WITHIN, Merge, Table, known_headers, table_of_rows

MAX_UNPACKED = 150_000_000
MAX_PARTS = 2_000
BLANK_ROWS_TO_END = 2_000

SheetParts = tuple[list[Merge], bool]  # what the file of a sheet says beside its cells: whether it has formulas, too
NOT_KNOWN: SheetParts = ([], True)


def read_workbook(content: bytes, *, name: str, known: set[str], sheet: str | None) -> Table:
    """The list in a workbook. Raises ListRefused, whatever is wrong with the file."""
    parts = _inspect(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of parts that it does not know; we read none of them
            return _read_sheets(content, parts, name=name, known=known, sheet=sheet)
    except ListRefused:
        raise
    except Exception as problem:  # openpyxl answers a broken file with whatever exception the part at hand raises
        raise ListRefused(
            _("The workbook is damaged and cannot be read. Open it in Excel and save it again.")
        ) from problem


def _read_sheets(
    content: bytes, parts: dict[str, SheetParts], *, name: str, known: set[str], sheet: str | None
) -> Table:
    """The sheet that looks most like a list of projects, or the one asked for; notes name the others."""
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = [ws for ws in workbook.worksheets if ws.sheet_state == "visible"]
    hidden = [ws for ws in workbook.worksheets if ws.sheet_state != "visible"]
    notes = [_("The sheet “%(sheet)s” is hidden and was not read.") % {"sheet": ws.title} for ws in hidden]
    titles = [ws.title for ws in sheets]
    if sheet is not None and sheet not in titles:
        raise ListRefused(_("There is no sheet “%(sheet)s” to read.") % {"sheet": sheet})
    wanted = sheets if sheet is None else [sheets[titles.index(sheet)]]
    best = max(wanted, key=lambda ws: _likeness(ws, parts.get(_path(ws), NOT_KNOWN)[0], known), default=None)
    if best is not None and len(titles) > 1:
        notes.insert(0, _("The sheet “%(sheet)s” was read.") % {"sheet": best.title})
        notes += [_("The sheet “%(sheet)s” was not read.") % {"sheet": t} for t in titles if t != best.title]
    table = None
    if best is not None:
        merges, has_formulas = parts.get(_path(best), NOT_KNOWN)
        written = None
        if has_formulas:
            written = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)[best.title]
        table = table_of_rows(name, _sheet_rows(best, written), merges, notes, known)
    if best is None or table is None or not table.headers:
        raise ListRefused(
            _("There is no list in this workbook: no visible sheet has a row of headers with rows below it.")
        )
    table.sheets, table.sheet = tuple(titles), best.title
    return table


def _likeness(sheet: Any, merges: list[Merge], known: set[str]) -> tuple[int, bool]:
    """How much the beginning of a sheet looks like a list: headers that we know, and rows below them."""
    beginning = itertools.islice(_sheet_rows(sheet, None), HEADER_WITHIN + 10)
    table = table_of_rows("", beginning, merges, [], known)
    return known_headers(table.headers, known), bool(table.rows)


def _path(sheet: Any) -> str:
    return getattr(sheet, "_worksheet_path", "").lstrip("/")


def _inspect(content: bytes) -> dict[str, SheetParts]:
    """Refuse what is no plain workbook, before openpyxl opens it; what there is to know of each sheet."""
    sheets: dict[str, SheetParts] = {}
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS:
                raise ListRefused(_("The workbook has too many parts to be a list of projects."))
            names = {part.filename for part in parts}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise ListRefused(_("This workbook has macros (.xlsm). Save it as XLSX, without macros."))
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise ListRefused(_("This is a ZIP file, not a workbook. Send an XLSX or a CSV file."))
            for part in parts:
                with archive.open(part) as stream:
                    text = stream.read(MAX_UNPACKED - unpacked + 1)
                unpacked += len(text)
                if unpacked > MAX_UNPACKED:
                    raise ListRefused(_("The workbook is too large when unpacked. Send a list of projects only."))
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _refuse_entities(text)
                if part.filename.startswith("xl/worksheets/"):
                    sheets[part.filename] = _merges(text), re.search(rb"<(?:\w+:)?f[ />]", text) is not None
    except ListRefused:
        raise
    except Exception as problem:  # zipfile answers a broken file with one of half a dozen exceptions
        raise ListRefused(
            _("The workbook is damaged and cannot be read. Open it in Excel and save it again.")
        ) from problem
    return sheets


def _refuse_entities(text: bytes) -> None:
    """No part of a workbook that Excel wrote declares entities; one that does is an attack."""
    plain = text.replace(b"\0", b"") if b"\0" in text[:200] else text
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise ListRefused(_("The workbook holds declarations that no spreadsheet needs. It was not read."))


def _merges(text: bytes) -> list[Merge]:
    found = re.findall(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"', text)
    return [
        (int(top), column_index_from_string(left.decode()), int(bottom), column_index_from_string(right.decode()))
        for left, top, right, bottom in found[:5_000]
    ]


def _sheet_rows(values: Any, formulas: Any) -> Iterator[ListRow]:
    """The rows of a sheet, each cell beside its formula; the size that a sheet claims for itself is not believed."""
    for sheet in filter(None, (values, formulas)):
        sheet.reset_dimensions()
    blank = 0
    rows = values.iter_rows(max_col=MAX_COLUMNS)
    pairs = zip(rows, formulas.iter_rows(max_col=MAX_COLUMNS), strict=False) if formulas else ((r, r) for r in rows)
    for number, (cells, written) in enumerate(pairs, start=1):
        row = ListRow(number, tuple(_cell(cell, before) for cell, before in zip(cells, written, strict=False)))
        blank = 0 if row.filled() else blank + 1
        if blank > BLANK_ROWS_TO_END:
            return
        yield row


def _cell(cell: Any, written: Any) -> ListCell:
    value = cell.value
    if value is None:
        if written.value is not None and written.data_type == "f":
            return ListCell(problem=_("The cell holds a formula without a result. Replace it by its value."))
        return BLANK
    if cell.data_type == "e":
        return ListCell(problem=_("The cell holds the error %(error)s.") % {"error": str(value)[:20]})
    return _plain(value, str(getattr(cell, "number_format", "") or ""))


def _plain(value: Any, shown_as: str) -> ListCell:
    if isinstance(value, datetime):
        return ListCell(value.date())
    if isinstance(value, date):
        return ListCell(value)
    if isinstance(value, bool):
        return ListCell("yes" if value else "no")
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if not number.is_finite():
            return ListCell(problem=_("The cell holds no number."))
        if "%" in shown_as:
            return ListCell(f"{(number * 100).normalize():f}%")
        return ListCell(number)
    if isinstance(value, time):
        return ListCell(value.isoformat())
    return cell_of(str(value))
