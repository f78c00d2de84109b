"""A list of projects as rows of cells, from a file that somebody else made: XLSX or CSV, hostile until it is read.

Nothing here knows projects or Django. A note names what is left out; what cannot be read raises `ListRefused`, with a
sentence for whoever sent the file.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.imports.reading.cells import BLANK, ListCell, ListRefused, ListRow, column_name
from projects.imports.reading.currencies import CODES, SHARED_SIGNS, currency_of_sign
from projects.imports.reading.tables import MAX_CELLS, MAX_ROWS, Table, keys_of_header
from projects.imports.reading.text_files import read_text
from projects.imports.reading.workbooks import MAX_UNPACKED, read_workbook

__all__ = [
    "BLANK",
    "CODES",
    "MAX_BYTES",
    "MAX_CELLS",
    "MAX_ROWS",
    "MAX_UNPACKED",
    "SHARED_SIGNS",
    "ListCell",
    "ListRefused",
    "ListRow",
    "Table",
    "column_name",
    "currency_of_sign",
    "keys_of_header",
    "read_table",
]

MAX_BYTES = 10_000_000

PAGE = gettext_lazy("This is a web page, whatever its name says. Open it in Excel, save it as XLSX, and send that.")
OTHER_FILES = {  # how files begin that people take for a list
    (b"<!doctype html", b"<html", b"<table", b"mime-version:"): PAGE,
    (b"<?xml", b"<workbook"): gettext_lazy("This is an XML file. Open it in Excel, save it as XLSX, and send that."),
    (b"%pdf",): gettext_lazy("This is a PDF. Send the spreadsheet from which it was made, as XLSX or CSV."),
    (b"{\\rtf",): gettext_lazy("This is a text document. Copy the list into a spreadsheet, and send that."),
    (b'{"', b"[{"): gettext_lazy("This is a JSON file. Send the list as XLSX or CSV."),
}


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
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise ListRefused(_("This workbook has a password. Save it without one, and send that."))
        raise ListRefused(_("This is an old Excel file (.xls). Save it as XLSX, without a password."))
    start = content[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for signs, refused in OTHER_FILES.items():
        if start.startswith(signs):
            raise ListRefused(str(refused))
    return read_text(content, name=name, known=known)
