"""The list of what waits for review: results and updates, what to look at in each, and what waits for its day."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import CountryUpdate, Result, ReviewEvent
from indicators.pages.transition import Recommendation, badge_of, level_of, recommendations_among
from indicators.querysets import ResultQuerySet
from indicators.review import Flag, flags_among
from rmt.models import User
from rmt.roles import Roles, roles_of
from rmt.text import day

ROWS = 50


@dataclass(frozen=True, slots=True)
class Waiting:
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


@dataclass(frozen=True, slots=True)
class UpdateWaiting:
    """The update of a country that waits for a manager."""

    update: CountryUpdate
    since: str


@dataclass(frozen=True)
class Queue:
    """The review queue of one person: what they decide or read, and what stands beside it."""

    page: Page
    rows: list[Waiting]
    own: list[Waiting]
    updates: list[UpdateWaiting]
    held_back: list[Result]
    decides: bool

    @property
    def can_choose(self) -> bool:
        """Whether anything on this page can be validated with others."""
        return self.decides and any(not row.flags for row in self.rows)


def queue_of(user: User, listed: ResultQuerySet, *, page: str | None, today: date) -> Queue:
    """What waits for `user`, one page of what is `listed`: the filtered results that they decide on or read."""
    roles = roles_of(user)
    found = Paginator(listed.for_desk(), ROWS).get_page(page)
    own = Result.objects.waiting_for_another(user).for_desk() if roles.is_manager else Result.objects.none()
    return Queue(
        page=found,
        rows=waiting(list(found.object_list), today=today),
        own=waiting(list(own[:ROWS]), today=today),
        updates=[UpdateWaiting(row, waits_since(row.submitted_at, today)) for row in _updates(roles)],
        held_back=list(_held_back(user)),
        decides=roles.is_manager,
    )


def listed_for(user: User) -> QuerySet[Result]:
    """What `user` decides on; what they read, if they decide on nothing."""
    found: QuerySet[Result]
    found = Result.objects.waiting_for(user) if roles_of(user).is_manager else Result.objects.waiting_to_read(user)
    return found


def waiting(results: Collection[Result], *, today: date) -> list[Waiting]:
    """Results that wait, with what to look at in each: a fixed number of queries, however many there are."""
    flags, advice = flags_among(results), recommendations_among(results)
    return [
        Waiting(row, waits_since(row.submitted_at, today), flags[row.pk], advice.get(row.pk, [])) for row in results
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


def _updates(roles: Roles) -> QuerySet[CountryUpdate]:
    """Updates that were sent and not decided: all for managers and evaluators, the region's for a specialist."""
    sent = CountryUpdate.objects.filter(status=CountryUpdate.Status.SUBMITTED)
    if not (roles.is_manager or roles.is_evaluator):
        sent = sent.filter(country__region__in=roles.regions)
    return sent.select_related("country", "round", "submitted_by").order_by("submitted_at", "pk")


def _held_back(user: User) -> QuerySet[Result]:
    """Validated results that wait for their day, each with the reason that was given for it."""
    events = ReviewEvent.objects.filter(result=OuterRef("pk"), kind=ReviewEvent.Kind.VALIDATED).order_by("-at", "-pk")
    rows: QuerySet[Result] = Result.objects.visible_to(user).held_back()
    return rows.select_related("country", "validated_by").annotate(reason=Subquery(events.values("comment")[:1]))[:ROWS]
