"""Figures in texts: what an edition says, what can be referred to, and texts that are written so."""

from briefs.figures_in_text.asking import Asked, code_of, reference_to, where_text, window_of
from briefs.figures_in_text.catalogue import Figure, count_label, figure_of
from briefs.figures_in_text.checking import TypedNumber, typed_numbers
from briefs.figures_in_text.evidence import about, evidence_of, note_of
from briefs.figures_in_text.markdown import LONGEST_PART, Written, written
from briefs.figures_in_text.menu import Choice, Group, menu
from briefs.figures_in_text.moving import Moved, moved
from briefs.figures_in_text.reading import EditionReading, Published, hidden_in, reading_of
from briefs.figures_in_text.references import Reference, Resolved, names_in, of_all_years, references_in, resolve

__all__ = [
    "LONGEST_PART",
    "Asked",
    "Choice",
    "EditionReading",
    "Figure",
    "Group",
    "Moved",
    "Published",
    "Reference",
    "Resolved",
    "TypedNumber",
    "Written",
    "about",
    "code_of",
    "count_label",
    "evidence_of",
    "figure_of",
    "hidden_in",
    "menu",
    "moved",
    "names_in",
    "note_of",
    "of_all_years",
    "reading_of",
    "reference_to",
    "references_in",
    "resolve",
    "typed_numbers",
    "where_text",
    "window_of",
    "written",
]
