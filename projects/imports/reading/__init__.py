"""A list of projects as rows of cells, from a file that somebody else made: XLSX or CSV, hostile until it is read.

Nothing here knows projects or Django. A note names what is left out; what cannot be read raises `ListRefused`, with a
sentence for whoever sent the file.
"""

from django.utils.translation import gettext as _

from projects.imports.reading.cells import BLANK, ListCell, ListRefused, ListRow, column_name
from projects.imports.reading.tables import MAX_ROWS, Table, keys_of_header
from projects.imports.reading.text_files import read_text
from projects.imports.reading.workbooks import MAX_UNPACKED, read_workbook

__all__ = [
    "BLANK",
    "MAX_BYTES",
    "MAX_ROWS",
    "MAX_UNPACKED",
    "ListCell",
    "ListRefused",
    "ListRow",
    "Table",
    "column_name",
    "keys_of_header",
    "read_table",
]

MAX_BYTES = 10_000_000


def read_table(content: bytes, *, name: str, known: set[str], sheet: str | None = None) -> Table:
    """The list in a file. `known` are the keys of headers that we know, which find the row of headers.

    Raises ListRefused.
    """
    if len(content) > MAX_BYTES:
        raise ListRefused(_("The file is larger than 10 MB. Send a list of projects only."))
    if not content.strip():
        raise ListRefused(_("The file is empty."))
    if content.startswith(b"PK\x03\x04"):
        return read_workbook(content, name=name, known=known, sheet=sheet)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ListRefused(
            _("This is an old Excel file (.xls), or one with a password. Save it as XLSX, without a password.")
        )
    return read_text(content, name=name, known=known)
