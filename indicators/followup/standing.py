"""Whether a published step still stands: when it is asked about, and several confirmed at once (rule 7)."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.models import Result, Standing
from indicators.results import record_standing, standing_problems
from rmt.models import User

ASKED_AFTER_YEARS = (1, 2)


def asked_since(achieved: date, standings: Sequence[tuple[date, str]], *, today: date) -> tuple[date, int] | None:
    """The anniversary of a step on which it is asked about, and how many years that is; `None` if it is not asked now.

    It is the last one that has come, unless somebody has answered since. A step that is lost is not asked about again.
    `standings` are the days and kinds of what was recorded, the earliest first.

    >>> asked_since(date(2024, 2, 29), [], today=date(2025, 2, 28))
    (datetime.date(2025, 2, 28), 1)
    >>> asked_since(date(2024, 2, 29), [(date(2025, 3, 1), "confirmed")], today=date(2026, 2, 27)) is None
    True
    """
    if standings and standings[-1][1] == Standing.Kind.LOST:
        return None
    come = [(on, years) for years in ASKED_AFTER_YEARS if (on := anniversary(achieved, years)) <= today]
    if not come or any(day >= come[-1][0] for day, _kind in standings):
        return None
    return come[-1]


def anniversary(day: date, years: int) -> date:
    """The same day some years on; 28 February for the 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@transaction.atomic
def confirm_standings(*, results: Iterable[Result], day: date, reason: str, by: User) -> list[Standing]:
    """Say of several steps that they still stand, checked in one place; one refused refuses all, each named."""
    chosen = list(results)
    problems = [
        f"{result}: {message}"
        for result in chosen
        for message in standing_problems(result, kind=Standing.Kind.CONFIRMED, day=day, reason=reason).values()
    ]
    if problems:
        raise ValidationError(problems)
    confirmed = Standing.Kind.CONFIRMED
    return [record_standing(result=result, kind=confirmed, day=day, reason=reason, by=by) for result in chosen]
