"""The update of a country on the desk, its milestones and its hand-over."""

from indicators.pages.updates.forms import version_read
from indicators.pages.updates.selectors import DueCard, due_for

__all__ = ["DueCard", "due_for", "milestone_views", "review_views", "version_read", "views"]
