"""The one guard against formulas: what somebody typed stays text in every file, whatever it begins with.

A spreadsheet reads a text that begins with `=` as a formula, and runs it on the machine of whoever opens the file.

- In a CSV there is nothing but text, so an apostrophe goes before it: `guarded`.
- A cell of openpyxl says that it is text, and is marked so that it stays text when somebody edits it: `cells.cell`.
- A workbook of our own writes text as inline strings, which are never read as formulas: `workbooks.row_of`.
"""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def is_read_as_formula(text: str) -> bool:
    return text.startswith(STARTS_A_FORMULA)


def guarded(text: str) -> str:
    """Text for a CSV.

    >>> guarded("=1+1"), guarded("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{text}" if is_read_as_formula(text) else text
