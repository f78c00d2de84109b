"""A list of projects as rows of cells, from a file that somebody else made: XLSX or CSV, hostile until it is read.

Nothing here knows projects or Django. A note names what is left out; what cannot be read raises `ListRefused`, with a
sentence for whoever sent the file.
"""

import csv
import io
import itertools
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string, get_column_letter

from rmt.reader import reading_language
from rmt.text import key_of

MAX_BYTES = 10_000_000
MAX_UNPACKED = 150_000_000
MAX_PARTS = 2_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_TEXT = 10_000
BLANK_ROWS_TO_END = 2_000
HEADER_WITHIN = 40

TOTALS = {
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub total",
    "sum",
    "total general",
    "total general usd",
    "somme",
}
REMARKS = ("note", "notes", "source", "sources", "updated", "remark", "remarks", "nb", "nota", "remarque")


class ListRefused(Exception):
    """The file cannot be read as a list; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class ListCell:
    """A value: text, number or day; `problem` says why there is none although the cell is not empty."""

    value: str | Decimal | date | None = None
    problem: str | None = None

    @property
    def text(self) -> str:
        """What a person sees in it."""
        if isinstance(self.value, Decimal):
            return format(self.value, "f")
        return "" if self.value is None else str(self.value)

    @property
    def is_blank(self) -> bool:
        return self.value is None and self.problem is None


BLANK = ListCell()


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row as the file numbers it, beginning with 1."""

    number: int
    cells: tuple[ListCell, ...]

    def filled(self) -> list[int]:
        """Places of the cells that are not blank."""
        return [place for place, cell in enumerate(self.cells) if not cell.is_blank]


@dataclass
class Table:
    """What a file holds: the headers, the rows below them, and what was left out."""

    name: str
    headers: tuple[str, ...]
    rows: list[ListRow]
    notes: list[str] = field(default_factory=list)
    sheets: tuple[str, ...] = ()
    sheet: str | None = None  # the one that was read
    language: str = field(default_factory=reading_language)  # how a single comma or point in a number is read


Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; from 1


SheetParts = tuple[list[Merge], bool]  # what the file of a sheet says beside its cells: whether it has formulas, too
NOT_KNOWN: SheetParts = ([], True)


def read_table(content: bytes, *, name: str, known: set[str], sheet: str | None = None) -> Table:
    """The list in a file. `known` are the keys of headers that we know, which find the row of headers.

    Raises ListRefused.
    """
    if len(content) > MAX_BYTES:
        raise ListRefused(_("The file is larger than 10 MB. Send a list of projects only."))
    if not content.strip():
        raise ListRefused(_("The file is empty."))
    if content.startswith(b"PK\x03\x04"):
        return _read_workbook(content, name=name, known=known, sheet=sheet)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ListRefused(
            _("This is an old Excel file (.xls), or one with a password. Save it as XLSX, without a password.")
        )
    return _read_text(content, name=name, known=known)


# Workbooks


def _read_workbook(content: bytes, *, name: str, known: set[str], sheet: str | None) -> Table:
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
        table = _table(name, _sheet_rows(best, written), merges, notes, known)
    if best is None or table is None or not table.headers:
        raise ListRefused(
            _("There is no list in this workbook: no visible sheet has a row of headers with rows below it.")
        )
    table.sheets, table.sheet = tuple(titles), best.title
    return table


def _likeness(sheet: Any, merges: list[Merge], known: set[str]) -> tuple[int, bool]:
    """How much the beginning of a sheet looks like a list: headers that we know, and rows below them."""
    beginning = itertools.islice(_sheet_rows(sheet, None), HEADER_WITHIN + 10)
    table = _table("", beginning, merges, [], known)
    return _score(table.headers, known), bool(table.rows)


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
    return _text(str(value))


def _text(text: str) -> ListCell:
    text = "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()
    text = "".join(sign for sign in text if sign == "\n" or sign.isprintable())
    if len(text) > MAX_TEXT:
        return ListCell(problem=_("The cell holds more than %(max)s signs.") % {"max": MAX_TEXT})
    return ListCell(text) if text else BLANK


# Text files


def _read_text(content: bytes, *, name: str, known: set[str]) -> Table:
    text, encoding = _decode(content)
    delimiter = _delimiter(text)
    notes = [] if encoding == "UTF-8" else [_("The file was read as %(encoding)s.") % {"encoding": encoding}]
    table = _table(name, _csv_rows(text, delimiter), [], notes, known)
    if delimiter == ";":  # what spreadsheets write where the comma is the decimal mark
        table.language = "fr"
        table.notes.append(_("Cells are divided by semicolons: a comma in a number is read as its decimal mark."))
    return table


def _decode(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as problem:
            raise ListRefused(_("The file cannot be read as text. Save it as CSV in UTF-8.")) from problem
    if b"\0" in content:
        raise ListRefused(_("This is neither a workbook nor a text file. Send an XLSX or a CSV file."))
    for encoding, shown in (("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return content.decode(encoding), shown
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1"), "ISO 8859-1"


def _delimiter(text: str) -> str:
    """The sign that divides the first rows into the most columns, all into as many."""

    def score(sign: str) -> tuple[bool, int, int]:
        try:
            rows = [row for _n, row in zip(range(40), csv.reader(io.StringIO(text), delimiter=sign), strict=False)]
        except csv.Error:
            return (False, 0, 0)
        widths = [len(row) for row in rows if any(row)]
        common = max(set(widths), key=widths.count, default=0)
        return (common > 1, widths.count(common) if common > 1 else 0, common)

    return max((",", ";", "\t", "|"), key=score)


def _csv_rows(text: str, delimiter: str) -> Iterator[ListRow]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    before = 0
    try:
        for cells in reader:
            yield ListRow(before + 1, tuple(_text(cell) for cell in cells[:MAX_COLUMNS]))
            before = reader.line_num
    except csv.Error as problem:
        raise ListRefused(
            _("Line %(line)s cannot be divided into cells: %(why)s.") % {"line": before + 1, "why": problem}
        ) from problem


# From rows to a table


def _table(name: str, rows: Iterator[ListRow], merges: list[Merge], notes: list[str], known: set[str]) -> Table:
    filled = []
    for row in rows:
        if row.filled():
            filled.append(row)
        if len(filled) > MAX_ROWS:
            raise ListRefused(_("The list has more than %(max)s rows. Send it in parts.") % {"max": MAX_ROWS})
    filled = _spread(filled, merges)
    place = _header_place(filled, known)
    if place is None:
        return Table(name, (), [], notes)
    headers = _headers(filled, place, merges)
    table = Table(name, headers, [], notes)
    for row in filled[:place]:
        if not _is_group_row(filled, place, row):
            notes.append(_("Row %(row)s above the list was left out: “%(text)s”.") % _quoted(row))
    for row in filled[place + 1 :]:
        if why := _left_out(row, headers, merges):
            notes.append(why)
        else:
            table.rows.append(ListRow(row.number, (*row.cells, *[BLANK] * (len(headers) - len(row.cells)))))
    return table


def _spread(rows: list[ListRow], merges: list[Merge]) -> list[ListRow]:
    """Cells merged downwards: each of their rows gets the value of the first."""
    numbered = {row.number: row for row in rows}
    for top, left, bottom, right in merges:
        first = numbered.get(top)
        if left != right or bottom - top > MAX_ROWS or first is None or len(first.cells) < left:
            continue
        for number in range(top + 1, bottom + 1):
            if (row := numbered.get(number)) and len(row.cells) >= left and row.cells[left - 1].is_blank:
                cells = (*row.cells[: left - 1], first.cells[left - 1], *row.cells[left:])
                numbered[number] = ListRow(number, cells)
    return [numbered[row.number] for row in rows]


def _score(headers: tuple[str, ...], known: set[str]) -> int:
    return sum(1 for header in headers if any(key in known for key in keys_of_header(header)))


def keys_of_header(header: str) -> list[str]:
    """The keys under which a header may be known: the whole, without its bracket, and the last part of a double one."""
    last = header.rsplit(": ", 1)[-1]
    return list(dict.fromkeys(key_of(text) for text in (header, last, re.sub(r"\(.*?\)", " ", last)) if key_of(text)))


def _header_place(rows: list[ListRow], known: set[str]) -> int | None:
    """The row, of the first forty, with the most headers that we know; with none, the first with two texts or more."""
    scores = [_score(tuple(cell.text for cell in row.cells), known) for row in rows[:HEADER_WITHIN]]
    if scores and max(scores) > 0:
        return scores.index(max(scores))
    texts = (
        n for n, row in enumerate(rows[:HEADER_WITHIN]) if sum(isinstance(cell.value, str) for cell in row.cells) >= 2
    )
    return next(texts, None)


def _headers(rows: list[ListRow], place: int, merges: list[Merge]) -> tuple[str, ...]:
    """The headers, each with the group above it: "Period: Start"."""
    row = rows[place]
    above = rows[place - 1] if place and _is_group_row(rows, place, rows[place - 1]) else None
    headers = []
    for column in range(len(row.cells)):
        own = " ".join(row.cells[column].text.split())
        group = _group(above, column, merges) if above else ""
        headers.append(f"{group}: {own}" if group and own else own or group)
    while headers and not headers[-1]:
        headers.pop()
    return tuple(headers)


def _group(above: ListRow, column: int, merges: list[Merge]) -> str:
    for top, left, bottom, right in merges:
        if top == bottom == above.number and left <= column + 1 <= right:
            column = left - 1
            break
    return " ".join(above.cells[column].text.split()) if column < len(above.cells) else ""


def _is_group_row(rows: list[ListRow], place: int, row: ListRow) -> bool:
    """Whether a row above the headers names groups of them: the one directly above, with two names or more."""
    return place > 0 and row is rows[place - 1] and row.number == rows[place].number - 1 and len(row.filled()) >= 2


def _left_out(row: ListRow, headers: tuple[str, ...], merges: list[Merge]) -> str | None:
    """Why a row is not one of the list; `None` if it is."""
    filled = row.filled()
    first = row.cells[filled[0]].text
    words = key_of(first)
    if words in TOTALS or words.startswith("total "):
        return _("Row %(row)s was left out: it is a total (“%(text)s”).") % _quoted(row)
    if 2 * sum(row.cells[place].text.startswith("#") for place in filled) > len(filled):
        return _("Row %(row)s was left out: it holds tags, not a project (“%(text)s”).") % _quoted(row)
    if tuple(cell.text for cell in row.cells[: len(headers)]) == headers:
        return _("Row %(row)s was left out: it repeats the headers.") % {"row": row.number}
    is_wide = any(top == row.number and right - left >= 2 for top, left, _bottom, right in merges)
    is_remark = bool(words) and words.split()[0] in REMARKS
    if len(filled) == 1 and len(headers) > 2 and (is_wide or is_remark):
        return _("Row %(row)s was left out: it is a remark (“%(text)s”).") % _quoted(row)
    return None


def _quoted(row: ListRow) -> dict[str, Any]:
    text = " ".join(row.cells[row.filled()[0]].text.split())
    return {"row": row.number, "text": text if len(text) <= 60 else f"{text[:60]}…"}


def column_name(place: int) -> str:
    """What a spreadsheet calls a column: 0 is A."""
    return get_column_letter(place + 1)
