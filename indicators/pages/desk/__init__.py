"""My desk: what is due, what came back, what is in draft."""

__all__ = ["views"]
