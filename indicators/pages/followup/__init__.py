"""Standings, replies, page checks and other systems on the desk."""

from indicators.pages.followup.page_check_selectors import last_check, unchecked_pages_of
from indicators.pages.followup.standing_selectors import questions_for

__all__ = [
    "last_check",
    "page_check_views",
    "questions_for",
    "removal_views",
    "reply_views",
    "reported_views",
    "standing_views",
    "unchecked_pages_of",
]
