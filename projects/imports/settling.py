"""How a column writes its numbers and its days: settled once, from the whole column, or by one question.

What a column shows in one row ("1.234,50", "25/12/2024") says how the others are meant. Where it shows nothing, or two
things, somebody is asked once. The cells are then rewritten so that they can be read in one way only.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from projects.imports.reading import ListCell, Table, column_name
from rmt.text import grouped

NUMBER = re.compile(r"\d(?:[\d.,'’\s]*\d)?")
TWO_WAYS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
DAY = re.compile(r"(?<![\d/.-])(\d{1,2})([-/ ])(\d{1,2})\2(\d{4})(?!\d)")
OTHER = {".": ",", ",": "."}


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """How some cells that can be read in two ways are meant: asked once, with an example and how many there are."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...]


class Settled:
    """What was found out about the columns of a table: what is asked, what is said, and the cells as they are meant."""

    def __init__(
        self, table: Table, *, amounts: Iterable[int], days: Iterable[int], answers: Mapping[str, str]
    ) -> None:
        self.table, self.answers = table, answers
        self.questions: list[ColumnQuestion] = []
        self.notes: list[str] = []
        self.groups: dict[int, dict[str, bool]] = {place: self._numbers(place) for place in amounts}
        self.day_first: dict[int, bool] = self._days(list(days))

    def cell(self, place: int, cell: ListCell) -> ListCell:
        """A cell with its numbers or days written so that they mean one thing."""
        if not isinstance(cell.value, str):
            return cell
        if place in self.groups:
            return replace(cell, value=NUMBER.sub(lambda n: plain_number(n[0], self.groups[place]), cell.value))
        if place in self.day_first:
            return replace(cell, value=DAY.sub(lambda d: _plain_day(d, day_first=self.day_first[place]), cell.value))
        return cell

    def _texts(self, place: int) -> Iterable[tuple[int, str]]:
        for row in self.table.rows:
            if isinstance(text := row.cells[place].value, str):
                yield row.number, text

    def _where(self, place: int) -> str:
        return f"{column_name(place)} ({self.table.headers[place]})"

    # Numbers

    def _numbers(self, place: int) -> dict[str, bool]:
        """Each of the two marks → whether it groups thousands, where a number does not show it by itself."""
        shown: dict[str, dict[bool, tuple[int, str]]] = {".": {}, ",": {}}
        unclear: dict[str, list[str]] = {".": [], ",": []}
        for row, text in self._texts(place):
            for number in NUMBER.findall(text):
                if TWO_WAYS.fullmatch(number):
                    unclear["." if "." in number else ","].append(number)
                for mark, groups in marks_of(number).items():
                    shown[mark].setdefault(groups, (row, number))
                    shown[OTHER[mark]].setdefault(not groups, (row, number))
        own = "," if self.table.language.startswith("en") else "."
        return {mark: self._mark(place, mark, shown[mark], unclear[mark], own=mark == own) for mark in (".", ",")}

    def _mark(
        self, place: int, mark: str, shown: Mapping[bool, tuple[int, str]], unclear: list[str], *, own: bool
    ) -> bool:
        if not unclear:
            return own
        example, count = unclear[0], grouped(len(unclear))
        thousands, decimal = example.replace(mark, "\u202f"), example.replace(mark, ".")
        names = {"count": count, "example": example, "where": self._where(place), "meant": thousands}
        if set(shown) == {True}:  # thousands, as another row shows; three decimals of money are always asked about
            row, text = shown[True]
            message = _(
                "Column %(where)s: amounts such as %(example)s (%(count)s) are read as %(meant)s, "
                "because row %(row)s has %(text)s."
            )
            self.notes.append(message % {**names, "row": row, "text": text})
            return True
        if not shown and own:
            return True
        key = f"numbers:{column_name(place)}:{mark}"
        text = _("Column %(where)s: what do amounts such as %(example)s mean (%(count)s)?") % names
        self.questions.append(ColumnQuestion(key, text, (("thousands", thousands), ("decimal", decimal))))
        return self.answers.get(key, "thousands") == "thousands"

    # Days

    def _days(self, places: list[int]) -> dict[int, bool]:
        """Each column of days → whether the day comes before the month where only the column can say it."""
        shown: dict[int, dict[bool, tuple[int, str]]] = {place: {} for place in places}
        unclear: dict[int, list[str]] = {place: [] for place in places}
        for place in places:
            for row, text in self._texts(place):
                for found in DAY.finditer(text):
                    first, second = int(found[1]), int(found[3])
                    if first <= 12 and second <= 12:
                        unclear[place] += [found[0]] if first != second else []
                    elif min(first, second) <= 12 and max(first, second) <= 31:
                        shown[place].setdefault(first > 12, (row, found[0]))
        together = {order: where for place in places for order, where in shown[place].items()}
        settled, asked = {}, []
        for place in places:
            orders = shown[place] or together
            settled[place] = next(iter(orders)) if len(orders) == 1 else True
            if unclear[place] and len(orders) == 1:
                (row, text), example = next(iter(orders.values())), unclear[place][0]
                self.notes.append(
                    _order_note(settled[place], self._where(place), example, len(unclear[place]), row, text)
                )
            elif unclear[place]:
                asked.append(place)
        if asked:
            settled |= self._ask_for_the_order(asked, unclear)
        return settled

    def _ask_for_the_order(self, places: list[int], unclear: Mapping[int, list[str]]) -> dict[int, bool]:
        example = unclear[places[0]][0]
        first, _sign, second, year = DAY.fullmatch(example).groups()  # type: ignore[union-attr]  # it matched before
        names = {
            "where": ", ".join(map(self._where, places)),
            "example": example,
            "count": grouped(sum(len(unclear[place]) for place in places)),
        }
        text = _("%(where)s: what do dates such as %(example)s mean (%(count)s)?") % names
        choices = (
            ("day", _("the day first: %(iso)s") % {"iso": f"{year}-{int(second):02}-{int(first):02}"}),
            ("month", _("the month first: %(iso)s") % {"iso": f"{year}-{int(first):02}-{int(second):02}"}),
        )
        self.questions.append(ColumnQuestion("days:", text, choices))
        return dict.fromkeys(places, self.answers.get("days:", "day") == "day")


def _order_note(day_first: bool, where: str, example: str, count: int, row: int, text: str) -> str:
    names = {"where": where, "example": example, "count": grouped(count), "row": row, "text": text}
    if day_first:
        message = _(
            "Column %(where)s: the day comes first in dates such as %(example)s (%(count)s), "
            "because row %(row)s has %(text)s."
        )
    else:
        message = _(
            "Column %(where)s: the month comes first in dates such as %(example)s (%(count)s), "
            "because row %(row)s has %(text)s."
        )
    return message % names


def marks_of(number: str) -> dict[str, bool]:
    """The marks in a number of which it shows by itself whether they group thousands.

    >>> marks_of("1.234,50"), marks_of("97 496,11"), marks_of("1,234,567"), marks_of("97.496")
    ({'.': True, ',': False}, {',': False}, {',': True}, {})
    """
    found = [sign for sign in number if sign in OTHER]
    if not found or TWO_WAYS.fullmatch(number):
        return {}
    last = found[-1]
    if len(set(found)) == 2:
        return {OTHER[last]: True, last: False} if found.count(last) == 1 else {}
    return {last: len(found) > 1}


def plain_number(number: str, groups: Mapping[str, bool]) -> str:
    """A number without marks between thousands, and with a point before its decimals; `groups` for what it hides.

    A number whose groups are not of three digits stays as it is, to be refused.

    >>> plain_number("1.234,50", {}), plain_number("97.496", {".": True}), plain_number("97.496", {".": False})
    ('1234.50', '97496', '97.4960')
    >>> plain_number("1,2,3", {}), plain_number("97 496,11", {})
    ('1,2,3', '97 496.11')
    """
    marks = {**groups, **marks_of(number)}
    found = [sign for sign in number if sign in OTHER]
    if not found or any(sign not in marks for sign in found):
        return number
    whole, decimal, fraction = number, "", ""
    if not marks[found[-1]]:
        whole, decimal, fraction = number.rpartition(found[-1])
    group = next((sign for sign in whole if sign in OTHER), "")
    if group and not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+", whole):
        return number
    if decimal and not fraction.isdigit():
        return number
    whole = whole.replace(group, "") if group else whole
    fraction += "0" if len(fraction) == 3 else ""  # three decimals could be read as thousands again
    return f"{whole}.{fraction}" if decimal else whole


def _plain_day(found: re.Match[str], *, day_first: bool) -> str:
    first, second = int(found[1]), int(found[3])
    if max(first, second) > 12:
        day_first = first > 12
    day, month = (first, second) if day_first else (second, first)
    return f"{found[4]}-{month:02}-{day:02}" if month <= 12 and day <= 31 else found[0]
