"""Cells and rows of a list, whatever file they come from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from rmt.text import clean_text

MAX_COLUMNS = 200
MAX_TEXT = 10_000


class ListRefused(Exception):
    """The file cannot be read as a list; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class ListCell:
    """A value: text, number or day; `problem` says why there is none although the cell is not empty."""

    value: str | Decimal | date | None = None
    problem: str | None = None

    @property
    def text(self) -> str:
        """What a person sees in it."""
        if isinstance(self.value, Decimal):
            return format(self.value, "f")
        return "" if self.value is None else str(self.value)

    @property
    def is_blank(self) -> bool:
        return self.value is None and self.problem is None


BLANK = ListCell()


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row as the file numbers it, beginning with 1."""

    number: int
    cells: tuple[ListCell, ...]

    def filled(self) -> list[int]:
        """Places of the cells that are not blank."""
        return [place for place, cell in enumerate(self.cells) if not cell.is_blank]


def cell_of(text: str) -> ListCell:
    """A cell with some text, cleaned as in every form, and with one space between words."""
    text = "\n".join(" ".join(line.split()) for line in clean_text(text).split("\n"))
    if len(text) > MAX_TEXT:
        return ListCell(problem=_("The cell holds more than %(max)s signs.") % {"max": MAX_TEXT})
    return ListCell(text) if text else BLANK


def column_name(place: int) -> str:
    """What a spreadsheet calls a column: 0 is A."""
    return get_column_letter(place + 1)
