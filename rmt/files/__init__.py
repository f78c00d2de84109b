"""Files in and out: spreadsheets, PDF, uploads; text in them stays text."""

from rmt.files.sheets import NOT_IN_XML, Sheet, write_workbook
from rmt.files.spreadsheet import STARTS_A_FORMULA, XLSX, bold_cell, cell
from rmt.files.typesetting import compile_pdf
from rmt.files.uploads import clean_name

__all__ = [
    "NOT_IN_XML",
    "STARTS_A_FORMULA",
    "XLSX",
    "Sheet",
    "bold_cell",
    "cell",
    "clean_name",
    "compile_pdf",
    "write_workbook",
]
