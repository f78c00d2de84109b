"""Each kind of chart with its table: the same on a page, in its files and in a document."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from rmt.charts.chart import Cell, Chart
from rmt.charts.drawings import draw_bars, draw_columns, draw_world
from rmt.charts.marks import Bar, YearColumn, bars
from rmt.charts.world import BOUNDARIES


def chart_of_bars(
    rows: Sequence[Bar],
    *,
    id: str,
    title: str,
    description: str,
    unit: str,
    largest: Decimal | None = None,
    **more: Any,
) -> Chart:
    """Figures as bars; `unit` is what they are counted in, `largest` puts several charts on one scale."""
    placed = bars(rows, largest=largest)
    has_targets = any(one["target"] is not None for one in placed)
    header = [_("What"), _("Figure"), _("At least"), _("At most"), _("Counted in"), *[_("Target")] * has_targets]
    lines = [[bar.label, bar.text, *_bounds_of(bar), unit, *[bar.target] * has_targets] for bar in rows]
    draw = partial(draw_bars, placed=placed)
    return Chart(id, title, description, header, lines, draw, hrefs=[bar.href for bar in rows], **more)


def _bounds_of(bar: Bar) -> tuple[Decimal | None, Decimal | None]:
    """At least and at most; nothing where the figure is not known, or there is no end to it."""
    return bar.low, None if bar.is_open else bar.low if bar.high is None else bar.high


def chart_of_columns(
    rows: Sequence[YearColumn], *, id: str, title: str, description: str, only: str = "", **more: Any
) -> Chart:
    """Results by year, in columns of the three levels; where they are of one level, `only` is what is counted."""
    header = [_("Year"), _("Deliverables"), _("Institutional results"), _("Impact on people")]
    lines: list[list[Cell]] = [[row.label, *row.counts] for row in rows]
    if only:
        header, lines = [_("Year"), only], [[row.label, row.total] for row in rows]
    draw = partial(draw_columns, rows=rows, is_of_one_level=bool(only))
    return Chart(id, title, description, header, lines, draw, hrefs=[row.href for row in rows], **more)


def chart_of_world(
    placed: Mapping[str, Any], *, id: str, title: str, description: str, measures: str = "", **more: Any
) -> Chart:
    """The map as `world` placed it, with the disclaimer on boundaries; `measures` is what its shades measure."""
    shown = [one["area"] for one in placed["areas"]]
    header = [_("Country or territory"), "ISO3", measures or _("How far it has come")]
    lines: list[list[Cell]] = [
        [area.name, area.iso3, f"{area.text}; {area.note}" if area.note else area.text] for area in shown
    ]
    draw = partial(draw_world, world=dict(placed), view_box=(1010, 436), legend=placed["legend"])
    note = str(BOUNDARIES)
    return Chart(id, title, description, header, lines, draw, hrefs=[area.href for area in shown], note=note, **more)
