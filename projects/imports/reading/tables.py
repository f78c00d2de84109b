"""From rows to a table: where the headers are, what is left out, and why."""

import operator
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.imports.reading.cells import BLANK, ListRefused, ListRow
from rmt.reader import reading_language
from rmt.text import key_of

MAX_ROWS = 20_000
MAX_CELLS = 1_000_000
HEADER_WITHIN = 40

TOTALS = {
    *("total", "totals", "grand total", "subtotal", "subtotals", "sub total", "sub totals", "sum", "total general"),
    *("total general usd", "total general eur", "total geral", "somme", "totaux", "sous total", "suma", "soma"),
    *("totales", "totais", "subtotales", "subtotais"),
}
TOTAL_OF = ("total ", "subtotal ", "sub total ", "sous total ")  # and numbers only: not “Total sanitation, Kenya”
REMARKS = ("note", "notes", "source", "sources", "updated", "remark", "remarks", "nb", "nota", "notas", "remarque",
           "remarques", "fuente", "fonte")  # fmt: skip

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; from 1


@dataclass
class Table:
    """What a file holds: the headers, the rows below them, and what was left out.

    Each row that holds anything stands in one of `rows`, `header_rows` and `left_out`, as the spreadsheet numbers it.
    """

    name: str
    headers: tuple[str, ...]
    rows: list[ListRow]
    notes: list[str] = field(default_factory=list)
    header_rows: tuple[int, ...] = ()  # the headers, and the groups above them
    left_out: dict[int, str] = field(default_factory=dict)  # number of a row → why, as a sentence
    blank_rows: int = 0  # how many, above the last row that holds anything
    sheets: tuple[str, ...] = ()
    sheet: str | None = None  # the one that was read
    language: str = field(default_factory=reading_language)  # how a single comma or point in a number is read


def table_of_rows(name: str, rows: Iterable[ListRow], merges: list[Merge], notes: list[str], known: set[str]) -> Table:
    """The table in some rows: the headers, the rows below them, and in notes what is left out. Raises ListRefused.

    `merges` and `notes` may grow while the rows are read: they are looked at afterwards.
    """
    filled: list[ListRow] = []
    cells = 0
    for row in rows:
        if places := row.filled():
            filled.append(row)
            cells += len(places)
        if len(filled) > MAX_ROWS:
            raise ListRefused(_("The list has more than %(max)s rows. Send it in parts.") % {"max": MAX_ROWS})
        if cells > MAX_CELLS:
            raise ListRefused(too_many_cells())
    filled = _spread(filled, merges)
    place = _header_place(filled, known)
    if place is None:
        return Table(name, (), [], notes)
    headers = _headers(filled, place, merges)
    table = Table(name, headers, [], notes, header_rows=(filled[place].number,))
    table.blank_rows = filled[-1].number - len(filled)
    for row in filled[:place]:
        if _is_group_row(filled, place, row):
            table.header_rows = (row.number, *table.header_rows)
        else:
            table.left_out[row.number] = _("Row %(row)s above the list was left out: “%(text)s”.") % _quoted(row)
    wide = {top for top, left, _bottom, right in merges if right - left >= 2}
    for row in filled[place + 1 :]:
        if why := _left_out(row, headers, is_wide=row.number in wide):
            table.left_out[row.number] = why
        else:
            blanks = [BLANK] * (len(headers) - len(row.cells))
            table.rows.append(ListRow(row.number, (*row.cells, *blanks), row.is_hidden))
    notes += table.left_out.values()
    if hidden := [row.number for row in table.rows if row.is_hidden]:
        message = ngettext(
            "%(count)s row is hidden or filtered away in the file, and was read as well: %(rows)s.",
            "%(count)s rows are hidden or filtered away in the file, and were read as well: %(rows)s.",
            len(hidden),
        )
        notes.append(message % {"count": len(hidden), "rows": numbers_in_words(hidden)})
    return table


def too_many_cells() -> str:
    return _("The list has more than a million cells. Send only the columns that are needed, or send it in parts.")


def numbers_in_words(numbers: Sequence[int]) -> str:
    """Numbers of rows, those that follow each other as one.

    >>> numbers_in_words([3, 5, 6, 7, 12])
    '3, 5–7, 12'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in runs)


def _spread(rows: list[ListRow], merges: list[Merge]) -> list[ListRow]:
    """Cells merged downwards: each of their rows gets the value of the first."""
    numbered = {row.number: row for row in rows}
    downwards = [merge for merge in merges if merge[1] == merge[3] and merge[2] - merge[0] <= MAX_ROWS]
    if sum(bottom - top for top, _left, bottom, _right in downwards) > MAX_CELLS:
        raise ListRefused(too_many_cells())
    for top, left, bottom, _right in downwards:
        first = numbered.get(top)
        if first is None or len(first.cells) < left:
            continue
        for number in range(top + 1, bottom + 1):
            if (row := numbered.get(number)) is None:
                continue
            cells = [*row.cells, *[BLANK] * (left - len(row.cells))]
            if cells[left - 1].is_blank:
                cells[left - 1] = first.cells[left - 1]
                numbered[number] = ListRow(number, tuple(cells), row.is_hidden)
    return [numbered[row.number] for row in rows]


def known_headers(headers: tuple[str, ...], known: set[str]) -> int:
    """How many of some headers are known."""
    return sum(1 for header in headers if any(key in known for key in keys_of_header(header)))


def keys_of_header(header: str) -> list[str]:
    """The keys under which a header may be known: the whole, without its bracket, and the last part of a double one."""
    last = header.rsplit(": ", 1)[-1]
    return list(dict.fromkeys(key_of(text) for text in (header, last, re.sub(r"\(.*?\)", " ", last)) if key_of(text)))


def _header_place(rows: list[ListRow], known: set[str]) -> int | None:
    """The row, of the first forty, with the most headers that we know; with none, the first with two texts or more."""
    scores = [known_headers(tuple(cell.text for cell in row.cells), known) for row in rows[:HEADER_WITHIN]]
    if scores and max(scores) > 0:
        return scores.index(max(scores))
    texts = (
        n for n, row in enumerate(rows[:HEADER_WITHIN]) if sum(isinstance(cell.value, str) for cell in row.cells) >= 2
    )
    return next(texts, None)


def _headers(rows: list[ListRow], place: int, merges: list[Merge]) -> tuple[str, ...]:
    """The headers, each with the group above it: "Period: Start"."""
    row = rows[place]
    above = rows[place - 1] if place and _is_group_row(rows, place, rows[place - 1]) else None
    headers = []
    for column in range(len(row.cells)):
        own = " ".join(row.cells[column].text.split())
        group = _group(above, column, merges) if above else ""
        headers.append(f"{group}: {own}" if group and own else own or group)
    while headers and not headers[-1]:
        headers.pop()
    return tuple(headers)


def _group(above: ListRow, column: int, merges: list[Merge]) -> str:
    for top, left, bottom, right in merges:
        if top == bottom == above.number and left <= column + 1 <= right:
            column = left - 1
            break
    return " ".join(above.cells[column].text.split()) if column < len(above.cells) else ""


def _is_group_row(rows: list[ListRow], place: int, row: ListRow) -> bool:
    """Whether a row above the headers names groups of them: the one directly above, with two names or more."""
    return place > 0 and row is rows[place - 1] and row.number == rows[place].number - 1 and len(row.filled()) >= 2


def _left_out(row: ListRow, headers: tuple[str, ...], *, is_wide: bool) -> str | None:
    """Why a row is not one of the list, `None` if it is; `is_wide` if its first cells are one."""
    filled = row.filled()
    first = row.cells[filled[0]].text
    words = key_of(first)
    if words in TOTALS or (words.startswith(TOTAL_OF) and not _has_words(row, filled[1:])):
        return _("Row %(row)s was left out: it is a total (“%(text)s”).") % _quoted(row)
    tags = [value for cell in row.cells if isinstance(value := cell.value, str) and value.startswith("#")]
    if 2 * len(tags) > len(filled):
        return _("Row %(row)s was left out: it holds tags, not a project (“%(text)s”).") % _quoted(row)
    if len(row.cells) >= len(headers) and all(map(operator.eq, (cell.text for cell in row.cells), headers)):
        return _("Row %(row)s was left out: it repeats the headers.") % {"row": row.number}
    is_remark = bool(words) and words.split()[0] in REMARKS
    if len(filled) == 1 and len(headers) > 2 and (is_wide or is_remark):
        return _("Row %(row)s was left out: it is a remark (“%(text)s”).") % _quoted(row)
    return None


def _has_words(row: ListRow, places: Iterable[int]) -> bool:
    return any(sign.isalpha() for place in places for sign in row.cells[place].text)


def _quoted(row: ListRow) -> dict[str, Any]:
    text = " ".join(row.cells[row.filled()[0]].text.split())
    return {"row": row.number, "text": text if len(text) <= 60 else f"{text[:60]}…"}
