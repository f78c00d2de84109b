"""Themes that nobody has checked yet: whose turn it is, and since when."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from indicators.models import Publication, PublishedTag, Result, Tag
from rmt.models import User
from rmt.roles import roles_of

State = Tag.State
Status = Result.Status
SENT = (Status.SUBMITTED, Status.VALIDATED)
LEAD_DECIDES_WITHIN = timedelta(days=14)  # then managers may decide as well


def unchecked_for(user: User, *, now: datetime | None = None) -> QuerySet[Tag]:
    """Tags that wait for `user`, the longest first: of their own themes; for a manager, also any older than 14 days.

    `since` is when each began to wait: when it was proposed, or sent, whichever came last.
    """
    roles = roles_of(user)
    handed_up: Any = Q(since__lt=(now or timezone.now()) - LEAD_DECIDES_WITHIN)
    mine = Q(theme__in=roles.themes)
    waiting: QuerySet[Any] = waiting_tags().filter(mine | handed_up if roles.is_manager else mine)
    return waiting.select_related("theme", "by", "result__country", "result__indicator").order_by("since", "pk")


def tags_known_to(user: User) -> QuerySet[Tag]:
    """Tags that `user` may name in a decision: of their own themes, for a manager of all; never of a plain draft."""
    roles = roles_of(user)
    known = Tag.objects.all() if roles.is_manager else Tag.objects.filter(theme__in=roles.themes)
    is_public = Exists(Publication.objects.as_of(None).filter(result=OuterRef("result")))
    decided_of_published = ~Q(state=State.PROPOSED) & Q(is_public)
    return known.filter(Q(result__status__in=SENT) | Q(_is_published()) | decided_of_published).select_related(
        "theme", "result__country", "result__indicator"
    )


def waiting_tags() -> QuerySet[Any]:
    """Proposed tags of what was sent and of what is published, whatever a draft says meanwhile."""
    sent_later = When(result__submitted_at__gt=F("at"), then=F("result__submitted_at"))
    waiting = Tag.objects.filter(Q(result__status__in=SENT) | Q(_is_published()), state=State.PROPOSED)
    title = Publication.objects.as_of(None).filter(result=OuterRef("result")).values("title")[:1]
    return waiting.annotate(
        since=Case(sent_later, default=F("at"), output_field=DateTimeField()), published_title=Subquery(title)
    )


def _is_published() -> Exists:
    in_force = Publication.objects.as_of(None).filter(result=OuterRef(OuterRef("result"))).values("pk")
    return Exists(PublishedTag.objects.filter(publication__in=in_force, theme=OuterRef("theme")))
