"""Six-monthly rounds: their calendar, what is expected in them, and the verbs that plan, open and close them."""

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

__all__ = [
    "SENT",
    "accepts",
    "actions",
    "checklists_of",
    "countries_of",
    "expected_by_country",
    "focal_points_of",
    "is_late",
    "open_round",
    "round_for",
    "today_in",
    "validated_until",
    "was_asked_for",
]
