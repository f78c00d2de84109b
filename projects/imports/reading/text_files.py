"""A list in a text file: its encoding, the sign that divides its cells, and its rows as a spreadsheet counts them."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from projects.imports.reading.cells import (
    MAX_COLUMNS,
    ListCell,
    ListRefused,
    ListRow,
    cell_of,
    only_first_columns,
)
from projects.imports.reading.tables import Table, table_of_rows
from rmt.files import unguarded

DIVIDERS = (",", ";", "\t", "|")


def read_text(content: bytes, *, name: str, known: set[str]) -> Table:
    """The list in a text file. Raises ListRefused if it is not text, or cannot be divided into cells."""
    text, encoding = _decode(content)
    notes = [] if encoding == "UTF-8" else [_("The file was read as %(encoding)s.") % {"encoding": encoding}]
    divider = None
    if said := re.match(r"sep=(.)(\r\n?|\n)", text):  # a line for the spreadsheet, which shows and counts it nowhere
        divider, text = said[1], text[said.end() :]
    divider = divider or _divider(text)
    table = table_of_rows(name, _rows(text, divider, notes), [], notes, known)
    if divider == ";":  # what spreadsheets write where the comma is the decimal mark
        table.language = "fr"
        table.notes.append(_("Cells are divided by semicolons: a comma in a number is read as its decimal mark."))
    return table


def _decode(content: bytes) -> tuple[str, str]:
    """The text, and the encoding by which it was read."""
    if encoding := _utf_16(content):
        try:
            return content.decode(encoding), "UTF-16"
        except UnicodeDecodeError as problem:
            raise ListRefused(_("The file cannot be read as text. Save it as CSV in UTF-8.")) from problem
    if content.count(b"\0") * 100 > len(content):
        raise ListRefused(_("This is neither a workbook nor a text file. Send an XLSX or a CSV file."))
    content = content.replace(b"\0", b"")  # what some programs fill the end of a file with
    text = content.decode("utf-8-sig", "surrogateescape")
    strays = len(re.findall("[\udc80-\udcff]", text))
    if not strays:
        return text, "UTF-8"
    if len(re.findall("[^\x00-\x7f]", text)) > 2 * strays:  # mostly UTF-8, with lines from elsewhere
        single = bytes.decode
        text = re.sub("[\udc80-\udcff]", lambda sign: single(bytes([ord(sign[0]) - 0xDC00]), "cp1252", "replace"), text)
        return text, _("UTF-8, with some signs of Windows-1252")
    if (
        b"\r" in content and b"\n" not in content
    ):  # lines end like this on old Macs, which have an encoding of their own
        return content.decode("mac-roman"), "Mac OS Roman"
    try:
        return content.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "ISO 8859-1"


def _utf_16(content: bytes) -> str | None:
    """UTF-16 by its mark, or by a zero beside every sign at the beginning."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = content[:200]
    for encoding, zeros, signs in (("utf-16-le", start[1::2], start[::2]), ("utf-16-be", start[::2], start[1::2])):
        if len(zeros) > 3 and not zeros.strip(b"\0") and b"\0" not in signs:
            return encoding
    return None


def _divider(text: str) -> str:
    """The sign that divides the first rows into the most columns, all into as many."""

    def score(sign: str) -> tuple[bool, int, int]:
        try:
            rows = [row for _n, row in zip(range(40), _reader(text, sign), strict=False)]
        except csv.Error:
            return (False, 0, 0)
        widths = [len(row) for row in rows if any(row)]
        common = max(set(widths), key=widths.count, default=0)
        return (common > 1, widths.count(common) if common > 1 else 0, common)

    return max(DIVIDERS, key=score)


def _reader(text: str, divider: str, *, strict: bool = False) -> Any:
    return csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=strict)  # a lone CR ends a row, too


def _rows(text: str, divider: str, notes: list[str]) -> Iterator[ListRow]:
    """The rows, numbered as a spreadsheet would: a line break inside a cell begins no row, a blank line is one.

    Refused if a quotation mark is open: all that follows it would be one cell.
    """
    lines = list(io.StringIO(text, newline=""))
    reader = _reader(text, divider)
    before, width, number, is_too_wide = 0, 0, 0, False
    try:
        for number, cells in enumerate(reader, start=1):
            own = lines[before : reader.line_num]
            before = reader.line_num
            if _has_open_quote(own, cells, divider, width, is_last=before == len(lines)):
                raise ListRefused(
                    _(
                        "Row %(row)s has a quotation mark that is not closed: “%(text)s”. Close it, or remove it, "
                        "and send the list again."
                    )
                    % {"row": number, "text": own[0].strip()[:60]}
                )
            width = max(width, len(cells))
            is_too_wide = is_too_wide or any(cells[MAX_COLUMNS:])
            yield ListRow(number, tuple(_cell(cell) for cell in cells[:MAX_COLUMNS]))
    except csv.Error as problem:
        raise ListRefused(
            _("Row %(row)s cannot be divided into cells: %(why)s.") % {"row": number + 1, "why": problem}
        ) from problem
    if is_too_wide:
        notes.append(only_first_columns())


def _has_open_quote(lines: list[str], cells: list[str], divider: str, width: int, *, is_last: bool) -> bool:
    """Whether a quotation mark was opened and never closed, or closed by one of another row."""
    if len(lines) == 1 and not is_last:
        return False
    try:
        list(_reader("".join(lines), divider, strict=True))
    except csv.Error as problem:
        # At the end of the text, or with more text after it: 'A "quoted" name' in one line is a habit, and read.
        return len(lines) > 1 or "unexpected end" in str(problem)
    # Closed, and yet it holds rows: fewer cells than other rows, of which each line has enough.
    return len(cells) < width and len(lines) > 1 and all(line.count(divider) >= width - 1 for line in lines)


def _cell(text: str) -> ListCell:
    """A cell of a text file, where a formula is no more than its text; ="000501" is how programs keep zeros."""
    said = re.fullmatch(r'="([^"]*)"', text)
    return cell_of(said[1] if said else unguarded(text))
