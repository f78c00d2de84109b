"""The board of rounds, and editions."""

from indicators.pages.rounds.exports import BOM, cell
from indicators.pages.rounds.selectors import RoundLine, round_for_manager

__all__ = ["BOM", "RoundLine", "cell", "edition_views", "round_for_manager", "views"]
