"""Cells of a workbook with layout, written with openpyxl."""

from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from rmt.files.formulas import is_read_as_formula
from rmt.files.workbooks import MOST_SIGNS, NOT_IN_XML

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def cell(sheet, value: Any, *, wraps: bool = False) -> WriteOnlyCell:
    """A value as a cell: numbers and days as they are, all else as text that is never read as a formula."""
    if isinstance(value, date | int | Decimal | float) or value is None:
        return WriteOnlyCell(sheet, value)
    text = NOT_IN_XML.sub("", str(value))[:MOST_SIGNS]
    made = WriteOnlyCell(sheet, text)
    made.data_type = "s"
    made.alignment = Alignment(wrap_text=wraps, vertical="top")
    if is_read_as_formula(text):
        made.quotePrefix = True
    return made


def bold_cell(sheet, text: Any) -> WriteOnlyCell:
    made = cell(sheet, text)
    made.font = Font(bold=True)
    return made
