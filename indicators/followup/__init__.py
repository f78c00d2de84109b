"""What follows a published result: still in force, page checks, replies, other systems."""

from indicators.followup.other_systems import FORMATS, Reportable, record_reported, take_back_reported
from indicators.followup.page_checks import record_page_check
from indicators.followup.removals import drop_proposal, propose_removal, remove
from indicators.followup.replies import AskedReply, LinkIsClosed, ResultChanged, ask_reply, asked_by, reply_to, until
from indicators.followup.standing import asked_since, confirm_standings

__all__ = [
    "FORMATS",
    "AskedReply",
    "LinkIsClosed",
    "Reportable",
    "ResultChanged",
    "ask_reply",
    "asked_by",
    "asked_since",
    "confirm_standings",
    "drop_proposal",
    "propose_removal",
    "record_page_check",
    "record_reported",
    "remove",
    "reply_to",
    "take_back_reported",
    "until",
]
