"""Small records that a person makes beside a result or a page: still in force, read and right, reported elsewhere."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Country, Theme
from indicators.models import Edition, PageCheck, ReportedIn, Result, Standing
from indicators.results.actions import record_standing
from indicators.results.standing import standing_problems
from rmt.models import SiteVersion, User


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


@transaction.atomic
def record_page_check(*, page: Country | Theme, by: User, day: date) -> PageCheck:
    """Say that a public page was read on a day and is right, for the latest edition; its page says so from now on."""
    check = PageCheck.objects.create(
        country=page if isinstance(page, Country) else None,
        theme=page if isinstance(page, Theme) else None,
        day=day,
        edition=Edition.objects.order_by("-pk").first(),
        by=by,
        at=timezone.now(),
    )
    SiteVersion.bump()
    return check


@transaction.atomic
def record_reported(*, result: Result, system: str, reference: str, day: date, by: User) -> ReportedIn:
    """Say that a result was copied into another system or report. Raises ValidationError, keyed by field."""
    if day > timezone.localdate():
        raise ValidationError({"day": _("This day has not come yet. Choose the day on which it was reported.")})
    where = {"result": result, "system": system, "reference": reference.strip(), "day": day}
    if ReportedIn.objects.filter(**where).exists():
        raise ValidationError({"reference": _("This was recorded for that day already.")})
    return ReportedIn.objects.create(**where, by=by, at=timezone.now())


@transaction.atomic
def take_back_reported(*, reported: ReportedIn) -> None:
    """Take a record of where a result was reported off the list: it was made by mistake."""
    reported.delete()
