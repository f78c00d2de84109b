"""The list of what waits for review: results and updates, what to look at in each, and what waits for its day."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import CountryUpdate, Result, ReviewEvent
from indicators.pages.transition import Recommendation, badge_of, level_of, recommendations_among
from indicators.querysets import ResultQuerySet
from indicators.review import Flag, flags_among
from rmt.models import User
from rmt.roles import roles_of
from rmt.text import day

ROWS = 50


@dataclass(frozen=True, slots=True)
class WaitingResult:
    """A line of the review queue."""

    result: Result
    since: str
    flags: list[Flag]
    recommendations: list[Recommendation] = field(default_factory=list)

    @property
    def level(self) -> int:
        return level_of(self.result)

    @property
    def badge(self) -> str:
        return badge_of(self.result)

    @property
    def key(self) -> str:
        """The result and the version that was read, as a checkbox carries them."""
        return f"{self.result.uuid}:{self.result.version}"


def queue_of(user: User, listed: ResultQuerySet, *, page: str | None, today: date) -> dict[str, Any]:
    """What waits for `user`, one page of what is `listed`: the filtered results that they decide on or read.

    Beside it stand the updates that were sent, what the person entered or sent, and what waits for its day.
    """
    roles = roles_of(user)
    found = Paginator(listed.for_desk(), ROWS).get_page(page)
    rows = waiting(list(found.object_list), today=today)
    own = Result.objects.waiting_for_another(user).for_desk() if roles.is_manager else Result.objects.none()
    updates = CountryUpdate.objects.filter(status=CountryUpdate.Status.SUBMITTED)
    if not (roles.is_manager or roles.is_evaluator):
        updates = updates.filter(country__region__in=roles.regions)
    updates = updates.select_related("country", "round", "submitted_by").order_by("submitted_at", "pk")
    reasons = ReviewEvent.objects.filter(result=OuterRef("pk"), kind=ReviewEvent.Kind.VALIDATED).order_by("-at", "-pk")
    held_back = Result.objects.visible_to(user).held_back().select_related("country", "validated_by")
    return {
        "page": found,
        "rows": rows,
        "own": waiting(list(own[:ROWS]), today=today),
        "updates": [(update, waits_since(update.submitted_at, today)) for update in updates],
        "held_back": list(held_back.annotate(reason=Subquery(reasons.values("comment")[:1]))[:ROWS]),
        "decides": roles.is_manager,
        "can_choose": roles.is_manager and any(not row.flags for row in rows),
    }


def listed_for(user: User) -> QuerySet[Result]:
    """What `user` decides on; what they read, if they decide on nothing."""
    found: QuerySet[Result]
    found = Result.objects.waiting_for(user) if roles_of(user).is_manager else Result.objects.waiting_to_read(user)
    return found


def waiting(results: Collection[Result], *, today: date) -> list[WaitingResult]:
    """Results that wait, with what to look at in each: a fixed number of queries, however many there are."""
    flags, advice = flags_among(results), recommendations_among(results)
    return [
        WaitingResult(row, waits_since(row.submitted_at, today), flags[row.pk], advice.get(row.pk, []))
        for row in results
    ]


def waits_since(at: datetime | None, today: date) -> str:
    """Since when something waits, in words."""
    if at is None:
        return ""
    sent = timezone.localtime(at).date()
    days = (today - sent).days
    if days <= 0:
        return _("sent today")
    waits = ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    return _("sent on %(day)s, %(ago)s") % {"day": day(sent), "ago": waits}
