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

from rmt.charts import (
    BOUNDARIES,
    STEPS_HELD,
    Area,
    Bar,
    Chart,
    Point,
    YearColumn,
    bars,
    cell_text,
    chart_of_bars,
    chart_of_columns,
    chart_of_world,
    columns,
    draw_lines,
    draw_multiples,
    place_of_year,
    points,
    world,
)

register = template.Library()

FILES = ("csv", "png", "svg", "txt")


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
    said = {"title": title, "description": description, "source": source, "api": api}
    chart = chart_of_bars(rows, id=id, unit=unit, largest=largest, **said)
    return {"id": id, "chart": chart, "rows": placed, "has_bounds": has_bounds, "has_targets": has_targets}


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
    chart = chart_of_columns(rows, id=id, title=title, description=description, api=api)
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
    said = {"title": title, "description": description, "table_href": table_href, "api": api}
    chart = chart_of_world(placed, id=id, measures=measures, **said)
    return {"id": id, "chart": chart, "world": placed, "note": BOUNDARIES}
