"""Saying of several steps at once that they still stand (rule 7)."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.models import Result, Standing
from indicators.results import record_standing, standing_problems
from rmt.models import User


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
