"""What a reviewer reads before deciding: one result with all that speaks for and against it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from indicators import ledger, permissions
from indicators.figures import Clash, Entry, NotCounted, in_one_series, increase_of, level_before, people
from indicators.ledger import (
    PayloadLine,
    WordedDifference,
    differences_in_words,
    entries_of,
    entry_of,
    for_the_public,
    in_words,
    payload_of,
    shown_revision,
)
from indicators.models import Comment, Evidence, Level, Publication, Result, Tag
from indicators.pages.published import Past, Window, window_of, windows
from indicators.pages.transition.comments import Recommendation, recommendations_among, thread_of
from indicators.pages.transition.events import Happened, history_of, names_in_events, what_of, who_of, words_of
from indicators.results import actions, clashes_of, missing, restated_figures
from indicators.review import Flag, flags_among
from indicators.wording import added_text, kind_text, number_text, why_text
from rmt.models import User
from rmt.roles import roles_of
from rmt.text import LEVELS, STEPS, moment


def level_of(result: Result) -> int:
    """1, 2 or 3: the level of a result with an indicator."""
    return Level.values.index(result.level or "") + 1


def badge_of(result: Result) -> str:
    """What sort of result it is: "Step 2 · Law or scheme", "Impact · Effective coverage"."""
    assert result.indicator  # noqa: S101 (what is sent has one: a constraint)
    step = result.indicator.step
    return str(STEPS[step]) if step else kind_text(result.indicator.code, str(LEVELS[level_of(result)]))


@dataclass(frozen=True)
class Review:
    """One result as a reviewer reads it: a manager before deciding, others to advise."""

    level: int
    badge: str
    lines: list[PayloadLine]
    published: Publication | None
    differences: list[WordedDifference]
    restated_because: str
    clashes: list[Clash]
    counting_text: str
    flags: list[Flag]
    missing: list[str]
    evidence: list[Evidence]
    changed_by: list[User]
    why_not: str
    can_comment: bool
    can_recommend: bool
    recommendations: list[Recommendation] = field(default_factory=list)
    thread: list[tuple[str, Comment]] = field(default_factory=list)
    history: list[Happened] = field(default_factory=list)

    @property
    def can_decide(self) -> bool:
        """Whether the reader validates or returns it."""
        return not self.why_not

    @property
    def is_unchanged(self) -> bool:
        """Whether the edit says exactly what is published."""
        return self.published is not None and not self.differences


def review_of(result: Result, *, user: User, today: date) -> Review:
    """All that speaks for and against publishing what waits."""
    own = for_the_public(payload_of(result))
    published = ledger.in_force(result)
    entered_by = actions.entered_by(result)
    clashes = clashes_of(result)
    why_not = ""
    if not permissions.can_review(user, result):
        why_not = _("You read it here, and a programme manager decides.")
    elif user.pk in entered_by:
        why_not = _("You entered, changed or sent it. You can read it here; another programme manager decides.")
    return Review(
        level=level_of(result),
        badge=badge_of(result),
        lines=in_words(own),
        published=published,
        differences=differences_in_words(json.loads(published.payload), own) if published else [],
        restated_because=(result.restated_because or "") if restated_figures(result) else "",
        clashes=clashes,
        counting_text=_("Open until the clash is settled.") if clashes else counting_text(result, today=today),
        flags=flags_among([result])[result.pk],
        missing=list(missing(result, today=today).values()),
        evidence=list(result.evidence.all()),
        changed_by=list(User.objects.filter(pk__in=entered_by - {result.author_id, result.submitted_by_id})),
        why_not=why_not,
        can_comment=permissions.can_comment(user, result),
        can_recommend=permissions.can_recommend(user, result),
        recommendations=recommendations_among([result]).get(result.pk, []),
        thread=thread_of(result),
        history=history_of(result),
    )


def counting_text(result: Result, *, today: date) -> str:
    """Whether `result` would enter a figure if it were published today, and why or why not (rules 6 to 10)."""
    assert result.indicator  # noqa: S101 (what is sent has one: a constraint)
    own = entry_of(payload_of(result), step=result.indicator.step)
    listed = windows(Past(None), on=today)
    window = window_of(own, listed)
    if window is None:
        return _("Shown, not counted: it happened before the programme began.")
    if result.level == Level.IMPACT:
        return _people_text(result, own, window, listed[-1])
    if own.step is None:
        return _("Counted among the deliverables of “%(window)s”.") % {"window": window.label}
    words = {"step": own.step, "window": window.label, "country": result.country or _("the world")}
    return _("Counted as a change of step %(step)s in “%(window)s”, and for %(country)s.") % words


def _people_text(result: Result, own: Entry, window: Window, all_years: Window) -> str:
    others = Publication.objects.as_of(None).filter(country=result.country, indicator=result.indicator)
    published = entries_of(others.exclude(result=result))
    reason = _why_apart([*published, own], own, window)
    if reason is NotCounted.EARLIER:
        window, reason = all_years, _why_apart([*published, own], own, all_years)
    if reason is not None:
        return _("Shown, not counted: %(why)s.") % {"why": why_text(own, reason)}
    before = level_before(own, [e for e in published if in_one_series(e, own)])
    amount = increase_of(own, before=before)
    words = {"amount": added_text(amount or Decimal(0), own.unit), "window": window.label}
    if before is None:
        return _("Counted: %(amount)s in “%(window)s”.") % words
    text = _("Counted: %(amount)s in “%(window)s” than the %(before)s published before on the same scheme.")
    return text % {**words, "before": number_text(before.value or Decimal(0))}


def _why_apart(entries: Sequence[Entry], own: Entry, window: Window) -> NotCounted | None:
    """Why one of some results is in no sum of a period; `None` if it is counted."""
    found = people(entries, indicator=own.indicator, period=window.period, day=window.day)
    return next((why for entry, why in found.apart if entry.key == own.key), None)


def since(result: Result, version: int) -> dict[str, Any]:
    """Who did what after `version`, and in what the working copy differs from it.

    `is_known` is False if it is not known what the person read.
    """
    revisions = result.revisions.order_by("version").select_related("by")
    read = revisions.filter(version__lte=version).last()
    if read is None:
        return {"is_known": False, "happened": history_of(result)[:1], "differences": []}
    later = [(row.at, _("Changed"), str(row.by), "") for row in revisions.filter(version__gt=version)]
    events = result.review_events.filter(version__gt=version).select_related("by")
    names = names_in_events()
    later += [(event.at, what_of(event), who_of(event), words_of(event, names)) for event in events]
    later.sort(key=itemgetter(0), reverse=True)
    now = payload_of(result)
    before = shown_revision(read, result.removals.exclude(field=None), now=now)
    return {
        "is_known": True,
        "happened": [Happened(what, moment(at), by, comment) for at, what, by, comment in later],
        "differences": differences_in_words(before, now),
    }


def tags_of(result: Result, *, user: User) -> list[tuple[Tag, bool]]:
    """The themes of a result, each with whether `user` decides on it: for `transition/_tags.html`."""
    tags = result.tags.select_related("theme", "result", "by")
    return [(tag, permissions.can_decide_tag(user, tag)) for tag in tags]


def manager_tools(result: Result, *, user: User) -> dict[str, bool]:
    """What `user` may do with `result` as a manager, for `desk/_manager_tools.html`; empty if nothing."""
    if not roles_of(user).is_manager:
        return {}
    tools = {
        "can_review": permissions.can_review(user, result),
        "can_validate": permissions.can_validate(user, result),
        "can_withdraw": permissions.can_withdraw(user, result),
        "can_pool": permissions.can_pool(user, result),
    }
    return tools if any(tools.values()) else {}
