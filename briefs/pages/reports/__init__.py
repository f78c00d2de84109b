"""Reports: on the desk, where they are prepared, and in public."""

from briefs.pages.reports.planning import FORMS, PlanForm

__all__ = ["FORMS", "PlanForm", "desk", "desk_chapters", "desk_letting_out", "distribution", "public"]
