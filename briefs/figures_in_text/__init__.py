"""Figures in texts: what can be referred to, what each reference says, and which typed numbers disagree."""

from briefs.figures_in_text.markdown import LONGEST_PART, Written, written
from briefs.figures_in_text.references import Resolved, resolve

__all__ = ["LONGEST_PART", "Resolved", "Written", "resolve", "written"]
