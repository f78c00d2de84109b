"""Charts and maps as SVG made on the server: what each is made from, and where its marks stand.

A chart is a figure with a title, a description and a table of the same numbers. It has no script and no inline style;
its text is HTML, so that it stays readable at 320 px; levels differ by pattern as well as by colour. Nothing here
knows Django's ORM or today's date. The tags that print charts are in `rmt.templatetags.charts`.

Whatever is shown as a chart is also a `Chart`: its table, and how it is drawn in a file that needs no page around it.
"""

from rmt.charts.canvas import Canvas
from rmt.charts.chart import Chart, cell_text, svg_of
from rmt.charts.drawings import draw_bars, draw_columns, draw_lines, draw_multiples, draw_table, draw_world
from rmt.charts.kinds import chart_of_bars, chart_of_columns, chart_of_world
from rmt.charts.marks import LINE_NEEDS, Bar, Point, YearColumn, bars, columns, place_of_year, points
from rmt.charts.world import BOUNDARIES, BOXES, PEOPLE, STEP_LOST, STEPS_HELD, Area, shade_of_people, world

__all__ = [
    "BOUNDARIES",
    "BOXES",
    "LINE_NEEDS",
    "PEOPLE",
    "STEPS_HELD",
    "STEP_LOST",
    "Area",
    "Bar",
    "Canvas",
    "Chart",
    "Point",
    "YearColumn",
    "bars",
    "cell_text",
    "chart_of_bars",
    "chart_of_columns",
    "chart_of_world",
    "columns",
    "draw_bars",
    "draw_columns",
    "draw_lines",
    "draw_multiples",
    "draw_table",
    "draw_world",
    "place_of_year",
    "points",
    "shade_of_people",
    "svg_of",
    "world",
]
