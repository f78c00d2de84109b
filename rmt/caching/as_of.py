"""The past day that a page is asked for, `?as_of=2025-03-31` (rule 3)."""

from datetime import date


def day_asked_for(text: str, *, today: date) -> date | None:
    """The past day that `?as_of=` names; `None`, the current page, if it names none, today or a later day.

    Raises ValueError if it is not a day.
    """
    if not text:
        return None
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day if day < today else None
