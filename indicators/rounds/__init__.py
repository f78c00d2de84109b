"""Phases, biennia and six-monthly rounds: their calendar, what is expected, and the verbs that open and close them."""

from indicators.rounds.calendar import (
    accepts,
    focal_points_of,
    is_late,
    open_round,
    round_for,
    today_in,
    validated_until,
    was_asked_for,
)
from indicators.rounds.expected import SENT, checklists_of, countries_of, expected_by_country
from indicators.rounds.periods import biennia, phases, record_periods

__all__ = [
    "SENT",
    "accepts",
    "actions",
    "biennia",
    "checklists_of",
    "countries_of",
    "expected_by_country",
    "focal_points_of",
    "is_late",
    "open_round",
    "phases",
    "record_periods",
    "round_for",
    "today_in",
    "validated_until",
    "was_asked_for",
]
