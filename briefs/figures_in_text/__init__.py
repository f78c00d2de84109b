"""Figures in texts: what an edition says, what can be referred to, and texts that are written so."""

from briefs.figures_in_text.catalogue import Asked, Figure, code_of, count_label, figure_of
from briefs.figures_in_text.markdown import LONGEST_PART, Written, written
from briefs.figures_in_text.reading import EditionReading, Published, reading_of
from briefs.figures_in_text.references import Resolved, resolve

__all__ = [
    "LONGEST_PART",
    "Asked",
    "EditionReading",
    "Figure",
    "Published",
    "Resolved",
    "Written",
    "code_of",
    "count_label",
    "figure_of",
    "reading_of",
    "resolve",
    "written",
]
