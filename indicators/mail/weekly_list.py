"""What waits for a person, for the weekly mail: themes to check, results and updates to review, steps to confirm."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from indicators.models import CountryUpdate, Publication, PublishedStanding, Result, Standing, Tag
from indicators.tagging import unchecked_for
from indicators.updates import answered_by
from rmt.models import User
from rmt.roles import roles_of

STEPS = ("R1", "R2", "R3")
ASKED_AFTER_YEARS = (2, 1)


@dataclass(frozen=True)
class Waiting:
    """What waits for one person; falsy if nothing does."""

    tags: Sequence[Tag]
    handed_up: Sequence[Tag]
    results: Sequence[Result]
    updates: Sequence[CountryUpdate]
    to_confirm: int

    def __bool__(self) -> bool:
        return bool(self.tags or self.handed_up or self.results or self.updates or self.to_confirm)

    @property
    def count(self) -> int:
        return len(self.tags) + len(self.handed_up) + len(self.results) + len(self.updates) + self.to_confirm


def waiting_for(user: User, *, since_before: datetime, to_confirm: int, now: datetime) -> Waiting:
    """What has waited for `user` since before a moment; steps to confirm are the managers' to follow up."""
    roles = roles_of(user)
    tags = [tag for tag in unchecked_for(user, now=now) if tag.since < since_before]  # type: ignore[attr-defined]  # annotated
    return Waiting(
        tags=[tag for tag in tags if tag.theme_id in roles.themes],
        handed_up=[tag for tag in tags if tag.theme_id not in roles.themes],
        results=_results(user, since_before) if roles.is_manager else [],
        updates=_updates(user, since_before) if roles.is_manager else [],
        to_confirm=to_confirm if roles.is_manager else 0,
    )


def _results(user: User, since_before: datetime) -> list[Result]:
    return list(Result.objects.waiting_for(user).filter(submitted_at__lt=since_before).for_desk())


def _updates(user: User, since_before: datetime) -> list[CountryUpdate]:
    """Updates that were sent and that `user`, having answered none of their items, may validate."""
    sent = CountryUpdate.objects.filter(status=CountryUpdate.Status.SUBMITTED, submitted_at__lt=since_before)
    rows = sent.select_related("country", "round").order_by("submitted_at", "pk")
    return [update for update in rows if user.pk not in answered_by(update)]


def steps_to_confirm(day: date) -> list[int]:
    """Public numbers of the steps of which nobody said 12, or 24, months on whether they are still in force."""
    said: dict[int, list[tuple[date, str]]] = defaultdict(list)
    steps = Publication.objects.as_of(None).filter(indicator__code__in=STEPS)
    standings = PublishedStanding.objects.filter(publication__in=steps.order_by().values("pk")).order_by("day", "pk")
    for publication, when, kind in standings.values_list("publication", "day", "kind"):
        said[publication].append((when, kind))
    rows = steps.order_by("number").values_list("pk", "number", "achieved_last")
    return [number for pk, number, achieved in rows if _is_due(achieved, said[pk], day)]


def _is_due(achieved: date, said: Sequence[tuple[date, str]], day: date) -> bool:
    """Whether the latest anniversary that has come was answered by nobody; what is lost is not asked about again."""
    if said and said[-1][1] == Standing.Kind.LOST:
        return False
    asked = next((when for years in ASKED_AFTER_YEARS if (when := _years_on(achieved, years)) <= day), None)
    return asked is not None and not any(when >= asked for when, _kind in said)


def _years_on(day: date, years: int) -> date:
    """
    >>> _years_on(date(2024, 2, 29), 1)
    datetime.date(2025, 3, 1)
    """
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + years, 3, 1) if is_leap_day else day.replace(year=day.year + years)
