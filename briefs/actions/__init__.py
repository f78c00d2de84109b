"""The verbs that change briefs and reports."""

from briefs.actions.briefs import (
    BriefConflict,
    begin_brief,
    latest_edition,
    move_to_edition,
    read_as,
    save_brief,
)
from briefs.actions.steps import (
    comment_brief,
    publish_brief,
    recall_brief,
    reopen_brief,
    return_brief,
    submit_brief,
    withdraw_brief,
    wrote_into_it,
)

__all__ = [
    "BriefConflict",
    "begin_brief",
    "comment_brief",
    "latest_edition",
    "move_to_edition",
    "publish_brief",
    "read_as",
    "recall_brief",
    "reopen_brief",
    "return_brief",
    "save_brief",
    "submit_brief",
    "withdraw_brief",
    "wrote_into_it",
]
