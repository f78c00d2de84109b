"""Reference data and the real entries, from `fixtures/` into the database."""

__all__ = ["reference"]
