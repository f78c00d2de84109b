"""Replies of constituents, and who was asked and did not answer; for today's page and for the desk."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from indicators.followup import until
from indicators.ledger import removed_text
from indicators.models import Consultation, Publication, Reply, ReplyRequest, Result
from rmt.text import as_day, day


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """One organization: what it answered and when; `kind` and `answer` are empty if it did not."""

    organization: str
    answer: str
    kind: str
    text: str
    when: str
    about: str

    @property
    def chip(self) -> str:
        """How the answer is marked: never by colour alone, the word is printed."""
        return {"confirmed": "success", "dissented": "due"}.get(self.kind, "")


GroupReplies = tuple[str, Sequence[ReplyLine]]
"""The name of a group of constituents, and its organizations; none if nobody of it was asked."""


def replies_of(statement: Publication, *, today: date) -> list[GroupReplies]:
    """The three groups, with the reply of each organization to a published result: one query."""
    asked = ReplyRequest.objects.filter(result=statement.result_id).select_related("reply__removal")
    return grouped_replies(asked, version=statement.version, today=today)


def grouped_replies(asked: Iterable[ReplyRequest], *, version: int, today: date) -> list[GroupReplies]:
    """Every answer, in order; an organization that never answered has one line, of the last time that it was asked."""
    by_organization: dict[tuple[str, str], list[ReplyRequest]] = defaultdict(list)
    for request in asked:
        by_organization[request.group, request.organization.casefold()].append(request)
    lines: dict[str, list[ReplyLine]] = defaultdict(list)
    for (group, _name), requests in by_organization.items():
        answered = [request for request in requests if hasattr(request, "reply")]
        lines[group] += [_line(request, version=version, today=today) for request in answered or requests[-1:]]
    return [(str(group.label), lines[group]) for group in Consultation.Group]


def _line(request: ReplyRequest, *, version: int, today: date) -> ReplyLine:
    reply = getattr(request, "reply", None)
    if reply is None:
        is_open = today <= as_day(until(request))
        words = _("asked on %(day)s, not answered yet") if is_open else _("asked on %(day)s, not answered")
        return ReplyLine(request.organization, "", "", "", words % {"day": day(as_day(request.asked_at))}, "")
    return ReplyLine(
        organization=request.organization,
        answer=str(Reply.Kind(reply.kind).label),
        kind=reply.kind,
        text=reply_text(reply),
        when=day(as_day(reply.answered_at)),
        about=_("about version %(n)s") % {"n": reply.version} if reply.version != version else "",
    )


def reply_text(reply: Reply) -> str:
    """What was said; of a reply that was removed, since when and why (rule 2)."""
    removal = getattr(reply, "removal", None)
    return removed_text(as_day(removal.at), removal.reason) if removal else reply.text


def replies_page(result: Result, statement: Publication, *, today: date) -> dict[str, Any]:
    """What the desk's page shows: who was asked about a published result, and what they said."""
    return {
        "result": result,
        "statement": statement,
        "groups": replies_of(statement, today=today),
        "trail": [(str(result), result.get_absolute_url()), (_("Replies of constituents"), None)],
    }
