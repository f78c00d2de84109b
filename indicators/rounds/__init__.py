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
from indicators.rounds.periods import Window, biennia, phases, phases_known_at, record_periods, windows_of

__all__ = [
    "SENT",
    "Window",
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
    "phases_known_at",
    "record_periods",
    "round_for",
    "today_in",
    "validated_until",
    "was_asked_for",
    "windows_of",
]
