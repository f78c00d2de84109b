"""The review queue, and the pages on which a result is validated, returned or withdrawn."""

__all__ = ["history_views", "step_views", "views"]
