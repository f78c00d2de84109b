"""The six-monthly update of a country: its answers, its checklist, clearance, milestones."""

from indicators.updates.actions import (
    PROFILE,
    Item,
    RoundIsClosed,
    UpdateConflict,
    answer_items,
    answer_the_rest,
    answered_or_sent,
    begin_update,
    items_of,
    milestones_due,
    return_update,
    send_update,
    touch,
    updates_to_validate,
    validate_update,
)
from indicators.updates.checklist import NOT_BEGUN, Filled, fill_in, name_of, send_with_one_answer
from indicators.updates.clearance import LinkIsInvalid, ask_clearance, clear, clearance_of, shown_copy
from indicators.updates.milestones import LONGEST_TITLE, answer_milestone, plan_milestone
from indicators.updates.sent_copy import copy_of

__all__ = [
    "LONGEST_TITLE",
    "NOT_BEGUN",
    "PROFILE",
    "Filled",
    "Item",
    "LinkIsInvalid",
    "RoundIsClosed",
    "UpdateConflict",
    "answer_items",
    "answer_milestone",
    "answer_the_rest",
    "answered_or_sent",
    "ask_clearance",
    "begin_update",
    "clear",
    "clearance_of",
    "copy_of",
    "fill_in",
    "items_of",
    "milestones_due",
    "name_of",
    "plan_milestone",
    "return_update",
    "send_update",
    "send_with_one_answer",
    "shown_copy",
    "touch",
    "updates_to_validate",
    "validate_update",
]
