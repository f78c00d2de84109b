"""A list in a text file: its encoding, the sign that divides its cells, and its rows."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from projects.imports.reading.cells import MAX_COLUMNS, ListRefused, ListRow, cell_of
from projects.imports.reading.tables import Table, table_of_rows


def read_text(content: bytes, *, name: str, known: set[str]) -> Table:
    """The list in a text file. Raises ListRefused if it is not text, or cannot be divided into cells."""
    text, encoding = _decode(content)
    delimiter = _delimiter(text)
    notes = [] if encoding == "UTF-8" else [_("The file was read as %(encoding)s.") % {"encoding": encoding}]
    table = table_of_rows(name, _csv_rows(text, delimiter), [], notes, known)
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
            yield ListRow(before + 1, tuple(cell_of(cell) for cell in cells[:MAX_COLUMNS]))
            before = reader.line_num
    except csv.Error as problem:
        raise ListRefused(
            _("Line %(line)s cannot be divided into cells: %(why)s.") % {"line": before + 1, "why": problem}
        ) from problem
