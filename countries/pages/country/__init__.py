"""The page of one country, on screen and on paper."""

__all__ = ["views"]
