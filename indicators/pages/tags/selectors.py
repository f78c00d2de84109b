"""The queue of themes that a lead has not yet checked, one in focus; and how often leads agree with who proposed.

What is shown of a published result that is open for editing is what readers have, never the words of the draft.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Theme
from indicators.ledger import payload
from indicators.models import Indicator, Level, Publication, Result
from indicators.tagging import State, Status, unchecked_for, waiting_tags
from indicators.wording import kind_text
from rmt.models import User
from rmt.roles import Roles, roles_of
from rmt.text import LEVELS, STEPS, span


@dataclass(frozen=True, slots=True)
class Row:
    """A tag of the queue."""

    pk: int
    title: str
    country: str
    theme: Theme
    waited: str


@dataclass(frozen=True, slots=True)
class ThemeState:
    name: str
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class Focus:
    """The tag that is decided now, with what the decision rests on."""

    row: Row
    level: int
    badge: str
    when: str
    outcome: str
    evidence: Sequence[tuple[str, str]]
    others: Sequence[ThemeState]
    proposed_by: str
    desk_url: str
    public_url: str
    shows_published: bool
    themes: Sequence[Theme]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of the tags of a theme that people proposed and somebody decided, how many were confirmed."""

    theme: Theme
    confirmed: int
    decided: int
    waiting: int

    @property
    def text(self) -> str:
        if not self.decided:
            return _("none decided yet")
        percent = 100 * self.confirmed // self.decided
        words = {"confirmed": self.confirmed, "decided": self.decided, "percent": percent}
        return _("%(confirmed)s of %(decided)s (%(percent)s per cent)") % words


@dataclass(frozen=True, slots=True)
class Queue:
    """The page of the queue: one tag in focus, those after it, and how often the leads agree."""

    focus: Focus | None
    rows: Sequence[Row]
    count: int
    following: int | None
    agreement: Sequence[Agreement]
    is_manager_only: bool


SHOWN = 50


def queue_of(user: User, *, focus: int | None, now: datetime) -> Queue:
    """The queue of `user` with one tag in focus: the one asked for, else the one that waits longest."""
    roles = roles_of(user)
    waiting = unchecked_for(user, now=now)
    order = list(waiting.values_list("pk", flat=True))
    place = order.index(focus) if focus in order else 0
    ahead = [*order[place + 1 :], *order[:place]]
    by_pk = {tag.pk: tag for tag in waiting.filter(pk__in=[*order[place : place + 1], *ahead[:SHOWN]])}
    return Queue(
        focus=_focus(by_pk[order[place]], now=now) if order else None,
        rows=[_row(by_pk[pk], now=now) for pk in ahead[:SHOWN]],
        count=len(order),
        following=ahead[0] if ahead else None,
        agreement=agreement_of(roles),
        is_manager_only=not roles.themes,
    )


def following(user: User, tag: int, *, now: datetime) -> int | None:
    """The tag after this one in the queue of `user`, from the start again after the last; `None` if there is none."""
    order = list(unchecked_for(user, now=now).values_list("pk", flat=True))
    place = order.index(tag) if tag in order else -1
    ahead = [*order[place + 1 :], *order[: max(place, 0)]]
    return ahead[0] if ahead else None


def agreement_of(roles: Roles) -> list[Agreement]:
    """How often proposals were confirmed, theme by theme: of the own themes, for a manager of all."""
    themes = Theme.objects.all() if roles.is_manager else Theme.objects.filter(pk__in=roles.themes)
    counted = themes.annotate(
        confirmed=Count("tags", filter=Q(tags__state=State.CONFIRMED)),
        rejected=Count("tags", filter=Q(tags__state=State.REJECTED)),
    )
    waiting = dict(
        waiting_tags().order_by().values_list("theme").annotate(Count("pk")).values_list("theme", "pk__count")
    )
    return [
        Agreement(theme, theme.confirmed, theme.confirmed + theme.rejected, waiting.get(theme.pk, 0))
        for theme in counted
    ]


def _row(tag: Any, *, now: datetime) -> Row:
    is_draft = tag.result.status == Status.DRAFT
    title = tag.published_title if is_draft else str(tag.result)
    country = str(tag.result.country or _("The world"))
    return Row(tag.pk, title, country, tag.theme, _waited((now - tag.since).days))


def _waited(days: int) -> str:
    if days < 1:
        return _("since today")
    return ngettext("for %(days)s day", "for %(days)s days", days) % {"days": days}


def _focus(tag: Any, *, now: datetime) -> Focus:
    result: Result = tag.result
    published = Publication.objects.as_of(None).filter(result=result).select_related("indicator").first()
    shows_published = result.status == Status.DRAFT and published is not None
    shown: Any = published if shows_published else result
    said = json.loads(published.payload) if shows_published else payload(result)
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    carried = {other["theme"] for other in said["tags"]}
    return Focus(
        row=_row(tag, now=now),
        level=Level.values.index(shown.indicator.level) + 1,
        badge=_badge(shown.indicator),
        when=span(shown.achieved_first, shown.achieved_last),
        outcome=said["outcome"] or "",
        evidence=_evidence(said, result, shows_published=shows_published),
        others=[_state(other, themes) for other in said["tags"] if other["theme"] != tag.theme.slug],
        proposed_by=str(tag.by),
        desk_url="" if shows_published else result.get_absolute_url(),
        public_url=published.get_absolute_url() if published else "",
        shows_published=shows_published,
        themes=[theme for slug, theme in themes.items() if slug not in carried and theme != tag.theme],
    )


def _badge(indicator: Indicator) -> str:
    level = Level.values.index(indicator.level) + 1
    return str(STEPS[indicator.step]) if indicator.step else kind_text(indicator.code, str(LEVELS[level]))


def _state(said: dict[str, str], themes: dict[str, Theme]) -> ThemeState:
    is_confirmed = said["state"] == State.CONFIRMED
    return ThemeState(themes[said["theme"]].name, str(State(said["state"]).label), "success" if is_confirmed else "due")


def _evidence(said: dict[str, Any], result: Result, *, shows_published: bool) -> list[tuple[str, str]]:
    """Each piece with its address: of the published page if that is what is shown, else of the desk."""
    name, key = ("published_evidence", result.number) if shows_published else ("desk_evidence", result.uuid)
    return [(item["title"], item["url"] or reverse(name, args=[key, item["uuid"]])) for item in said["evidence"]]
