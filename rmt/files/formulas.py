"""The one guard against formulas: what somebody typed stays text in every file, whatever it begins with.

A spreadsheet reads a text that begins with `=` as a formula, and runs it on the machine of whoever opens the file.

- In a CSV there is nothing but text, so an apostrophe goes before it: `csv_text`.
- A cell of openpyxl says that it is text, and is marked so that it stays text when somebody edits it: `cells.cell`.
- A workbook of our own writes text as inline strings, which are never read as formulas: `workbooks.row_of`.
"""

from datetime import date
from decimal import Decimal
from typing import Any

BOM = "\ufeff"  # so that a spreadsheet reads a CSV as UTF-8
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def is_read_as_formula(text: str) -> bool:
    return text.startswith(STARTS_A_FORMULA)


def guarded(text: str) -> str:
    """Text for a CSV.

    >>> guarded("=1+1"), guarded("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{text}" if is_read_as_formula(text) else text


def unguarded(text: str) -> str:
    """Text of a CSV without the apostrophe that keeps a spreadsheet from reading it as a formula or a number.

    >>> unguarded("'=1+1"), unguarded("'000501"), unguarded("'s-Hertogenbosch")
    ('=1+1', '000501', "'s-Hertogenbosch")
    """
    return text[1:] if text[:1] == "'" and (is_read_as_formula(text[1:]) or text[1:2].isdigit()) else text


def csv_text(value: Any) -> str:
    """A value in a comma-separated file; text that would be read as a formula is guarded, a number stays a number.

    >>> csv_text("=1+1"), csv_text(Decimal("-100.00")), csv_text(None)
    ("'=1+1", '-100', '')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else guarded(str(value))
