"""What a reviewer reads before deciding: one result with all that speaks for and against it."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import ledger, permissions
from indicators.figures import Clash, Entry, in_order, increase_of, is_within, people, series_of
from indicators.ledger import Change, Said, changes, described, entries_of, entry_of, for_the_public, payload
from indicators.models import Evidence, Level, Publication, Result, Tag
from indicators.pages.published import Window, windows
from indicators.pages.transition.comments import Recommendation, Remark, recommendations_among, thread_of
from indicators.pages.transition.events import Happened, history_of, moment, said_of, theme_names, what_of, who_of
from indicators.results import actions, clashes_of, missing
from indicators.review import Flag, flags_among
from indicators.wording import added_text, kind_text, number_text, why_text
from rmt.models import User
from rmt.roles import roles_of
from rmt.text import LEVELS, STEPS


def level_of(result: Result) -> int:
    """1, 2 or 3: the level of a result with an indicator."""
    return Level.values.index(result.level or "") + 1


def badge_of(result: Result) -> str:
    """What sort of result it is: "Step 2 · Law or scheme", "Impact · Effective coverage"."""
    assert result.indicator  # noqa: S101 (what is sent has one: a constraint)
    step = result.indicator.step
    return str(STEPS[step]) if step else kind_text(result.indicator.code, str(LEVELS[level_of(result)]))


@dataclass(frozen=True, slots=True)
class Counting:
    """Whether a result enters a figure once it is published, and why or why not, in a sentence."""

    counts: bool
    text: str


@dataclass(frozen=True)
class Review:
    """One result as a reviewer reads it: a manager before deciding, others to advise."""

    level: int
    badge: str
    said: list[Said]
    published: Publication | None
    changes: list[Change]
    clashes: list[Clash]
    counting: Counting
    flags: list[Flag]
    missing: list[str]
    evidence: list[Evidence]
    changed_by: list[User]
    why_not: str
    can_comment: bool
    can_recommend: bool
    recommendations: list[Recommendation] = field(default_factory=list)
    thread: list[Remark] = field(default_factory=list)
    history: list[Happened] = field(default_factory=list)

    @property
    def can_decide(self) -> bool:
        """Whether the reader validates or returns it."""
        return not self.why_not

    @property
    def is_unchanged(self) -> bool:
        """Whether the edit says the very same as what is published."""
        return self.published is not None and not self.changes


def review_of(result: Result, *, user: User, today: date) -> Review:
    """All that speaks for and against publishing what waits."""
    own = for_the_public(payload(result))
    published = ledger.in_force(result)
    hands = actions.entered_by(result)
    clashing = clashes_of(result)
    return Review(
        level=level_of(result),
        badge=badge_of(result),
        said=described(own),
        published=published,
        changes=changes(json.loads(published.payload), own) if published else [],
        clashes=clashing,
        counting=Counting(False, _("Open until the clash is settled."))
        if clashing
        else counting_of(result, today=today),
        flags=flags_among([result])[result.pk],
        missing=list(missing(result, today=today).values()),
        evidence=list(result.evidence.all()),
        changed_by=list(User.objects.filter(pk__in=hands - {result.author_id, result.submitted_by_id})),
        why_not=_why_not(result, user=user, hands=hands),
        can_comment=permissions.can_comment(user, result),
        can_recommend=permissions.can_recommend(user, result),
        recommendations=recommendations_among([result]).get(result.pk, []),
        thread=thread_of(result),
        history=history_of(result),
    )


def _why_not(result: Result, *, user: User, hands: set[int]) -> str:
    """Why `user` does not decide on it; empty if they do."""
    if not permissions.can_review(user, result):
        return _("You read it here, and a programme manager decides.")
    if user.pk in hands:
        return _("You entered, changed or sent it. You can read it here; another programme manager decides.")
    return ""


def counting_of(result: Result, *, today: date) -> Counting:
    """Whether `result` would enter a figure if it were published today (rules 6 to 10)."""
    assert result.indicator  # noqa: S101 (what is sent has one: a constraint)
    own = entry_of(payload(result), step=result.indicator.step)
    window = next((w for w in windows(on=today) if is_within(own, w.period)), None)
    if window is None:
        return Counting(False, _("Shown, not counted: it happened before the programme began."))
    if result.level == Level.IMPACT:
        return _people_counted(result, own, window)
    if own.step is None:
        return Counting(True, _("Counted among the deliverables of “%(window)s”.") % {"window": window.label})
    words = {"step": own.step, "window": window.label, "country": result.country or _("the world")}
    return Counting(True, _("Counted as a change of step %(step)s in “%(window)s”, and for %(country)s.") % words)


def _people_counted(result: Result, own: Entry, window: Window) -> Counting:
    others = Publication.objects.as_of(None).filter(country=result.country, indicator=result.indicator)
    published = entries_of(others.exclude(result=result))
    found = people([*published, own], indicator=own.indicator, period=window.period, day=window.day)
    reason = next((why for entry, why in found.apart if entry.key == own.key), None)
    if reason is not None:
        return Counting(False, _("Shown, not counted: %(why)s.") % {"why": why_text(own, reason)})
    earlier = [
        e for e in published if e.pool == own.pool and series_of(e) == series_of(own) and in_order(e) < in_order(own)
    ]
    before = next((e.value for e in sorted(earlier, key=in_order, reverse=True) if e.value is not None), None)
    amount = increase_of(own, period=window.period, before=before)
    words = {"amount": added_text(amount or Decimal(0), own.unit), "window": window.label}
    if before is None:
        return Counting(True, _("Counted: %(amount)s in “%(window)s”.") % words)
    return Counting(
        True,
        _("Counted: %(amount)s in “%(window)s” than the %(before)s published before on the same scheme.")
        % {**words, "before": number_text(before)},
    )


@dataclass(frozen=True)
class Since:
    """What happened to a result since somebody read it; `is_known` is False if it is not known what they read."""

    is_known: bool
    happened: list[Happened]
    changes: list[Change]


def since(result: Result, version: int) -> Since:
    """Who did what after `version`, and in what the working copy differs from it."""
    revisions = result.revisions.order_by("version").select_related("by")
    read = revisions.filter(version__lte=version).last()
    if read is None:
        return Since(False, history_of(result)[:1], [])
    later = [(row.at, _("Changed"), str(row.by), "") for row in revisions.filter(version__gt=version)]
    events = result.review_events.filter(version__gt=version).select_related("by")
    themes = theme_names()
    later += [(event.at, what_of(event), who_of(event), said_of(event, themes)) for event in events]
    return Since(
        True,
        [Happened(what, moment(at), by, comment) for at, what, by, comment in sorted(later, key=_at, reverse=True)],
        changes(json.loads(read.payload), payload(result)),
    )


def _at(row: tuple) -> datetime:
    return row[0]


@dataclass(frozen=True, slots=True)
class Decision:
    """A theme of a result, and whether the reader of the page decides on it."""

    tag: Tag
    can_decide: bool

    @property
    def can_confirm(self) -> bool:
        return self.can_decide and self.tag.state != Tag.State.CONFIRMED

    @property
    def can_reject(self) -> bool:
        return self.can_decide and self.tag.state != Tag.State.REJECTED

    @property
    def kind(self) -> str:
        """The kind of its chip."""
        return {Tag.State.CONFIRMED: "success", Tag.State.PROPOSED: "due"}.get(Tag.State(self.tag.state), "")


def tags_of(result: Result, *, user: User) -> list[Decision]:
    """The themes of a result, each with what `user` may decide: for `desk/_tags.html`."""
    tags = result.tags.select_related("theme", "result", "by")
    return [Decision(tag, permissions.can_decide_tag(user, tag)) for tag in tags]


@dataclass(frozen=True, slots=True)
class ManagerTools:
    """What a manager may do with a result from its page: for `desk/_manager_tools.html`."""

    can_review: bool
    can_validate: bool
    can_withdraw: bool
    can_pool: bool

    def __bool__(self) -> bool:
        return self.can_review or self.can_withdraw or self.can_pool


def manager_tools(result: Result, *, user: User) -> ManagerTools:
    """What `user` may do with `result` as a manager; false if nothing."""
    if not roles_of(user).is_manager:
        return ManagerTools(False, False, False, False)
    return ManagerTools(
        can_review=permissions.can_review(user, result),
        can_validate=permissions.can_validate(user, result),
        can_withdraw=permissions.can_withdraw(user, result),
        can_pool=permissions.can_pool(user, result),
    )
