"""Laws, decrees, strategies and schemes on the desk: what is recorded of each, what is proposed, its history."""

__all__ = ["views"]
