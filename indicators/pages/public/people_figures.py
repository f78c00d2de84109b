"""Figures of people: by phase and country, what is shown in no sum and why, and what stands apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import figures
from indicators.figures import PHASE_1, SINCE_2016, Entry, NotCounted, People, Quantity, years
from indicators.models import Indicator
from indicators.pages.explorer import NOWHERE
from indicators.pages.public.targets import Aim, aim_for
from indicators.pages.published import Division, PublishedResult, Reading, Window, category_names, division_of, windows
from indicators.wording import coverage_text, months_text, quantity_text, reported_text, why_text
from rmt.charts import Bar

MOST_APART = 20
IN_BLOCKS_OF_THEIR_OWN = (NotCounted.TEMPORARY, NotCounted.REGISTERED)


@dataclass(frozen=True)
class Cell:
    """People added in one window, in a country or in all."""

    found: People

    @property
    def quantity(self) -> Quantity | None:
        return self.found.quantity

    @property
    def unknown(self) -> str:
        """What to say where there is no sum: something was reported, or nothing."""
        return _("in no sum") if self.found.apart else _("not reported")


@dataclass(frozen=True)
class PeopleFigure(Cell):
    """The same of all countries, beside its target; `how_many_report` is "5 of 21 countries report"."""

    window: Window
    how_many_report: str
    aim: Aim | None


@dataclass(frozen=True)
class CountryRow:
    """One country: a figure for each window, how many results are in the last, and the address of its results."""

    name: str
    url: str
    cells: tuple[Cell, ...]
    behind: str

    @property
    def counted(self) -> int:
        return len(self.cells[-1].found.counted)


@dataclass(frozen=True)
class RegionRows(CountryRow):
    """The same of a region: pools and countries are added bound by bound."""

    rows: tuple[CountryRow, ...] = ()


@dataclass(frozen=True)
class Apart:
    """A result beside the sums: what it reports, and why it is in none, or for how long it was paid."""

    key: str
    reading: Reading
    reported: str
    why: str

    @property
    def result(self) -> PublishedResult:
        return self.reading.results[self.key]


@dataclass(frozen=True)
class Aside:
    """Results beside the sums, the last first; `more` are left out, and stand at `url` with all others."""

    rows: tuple[Apart, ...] = ()
    more: int = 0
    url: str = ""

    def __bool__(self) -> bool:
        return bool(self.rows)


Beside = Sequence[tuple[Entry, str, str]]


def aside(said: Beside, reading: Reading) -> Aside:
    """Results with what they report and why they stand apart."""
    shown = said[:MOST_APART]
    reading.want(entry for entry, _reported, _why in shown)
    rows = tuple(Apart(entry.key, reading, reported, why) for entry, reported, why in shown)
    return Aside(rows, len(said) - len(shown), reading.behind())


@dataclass(frozen=True)
class YearEnd:
    """A potential coverage at the end of a year, country by country."""

    year: int
    found: People
    countries: tuple[tuple[str, Quantity | None], ...]


@dataclass(frozen=True)
class PeopleBlock:
    """The figures of one indicator of people; a view of several has a block for each, never added up."""

    code: str
    name: str
    figures: tuple[PeopleFigure, ...]
    regions: tuple[RegionRows, ...]
    years: tuple[Bar, ...]
    divisions: tuple[Division, ...]
    apart: Aside
    temporary: Aside
    registered: tuple[tuple[Window, People], ...]
    registered_results: Aside
    year_ends: tuple[YearEnd, ...] = field(default=())

    @property
    def results_counted(self) -> int:
        return len(self.figures[-1].found.counted)

    @property
    def has_bounds(self) -> bool:
        """Whether any figure lies between two bounds."""
        rows = [row for region in self.regions for row in (region, *region.rows)]
        cells = [*self.figures, *(cell for row in rows for cell in row.cells)]
        return any(cell.quantity and not cell.quantity.is_one_number for cell in cells)


def people_block(
    indicator: Indicator, entries: Sequence[Entry], reading: Reading, *, on: date, aims: Sequence[Aim] | None
) -> PeopleBlock:
    """What the `entries` of an indicator add up to.

    Without `aims` it is a view: its targets are another's, no country is expected to report it, and it is itself one
    group of people, which nothing divides further.
    """
    code = indicator.code
    own = [e for e in entries if e.indicator == code]
    found = [_figure(code, own, window, aims, reading) for window in windows(on=on)]
    registered = [(w, figures.registered_only(own, period=w.period)) for w in windows(on=on)]
    temporary = figures.temporary_recipients(own, period=SINCE_2016)
    return PeopleBlock(
        code=code,
        name=indicator.name_en,
        figures=tuple(found),
        regions=tuple(_regions(code, own, reading, on=on)),
        years=tuple(_years(code, own, reading, on=on)),
        divisions=() if aims is None else tuple(_divisions(indicator, found[-1].found, own)),
        apart=aside(_apart(found), reading),
        temporary=aside([(e, reported_text(e), months_text(e)) for e in reversed(temporary)], reading),
        registered=tuple(pair for pair in registered if pair[1].quantity is not None),
        registered_results=aside([(e, reported_text(e), "") for e in reversed(registered[-1][1].counted)], reading),
        year_ends=tuple(_year_ends(own, reading, on=on)) if code == figures.POTENTIAL else (),
    )


def _figure(
    code: str, entries: Sequence[Entry], window: Window, aims: Sequence[Aim] | None, reading: Reading
) -> PeopleFigure:
    found = figures.people(entries, indicator=code, period=window.period, day=window.day)
    aim = aim_for(aims or (), unit="persons", period=window.period)
    expected = reading.expected_on(window.day) if aims is not None and window.is_phase else None
    return PeopleFigure(found, window, _how_many_report(found, expected), aim)


def _how_many_report(found: People, expected: set[str] | None) -> str:
    """Of how many that were expected to, for a phase; else only how many there are."""
    if expected is not None:
        return coverage_text(figures.world_total(found, expected=expected))
    number = len(found.countries)
    return ngettext("%(count)s country reports", "%(count)s countries report", number) % {"count": number}


def _regions(code: str, entries: Sequence[Entry], reading: Reading, *, on: date) -> Iterator[RegionRows]:
    """Every country with a result since 2016, under its region."""

    def cells(own: Sequence[Entry]) -> tuple[Cell, ...]:
        return tuple(Cell(figures.people(own, indicator=code, period=w.period, day=w.day)) for w in windows(on=on))

    for region in reading.regions(figures.reported_in_period(entries, SINCE_2016)):
        rows = tuple(
            CountryRow(
                place.name,
                place.url,
                cells(own),
                reading.behind(SINCE_2016, indicator=code, country=place.slug or NOWHERE),
            )
            for place, own in region.countries
        )
        yield RegionRows(region.name, "", cells(region.entries), region.url, rows)


def _years(code: str, entries: Sequence[Entry], reading: Reading, *, on: date) -> Iterator[Bar]:
    """People added year by year: a year without a figure is a gap, never 0."""
    for year in range(SINCE_2016.start.year, on.year + 1):
        period = years(year, year)
        found = figures.people(entries, indicator=code, period=period, day=figures.last_day(period, as_of=on))
        quantity, behind = found.quantity, reading.behind(period, indicator=code)
        if quantity is None:
            yield Bar(str(year), Cell(found).unknown, None, href=behind if found.apart else "")
        else:
            yield Bar(str(year), quantity_text(quantity) or "", *quantity.rounded(), href=behind)


def _divisions(indicator: Indicator, found: People, entries: Sequence[Entry]) -> Iterator[Division]:
    """Who the people counted since 2016 are, one dimension at a time (rule 12)."""
    asked = [dimension.code for dimension in indicator.dimensions.all()]
    if not asked or not found.counted:
        return
    series: dict[tuple[str | None, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        series[figures.series_key(entry)].append(entry)
    together = figures.divided_together(
        ((entry, figures.people_divided(entry, series[figures.series_key(entry)])) for entry in found.counted),
        dimensions=asked,
    )
    names = category_names()
    for code in asked:
        yield division_of(code, together[code], names)


def _apart(found: Iterable[PeopleFigure]) -> Beside:
    """What is shown in no sum, each result once with the reason of its phase, the last achieved first."""
    reasons: dict[Entry, NotCounted] = {}
    for figure in found:
        for entry, reason in figure.found.apart:
            reasons.setdefault(entry, reason)
    shown = [e for e, reason in reasons.items() if reason not in IN_BLOCKS_OF_THEIR_OWN]
    in_order = sorted(shown, key=figures.in_order, reverse=True)
    return [(e, reported_text(e), why_text(e, reasons[e])) for e in in_order]


def _year_ends(entries: Sequence[Entry], reading: Reading, *, on: date) -> Iterable[YearEnd]:
    """What was potential at the end of each year that has ended: it lapses in its target year (rule 10)."""
    for year in range(PHASE_1.start.year, on.year + 1):
        period = years(PHASE_1.start.year, year)
        if period.last > on:
            return
        by_country = figures.by_country(entries).values()
        found = [(own, _potential(own, period)) for own in by_country]
        named = [(reading.places[own[0].country].name, p.quantity) for own, p in found if p.quantity is not None]
        yield YearEnd(year, _potential(entries, period), tuple(sorted(named, key=lambda pair: pair[0])))


def _potential(entries: Sequence[Entry], period: figures.Period) -> People:
    return figures.people(entries, indicator=figures.POTENTIAL, period=period, day=period.last)
