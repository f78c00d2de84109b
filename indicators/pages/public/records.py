"""What is counted record by record or summed as reported: deliverables, money, and views that count records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators import figures
from indicators.figures import Entry, People, Quantity
from indicators.models import Indicator
from indicators.pages.public.people_figures import aside
from indicators.pages.public.places import place_rows
from indicators.pages.published import Reading, Window
from indicators.wording import reported_text, unit_text, why_text


@dataclass(frozen=True)
class RecordsFigure:
    """Records of one window, the countries that they are of, and their sum where the indicator adds one up."""

    window: Window
    records: int
    countries: int
    summed: People | None

    @property
    def quantity(self) -> Quantity | None:
        return self.summed.quantity if self.summed else None


def records_block(indicator: Indicator, entries: Sequence[Entry], reading: Reading, *, on: date) -> dict[str, Any]:
    """The records among `entries` (of an indicator, or what its view lets through), and what they add up to.

    The figures of all countries, window by window, and the same by region and country.
    """

    def cells_of(own: Sequence[Entry]) -> list[RecordsFigure]:
        return [_figure(indicator, own, window) for window in reading.windows(on=on)]

    found = cells_of(entries)
    left_out = found[-1].summed.apart if found[-1].summed else ()
    apart = [(e, reported_text(e), why_text(e, reason)) for e, reason in reversed(left_out)]
    return {
        "figures": found,
        "regions": place_rows(entries, reading, cells_of=cells_of),
        "apart": aside(apart, reading),
        "adds_up": indicator.has_value,
        "unit": unit_text(indicator.unit),
    }


def _figure(indicator: Indicator, entries: Sequence[Entry], window: Window) -> RecordsFigure:
    inside = figures.reported_in_period(entries, window.period)
    summed = (
        figures.sums(inside, indicator=indicator.code, unit=indicator.unit, period=window.period)
        if indicator.has_value
        else None
    )
    return RecordsFigure(window, len(inside), len({e.country for e in inside if e.country}), summed)
