"""When figures of one series cannot both be right (rule 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from indicators.figures.entries import Entry, in_order
from indicators.figures.people import counted_from, level_before


class Contradiction(StrEnum):
    """In what the results of one series contradict each other; `wording.clash_text` says it."""

    TWO_VALUES = "two values for one day"
    TWO_BASELINES = "two baselines for one day"
    NO_START = "a stated increase that does not say since when"
    OVERLAP = "a stated increase that overlaps another figure"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two results of one series that cannot both be right; a manager ends it with an instrument, a pool or a return.

    `first` and `last` are the possible days of the two values or baselines, else `None`.
    """

    why: Contradiction
    entries: tuple[Entry, ...]
    first: date | None = None
    last: date | None = None


def clashes(series: Iterable[Entry], *, of: Entry | None = None) -> list[Clash]:
    """What contradicts in one series (rule 9): two values, or two different baselines, for one day;
    a stated increase that does not say since when, or whose span overlaps another's. `of` asks for the clashes of one
    of them only.

    Levels of March and of September are no clash: that is how six-monthly reporting looks. Where neither day is
    known, and both may be the same, as of two figures "for 2019", it is one.

    >>> from decimal import Decimal
    >>> def level(key, first, last, value):
    ...     return Entry(key, "I3", first, last, value=Decimal(value))
    >>> year = date(2019, 1, 1), date(2019, 12, 31)
    >>> [clash.why.value for clash in clashes([level("a", *year, 100), level("b", *year, 120)])]
    ['two values for one day']
    >>> march, september = [date(2019, 3, 31)] * 2, [date(2019, 9, 30)] * 2
    >>> clashes([level("a", *march, 15000), level("b", *september, 25000)])
    []
    """
    listed = sorted(series, key=in_order)
    found = []
    pairs = combinations(listed, 2) if of is None else ((other, of) for other in listed if other is not of)
    for one, other in pairs:
        days = (one.first, one.last), (other.first, other.last)
        if None not in (one.value, other.value) and _may_be_one_day(*days):
            found.append(Clash(Contradiction.TWO_VALUES, (one, other), *days[1]))
        baselines = (one.baseline_first, one.baseline_last), (other.baseline_first, other.baseline_last)
        differ = one.baseline_value != other.baseline_value
        if None not in (one.baseline_value, other.baseline_value) and differ and _may_be_one_day(*baselines):
            found.append(Clash(Contradiction.TWO_BASELINES, (one, other), *baselines[1]))
    return found + [clash for clash in _stated_clashes(listed) if of is None or of in clash.entries]


def _may_be_one_day(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether two dates are the same day, or may be: neither is known to the day and their possible days overlap."""
    (first, last), (other_first, other_last) = one, other
    if first is None or last is None or other_first is None or other_last is None:
        return False
    if first == last or other_first == other_last:
        return one == other
    return max(first, other_first) <= min(last, other_last)


def _stated_clashes(listed: list[Entry]) -> list[Clash]:
    found = []
    spans = [_span(entry, listed) for entry in listed]
    for place, entry in enumerate(listed):
        if entry.increase is None:
            continue
        own = spans[place]
        for other_place, other in enumerate(listed):
            span = spans[other_place]
            if other_place == place:
                continue
            if own is None:
                found.append(Clash(Contradiction.NO_START, (entry, other)))
            elif span is not None and _overlap(own, span):
                found.append(Clash(Contradiction.OVERLAP, (entry, other)))
    return found


def _overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    """Whether two spans share a day; one of no length, from and to the same day, lies within another or equals it.

    >>> year, end = (date(2021, 1, 1), date(2021, 12, 31)), date(2021, 12, 31)
    >>> _overlap(year, (end, end)), _overlap(year, (date(2020, 1, 1), date(2021, 1, 1)))
    (True, False)
    """
    (start, end), (other_start, other_end) = one, other
    if start == end or other_start == other_end:
        return one == other or other_start < end == start <= other_end or start < other_end == other_start <= end
    return max(start, other_start) < min(end, other_end)


def _span(entry: Entry, listed: list[Entry]) -> tuple[date, date] | None:
    """The days that an increase covers: a level begins where the one before it ends, else at its own baseline."""
    before = level_before(entry, listed) if entry.increase is None else None
    start = before.last if before else counted_from(entry)
    return None if start is None else (start, entry.last)
