"""The charts of a report, as a text would ask for them: where which step stands, results by year, people by phase."""

from typing import Any

from briefs.figures_in_text import resolve
from briefs.writing.sheet import Sheet
from briefs.writing.spans import Span

CHARTS = ("map steps", "chart results", "chart steps", "chart people")


def write(sheet: Sheet, reading: Any, span: Span) -> None:
    """The map and the charts that the edition can draw; one without anything to show is left out."""
    for reference in CHARTS:
        found = resolve(f"{reference} period={span.code}", reading)
        if not found.problem:
            sheet.take(found)
