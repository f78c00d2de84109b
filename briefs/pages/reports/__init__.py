"""Reports: on the desk, where they are prepared, and in public."""

from briefs.pages.reports.planning import FORMS, PlanForm
from briefs.pages.reports.selectors import PublicReport, chapters_due, lines_of, public_reports

__all__ = [
    "FORMS",
    "PlanForm",
    "PublicReport",
    "chapters_due",
    "desk",
    "desk_chapters",
    "desk_letting_out",
    "distribution",
    "lines_of",
    "public",
    "public_reports",
]
