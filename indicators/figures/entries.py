"""What figures read: entries, periods and days (rules 6 and 14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

CONFIRMED_TAG = "confirmed"
TEMPORARY = "temporary"
REGISTERED_ONLY = "registered-only"
PERSON = "person"
PARTICIPATION = "participation"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` until before `end`: [start, end).

    >>> phase = Period(date(2016, 1, 1), date(2021, 1, 1))
    >>> date(2020, 12, 31) in phase, date(2021, 1, 1) in phase
    (True, False)
    """

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - timedelta(days=1)


def years(first: int, last: int) -> Period:
    """Whole calendar years, both included.

    >>> years(2016, 2020).last
    datetime.date(2020, 12, 31)
    """
    return Period(date(first, 1, 1), date(last + 1, 1, 1))


SINCE_2016 = Period(date(2016, 1, 1), date.max)
"""The programme began on 1 January 2016; what happened before is shown and not counted."""


@dataclass(frozen=True, slots=True)
class StandingOn:
    """What was said of a step's standing, from `day` on."""

    kind: str
    day: date


@dataclass(frozen=True, slots=True)
class Entry:
    """What figures need to know of one publication in force; values are exact, `None` is "not known"."""

    key: str
    indicator: str
    first: date
    last: date
    number: int = 0
    country: str | None = None
    step: int | None = None
    unit: str | None = None
    value: Decimal | None = None
    baseline_first: date | None = None
    baseline_last: date | None = None
    baseline_value: Decimal | None = None
    increase: Decimal | None = None
    counted_from: date | None = None
    first_cover: str | None = None
    pool: str | None = None
    instrument: str | None = None
    in_force_from: date | None = None
    """The day from which its instrument is certainly in force; `None`: entry into force not recorded."""
    in_force_until: date | None = None
    """The first day on which its instrument may be suspended or repealed."""
    basis: str | None = None
    duration: str | None = None
    months: int | None = None
    qualifier: str | None = None
    target_year: int | None = None
    pb_output: str | None = None
    source: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    parts: tuple[tuple[str, Decimal], ...] = ()
    standings: tuple[StandingOn, ...] = ()
    hidden: frozenset[str] = frozenset()
    """The keys of its parts that are withheld; their numbers are not here (rule 12)."""

    @property
    def is_temporary(self) -> bool:
        return self.duration == TEMPORARY

    @property
    def is_registered_only(self) -> bool:
        return self.basis == REGISTERED_ONLY

    def has_confirmed(self, theme: str) -> bool:
        """Whether the lead of `theme` confirmed that this is about it."""
        return (theme, CONFIRMED_TAG) in self.tags


def is_within(entry: Entry, period: Period) -> bool:
    """Whether a result happened in a period: a date known only to the month or year must lie wholly inside.

    >>> is_within(Entry("a", "R1", date(2016, 1, 1), date(2016, 12, 31)), years(2016, 2016))
    True
    >>> is_within(Entry("a", "R1", date(2016, 1, 1), date(2016, 12, 31)), Period(date(2016, 7, 1), date(2017, 1, 1)))
    False
    """
    start, end = period.start, period.end
    return start <= entry.first < end and start <= entry.last < end


def last_day(period: Period, *, as_of: date) -> date:
    """The day on which a figure asks what stands and what has expired: the last of the period, at most `as_of`.

    >>> last_day(years(2016, 2020), as_of=date(2018, 5, 1))
    datetime.date(2018, 5, 1)
    """
    return min(period.last, as_of)


def reported_in_period(entries: Iterable[Entry], period: Period, *, indicator: str | None = None) -> list[Entry]:
    """The entries that happened in `period`, of one indicator if it is named, in the order in which they happened."""
    chosen = (e for e in entries if is_within(e, period) and indicator in (None, e.indicator))
    return sorted(chosen, key=in_order)


def in_no_period(entries: Iterable[Entry], periods: Iterable[Period]) -> list[Entry]:
    """The entries since 2016 that happened in none of some periods: after the last, or in a year across two (rule 6).

    >>> late = Entry("a", "R1", date(2026, 4, 1), date(2026, 4, 1))
    >>> [e.key for e in in_no_period([late], [years(2016, 2020), years(2021, 2025)])]
    ['a']
    """
    listed = list(periods)
    return [e for e in entries if is_within(e, SINCE_2016) and not any(is_within(e, period) for period in listed)]


def in_order(entry: Entry) -> tuple[date, date, str]:
    """The order of a series: by the day a result had happened at the latest."""
    return entry.last, entry.first, entry.key


def is_reported_later(*, achieved_last: date, round_start: date | None) -> bool:
    """Whether a result was reported in a round that began after it had happened.

    A result belongs to the period in which it happened; reported later, it is listed as such and changes no figure
    of a report that is closed (rule 14). One without a round (from a published source) is not "later".

    >>> is_reported_later(achieved_last=date(2021, 3, 1), round_start=date(2021, 7, 1))
    True
    >>> is_reported_later(achieved_last=date(2021, 3, 1), round_start=None)
    False
    """
    return round_start is not None and achieved_last < round_start
