"""The import of a project list, step by step."""

__all__ = ["views"]
