"""Files in and out: spreadsheets, PDF, uploads; text in them stays text."""

from rmt.files.cells import XLSX, bold_cell, cell
from rmt.files.formulas import BOM, csv_text, unguarded
from rmt.files.notes import about_every_file, notes_text
from rmt.files.typesetting import compile_pdf, draw_png, draw_pngs
from rmt.files.uploads import clean_name
from rmt.files.workbooks import NOT_IN_XML, Sheet, write_workbook

__all__ = [
    "BOM",
    "NOT_IN_XML",
    "XLSX",
    "Sheet",
    "about_every_file",
    "bold_cell",
    "cell",
    "clean_name",
    "compile_pdf",
    "csv_text",
    "draw_png",
    "draw_pngs",
    "notes_text",
    "unguarded",
    "write_workbook",
]
