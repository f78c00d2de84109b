"""The import of a project list: read, mapped, previewed; `indicators.results` writes it whole or not at all.

table = read_list(content, name="projects.xlsx")          rows of cells, headers, notes; raises ListRefused
columns = suggest(table.headers)                           header → field, as remembered or guessed
preview = plan(table, columns=columns, answers=answers)    new, changed, unchanged, refused; questions
run_import(table, columns=…, by=…, expected=preview.fingerprint)       indicators.results
"""

from projects.imports.lists import read_list
from projects.imports.mapping import LABELS, Columns, Field, check, currency_in, mapping_for, remember, suggest
from projects.imports.mending import answer, ask_again, leave_out, ways_out_of, write_rows
from projects.imports.names import SpellingQuestion
from projects.imports.planning import MOST_NEW_PARTNERS, Choices, plan
from projects.imports.preview import FieldDifference, ImportPreview, PlannedRow, Problem, ProblemGroup, reasons_of
from projects.imports.reading import MAX_BYTES, ListCell, ListRefused, ListRow, Table, column_name
from projects.imports.settling import ColumnQuestion
from projects.imports.uploads import (
    DAYS_STORED,
    choose_columns,
    choose_sheet,
    forget,
    forget_left_behind,
    keep,
    preview_of,
    table_of,
)
from projects.imports.values import currency

__all__ = [
    "DAYS_STORED",
    "LABELS",
    "MAX_BYTES",
    "MOST_NEW_PARTNERS",
    "Choices",
    "ColumnQuestion",
    "Columns",
    "Field",
    "FieldDifference",
    "ImportPreview",
    "ListCell",
    "ListRefused",
    "ListRow",
    "PlannedRow",
    "Problem",
    "ProblemGroup",
    "SpellingQuestion",
    "Table",
    "answer",
    "ask_again",
    "check",
    "choose_columns",
    "choose_sheet",
    "column_name",
    "currency",
    "currency_in",
    "forget",
    "forget_left_behind",
    "keep",
    "leave_out",
    "mapping_for",
    "plan",
    "preview_of",
    "read_list",
    "reasons_of",
    "remember",
    "suggest",
    "table_of",
    "ways_out_of",
    "write_rows",
]
