"""One result whole, as the desk shows it, and a line of it in a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import permissions
from indicators.ledger import in_words, payload_of
from indicators.models import Result, ReviewEvent
from indicators.pages.transition.comments import FieldLine, thread_of, with_boxes
from indicators.pages.transition.events import history_of
from indicators.pages.transition.selectors import badge_of, level_of, manager_tools, tags_of
from indicators.results import missing
from indicators.wording import number_text
from rmt.models import User
from rmt.text import span

Status = Result.Status
Kind = ReviewEvent.Kind


@dataclass(frozen=True, slots=True)
class DeskResultLine:
    """A result in a list of the desk, as the component `result_entry` prints it."""

    url: str
    title: str
    level: int
    badge: str
    date_text: str
    lede: str = ""
    tags: tuple[str, ...] = ()


def line_of(result: Result, when: str, lede: str = "") -> DeskResultLine:
    """A result in a list: where it is from, what happened to it last, and the comment that came with that."""
    return DeskResultLine(
        url=result.get_absolute_url(),
        title=str(result),
        level=level_of(result) if result.indicator else 1,
        badge=badge_of(result) if result.indicator else _("Kind not chosen yet"),
        date_text=" · ".join(filter(None, [str(result.country or _("The world")), when])),
        lede=lede,
    )


# What a gap is called, by the field that is missing.
GAPS = {
    "title": gettext_lazy("What was achieved"),
    "achieved_last": gettext_lazy("When"),
    "outcome": gettext_lazy("What changed"),
    "contribution": gettext_lazy("What the programme contributed"),
    "convention": gettext_lazy("Convention"),
    "convention_event": gettext_lazy("What happened to the convention"),
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


def result_on_desk(result: Result, *, user: User, today: date) -> dict[str, Any]:
    """The working copy of a result, whole, with what `user` may do about it: for `desk/result.html`."""
    problems = missing(result, today=today)
    is_draft = result.status == Status.DRAFT
    returns = result.review_events.filter(kind=Kind.RETURNED).select_related("by").order_by("-at", "-pk")
    elsewhere = {str(label) for label in ELSEWHERE}
    lines = [line for line in in_words(payload_of(result)) if line.label not in elsewhere]
    shown = with_boxes(lines, result=result, form=None)
    if result.value is not None and result.baseline_value is not None:
        after, before = number_text(result.value), number_text(result.baseline_value)
        increase = number_text(result.value - result.baseline_value)
        shown.append(FieldLine(_("Increase, worked out"), f"{after} − {before} = {increase}"))
    return {
        "result": result,
        "level": level_of(result) if result.indicator else 1,
        "badge": badge_of(result) if result.indicator else _("Kind not chosen yet"),
        "when": span(result.achieved_first, result.achieved_last),
        "lines": shown,
        "gaps": [label for key, label in GAPS.items() if key in problems and getattr(result, key, None) is None],
        "missing": list(problems.values()) if is_draft else [],
        "evidence": list(result.evidence.all()),
        "returned": returns.first() if is_draft and result.return_open_until else None,
        "is_public": result.publications.as_of(None).exists(),
        "steps": list(steps_for(result, user=user)),
        "tags": tags_of(result, user=user),
        "manager": manager_tools(result, user=user),
        "links": result.contributions.select_related("project"),
        "can_link": permissions.can_link_project(user, result),
        "history": history_of(result),
        "thread": thread_of(result),
        "can_comment": permissions.can_comment(user, result),
    }


def steps_for(result: Result, *, user: User) -> Iterator[dict[str, Any]]:
    """What `user` may do with `result` now, the likeliest first: a button's words, its address and its kind.

    A step that `is_post` is taken with one click; any other opens a page.
    """

    def to(name: str) -> str:
        return reverse(name, args=[result.uuid])

    if permissions.can_submit(user, result):
        yield {"verb": _("Send for review"), "url": to("submit_result"), "is_post": True}
    if permissions.can_edit(user, result):
        yield {"verb": _("Edit"), "url": to("edit_result"), "kind": "secondary"}
    if permissions.can_recall(user, result):
        yield {"verb": _("Take it back"), "url": to("recall_result"), "is_post": True, "kind": "secondary"}
    if permissions.can_reopen(user, result):
        yield {"verb": _("Edit it: a new version"), "url": to("reopen_result"), "is_post": True, "kind": "secondary"}
    if permissions.can_discard(user, result):
        yield {"verb": _("Discard the draft…"), "url": to("discard_result"), "kind": "quiet"}
    if permissions.can_ask_reply(user, result):
        yield {"verb": _("Ask constituents for their reply"), "url": to("replies"), "kind": "quiet"}
    if permissions.can_record_standing(user, result):
        yield {"verb": _("Still in force?"), "url": to("standing_result"), "kind": "secondary"}
    if result.number is not None and permissions.can_read_reported(user, result):
        yield {"verb": _("Text for other reports"), "url": to("reported"), "kind": "secondary"}
    if permissions.can_propose_removal(user, result):
        yield {"verb": _("Remove a passage…"), "url": to("removals"), "kind": "quiet"}
    yield {"verb": _("History"), "url": to("result_history"), "kind": "quiet"}
