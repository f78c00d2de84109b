"""What can be said of whether a step still stands, and when that is asked (rule 7)."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Result, Standing


def standing_problems(result: Result, *, kind: str, day: date, reason: str) -> dict[str, str]:
    """What makes a standing impossible, keyed by field: no reason, a day to come, or what was said before that day."""
    problems = {}
    if not reason.strip():
        problems["reason"] = _("Say why, and how it is known.")
    if day > timezone.localdate():
        problems["day"] = _("This day has not come yet. Choose the day on which it was so.")
    elif result.standings.filter(kind=kind, day=day).exists():
        problems["day"] = _("This was recorded for that day already.")
    elif result.achieved_first is not None and day < result.achieved_first:
        problems["day"] = _("This is before it happened. Choose a later day.")
    before = result.standings.filter(day__lte=day).order_by("day", "pk").last()
    is_lost = before is not None and before.kind == Standing.Kind.LOST
    if kind == Standing.Kind.RESTORED and not is_lost:
        problems["kind"] = _("It was not lost on that day: choose “confirmed”.")
    if kind == Standing.Kind.CONFIRMED and is_lost:
        problems["kind"] = _("It is recorded as lost since before that day: choose “restored” if it is back.")
    if kind == Standing.Kind.LOST and is_lost and "day" not in problems:
        problems["kind"] = _("It is recorded as lost already.")
    return problems
