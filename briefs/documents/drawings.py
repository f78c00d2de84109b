"""Charts as drawings of a document: without the title and the notes of their files, which stand around them."""

from django.utils.translation import get_language

from briefs.documents.blocks import Drawing
from rmt.charts import Canvas, Chart, cell_text


def drawing_of(chart: Chart) -> Drawing:
    """The chart as a block of a document, in the language in which that is written just now."""
    language = (get_language() or "en")[:2]
    canvas = Canvas()
    chart.draw(canvas)
    title, description = str(chart.title), str(chart.description)
    return Drawing(
        id=chart.id,
        title=title,
        description=description,
        svg=canvas.svg(title=title, description=description, language=language),
        header=tuple(str(name) for name in chart.header),
        rows=tuple(tuple(cell_text(cell) for cell in row) for row in chart.rows),
        source=str(chart.source),
        note=str(chart.note),
    )
