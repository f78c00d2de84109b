"""Entering a result: one question at a time, worked out while it is typed, with a preview."""

from indicators.pages.entry.choose import plain_words
from indicators.pages.entry.selectors import today_of

__all__ = ["plain_words", "today_of", "views"]
