"""The board of rounds."""

from indicators.pages.rounds.exports import BOM, cell
from indicators.pages.rounds.selectors import round_for_manager

__all__ = ["BOM", "cell", "round_for_manager", "views"]
