"""A chart as it is taken away: the same numbers as a table, and a drawing that needs no page around it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from rmt.charts.canvas import Canvas
from rmt.text import fewer

Cell = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Chart:
    """What stands below a chart and in its files. The table below it and its CSV are these `header` and `rows`.

    A cell is a number, a text, or `None` for what does not apply. `hrefs` leads from the first cell of each row;
    `source` names the source of numbers that are not the programme's own, with its vintage; `note` goes into every
    file; `api` is the address of the same numbers for machines; `table_href` where the page has the table already.
    `draw` puts the marks on a canvas; it is called for a file only.
    """

    id: str
    title: str
    description: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    draw: Callable[[Canvas], None]
    hrefs: Sequence[str] = ()
    source: str = ""
    note: str = ""
    api: str = ""
    table_href: str = ""

    @property
    def lines(self) -> list[tuple[Cell, str, Sequence[Cell]]]:
        """Each row as its first cell, where that leads, and the other cells."""
        hrefs = [*self.hrefs, *[""] * len(self.rows)]
        return [(row[0], href, row[1:]) for row, href in zip(self.rows, hrefs, strict=False)]


def cell_text(value: Cell) -> str:
    """A cell of the table of a chart: a number grouped, and nothing where nothing applies."""
    return "" if value is None else fewer(value) if isinstance(value, int | Decimal) else str(value)


def svg_of(chart: Chart, *, above: str = "", below: Sequence[str] = (), language: str = "en") -> str:
    """The chart as a file of its own: `above` it one line that must not be missed, `below` it where it comes from."""
    canvas = Canvas()
    title, description = str(chart.title), str(chart.description)  # they may wait for a language
    if above:
        canvas.banner(above)
    canvas.paragraph(title, size=20, weight=700)
    canvas.paragraph(description, size=13, fill="muted")
    canvas.space(12)
    chart.draw(canvas)
    canvas.space(16)
    canvas.rule()
    source = _("Source: %(cited)s") % {"cited": chart.source} if chart.source else ""
    for line in [chart.note, source, *below]:
        canvas.paragraph(line, size=11, fill="muted")
    return canvas.svg(title=title, description=description, language=language)
