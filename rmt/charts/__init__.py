"""Charts and maps as SVG made on the server: what each is drawn from, and where its marks stand.

A chart is a figure with a title, a description and a table of the same numbers; it has no script and no inline style,
its text is HTML, so that it stays readable at 320 px, and levels differ by pattern as well as by colour. Nothing here
knows Django's ORM or today's date. The tags that print them are in `rmt.templatetags.charts`.
"""

from rmt.charts.marks import LINE_NEEDS, Bar, Column, PlacedBar, PlacedColumn, PlacedPoint, Point, bars, columns, points
from rmt.charts.world import STEPS_HELD, VIEW_BOX, Area, PlacedArea, World, world

__all__ = [
    "LINE_NEEDS",
    "STEPS_HELD",
    "VIEW_BOX",
    "Area",
    "Bar",
    "Column",
    "PlacedArea",
    "PlacedBar",
    "PlacedColumn",
    "PlacedPoint",
    "Point",
    "World",
    "bars",
    "columns",
    "points",
    "world",
]
