"""The tables by region and country: what their rows have in common, whatever their cells hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from indicators import figures
from indicators.figures import SINCE_2016, Entry
from indicators.pages.explorer import NOWHERE
from indicators.pages.published import Reading


@dataclass(frozen=True)
class PlaceRow:
    """A country, or a region with its countries: a cell for each window, whether any was lost, and its results."""

    name: str
    url: str
    results_url: str
    cells: Sequence[Any]
    has_lost: bool
    rows: Sequence["PlaceRow"] = ()


def place_rows(
    entries: Sequence[Entry],
    reading: Reading,
    *,
    cells_of: Callable[[Sequence[Entry]], Sequence[Any]],
    has_lost: Callable[[Sequence[Entry]], bool] = lambda entries: False,
    **asked: Any,
) -> list[PlaceRow]:
    """Every country with a result since 2016, under its region.

    `cells_of` gives the cells of some entries, `has_lost` whether any of them was lost; `asked` narrows the results
    that a country leads to.
    """
    found = []
    for region in reading.regions(figures.reported_in_period(entries, SINCE_2016)):
        rows = [
            PlaceRow(
                place.name,
                place.url,
                reading.behind(SINCE_2016, country=place.slug or NOWHERE, **asked),
                cells_of(own),
                has_lost(own),
            )
            for place, own in region.countries
        ]
        found.append(PlaceRow(region.name, "", region.url, cells_of(region.entries), False, rows))
    return found
