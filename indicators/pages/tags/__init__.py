"""The queue of a thematic lead."""

__all__ = ["views"]
