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


def year_asked_for(text: str, *, last: int, first: int = 2016) -> int | None:
    """The year that `?year=` names, by whose end a page asks what had happened; `None`, all years, if it names none.

    The last year is not over, so it asks for all years as well. What is no year between them is not asked.

    >>> year_asked_for("2019", last=2026), year_asked_for("2026", last=2026), year_asked_for("soon", last=2026)
    (2019, None, None)
    """
    asked = {str(year): year for year in range(first, last)}
    return asked.get(text)
