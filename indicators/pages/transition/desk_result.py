"""One result whole, as the desk shows it, and a line of it in a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import permissions
from indicators.ledger import Said, described, payload
from indicators.models import Evidence, Result, ReviewEvent
from indicators.pages.transition.selectors import (
    Decision,
    Happened,
    ManagerTools,
    badge_of,
    history_of,
    level_of,
    manager_tools,
    tags_of,
)
from indicators.results import missing
from indicators.wording import number_text
from rmt.models import User
from rmt.text import span

Status = Result.Status
Kind = ReviewEvent.Kind


@dataclass(frozen=True, slots=True)
class Line:
    """A result in a list of the desk, as the component `result_entry` prints it."""

    url: str
    title: str
    level: int
    badge: str
    date_text: str
    lede: str = ""
    tags: tuple[str, ...] = ()


def line_of(result: Result, when: str, lede: str = "") -> Line:
    """A result in a list: where it is from, what happened to it last, what was said."""
    return Line(
        url=result.get_absolute_url(),
        title=str(result),
        level=level_of(result) if result.indicator else 1,
        badge=badge_of(result) if result.indicator else _("Kind not chosen yet"),
        date_text=_joined(result.country, when),
        lede=lede,
    )


def _joined(country: object, when: str) -> str:
    return " · ".join(filter(None, [str(country or _("The world")), when]))


@dataclass(frozen=True, slots=True)
class Step:
    """Something that this person may do with a result now."""

    verb: str
    url: str
    is_post: bool = False
    kind: str = ""


@dataclass(frozen=True)
class ResultOnDesk:
    """The working copy of a result, whole, with what this person may do about it."""

    level: int
    badge: str
    when: str
    said: list[Said]
    gaps: list[str]
    missing: list[str]
    evidence: list[Evidence]
    returned: ReviewEvent | None
    is_public: bool
    steps: list[Step]
    tags: list[Decision]
    manager: ManagerTools
    history: list[Happened]


# What is said of a gap, by the field that is missing.
GAPS = {
    "title": gettext_lazy("What was achieved"),
    "achieved_last": gettext_lazy("When"),
    "outcome": gettext_lazy("What changed"),
    "contribution": gettext_lazy("What the programme contributed"),
    "instrument": gettext_lazy("Law, strategy or scheme"),
    "value": gettext_lazy("Figure"),
    "baseline_value": gettext_lazy("How many there were before"),
    "grade": gettext_lazy("Where the figure comes from"),
    "coverage_basis": gettext_lazy("Who is covered"),
    "target_year": gettext_lazy("Target year"),
    "method": gettext_lazy("How the figure was worked out"),
    "source": gettext_lazy("Source"),
}

# Shown in places of their own on the page of a result.
ELSEWHERE = (gettext_lazy("What was achieved"), gettext_lazy("Evidence"), gettext_lazy("Themes"))


def result_on_desk(result: Result, *, user: User, today: date) -> ResultOnDesk:
    """Everything about one result for one person."""
    problems = missing(result, today=today)
    is_draft = result.status == Status.DRAFT
    returns = result.review_events.filter(kind=Kind.RETURNED).select_related("by").order_by("-at", "-pk")
    return ResultOnDesk(
        level=level_of(result) if result.indicator else 1,
        badge=badge_of(result) if result.indicator else _("Kind not chosen yet"),
        when=span(result.achieved_first, result.achieved_last),
        said=[*_told_below(result), *_worked_out(result)],
        gaps=[str(label) for key, label in GAPS.items() if key in problems and not _is_said(result, key)],
        missing=list(problems.values()) if is_draft else [],
        evidence=list(result.evidence.all()),
        returned=returns.first() if is_draft and result.return_open_until else None,
        is_public=result.publications.as_of(None).exists(),
        steps=list(steps_for(result, user=user)),
        tags=tags_of(result, user=user),
        manager=manager_tools(result, user=user),
        history=history_of(result),
    )


def _told_below(result: Result) -> list[Said]:
    elsewhere = {str(label) for label in ELSEWHERE}
    return [line for line in described(payload(result)) if line.label not in elsewhere]


def _worked_out(result: Result) -> list[Said]:
    if result.value is None or result.baseline_value is None:
        return []
    increase = number_text(result.value - result.baseline_value)
    text = f"{number_text(result.value)} − {number_text(result.baseline_value)} = {increase}"
    return [Said(_("Increase, worked out"), text)]


def _is_said(result: Result, key: str) -> bool:
    return getattr(result, key, None) is not None


def steps_for(result: Result, *, user: User) -> Iterable[Step]:
    """What `user` may do with `result` now, the likeliest first."""

    def to(name: str) -> str:
        return reverse(name, args=[result.uuid])

    if permissions.can_submit(user, result):
        yield Step(_("Send for review"), to("submit_result"), is_post=True)
    if permissions.can_edit(user, result):
        yield Step(_("Edit"), to("edit_result"), kind="secondary")
    if permissions.can_recall(user, result):
        yield Step(_("Take it back"), to("recall_result"), is_post=True, kind="secondary")
    if permissions.can_reopen(user, result):
        yield Step(_("Edit it: a new version"), to("reopen_result"), is_post=True, kind="secondary")
    if permissions.can_discard(user, result):
        yield Step(_("Discard the draft…"), to("discard_result"), kind="quiet")
    if permissions.can_ask_reply(user, result):
        yield Step(_("Ask constituents for their reply"), to("replies"), kind="quiet")
    if permissions.can_record_standing(user, result):
        yield Step(_("Still in force?"), to("standing_result"), kind="secondary")
    if result.number is not None and permissions.can_read_reported(user, result):
        yield Step(_("Text for other reports"), to("reported"), kind="secondary")
    yield Step(_("History"), to("result_history"), kind="quiet")
