"""Figures and results as marks of a chart."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.figures import SINCE_2016, Entry, Period, Quantity, stands, years
from indicators.wording import quantity_text
from rmt.charts import STEP_LOST, STEPS_HELD, Area, Bar, YearColumn
from rmt.text import grouped


def columns_by_year(
    entries: Sequence[Entry],
    levels: Mapping[str, int],
    *,
    on: date,
    behind: Callable[[Period], str] | None = None,
) -> list[YearColumn]:
    """Results year by year since 2016, by level; what is dated over several years stands in none (rule 6).

    `behind` gives the address of the results of a year.
    """
    counts: dict[int, list[int]] = {year: [0, 0, 0] for year in range(SINCE_2016.start.year, on.year + 1)}
    for entry in entries:
        if entry.first.year == entry.last.year and entry.last.year in counts:
            counts[entry.last.year][levels[entry.indicator] - 1] += 1
    return [
        YearColumn(str(year), (some[0], some[1], some[2]), behind(years(year, year)) if behind else "")
        for year, some in counts.items()
    ]


def columns_in_words(columns: Sequence[YearColumn], entries: Iterable[Entry]) -> str:
    """What a chart by year shows, in words: its highest year, and how many of the results stand in no column."""
    highest = max(columns, key=lambda column: column.total)
    parts = [_("Most of them in %(year)s: %(count)s.") % {"year": highest.label, "count": grouped(highest.total)}]
    if several := sum(entry.first.year != entry.last.year for entry in entries):
        text = ngettext(
            "%(count)s is dated over several years and stands in no column.",
            "%(count)s are dated over several years and stand in no column.",
            several,
        )
        parts.append(text % {"count": grouped(several)})
    return " ".join(parts)


def bar_of(label: str, quantity: Quantity | None, *, unknown: str = "", **more: Any) -> Bar:
    """A figure as a bar: its exact bounds, open above where its sources say "over"; `unknown` where there is none."""
    if quantity is None:
        return Bar(label, unknown or _("not reported"), None, **more)
    text = quantity_text(quantity) or ""
    return Bar(label, text, quantity.low, quantity.at_most, is_open=quantity.is_open_above, **more)


def area_of(iso3: str, name: str, entries: Iterable[Entry], *, on: date, none: str = "", href: str = "") -> Area:
    """A country or territory on the map of steps: the furthest of those taken there that stands on a day.

    `none` is what is said where no step was taken.
    """
    taken = [entry for entry in entries if entry.step]
    held = [entry.step for entry in taken if entry.step and stands(entry, on=on)]
    shade = max(held, default=STEP_LOST if taken else 0)
    return Area(iso3, name, shade, str(STEPS_HELD[shade]) if shade or not none else none, href)
