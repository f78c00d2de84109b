"""What constituents said of a result, and who was asked and is silent; for today's page and for the desk."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from indicators.followup import until
from indicators.models import Consultation, Publication, Reply, ReplyRequest, Result
from rmt.text import as_day, day


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """One organization: what it said and when; `said` is empty where it is silent."""

    organization: str
    said: str
    kind: str
    text: str
    when: str
    about: str

    @property
    def chip(self) -> str:
        """How the answer stands out: never by colour alone, the word is printed."""
        return {"confirmed": "success", "dissented": "due"}.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class GroupReplies:
    """The constituents of one group; without `lines`, nobody of it was asked."""

    name: str
    lines: Sequence[ReplyLine]


def replies_of(statement: Publication, *, today: date) -> list[GroupReplies]:
    """The three groups with what each organization said of a published result: one query."""
    asked = ReplyRequest.objects.filter(result=statement.result_id).select_related("reply")
    return grouped_replies(asked, version=statement.version, today=today)


def grouped_replies(asked: Iterable[ReplyRequest], *, version: int, today: date) -> list[GroupReplies]:
    """Every answer, in order; an organization that is silent stands once, by the last time that it was asked."""
    by_organization: dict[tuple[str, str], list[ReplyRequest]] = defaultdict(list)
    for request in asked:
        by_organization[request.group, request.organization.casefold()].append(request)
    lines: dict[str, list[ReplyLine]] = defaultdict(list)
    for (group, _name), requests in by_organization.items():
        answered = [request for request in requests if hasattr(request, "reply")]
        lines[group] += [_line(request, version=version, today=today) for request in answered or requests[-1:]]
    return [GroupReplies(str(group.label), lines[group]) for group in Consultation.Group]


def _line(request: ReplyRequest, *, version: int, today: date) -> ReplyLine:
    reply = getattr(request, "reply", None)
    if reply is None:
        is_open = today <= as_day(until(request))
        words = _("asked on %(day)s, not answered yet") if is_open else _("asked on %(day)s, not answered")
        return ReplyLine(request.organization, "", "", "", words % {"day": day(as_day(request.asked_at))}, "")
    return ReplyLine(
        organization=request.organization,
        said=str(Reply.Kind(reply.kind).label),
        kind=reply.kind,
        text=reply.text,
        when=day(as_day(reply.answered_at)),
        about=_("about version %(n)s") % {"n": reply.version} if reply.version != version else "",
    )


@dataclass(frozen=True, slots=True)
class RepliesPage:
    """The desk's page: what is published, and who was asked."""

    result: Result
    statement: Publication
    groups: Sequence[GroupReplies]

    @property
    def trail(self) -> list[tuple[str, str | None]]:
        return [(str(self.result), self.result.get_absolute_url()), (_("Replies of constituents"), None)]


def replies_page(result: Result, statement: Publication, *, today: date) -> RepliesPage:
    """Who was asked about a result, and what they said."""
    return RepliesPage(result, statement, replies_of(statement, today=today))
