"""The board of rounds."""

from indicators.pages.rounds.selectors import round_for_manager

__all__ = ["round_for_manager", "views"]
