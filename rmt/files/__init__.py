"""Files in and out: spreadsheets, PDF, uploads; text in them stays text."""

from rmt.files.cells import XLSX, bold_cell, cell
from rmt.files.formulas import BOM, csv_text, unguarded
from rmt.files.typesetting import compile_pdf, font_folder
from rmt.files.uploads import clean_name
from rmt.files.workbooks import NOT_IN_XML, Sheet, write_workbook

__all__ = [
    "BOM",
    "NOT_IN_XML",
    "XLSX",
    "Sheet",
    "bold_cell",
    "cell",
    "clean_name",
    "compile_pdf",
    "csv_text",
    "font_folder",
    "unguarded",
    "write_workbook",
]
