"""A list read with what is known of the headers that people use."""

from projects.imports.mapping import KNOWN
from projects.imports.reading import Table, read_table


def read_list(content: bytes, *, name: str, sheet: str | None = None) -> Table:
    """The list in an XLSX or CSV file. Raises ListRefused, with a sentence for whoever sent it."""
    return read_table(content, name=name, known=set(KNOWN), sheet=sheet)
