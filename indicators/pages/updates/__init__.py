"""The update of a country on the desk, its milestones and its hand-over."""

from indicators.pages.updates.due import due_for
from indicators.pages.updates.forms import version_read

__all__ = ["due_for", "milestone_views", "review_views", "version_read", "views"]
