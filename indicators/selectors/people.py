"""Figures of people: by phase and country, what is shown in no sum and why, and what stands apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import priority_countries_on
from countries.selectors.listing import Listed
from indicators import figures
from indicators.figures import PHASE_1, SINCE_2016, Entry, NotCounted, People, Quantity, years
from indicators.models import Indicator
from indicators.selectors.aims import Aim, aim_for
from indicators.selectors.windows import Window, windows
from indicators.wording import coverage_text, months_text, reported_text, why_text

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
    """One country: a figure for each window, and how many results are in the last."""

    name: str
    url: str
    cells: tuple[Cell, ...]

    @property
    def counted(self) -> int:
        return len(self.cells[-1].found.counted)


@dataclass(frozen=True)
class Apart:
    """A result beside the sums: what it reports, and why it is in none, or for how long it was paid."""

    result: Listed
    reported: str
    why: str


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
    countries: tuple[CountryRow, ...]
    apart: tuple[Apart, ...]
    temporary: tuple[Apart, ...]
    registered: tuple[tuple[Window, People], ...]
    registered_results: tuple[Apart, ...]
    year_ends: tuple[YearEnd, ...] = field(default=())

    @property
    def results_counted(self) -> int:
        return len(self.figures[-1].found.counted)

    @property
    def has_bounds(self) -> bool:
        """Whether any figure lies between two bounds."""
        cells = [*self.figures, *(cell for row in self.countries for cell in row.cells)]
        return any(cell.quantity and not cell.quantity.is_one_number for cell in cells)


def people_block(
    indicator: Indicator, rows: Sequence[Listed], entries: Sequence[Entry], *, on: date, aims: Sequence[Aim] | None
) -> PeopleBlock:
    """What the `entries` of an indicator add up to; `rows` are the same results as lists show them.

    Without `aims` it is a view: its targets are another's, and no country is expected to report it.
    """
    by_key = {row.entry.key: row for row in rows}
    own = [e for e in entries if e.indicator == indicator.code]
    found = [_figure(indicator.code, own, window, aims) for window in windows(on=on)]
    registered = [(w, figures.registered_only(own, period=w.period)) for w in windows(on=on)]
    return PeopleBlock(
        code=indicator.code,
        name=indicator.name_en,
        figures=tuple(found),
        countries=tuple(_country_rows(indicator.code, own, by_key, on=on)),
        apart=tuple(_apart(found, by_key)),
        temporary=tuple(
            Apart(by_key[e.key], reported_text(e), months_text(e))
            for e in figures.temporary_recipients(own, period=SINCE_2016)
        ),
        registered=tuple(pair for pair in registered if pair[1].quantity is not None),
        registered_results=tuple(Apart(by_key[e.key], reported_text(e), "") for e in registered[-1][1].counted),
        year_ends=tuple(_year_ends(own, by_key, on=on)) if indicator.code == figures.POTENTIAL else (),
    )


def _figure(code: str, entries: Sequence[Entry], window: Window, aims: Sequence[Aim] | None) -> PeopleFigure:
    found = figures.people(entries, indicator=code, period=window.period, day=window.day)
    aim = aim_for(aims or (), unit="persons", period=window.period)
    return PeopleFigure(found, window, _how_many_report(found, window, expected=aims is not None), aim)


def _how_many_report(found: People, window: Window, *, expected: bool) -> str:
    """Of how many that were expected to, for a phase; else only how many there are."""
    if expected and window.is_phase:
        priority = priority_countries_on(window.day).order_by().values_list("iso3", flat=True)
        return coverage_text(figures.world_total(found, expected=priority))
    number = len(found.countries)
    return ngettext("%(count)s country reports", "%(count)s countries report", number) % {"count": number}


def _country_rows(
    code: str, entries: Sequence[Entry], results: Mapping[str, Listed], *, on: date
) -> Iterable[CountryRow]:
    """Every country with a result since 2016, by name."""
    since_2016 = figures.reported_in_period(entries, SINCE_2016)
    rows = []
    for own in figures.by_country(since_2016).values():
        cells = [Cell(figures.people(own, indicator=code, period=w.period, day=w.day)) for w in windows(on=on)]
        first = results[own[0].key]
        rows.append(CountryRow(first.country, first.country_url, tuple(cells)))
    return sorted(rows, key=lambda row: row.name)


def _apart(found: Iterable[PeopleFigure], results: Mapping[str, Listed]) -> list[Apart]:
    """What is shown in no sum, each result once with the reason of its phase, the last achieved first."""
    reasons: dict[Entry, NotCounted] = {}
    for figure in found:
        for entry, reason in figure.found.apart:
            reasons.setdefault(entry, reason)
    shown = [e for e, reason in reasons.items() if reason not in IN_BLOCKS_OF_THEIR_OWN]
    return [
        Apart(results[e.key], reported_text(e), why_text(e, reasons[e]))
        for e in sorted(shown, key=figures.in_order, reverse=True)
    ]


def _year_ends(entries: Sequence[Entry], results: Mapping[str, Listed], *, on: date) -> Iterable[YearEnd]:
    """What was potential at the end of each year that has ended: it lapses in its target year (rule 10)."""
    for year in range(PHASE_1.start.year, on.year + 1):
        period = years(PHASE_1.start.year, year)
        if period.last > on:
            return
        by_country = figures.by_country(entries).values()
        found = [(own, _potential(own, period)) for own in by_country]
        named = [(results[own[0].key].country, p.quantity) for own, p in found if p.quantity is not None]
        yield YearEnd(year, _potential(entries, period), tuple(sorted(named, key=lambda pair: pair[0])))


def _potential(entries: Sequence[Entry], period: figures.Period) -> People:
    return figures.people(entries, indicator=figures.POTENTIAL, period=period, day=period.last)
