"""Six-monthly rounds: their calendar, and the verbs that plan, open and close them."""

from indicators.rounds.calendar import (
    accepts,
    countries_of,
    focal_points_of,
    is_late,
    open_round,
    round_for,
    today_in,
    validated_until,
    was_asked_for,
)

__all__ = [
    "accepts",
    "actions",
    "countries_of",
    "focal_points_of",
    "is_late",
    "open_round",
    "round_for",
    "today_in",
    "validated_until",
    "was_asked_for",
]
