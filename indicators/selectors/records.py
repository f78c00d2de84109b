"""What is counted record by record or summed as reported: deliverables, money, and views that count records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from countries.selectors.listing import Listed
from indicators import figures
from indicators.figures import SINCE_2016, Entry, People, Quantity
from indicators.models import Indicator
from indicators.selectors.people import Apart
from indicators.selectors.windows import Window, windows
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
    """One country, or the world: its counts, window by window."""

    name: str
    url: str
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class RecordsBlock:
    counts: tuple[Count, ...]
    rows: tuple[RecordsRow, ...]
    apart: tuple[Apart, ...]
    adds_up: bool
    unit: str


def records_block(indicator: Indicator, rows: Sequence[Listed], entries: Sequence[Entry], *, on: date) -> RecordsBlock:
    """The records among `entries` (of an indicator, or what its view lets through), and what they add up to."""
    by_key = {row.entry.key: row for row in rows}
    counts = _counts(indicator, entries, on=on)
    return RecordsBlock(
        counts=counts,
        rows=tuple(_rows(indicator, entries, by_key, on=on)),
        apart=tuple(
            Apart(by_key[e.key], reported_text(e), why_text(e, reason))
            for e, reason in (counts[-1].summed.apart if counts[-1].summed else ())
        ),
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
    return Count(window, len(inside), len(figures.by_country(e for e in inside if e.country)), summed)


def _rows(
    indicator: Indicator, entries: Sequence[Entry], results: Mapping[str, Listed], *, on: date
) -> list[RecordsRow]:
    by_country = figures.by_country(figures.reported_in_period(entries, SINCE_2016))
    found = [
        RecordsRow(results[own[0].key].country, results[own[0].key].country_url, _counts(indicator, own, on=on))
        for own in by_country.values()
    ]
    return sorted(found, key=lambda row: row.name)
