"""The import of a project list: read, mapped, previewed; `indicators.results` writes it whole or not at all.

table = read_list(content, name="projects.xlsx")          rows of cells, headers, notes; raises Refused
columns = suggest(table.headers)                           header → field, as remembered or guessed
preview = plan(table, columns=columns, answers=answers)    new, changed, unchanged, refused; questions
run_import(table, columns=…, by=…, expected=preview.fingerprint)       indicators.results
"""

from projects.imports.mapping import KNOWN, LABELS, Field, currency_in, mapping_for, remember, suggest
from projects.imports.names import Question
from projects.imports.planning import Change, Entry, Preview, Problem, plan
from projects.imports.reading import Cell, Refused, Row, Table, read_table

__all__ = [
    "LABELS",
    "Cell",
    "Change",
    "Entry",
    "Field",
    "Preview",
    "Problem",
    "Question",
    "Refused",
    "Row",
    "Table",
    "currency_in",
    "mapping_for",
    "plan",
    "read_list",
    "remember",
    "suggest",
]


def read_list(content: bytes, *, name: str, sheet: str | None = None) -> Table:
    """The list in an XLSX or CSV file. Raises Refused, with a sentence for whoever sent it."""
    return read_table(content, name=name, known=set(KNOWN), sheet=sheet)
