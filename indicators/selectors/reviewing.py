"""What a manager reads before deciding: the list of what waits, one result with all that speaks for and against it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Statistic
from indicators import actions, ledger, permissions
from indicators.changes import Change, Said, changes, described
from indicators.clashes import clashes_among, clashes_of
from indicators.entries import entries, entry_of
from indicators.figures import Clash, Entry, in_order, increase_of, is_within, people, series_of
from indicators.models import Evidence, Level, Publication, Result, Tag
from indicators.payload import for_the_public, payload
from indicators.requirements import missing, stated_increase
from indicators.selectors.windows import Window, windows
from indicators.wording import kind_text, number_text, percent_text, why_text
from rmt.models import User
from rmt.roles import roles_of
from rmt.templatetags.components import LEVELS, STEPS, day

POPULATION = "SP_POP_TOTL"
LARGE_PER_CENT = 10
"""An increase above this share of the population is pointed out, not refused."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at first; kinds as those of a chip."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the review queue."""

    result: Result
    since: str
    flags: list[Flag]

    @property
    def level(self) -> int:
        return level_of(self.result)

    @property
    def badge(self) -> str:
        return badge_of(self.result)


def level_of(result: Result) -> int:
    """1, 2 or 3: the level of a result with an indicator."""
    return Level.values.index(result.level or "") + 1


def badge_of(result: Result) -> str:
    """What sort of result it is: "Step 2 · Law or scheme", "Impact · Effective coverage"."""
    assert result.indicator  # noqa: S101 (what is sent has one: a constraint)
    step = result.indicator.step
    return str(STEPS[step]) if step else kind_text(result.indicator.code, str(LEVELS[level_of(result)]))


def waiting(results: Iterable[Result], *, today: date) -> list[Waiting]:
    """Results that wait, with what to look at in each: a fixed number of queries, however many there are."""
    rows = list(results)
    ids = [row.pk for row in rows]
    clashing = clashes_among(rows)
    public = set(Publication.objects.as_of(None).filter(result__in=ids).values_list("result_id", flat=True))
    evidence = _evidence_counts(ids)
    populations = _populations({row.country_id for row in rows if row.level == Level.IMPACT})
    return [
        Waiting(
            row,
            _waits_since(row, today),
            [
                *([Flag(_("Clashes with what is published"), "error")] if row.pk in clashing else []),
                *_evidence_flags(row, *evidence.get(row.pk, (0, 0))),
                *_large(row, populations.get(row.country_id)),
                *_edited(row, is_public=row.pk in public),
            ],
        )
        for row in rows
    ]


def _waits_since(result: Result, today: date) -> str:
    if result.submitted_at is None:
        return ""
    sent = timezone.localtime(result.submitted_at).date()
    days = (today - sent).days
    if days <= 0:
        return _("sent today")
    waits = ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    return _("sent on %(day)s, %(ago)s") % {"day": day(sent), "ago": waits}


def _evidence_counts(ids: list[int]) -> dict[int, tuple[int, int]]:
    """For each result with evidence: how many pieces, and how many of them are for everyone."""
    public = Count("pk", filter=Q(audience=Evidence.Audience.PUBLIC))
    rows = (
        Evidence.objects.filter(result__in=ids)
        .order_by()
        .values("result_id")
        .annotate(every=Count("pk"), public=public)
    )
    return {row["result_id"]: (row["every"], row["public"]) for row in rows}


def _evidence_flags(result: Result, every: int, public: int) -> list[Flag]:
    if result.level == Level.DELIVERABLE or public:
        return []
    if every:
        return [Flag(_("Evidence for reviewers only"), "due")]
    return [Flag(_("No evidence"), "error")]


def _populations(countries: set[int | None]) -> dict[int | None, Decimal]:
    if not countries:
        return {}
    rows = Statistic.objects.as_of(None).filter(series__code=POPULATION, country__in=countries).order_by("year")
    return dict(rows.values_list("country_id", "value"))


def _large(result: Result, population: Decimal | None) -> list[Flag]:
    amount = stated_increase(result)
    if not population or amount is None or result.unit != "person" or amount * 100 <= population * LARGE_PER_CENT:
        return []
    share = percent_text(amount * 100 / population)
    return [Flag(_("Large: %(share)s of the population") % {"share": share}, "due")]


def _edited(result: Result, *, is_public: bool) -> list[Flag]:
    if result.number is None:
        return []
    text = _("Edit of No. %(number)s, published") if is_public else _("No. %(number)s, withdrawn before")
    return [Flag(text % {"number": result.number})]


@dataclass(frozen=True, slots=True)
class Counting:
    """Whether a result enters a figure once it is published, and why or why not, in a sentence."""

    counts: bool
    text: str


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of a history, as the component prints it."""

    what: str
    when: str
    who: str
    comment: str = ""
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class Review:
    """One result as a manager reads it before deciding."""

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
    is_own: bool
    history: list[Happened] = field(default_factory=list)

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
        flags=_large(result, _populations({result.country_id}).get(result.country_id)),
        missing=list(missing(result, today=today).values()),
        evidence=list(result.evidence.all()),
        changed_by=list(User.objects.filter(pk__in=hands - {result.author_id, result.submitted_by_id})),
        is_own=not permissions.can_validate(user, result),
        history=history_of(result),
    )


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
    published = entries(others.exclude(result=result))
    found = people([*published, own], indicator=own.indicator, period=window.period, day=window.day)
    reason = next((why for entry, why in found.apart if entry.key == own.key), None)
    if reason is not None:
        return Counting(False, _("Shown, not counted: %(why)s.") % {"why": why_text(own, reason)})
    earlier = [
        e for e in published if e.pool == own.pool and series_of(e) == series_of(own) and in_order(e) < in_order(own)
    ]
    before = next((e.value for e in sorted(earlier, key=in_order, reverse=True) if e.value is not None), None)
    amount = increase_of(own, period=window.period, before=before)
    words = {"amount": number_text(amount or 0), "window": window.label}
    if before is None:
        return Counting(True, _("Counted: it adds %(amount)s people in “%(window)s”.") % words)
    return Counting(
        True,
        _("Counted: it adds %(amount)s people in “%(window)s” to the %(before)s published before on the same scheme.")
        % {**words, "before": number_text(before)},
    )


def history_of(result: Result) -> list[Happened]:
    """Every step that was taken with a result, the latest first."""
    events = result.review_events.select_related("by").order_by("-at", "-pk")
    return [
        Happened(_first_up(event.get_kind_display()), moment(event.at), str(event.by), event.comment)
        for event in events
    ]


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
    later = [(row.at, _("Changed"), row.by, "") for row in revisions.filter(version__gt=version)]
    events = result.review_events.filter(version__gt=version).select_related("by")
    later += [(event.at, _first_up(event.get_kind_display()), event.by, event.comment) for event in events]
    return Since(
        True,
        [
            Happened(what, moment(at), str(by), comment)
            for at, what, by, comment in sorted(later, key=_at, reverse=True)
        ],
        changes(json.loads(read.payload), payload(result)),
    )


def _at(row: tuple) -> datetime:
    return row[0]


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def moment(at: datetime) -> str:
    """A moment as the desk writes it, in UTC."""
    local = timezone.localtime(at)
    return _("%(day)s, %(time)s UTC") % {"day": day(local), "time": formats.date_format(local, "H:i")}


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
