"""What is counted record by record or summed as reported: deliverables, money, and views that count records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from indicators import figures
from indicators.figures import SINCE_2016, Entry, People, Quantity
from indicators.models import Indicator
from indicators.pages.explorer import NOWHERE
from indicators.pages.public.people_figures import Aside, aside
from indicators.pages.published import Reading, Window, windows
from indicators.wording import reported_text, unit_text, why_text


@dataclass(frozen=True)
class Count:
    """Records of one window, the countries that they are of, and their sum where the indicator adds one up."""

    window: Window
    records: int
    countries: int
    summed: People | None

    @property
    def quantity(self) -> Quantity | None:
        return self.summed.quantity if self.summed else None


@dataclass(frozen=True)
class RecordsRow:
    """One country, or the world: its counts, window by window, and the address of its results."""

    name: str
    url: str
    counts: tuple[Count, ...]
    behind: str


@dataclass(frozen=True)
class RecordsRegion:
    """The countries of a region, and its own counts."""

    name: str
    url: str
    counts: tuple[Count, ...]
    rows: tuple[RecordsRow, ...]


@dataclass(frozen=True)
class RecordsBlock:
    counts: tuple[Count, ...]
    regions: tuple[RecordsRegion, ...]
    apart: Aside
    adds_up: bool
    unit: str


def records_block(indicator: Indicator, entries: Sequence[Entry], reading: Reading, *, on: date) -> RecordsBlock:
    """The records among `entries` (of an indicator, or what its view lets through), and what they add up to."""
    counts = _counts(indicator, entries, on=on)
    left_out = counts[-1].summed.apart if counts[-1].summed else ()
    apart = [(e, reported_text(e), why_text(e, reason)) for e, reason in reversed(left_out)]
    return RecordsBlock(
        counts=counts,
        regions=tuple(_regions(indicator, entries, reading, on=on)),
        apart=aside(apart, reading),
        adds_up=indicator.has_value,
        unit=unit_text(indicator.unit),
    )


def _counts(indicator: Indicator, entries: Sequence[Entry], *, on: date) -> tuple[Count, ...]:
    return tuple(_count(indicator, entries, window) for window in windows(on=on))


def _count(indicator: Indicator, entries: Sequence[Entry], window: Window) -> Count:
    inside = figures.reported_in_period(entries, window.period)
    summed = (
        figures.sums(inside, indicator=indicator.code, unit=indicator.unit, period=window.period)
        if indicator.has_value
        else None
    )
    return Count(window, len(inside), len({e.country for e in inside if e.country}), summed)


def _regions(indicator: Indicator, entries: Sequence[Entry], reading: Reading, *, on: date) -> Iterable[RecordsRegion]:
    for region in reading.regions(figures.reported_in_period(entries, SINCE_2016)):
        yield RecordsRegion(
            region.name,
            region.url,
            _counts(indicator, region.entries, on=on),
            tuple(
                RecordsRow(
                    place.name,
                    place.url,
                    _counts(indicator, own, on=on),
                    reading.behind(SINCE_2016, country=place.slug or NOWHERE),
                )
                for place, own in region.countries
            ),
        )
