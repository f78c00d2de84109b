"""The tags that print charts and maps; each needs an `id` that no other chart of the page has.

Each puts below itself the same numbers as a table, and the files of the chart. A chart with a template of its own says
`{% chart_files chart %}` below its marks, with a `rmt.charts.Chart`.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rmt.charts import (
    STEPS_HELD,
    Area,
    Bar,
    Chart,
    Point,
    YearColumn,
    bars,
    cell_text,
    columns,
    draw_bars,
    draw_columns,
    draw_lines,
    draw_multiples,
    draw_world,
    place_of_year,
    points,
    world,
)

register = template.Library()

FILES = ("csv", "png", "svg", "txt")
BOUNDARIES = gettext_lazy(
    "The boundaries and names shown do not imply endorsement or acceptance by the programme or by the United Nations. "
    "Areas with a dashed edge are undetermined. The final boundary between Sudan and South Sudan and the final status "
    "of Abyei are not yet determined. A dotted line in Jammu and Kashmir is not drawn at this scale; its final status "
    "has not been agreed by the parties. There is a dispute over the sovereignty of the Falkland Islands (Malvinas)."
)


@register.inclusion_tag("components/charts/files.html", takes_context=True)
def chart_files(context, chart: Chart):
    """What stands below every chart: its numbers as a table, CSV, PNG, SVG, the API where there is one, how to cite it.

    The files are at addresses of their own below that of the page, and answer what the page was asked: its filters, its
    day. `rmt.site.sharing.charts` takes the chart from the request when it makes one of them.
    """
    request = getattr(context, "request", None)
    asked = getattr(request, "asked_for", None)
    if request is None or asked is None:
        return {"chart": chart}
    request.charts = {**getattr(request, "charts", {}), chart.id: chart}
    query = urlencode(asked)
    return {
        "chart": chart,
        "page": request.path,
        "query": urlencode({name: value for name, value in asked.items() if name != "as_of"}),
        "day": asked.get("as_of"),
        "files": {kind: f"{request.path}charts/{chart.id}.{kind}{'?' * bool(query)}{query}" for kind in FILES},
    }


register.filter("cell", cell_text)


@register.inclusion_tag("components/charts/bars.html", takes_context=True)
def bar_chart(
    context,
    rows: Sequence[Bar],
    *,
    id: str,
    title: str,
    description: str,
    unit: str,
    largest: Decimal | None = None,
    source: str = "",
    api: str = "",
):
    """Figures as bars: solid as far as is certain, hatched where groups may overlap, a mark for each target.

    `largest` puts several charts of a page on one scale."""
    placed = bars(rows, largest=largest)
    has_bounds, has_targets = any(p["possible"] for p in placed), any(p["target"] is not None for p in placed)
    header = [_("What"), _("Figure"), _("At least"), _("At most"), _("Counted in"), *[_("Target")] * has_targets]
    chart = Chart(
        id, title, description, header,
        [[bar.label, bar.text, *_bounds_of(bar), unit, *[bar.target] * has_targets] for bar in rows],
        partial(draw_bars, placed=placed), hrefs=[bar.href for bar in rows], source=source, api=api,
    )  # fmt: skip
    return {"id": id, "chart": chart, "rows": placed, "has_bounds": has_bounds, "has_targets": has_targets}


def _bounds_of(bar: Bar) -> tuple[Decimal | None, Decimal | None]:
    """At least and at most; nothing where the figure is not known, or there is no end to it."""
    return bar.low, None if bar.is_open else bar.low if bar.high is None else bar.high


@register.inclusion_tag("components/charts/columns.html", takes_context=True)
def column_chart(
    context,
    rows: Sequence[YearColumn],
    *,
    id: str,
    title: str,
    description: str,
    highest: int | None = None,
    api: str = "",
):
    """Results by year, in columns of the three levels; `highest` puts several charts on one scale."""
    header = [_("Year"), _("Deliverables"), _("Institutional results"), _("Impact on people")]
    chart = Chart(
        id, title, description, header, [[row.label, *row.counts] for row in rows], partial(draw_columns, rows=rows),
        hrefs=[row.href for row in rows], api=api,
    )  # fmt: skip
    return {"id": id, "chart": chart, "columns": columns(rows, highest=highest)}


@register.inclusion_tag("components/charts/small_multiples.html", takes_context=True)
def small_multiples(
    context,
    charts: Sequence[tuple[str, str, Sequence[YearColumn]]],
    *,
    id: str,
    title: str,
    description: str,
    api: str = "",
):
    """The same columns for several countries or themes, (name, address, columns), on one scale."""
    highest = max((row.total for _name, _href, rows in charts for row in rows), default=0)
    placed = [(name, href, columns(rows, highest=highest)) for name, href, rows in charts]
    years = [row.label for row in charts[0][2]] if charts else []
    chart = Chart(
        id, title, description, [_("Where"), *years],
        [[str(name), *(row.total for row in rows)] for name, _href, rows in charts],
        partial(draw_multiples, charts=charts), api=api,
    )  # fmt: skip
    return {"id": id, "chart": chart, "charts": placed, "highest": highest}


@register.inclusion_tag("components/charts/series.html", takes_context=True)
def series_chart(
    context,
    rows: Sequence[Point],
    *,
    id: str,
    title: str,
    description: str,
    unit: str,
    whole: Decimal = Decimal(100),
    marks: Iterable[Mapping[str, Any]] = (),
    source: str = "",
    api: str = "",
):
    """Values of a series by year, between 0 and `whole`; a line only from three comparable points on.

    `marks` are things that happened in a year of the line, each with `year` and `title`: the page lists them below.
    """
    placed, is_line = points(rows, whole=whole)
    dated = [(mark["year"], mark["title"]) for mark in marks]
    chart = Chart(
        id, title, description, [_("Year"), unit], [[str(p["point"].year), p["point"].value] for p in placed],
        partial(draw_lines, lines=[("", rows)], whole=whole, years=dated), source=source, api=api,
    )  # fmt: skip
    line = " ".join(f"{p['x']},{p['y']}" for p in placed) if is_line else ""
    placed_marks = [{**mark, "x": place_of_year(mark["year"], rows)} for mark in marks]
    return {"id": id, "chart": chart, "points": placed, "line": line, "marks": placed_marks}


@register.inclusion_tag("components/charts/world.html", takes_context=True)
def world_map(
    context,
    areas: Iterable[Area],
    *,
    id: str,
    title: str,
    description: str,
    legend: Mapping[int, Any] = STEPS_HELD,
    measures: str = "",
    region: str = "",
    table_href: str = "",
    api: str = "",
):
    """One question about each country, answered on a map, with the disclaimer on boundaries.

    `legend` names the shades and `measures` what they measure; a `region` fills the picture. `table_href` is where the
    page has the same as a table; without it, the map brings a table of its own. With `js/map.js` a tap, the pointer or
    the keyboard shows a card for a country; without it, each country is a link.
    """
    placed = world(areas, legend=legend, region=region)
    shown = [one["area"] for one in placed["areas"]]
    draw = partial(draw_world, world=placed, view_box=(1010, 436), legend=placed["legend"])
    chart = Chart(
        id, title, description, [_("Country or territory"), "ISO3", measures or _("How far it has come")],
        [[area.name, area.iso3, f"{area.text}; {area.note}" if area.note else area.text] for area in shown],
        draw, hrefs=[area.href for area in shown], note=str(BOUNDARIES), table_href=table_href, api=api,
    )  # fmt: skip
    return {"id": id, "chart": chart, "world": placed, "note": BOUNDARIES}
