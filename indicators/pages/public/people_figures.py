"""Figures of people by phase and country; what is in no sum, and why; what is shown apart."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import figures
from indicators.figures import SINCE_2016, Entry, NotCounted, People, Quantity, years
from indicators.models import Indicator
from indicators.pages.public.places import PlaceRow, place_rows
from indicators.pages.public.targets import TargetLine, aim_for
from indicators.pages.published import (
    Division,
    PublishedResult,
    Reading,
    Window,
    bar_of,
    category_names,
    division_of,
)
from indicators.wording import coverage_text, months_text, reported_text, why_text
from rmt.charts import Bar

MOST_APART = 20
IN_BLOCKS_OF_THEIR_OWN = (NotCounted.TEMPORARY, NotCounted.REGISTERED)


@dataclass(frozen=True)
class PeopleFigure:
    """People added in one window, in a country or in all.

    Of all countries also how complete it is ("figures from 5 of 21 priority countries"), its window and its target.
    """

    found: People
    how_many_report: str = ""
    window: Window | None = None
    aim: TargetLine | None = None

    @property
    def quantity(self) -> Quantity | None:
        return self.found.quantity

    @property
    def unknown(self) -> str:
        """What to say where there is no sum: something was reported, or nothing."""
        return _("not counted") if self.found.apart else _("not reported")


@dataclass(frozen=True)
class Aside:
    """Results beside the sums, the last first, each with what it reports and why it is in none."""

    reading: Reading
    found: Sequence[tuple[Entry, str, str]]

    def __bool__(self) -> bool:
        return bool(self.found)

    @property
    def rows(self) -> list[tuple[PublishedResult, str, str]]:
        """Those that are named here; the page reads all of its results at once, so they are looked up only now."""
        results = self.reading.results
        return [(results[entry.key], reported, why) for entry, reported, why in self.found[:MOST_APART]]

    @property
    def more(self) -> int:
        """How many are left out; `url` leads to them and all others."""
        return max(0, len(self.found) - MOST_APART)

    @property
    def url(self) -> str:
        return self.reading.behind()


def aside(found: Sequence[tuple[Entry, str, str]], reading: Reading) -> Aside:
    """Results that are shown apart, each with what it reports and why."""
    reading.want(entry for entry, _reported, _why in found[:MOST_APART])
    return Aside(reading, found)


@dataclass(frozen=True)
class PeopleFigures:
    """The figures of one indicator of people; a view of several has a block for each, never added up.

    `year_ends` are potential coverage on 31 December: the year, all of it, and what each country has of it.
    """

    code: str
    name: str
    figures: Sequence[PeopleFigure]
    regions: Sequence[PlaceRow]
    years: Sequence[Bar]
    divisions: Sequence[Division]
    apart: Aside
    temporary: Aside
    registered: Sequence[tuple[Window, People]]
    registered_results: Aside
    year_ends: Sequence[tuple[int, People, Sequence[tuple[str, Quantity | None]]]]

    @property
    def has_bounds(self) -> bool:
        """Whether any figure lies between two bounds."""
        rows = [row for region in self.regions for row in (region, *region.rows)]
        cells = [*self.figures, *(cell for row in rows for cell in row.cells)]
        return any(cell.quantity and not cell.quantity.is_one_number for cell in cells)


def people_block(
    indicator: Indicator, entries: Sequence[Entry], reading: Reading, *, on: date, aims: Sequence[TargetLine] | None
) -> PeopleFigures:
    """What the `entries` of an indicator add up to.

    Without `aims` it is a view: its targets are another's, no country is expected to report it, and it is itself one
    group of people, which nothing divides further.
    """
    code = indicator.code
    own = [e for e in entries if e.indicator == code]
    found = [_figure(code, own, window, aims, reading) for window in reading.windows(on=on)]
    registered = [(w, figures.registered_only(own, period=w.period)) for w in reading.windows(on=on)]
    temporary = figures.temporary_recipients(own, period=SINCE_2016)
    return PeopleFigures(
        code=code,
        name=indicator.name_en,
        figures=found,
        regions=_regions(code, own, reading, on=on),
        years=list(_years(code, own, reading, on=on)),
        divisions=() if aims is None else list(_divisions(indicator, found[-1].found, own)),
        apart=aside(_apart(found), reading),
        temporary=aside([(e, reported_text(e), months_text(e)) for e in reversed(temporary)], reading),
        registered=[(window, people) for window, people in registered if people.quantity is not None],
        registered_results=aside(_registered(registered[-1][1]), reading),
        year_ends=list(_year_ends(own, reading, on=on)) if code == figures.POTENTIAL else (),
    )


def _figure(
    code: str, entries: Sequence[Entry], window: Window, aims: Sequence[TargetLine] | None, reading: Reading
) -> PeopleFigure:
    found = figures.people(entries, indicator=code, period=window.period, day=window.day)
    aim = aim_for(aims or (), unit="persons", period=window.period)
    expected = reading.expected_on(window.day) if aims is not None and window.is_phase else None
    return PeopleFigure(found, _how_many_report(found, expected), window, aim)


def _how_many_report(found: People, expected: set[str] | None) -> str:
    """Of how many that were expected to, for a phase; else only how many there are."""
    if expected is not None:
        return coverage_text(figures.world_total(found, expected=expected))
    number = len(found.countries)
    return ngettext(
        "figures from %(count)s country or territory", "figures from %(count)s countries and territories", number
    ) % {"count": number}


def _regions(code: str, entries: Sequence[Entry], reading: Reading, *, on: date) -> list[PlaceRow]:
    """Country by country, a figure for each window."""

    def cells_of(own: Sequence[Entry]) -> list[PeopleFigure]:
        found = [figures.people(own, indicator=code, period=w.period, day=w.day) for w in reading.windows(on=on)]
        return [PeopleFigure(people) for people in found]

    return place_rows(entries, reading, cells_of=cells_of, indicator=code)


def _years(code: str, entries: Sequence[Entry], reading: Reading, *, on: date) -> Iterator[Bar]:
    """People added year by year: a year without a figure is a gap, never 0."""
    for year in range(SINCE_2016.start.year, on.year + 1):
        period = years(SINCE_2016.start.year, year)
        found = figures.people(entries, indicator=code, period=period, day=figures.last_day(period, as_of=on))
        quantity, behind = found.quantity, reading.behind(period, indicator=code)
        has_results = quantity is not None or found.apart
        yield bar_of(str(year), quantity, unknown=PeopleFigure(found).unknown, href=behind if has_results else "")


def _divisions(indicator: Indicator, found: People, entries: Sequence[Entry]) -> Iterator[Division]:
    """Who the people counted since 2016 are, one dimension at a time (rule 12)."""
    asked = [dimension.code for dimension in indicator.dimensions.all()]
    if not asked or not found.counted:
        return
    series: dict[tuple[str | None, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        series[figures.series_key(entry)].append(entry)
    divided = figures.divided_together(
        ((entry, figures.people_divided(entry, series[figures.series_key(entry)])) for entry in found.counted),
        dimensions=asked,
    )
    names = category_names()
    for code in asked:
        has_withheld = any(key.startswith(f"{code}:") for entry in found.counted for key in entry.hidden)
        yield division_of(code, divided[code], names, whole=found.quantity, has_withheld=has_withheld)


def _apart(found: Sequence[PeopleFigure]) -> list[tuple[Entry, str, str]]:
    """What is shown in no sum, each result once with the reason of its phase, the last achieved first."""
    reasons: dict[Entry, NotCounted] = {}
    for figure in found:
        for entry, reason in figure.found.apart:
            reasons.setdefault(entry, reason)
    counted = set(found[-1].found.counted)  # since 2016: a span across two phases is in no phase, but in a sum
    shown = [e for e, reason in reasons.items() if reason not in IN_BLOCKS_OF_THEIR_OWN and e not in counted]
    in_order = sorted(shown, key=figures.in_order, reverse=True)
    return [(e, reported_text(e), why_text(e, reasons[e])) for e in in_order]


def _registered(found: People) -> list[tuple[Entry, str, str]]:
    """Who is registered only since 2016, counted or not: what is in no sum stands with its reason."""
    listed = [*((entry, "") for entry in found.counted), *((entry, why_text(entry, why)) for entry, why in found.apart)]
    listed.sort(key=lambda pair: figures.in_order(pair[0]), reverse=True)
    return [(entry, reported_text(entry), why) for entry, why in listed]


def _year_ends(
    entries: Sequence[Entry], reading: Reading, *, on: date
) -> Iterator[tuple[int, People, list[tuple[str, Quantity | None]]]]:
    """What was potential at the end of each year that has ended: it lapses in its target year (rule 10)."""
    for year in range(SINCE_2016.start.year, on.year + 1):
        period = years(SINCE_2016.start.year, year)
        if period.last > on:
            return
        countries = []
        for own in figures.by_country(entries).values():
            potential = _potential(own, period)
            if potential.quantity is not None:
                countries.append((reading.places[own[0].country].name, potential.quantity))
        yield year, _potential(entries, period), sorted(countries, key=lambda pair: pair[0])


def _potential(entries: Sequence[Entry], period: figures.Period) -> People:
    return figures.people(entries, indicator=figures.POTENTIAL, period=period, day=period.last)
