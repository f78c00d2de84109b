"""Editions of the ledger, and what was restated after each."""

__all__ = ["views"]
