"""When figures of one series cannot both be right (rule 9)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date  # noqa: F401 (the example of `clashes` makes days)
from decimal import Decimal  # noqa: F401 (and amounts)
from enum import StrEnum

from indicators.figures.entries import Entry, in_order
from indicators.figures.people import level_before


class Contradiction(StrEnum):
    """In what the results of one series contradict each other; `wording.clash_text` says it."""

    TWO_VALUES = "two values for one year"
    TWO_BASELINES = "two baselines for one year"
    NO_BASELINE_YEAR = "a stated increase without the year of its baseline"
    OVERLAP = "a stated increase that overlaps another figure"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two results of one series that cannot both be right; a manager ends it with an instrument, a pool or a return.

    `year` is the year of two values or two baselines, else `None`.
    """

    why: Contradiction
    entries: tuple[Entry, ...]
    year: int | None = None


def clashes(series: Iterable[Entry]) -> list[Clash]:
    """What contradicts in one series (rule 9): two values, or two different baselines, for one year;
    a stated increase without baseline year, or one whose years overlap another's.

    >>> def level(key, value):
    ...     return Entry(key, "I3", date(2019, 1, 1), date(2019, 12, 31), value=Decimal(value))
    >>> [(clash.why, clash.year) for clash in clashes([level("a", 100), level("b", 120)])]
    [(<Contradiction.TWO_VALUES: 'two values for one year'>, 2019)]
    """
    listed = sorted(series, key=in_order)
    if len(listed) < 2:
        return []
    found: list[Clash] = []
    values: dict[int, list[Entry]] = defaultdict(list)
    baselines: dict[int, list[Entry]] = defaultdict(list)
    for entry in listed:
        if entry.value is not None and entry.increase is None:
            values[entry.last.year].append(entry)
        if entry.baseline_year is not None and entry.baseline_value is not None:
            baselines[entry.baseline_year].append(entry)
    found += [Clash(Contradiction.TWO_VALUES, tuple(some), year) for year, some in values.items() if len(some) > 1]
    found += [
        Clash(Contradiction.TWO_BASELINES, tuple(some), year)
        for year, some in baselines.items()
        if len({e.baseline_value for e in some}) > 1
    ]
    return found + _stated_clashes(listed)


def _stated_clashes(listed: list[Entry]) -> list[Clash]:
    found = []
    spans = {e.key: _span(e, listed) for e in listed}
    for entry in (e for e in listed if e.increase is not None):
        own = spans[entry.key]
        if own is None:
            found.append(Clash(Contradiction.NO_BASELINE_YEAR, (entry,)))
            continue
        for other in listed:
            span = spans[other.key]
            if other is not entry and span is not None and max(own[0], span[0]) < min(own[1], span[1]):
                found.append(Clash(Contradiction.OVERLAP, (entry, other)))
    return found


def _span(entry: Entry, listed: list[Entry]) -> tuple[int, int] | None:
    """The years that an increase covers: a level begins where the one before it ends, else at its own baseline."""
    before = level_before(entry, listed) if entry.increase is None else None
    start = before.last.year if before else entry.baseline_year
    return None if start is None else (start, entry.last.year)
