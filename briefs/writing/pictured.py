"""The charts of a report, as a text would ask for them: where which step stands, results by year, people by phase."""

from typing import Any

from briefs.documents import Drawing, Table
from briefs.figures_in_text import resolve
from briefs.writing.sheet import Sheet
from briefs.writing.spans import Span, phase_around, since_2016


def write(sheet: Sheet, reading: Any, span: Span) -> None:
    """The map and the charts that the edition can draw; one without anything to show is left out.

    A single year is no series: then they are of all years, and people of the phase around it.
    """
    is_one_year = span.period.start.year == span.period.last.year
    wide = since_2016(reading) if is_one_year else span
    people = phase_around(span, reading) or span
    for reference, one in (
        ("map steps", wide),
        ("chart steps", wide),
        ("chart results", wide),
        ("chart people", people),
    ):
        found = resolve(f"{reference} period={one.code}", reading)
        if any(isinstance(block, Drawing | Table) for block in found.blocks):
            sheet.take(found)
