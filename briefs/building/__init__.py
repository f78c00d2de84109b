"""Issues: what is built from an edition and kept for good, by the worker and again when something must be hidden."""

from briefs.building.checking import issue_problems
from briefs.building.hiding import issue_hidden_anew, newest_of, own_paragraphs_in
from briefs.building.issues import (
    address_of_version,
    document_of,
    is_served,
    issue,
    next_number,
    removal_of,
    remove_files_of_no_issue,
    series_of,
)
from briefs.building.reports import (
    STEPS,
    ask_for_building,
    build,
    draft_of,
    edition_of,
    is_behind,
    moments_passed,
    queue_lost_buildings,
)

__all__ = [
    "STEPS",
    "address_of_version",
    "ask_for_building",
    "build",
    "document_of",
    "draft_of",
    "edition_of",
    "is_behind",
    "is_served",
    "issue",
    "issue_hidden_anew",
    "issue_problems",
    "moments_passed",
    "newest_of",
    "next_number",
    "own_paragraphs_in",
    "queue_lost_buildings",
    "removal_of",
    "remove_files_of_no_issue",
    "series_of",
]
