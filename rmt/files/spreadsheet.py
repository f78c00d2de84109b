"""Cells of a workbook: text that stays text, whatever it begins with."""

from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SIGNS = 32_767  # of a cell
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(sheet, value: Any, *, wraps: bool = False) -> WriteOnlyCell:
    """A value as a cell; text is text, whatever it begins with: a spreadsheet never reads it as a formula."""
    if isinstance(value, date | int | Decimal | float) or value is None:
        return WriteOnlyCell(sheet, value)
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:MOST_SIGNS]
    made = WriteOnlyCell(sheet, text)
    made.data_type = "s"
    made.alignment = Alignment(wrap_text=wraps, vertical="top")
    if text.startswith(STARTS_A_FORMULA):
        made.quotePrefix = True
    return made


def bold_cell(sheet, text: Any) -> WriteOnlyCell:
    made = cell(sheet, text)
    made.font = Font(bold=True)
    return made
