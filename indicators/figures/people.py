"""How many more people are protected: increases, series, pools and bounds (rules 8, 9 and 10)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from indicators.figures.entries import PERSON, Entry, Period, in_order, is_within
from indicators.figures.precision import ABOUT, Quantity, rounding_step, total

NOT_KNOWN = "not-known"
POTENTIAL, LEGAL, EFFECTIVE, ADEQUATE, COMPREHENSIVE, ACCESS = "I1", "I2", "I3", "I4", "I5", "I6"


class NotCounted(StrEnum):
    """Why a published figure of people is shown but added to nothing."""

    OUTSIDE = "outside the period"
    OTHER_UNIT = "another unit than persons"
    TEMPORARY = "temporary: recipients, shown apart"
    REGISTERED = "registered only, shown apart"
    EXPIRED = "the target year of a potential coverage has come"
    NO_TARGET_YEAR = "no year is given by which these people are to be covered"
    NO_VALUE = "no value reported"
    NO_BASELINE = "the baseline is not known"
    NO_START = "since when is not said"
    EARLIER = "it is counted from a day before the period"


@dataclass(frozen=True, slots=True)
class People:
    """People added in one country or in several, and what it was worked out from.

    `quantity` is `None` when nothing was counted: not reported is not zero. `apart` are the entries shown but not
    counted, each with the reason.
    """

    quantity: Quantity | None
    counted: tuple[Entry, ...] = ()
    apart: tuple[tuple[Entry, NotCounted], ...] = ()

    @property
    def countries(self) -> frozenset[str]:
        """The countries that reported something that counts."""
        return frozenset(e.country for e in self.counted if e.country)


@dataclass(frozen=True, slots=True)
class Total:
    """A figure for the world: (value, reported, expected). `others` reported without being expected to."""

    quantity: Quantity | None
    reported: int
    expected: int
    others: int = 0


def counted_from(entry: Entry) -> date | None:
    """The day from which the increase of a result is counted, by itself; `None` if nobody said (rule 8).

    An increase that its source states is counted from where the source says; value minus baseline from the day of the
    baseline: the last possible one, 31 December where only the year is known, but never after the day achieved.

    >>> cameroon = Entry("a", "I3", date(2019, 1, 1), date(2019, 12, 31), value=Decimal(135000),
    ...                  baseline_first=date(2016, 1, 1), baseline_last=date(2016, 12, 31),
    ...                  baseline_value=Decimal(85000))
    >>> counted_from(cameroon)
    datetime.date(2016, 12, 31)
    >>> from dataclasses import replace
    >>> counted_from(replace(cameroon, increase=Decimal(50000), value=None)) is None
    True
    """
    if entry.increase is not None and entry.counted_from is not None:
        return entry.counted_from
    is_worked_out = entry.value is not None and entry.baseline_value is not None
    if not is_worked_out or entry.baseline_last is None:
        return None
    return min(entry.baseline_last, entry.last)


def why_not_in(entry: Entry, *, before: Entry | None, period: Period) -> NotCounted | None:
    """Why the increase of a result is not counted in a period; `None` if it is.

    A step from the value published before it counts where it ends. Any other counts if its whole span lies in the
    period, beginning on the eve at the earliest: one across two phases counts in "since 2016" only (rule 8).

    >>> from indicators.figures import years
    >>> law = Entry("a", "I3", date(2022, 1, 1), date(2022, 12, 31), increase=Decimal(50), counted_from=date(2019, 1, 1))
    >>> [str(why_not_in(law, before=None, period=years(2021, 2025))), why_not_in(law, before=None, period=years(2016, 2025))]
    ['it is counted from a day before the period', None]
    """
    if not is_within(entry, period):
        return NotCounted.OUTSIDE
    if increase_of(entry, before=before) is None:
        return NotCounted.NO_VALUE if entry.value is None else NotCounted.NO_BASELINE
    if before is not None and entry.increase is None:
        return None
    start = counted_from(entry)
    if start is None:
        return NotCounted.NO_START
    return None if start >= period.start - timedelta(days=1) else NotCounted.EARLIER


def increase_of(entry: Entry, *, before: Entry | None = None) -> Decimal | None:
    """People that one result adds, whatever the period: the increase that its source states, else value minus before.

    What was there before is the value last published in the same series, else the result's own baseline. `None`: not
    known, which is never the value itself.

    >>> day = date(2019, 12, 31)
    >>> increase_of(Entry("a", "I3", day, day, value=Decimal(135000), baseline_value=Decimal(85000)))
    Decimal('50000')
    """
    if entry.increase is not None:
        return entry.increase
    base = before.value if before is not None else entry.baseline_value
    return None if entry.value is None or base is None else entry.value - base


def series_increase(
    series: Iterable[Entry], *, period: Period
) -> tuple[Quantity | None, list[Entry], list[tuple[Entry, NotCounted]]]:
    """People added in a period by one series of levels, each person once, with the entries counted and the others.

    Results on one instrument are a series: its increase is the sum of its steps, each from the value before it, else
    from the baseline; an increase that a source states adds (rule 9).

    >>> def level(year, value, **more):
    ...     return Entry(str(year), "I3", date(year, 1, 1), date(year, 12, 31), value=Decimal(value), **more)
    >>> from indicators.figures import years
    >>> levels = [level(2016, 100), level(2018, 150), level(2020, 180)]
    >>> series_increase(levels, period=years(2016, 2020))[0].low
    Decimal('80')
    """
    before: Entry | None = None
    found: list[Quantity] = []
    counted: list[Entry] = []
    others: list[tuple[Entry, NotCounted]] = []
    for entry in sorted(series, key=in_order):
        reason = why_not_in(entry, before=before, period=period)
        added = added_by(entry, before=before)
        if reason is None and added is not None:
            counted.append(entry)
            found.append(added)
        elif reason is not None and reason is not NotCounted.OUTSIDE:
            others.append((entry, reason))
        if entry.value is not None:
            before = entry
    return total(found), counted, others


def level_before(entry: Entry, series: Iterable[Entry]) -> Entry | None:
    """The result of the same series whose value is what was there before `entry`; `None` if there is none.

    >>> def level(year, value):
    ...     return Entry(str(year), "I3", date(year, 1, 1), date(year, 12, 31), value=Decimal(value))
    >>> level_before(level(2020, 180), [level(2016, 100), level(2018, 150), level(2020, 180)]).value
    Decimal('150')
    """
    levels = [e for e in series if e.value is not None and in_order(e) < in_order(entry)]
    return max(levels, key=in_order, default=None)


def added_by(entry: Entry, *, before: Entry | None) -> Quantity | None:
    """What one result adds to its series, with its precision; `None` if that is not known.

    >>> over = Entry("a", "I3", date(2019, 1, 1), date(2019, 12, 31), value=Decimal(135000), qualifier="over",
    ...              baseline_value=Decimal(85000))
    >>> added = added_by(over, before=None)
    >>> added.low, added.qualifier
    (Decimal('50000'), 'over')
    """
    amount = increase_of(entry, before=before)
    return None if amount is None else _qualified(amount, entry, before)


def _qualified(amount: Decimal, entry: Entry, before: Entry | None) -> Quantity:
    """An increase with the precision of the figures that it is the difference of.

    More than something minus an exact figure is more than the difference; minus a figure that is not exact, it is about
    that much.
    """
    stated = entry.increase is not None
    number = entry.increase if stated else entry.value
    step = rounding_step(number or Decimal(0), entry.qualifier)
    qualifier = entry.qualifier or ""
    if before is not None and before.qualifier and not stated:
        step, qualifier = max(step, rounding_step(before.value or Decimal(0), before.qualifier)), ABOUT
    return Quantity(amount, amount, step, frozenset({qualifier}))


def pool_increase(
    pool: Iterable[Entry], *, period: Period
) -> tuple[Quantity | None, list[Entry], list[tuple[Entry, NotCounted]]]:
    """People added in one pool: between its largest series and the sum of its series, since they may overlap.

    >>> def stated(key, increase):
    ...     return Entry(key, "I3", date(2021, 1, 1), date(2021, 12, 31), increase=Decimal(increase), unit="person",
    ...                  counted_from=date(2021, 1, 1))
    >>> from indicators.figures import years
    >>> bounds, *_ = pool_increase([stated("a", 215664), stated("b", 139937)], period=years(2021, 2025))
    >>> bounds.low, bounds.high
    (Decimal('215664'), Decimal('355601'))
    """
    series: dict[str, list[Entry]] = defaultdict(list)
    for entry in pool:
        series[series_of(entry)].append(entry)
    results = [series_increase(levels, period=period) for levels in series.values()]
    counted = [e for _, some, _ in results for e in some]
    others = [pair for _, _, some in results for pair in some]
    return may_overlap([q for q, _, _ in results if q is not None]), counted, others


def may_overlap(quantities: Iterable[Quantity]) -> Quantity | None:
    """People in several groups that may be the same people: between the largest group and all of them.

    >>> both = may_overlap([Quantity.of(100), Quantity.of(40)])
    >>> both.low, both.high
    (Decimal('100'), Decimal('140'))
    """
    found = list(quantities)
    together = total(found)
    if together is None:
        return None
    largest = max(q.low for q in found)
    return Quantity(min(largest, together.low), max(largest, together.high), together.step, together.qualifiers)


def series_of(entry: Entry) -> str:
    """Which series a result is in: its instrument's, or one of its own.

    Temporary and registered-only results are never in a series with others, nor is a result without instrument.
    """
    if entry.instrument and not entry.is_temporary and not entry.is_registered_only:
        return f"instrument {entry.instrument}"
    return f"result {entry.key}"


def in_one_series(one: Entry, other: Entry) -> bool:
    """Whether two results are levels of one series: the same people, counted in the same way."""
    return series_key(one) == series_key(other)


def series_key(entry: Entry) -> tuple[str | None, ...]:
    """The same of all results of one series, and of no other."""
    return entry.country, entry.indicator, entry.unit, entry.pool, series_of(entry)


def people(entries: Iterable[Entry], *, indicator: str, period: Period, day: date) -> People:
    """Persons that an indicator adds in a period: pools and countries are added bound by bound.

    Different units are never added, households are never turned into persons, temporary payments and people who are
    registered only stand apart, and a potential coverage counts up to 31 December of the year before its target year;
    one without a target year counts nowhere.
    """
    pools: dict[tuple[str | None, str | None], list[Entry]] = defaultdict(list)
    apart: list[tuple[Entry, NotCounted]] = []
    for entry in entries:
        if entry.indicator != indicator or entry.last >= period.end:
            continue
        reason = why_apart(entry, day=day)
        if reason is None:
            pools[entry.country, entry.pool].append(entry)
        elif is_within(entry, period):
            apart.append((entry, reason))
    return _added_up(pools, apart, period)


def _added_up(
    pools: Mapping[tuple[str | None, str | None], list[Entry]],
    apart: list[tuple[Entry, NotCounted]],
    period: Period,
) -> People:
    quantities: list[Quantity] = []
    counted: list[Entry] = []
    for pool in pools.values():
        quantity, some, others = pool_increase(pool, period=period)
        counted.extend(some)
        apart.extend(others)
        if quantity is not None:
            quantities.append(quantity)
    return People(total(quantities), tuple(sorted(counted, key=in_order)), tuple(apart))


def why_apart(entry: Entry, *, day: date) -> NotCounted | None:
    """Why a result is in no sum of persons, whatever its figures; `None` if nothing speaks against it."""
    if entry.unit != PERSON:
        return NotCounted.OTHER_UNIT
    if entry.is_temporary:
        return NotCounted.TEMPORARY
    if entry.is_registered_only:
        return NotCounted.REGISTERED
    if entry.indicator == POTENTIAL and entry.target_year is None:
        return NotCounted.NO_TARGET_YEAR
    if entry.indicator == POTENTIAL and entry.target_year is not None and day.year >= entry.target_year:
        return NotCounted.EXPIRED
    return None


def registered_only(entries: Iterable[Entry], *, period: Period) -> People:
    """Persons registered who do not yet contribute or receive anything: apart, in no headline."""
    pools: dict[tuple[str | None, str | None], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.is_registered_only and not entry.is_temporary and entry.unit == PERSON and entry.last < period.end:
            pools[entry.country, entry.pool].append(entry)
    return _added_up(pools, [], period)


def temporary_recipients(entries: Iterable[Entry], *, period: Period) -> list[Entry]:
    """Results that are temporary payments: each shown as its number of recipients, with its months; never added."""
    return sorted((e for e in entries if e.is_temporary and is_within(e, period)), key=in_order)


def better_protected(entries: Iterable[Entry], *, period: Period, day: date) -> People:
    """Persons with more adequate or more comprehensive benefits: I4 and I5 together.

    In one country they may be the same people, so they lie between the larger of the two and their sum; countries
    are then added bound by bound.
    """
    by_country: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.indicator in (ADEQUATE, COMPREHENSIVE):
            by_country[entry.country or ""].append(entry)
    found: list[People] = []
    quantities: list[Quantity] = []
    for _country, own in sorted(by_country.items()):
        both = [people(own, indicator=code, period=period, day=day) for code in (ADEQUATE, COMPREHENSIVE)]
        found.extend(both)
        quantity = may_overlap([p.quantity for p in both if p.quantity is not None])
        if quantity is not None:
            quantities.append(quantity)
    return People(
        total(quantities),
        tuple(e for p in found for e in p.counted),
        tuple(pair for p in found for pair in p.apart),
    )


def by_first_cover(found: People) -> dict[str, list[Entry]]:
    """What was counted, by whether it is these people's first cover: "yes", "no", and "not-known" (rule 10).

    Against an aim for people "who were excluded before" only "yes" counts; what is not known stands beside it.
    More people covered in practice are therefore never called "newly covered".
    """
    answers: dict[str, list[Entry]] = {"yes": [], "no": [], NOT_KNOWN: []}
    for entry in found.counted:
        answers[entry.first_cover or NOT_KNOWN].append(entry)
    return answers


def world_total(found: People, *, expected: Iterable[str]) -> Total:
    """A world figure with the number of priority countries from which a figure was counted, of all of them.

    What is missing is a gap in the programme's record; it says nothing of what a country did (rule 19).
    """
    countries = frozenset(expected)
    return Total(
        found.quantity, len(found.countries & countries), len(countries), others=len(found.countries - countries)
    )


@dataclass(frozen=True, slots=True)
class Funnel:
    """From law to practice, on one instrument: a missing bar is `None`, "not known"."""

    instrument: str
    entitled: Quantity | None
    registered: Quantity | None
    covered: Quantity | None


def funnels(entries: Iterable[Entry], *, period: Period, day: date) -> list[Funnel]:
    """For each instrument, the people entitled by law, registered, and covered in practice; they are never added."""
    listed = [e for e in entries if e.instrument]
    names = sorted({e.instrument for e in listed if e.instrument and e.indicator in (LEGAL, EFFECTIVE)})
    result = []
    for name in names:
        own = [e for e in listed if e.instrument == name]
        result.append(
            Funnel(
                name,
                people(own, indicator=LEGAL, period=period, day=day).quantity,
                registered_only(own, period=period).quantity,
                people(own, indicator=EFFECTIVE, period=period, day=day).quantity,
            )
        )
    return result
