"""Cells and rows of a list, whatever file they come from."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from rmt.text import clean_text

MAX_COLUMNS = 200
MAX_TEXT = 10_000
ERRORS = re.compile(r"#(?:N/[AD]|[¡¿]?[A-ZÉÓ/0]+[!?])", re.IGNORECASE)  # as spreadsheets of any language print them


class ListRefused(Exception):
    """The file cannot be read as a list; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class ListCell:
    """A value: text, number or day; `problem` says why there is none although the cell is not empty.

    `shown` is what the eye sees where the format shows something else than the value: "000501" for 501, "2020-12" for
    the first of December 2020. `currency` is a code or a sign ("$") that only the format shows.
    """

    value: str | Decimal | date | None = None
    problem: str | None = None
    shown: str | None = None
    currency: str | None = None

    @property
    def text(self) -> str:
        """What a person sees in it."""
        if self.shown is not None:
            return self.shown
        if isinstance(self.value, Decimal):
            return format(self.value, "f")
        return "" if self.value is None else str(self.value)

    @property
    def is_blank(self) -> bool:
        return self.value is None and self.problem is None


BLANK = ListCell()


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row as the spreadsheet numbers it, beginning with 1; `is_hidden` if it is hidden or filtered away there."""

    number: int
    cells: tuple[ListCell, ...]
    is_hidden: bool = False

    def filled(self) -> list[int]:
        """Places of the cells that are not blank."""
        return [place for place, cell in enumerate(self.cells) if not cell.is_blank]


def cell_of(text: str) -> ListCell:
    """A cell with some text, cleaned as in every form, and with one space between words."""
    if text.isascii() and text.isprintable():  # most are, and a list has a million
        text = " ".join(text.split())
    else:
        text = "\n".join(" ".join(line.split()) for line in clean_text(text).split("\n"))
    if len(text) > MAX_TEXT:
        return ListCell(problem=_("The cell holds more than %(max)s signs.") % {"max": MAX_TEXT})
    if text.startswith("#"):
        if ERRORS.fullmatch(text):
            return error_cell(text)
        if len(text) > 2 and not text.strip("#"):
            return ListCell(problem=_("The cell holds no more than “###”: its column was too narrow to show it."))
    return ListCell(text) if text else BLANK


def error_cell(text: str) -> ListCell:
    return ListCell(problem=_("The cell holds the error %(error)s.") % {"error": text[:20]})


def formula_without_result() -> ListCell:
    return ListCell(problem=_("The cell holds a formula without a result. Replace it by its value."))


def only_first_columns() -> str:
    return _("Only the first %(max)s columns were read.") % {"max": MAX_COLUMNS}


def column_name(place: int) -> str:
    """What a spreadsheet calls a column: 0 is A."""
    return get_column_letter(place + 1)
