"""Themes of results: proposed, and checked by their leads."""

from indicators.tagging.actions import change_tag, decide_tags, take_back_decision, title_of
from indicators.tagging.queue import LEAD_DECIDES_WITHIN, State, Status, tags_known_to, unchecked_for, waiting_tags
from indicators.tagging.suggestions import suggested_themes

__all__ = [
    "LEAD_DECIDES_WITHIN",
    "State",
    "Status",
    "change_tag",
    "decide_tags",
    "suggested_themes",
    "tags_known_to",
    "take_back_decision",
    "title_of",
    "unchecked_for",
    "waiting_tags",
]
