"""The tags that print charts and maps; each needs an `id` that no other chart of the page has."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django import template

from rmt.charts import VIEW_BOX, Area, Bar, Point, YearColumn, bars, columns, points, world

register = template.Library()


@register.inclusion_tag("components/charts/bars.html")
def bar_chart(rows: Sequence[Bar], *, id: str, title: str, description: str, unit: str, largest: Decimal | None = None):
    """Figures as bars: solid as far as is certain, hatched where groups may overlap, a mark for each target.

    `largest` puts several charts of a page on one scale."""
    placed = bars(rows, largest=largest)
    has_bounds, has_targets = any(p["possible"] for p in placed), any(p["target"] is not None for p in placed)
    return {
        "id": id, "title": title, "description": description, "unit": unit, "rows": placed,
        "has_bounds": has_bounds, "has_targets": has_targets,
    }  # fmt: skip


@register.inclusion_tag("components/charts/columns.html")
def column_chart(rows: Sequence[YearColumn], *, id: str, title: str, description: str, highest: int | None = None):
    """Results by year, in columns of the three levels; `highest` puts several charts on one scale."""
    return {"id": id, "title": title, "description": description, "columns": columns(rows, highest=highest)}


@register.inclusion_tag("components/charts/small_multiples.html")
def small_multiples(charts: Sequence[tuple[str, str, Sequence[YearColumn]]], *, id: str, title: str, description: str):
    """The same columns for several countries or themes, (name, address, columns), on one scale."""
    highest = max((row.total for _name, _href, rows in charts for row in rows), default=0)
    placed = [(name, href, columns(rows, highest=highest)) for name, href, rows in charts]
    return {"id": id, "title": title, "description": description, "charts": placed, "highest": highest}


@register.inclusion_tag("components/charts/series.html")
def series_chart(
    rows: Sequence[Point], *, id: str, title: str, description: str, unit: str, whole: Decimal = Decimal(100)
):
    """Values of a series by year, between 0 and `whole`; a line only from three comparable points on."""
    placed, is_line = points(rows, whole=whole)
    return {
        "id": id, "title": title, "description": description, "unit": unit, "points": placed,
        "line": " ".join(f"{p['x']},{p['y']}" for p in placed) if is_line else "",
    }  # fmt: skip


@register.inclusion_tag("components/charts/world.html")
def world_map(areas: Iterable[Area], *, id: str, title: str, description: str, table_href: str = ""):
    """How far each country has come, on a map, with the disclaimer on boundaries.

    `table_href` is where the page has the same as a table; without it, the map brings a table of its own.
    """
    return {
        "id": id, "title": title, "description": description, "world": world(areas), "view_box": VIEW_BOX,
        "table_href": table_href,
    }  # fmt: skip
