"""The queue of themes that a lead has not yet checked, one in focus; and how often leads agree with who proposed.

A published result that is open for editing is shown as readers have it, never as its draft.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Theme
from indicators.ledger import payload_of
from indicators.models import Level, Publication, Result
from indicators.tagging import State, Status, unchecked_for, waiting_tags
from indicators.wording import kind_text
from rmt.models import User
from rmt.roles import Roles, roles_of
from rmt.text import LEVELS, STEPS, span

SHOWN = 50


@dataclass(frozen=True, slots=True)
class WaitingTag:
    """A tag of the queue."""

    pk: int
    title: str
    country: str
    theme: Theme
    waited: str


def queue_of(user: User, *, focus: int | None, now: datetime) -> dict[str, Any]:
    """The queue of `user` with one tag in focus, the one asked for or the one that waits longest; and those after it.

    `following` is the tag that is next; `agreement` says how often the leads agree with who proposed.
    """
    roles = roles_of(user)
    waiting = unchecked_for(user, now=now)
    order = list(waiting.values_list("pk", flat=True))
    place = order.index(focus) if focus in order else 0
    ahead = [*order[place + 1 :], *order[:place]]
    by_pk = {tag.pk: tag for tag in waiting.filter(pk__in=[*order[place : place + 1], *ahead[:SHOWN]])}
    return {
        "focus": _focus(by_pk[order[place]], now=now) if order else None,
        "rows": [_row(by_pk[pk], now=now) for pk in ahead[:SHOWN]],
        "count": len(order),
        "following": ahead[0] if ahead else None,
        "agreement": agreement_of(roles),
        "is_manager_only": not roles.themes,
    }


def following(user: User, tag: int, *, now: datetime) -> int | None:
    """The tag after this one in the queue of `user`, or the first after the last; `None` if it is the only one."""
    order = list(unchecked_for(user, now=now).values_list("pk", flat=True))
    place = order.index(tag) if tag in order else -1
    ahead = [*order[place + 1 :], *order[: max(place, 0)]]
    return ahead[0] if ahead else None


def agreement_of(roles: Roles) -> list[dict[str, Any]]:
    """How often proposals were confirmed, theme by theme: of the own themes, for a manager of all.

    Counted are the tags that people proposed and somebody decided; beside them, how many are `waiting`.
    """
    themes = Theme.objects.all() if roles.is_manager else Theme.objects.filter(pk__in=roles.themes)
    counted = themes.annotate(
        confirmed=Count("tags", filter=Q(tags__state=State.CONFIRMED)),
        rejected=Count("tags", filter=Q(tags__state=State.REJECTED)),
    )
    waiting = dict(
        waiting_tags().order_by().values_list("theme").annotate(Count("pk")).values_list("theme", "pk__count")
    )
    agreement = []
    for theme in counted:
        text, decided = _("none decided yet"), theme.confirmed + theme.rejected
        if decided:
            words = {"confirmed": theme.confirmed, "decided": decided, "percent": 100 * theme.confirmed // decided}
            text = _("%(confirmed)s of %(decided)s (%(percent)s per cent)") % words
        agreement.append({"theme": theme, "text": text, "waiting": waiting.get(theme.pk, 0)})
    return agreement


def _row(tag: Any, *, now: datetime) -> WaitingTag:
    is_draft = tag.result.status == Status.DRAFT
    title = tag.published_title if is_draft else str(tag.result)
    country = str(tag.result.country or _("The world"))
    days = (now - tag.since).days
    waited = ngettext("for %(days)s day", "for %(days)s days", days) % {"days": days} if days >= 1 else _("since today")
    return WaitingTag(tag.pk, title, country, tag.theme, waited)


def _focus(tag: Any, *, now: datetime) -> dict[str, Any]:
    """The tag that is decided now, with what the decision rests on."""
    result: Result = tag.result
    published = Publication.objects.as_of(None).filter(result=result).select_related("indicator").first()
    shows_published = result.status == Status.DRAFT and published is not None
    shown: Any = published if shows_published else result
    said = json.loads(published.payload) if shows_published else payload_of(result)
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    carried = {row["theme"]: State(row["state"]) for row in said["tags"]}
    level, step = Level.values.index(shown.indicator.level) + 1, shown.indicator.step
    # Each piece with its address: of the published page if that is what is shown, else of the desk.
    name, key = ("published_evidence", result.number) if shows_published else ("desk_evidence", result.uuid)
    evidence = said["evidence"]
    return {
        "row": _row(tag, now=now),
        "level": level,
        "badge": str(STEPS[step]) if step else kind_text(shown.indicator.code, str(LEVELS[level])),
        "when": span(shown.achieved_first, shown.achieved_last),
        "outcome": said["outcome"] or "",
        "evidence": [(it["title"], it["url"] or reverse(name, args=[key, it["uuid"]])) for it in evidence],
        "others": [(themes[slug].name, state) for slug, state in carried.items() if slug != tag.theme.slug],
        "basis": tag.basis,
        "proposed_by": str(tag.by),
        "desk_url": "" if shows_published else result.get_absolute_url(),
        "public_url": published.get_absolute_url() if published else "",
        "shows_published": shows_published,
        "themes": [theme for slug, theme in themes.items() if slug not in carried and theme != tag.theme],
    }
