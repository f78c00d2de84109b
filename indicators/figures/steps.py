"""What changed in countries: changes and countries, two measures that are never mixed (rule 7)."""

from collections.abc import Iterable
from datetime import date

from indicators.figures.entries import Entry, Period, is_within

STEP_INDICATORS = {"R1": 1, "R2": 2, "R3": 3}
LOST = "lost"


def changes(entries: Iterable[Entry], *, period: Period, step: int | None = None) -> list[Entry]:
    """Institutional changes in a period, one for each record of R1, R2 and R3 (of one step, if it is named).

    Changes count records: a country that adopts two laws has made two changes.

    >>> from indicators.figures import years
    >>> laws = [Entry(key, "R2", date(2019, 5, 1), date(2019, 5, 1), country="KHM") for key in "ab"]
    >>> len(changes(laws, period=years(2019, 2019)))
    2
    """
    wanted = {code for code, number in STEP_INDICATORS.items() if step in (None, number)}
    return [e for e in entries if e.indicator in wanted and is_within(e, period)]


def countries(entries: Iterable[Entry], *, period: Period, step: int | None = None) -> frozenset[str]:
    """Countries in which a step (any, if none is named) was taken in a period; "adopted since …" never falls.

    Within a phase a country counts once for each step, however many changes it made. What was lost later is not
    taken off here: see "adopted, not reported lost". Entries taken from published sources count as the source has
    them; a remark beside the result says what is contested.

    >>> from indicators.figures import years
    >>> law = Entry("a", "R2", date(2019, 5, 1), date(2019, 5, 1), country="KHM")
    >>> sorted(countries([law, law], period=years(2019, 2019), step=2))
    ['KHM']
    """
    return _countries_of(changes(entries, period=period, step=step))


def countries_not_lost(entries: Iterable[Entry], *, period: Period, step: int, day: date) -> frozenset[str]:
    """Countries in which a step taken in a period was not reported lost by a day: adopted, not reported lost.

    That is not the same as in force: a law can be adopted and wait for its day. Nor does it say that the step stands,
    only that no loss was reported here. A measure that ended by its own terms is no loss.

    >>> from indicators.figures import StandingOn, years
    >>> suspended = StandingOn("lost", date(2019, 1, 28))
    >>> law = Entry("a", "R2", date(2016, 1, 1), date(2016, 12, 31), country="PSE", standings=(suspended,))
    >>> sorted(countries_not_lost([law], period=years(2016, 2020), step=2, day=date(2019, 12, 31)))
    []
    """
    return _countries_of(e for e in changes(entries, period=period, step=step) if stands(e, on=day))


def stands(entry: Entry, *, on: date) -> bool:
    """Whether a step stood on a day: what was said last, up to that day, is not that it was lost.

    >>> from indicators.figures import StandingOn
    >>> suspended = StandingOn("lost", date(2019, 1, 28))
    >>> law = Entry("a", "R2", date(2016, 1, 1), date(2016, 12, 31), standings=(suspended,))
    >>> stands(law, on=date(2018, 12, 31)), stands(law, on=date(2019, 12, 31))
    (True, False)
    """
    before = [s for s in sorted(entry.standings, key=lambda s: s.day) if s.day <= on]
    return not before or before[-1].kind != LOST


def temporary(entries: Iterable[Entry], *, period: Period) -> list[Entry]:
    """The changes of a period that end by their own terms: counted among the changes, and said beside them.

    >>> from indicators.figures import years
    >>> decree = Entry("a", "R2", date(2020, 5, 1), date(2020, 5, 1), duration="temporary", months=6)
    >>> len(temporary([decree], period=years(2016, 2020)))
    1
    """
    return [e for e in changes(entries, period=period) if e.is_temporary]


def in_force(entries: Iterable[Entry], *, period: Period, day: date) -> list[Entry]:
    """The changes of a period whose instrument is in force on a day: its entry into force is recorded, and no end.

    What was reported lost, suspended or repealed by then is not; nor is a temporary measure whose months are over, or
    not known. Of all others the entry into force is not recorded, which is not the same as "not in force".

    >>> from indicators.figures import years
    >>> law = Entry("a", "R2", date(2019, 5, 1), date(2019, 5, 1), in_force_from=date(2021, 1, 1))
    >>> [len(in_force([law], period=years(2016, 2020), day=date(year, 12, 31))) for year in (2020, 2021)]
    [0, 1]
    """
    return [e for e in changes(entries, period=period) if _is_in_force(e, day)]


def _is_in_force(entry: Entry, day: date) -> bool:
    if entry.in_force_from is None or entry.in_force_from > day or not stands(entry, on=day):
        return False
    if entry.in_force_until is not None and entry.in_force_until <= day:
        return False
    if not entry.is_temporary:
        return True
    if entry.months is None:
        return False
    ends = entry.in_force_from.month - 1 + entry.months
    return (day.year, day.month) < (entry.in_force_from.year + ends // 12, ends % 12 + 1)


def lost(entries: Iterable[Entry], *, period: Period, day: date) -> list[Entry]:
    """The steps taken in a period that no longer stood on a day; they are named beside the figure."""
    return [e for e in changes(entries, period=period) if not stands(e, on=day)]


def countries_by_output(entries: Iterable[Entry], *, biennium: Period) -> dict[str, frozenset[str]]:
    """Countries by output indicator of the programme and budget, each once per indicator and biennium.

    >>> from indicators.figures import years
    >>> law = Entry("a", "R2", date(2019, 5, 1), date(2019, 5, 1), country="KHM", pb_output="2018-19 3.1")
    >>> countries_by_output([law], biennium=years(2018, 2019))
    {'2018-19 3.1': frozenset({'KHM'})}
    """
    reached: dict[str, set[str]] = {}
    for entry in changes(entries, period=biennium):
        if entry.pb_output and entry.country:
            reached.setdefault(entry.pb_output, set()).add(entry.country)
    return {output: frozenset(found) for output, found in sorted(reached.items())}


def _countries_of(entries: Iterable[Entry]) -> frozenset[str]:
    return frozenset(e.country for e in entries if e.country)
