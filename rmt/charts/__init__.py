"""Charts and maps as SVG made on the server: what each is made from, and where its marks stand.

A chart is a figure with a title, a description and a table of the same numbers. It has no script and no inline style;
its text is HTML, so that it stays readable at 320 px; levels differ by pattern as well as by colour. Nothing here
knows Django's ORM or today's date. The tags that print charts are in `rmt.templatetags.charts`.
"""

from rmt.charts.marks import LINE_NEEDS, Bar, Point, YearColumn, bars, columns, points
from rmt.charts.world import STEPS_HELD, VIEW_BOX, Area, world

__all__ = [
    "LINE_NEEDS",
    "STEPS_HELD",
    "VIEW_BOX",
    "Area",
    "Bar",
    "Point",
    "YearColumn",
    "bars",
    "columns",
    "points",
    "world",
]
