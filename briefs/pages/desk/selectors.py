"""What the desk shows of briefs: the list, one of them as readers would see it, and what asks for a second look."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from briefs import documents, figures_in_text, permissions
from briefs.actions import latest_edition
from briefs.figures_in_text import EditionReading
from briefs.models import Brief, BriefEvent, BriefRevision, Issue
from briefs.writing import brief_document, content_of, differences, label_of, missing_in, pieces_of, texts_of
from indicators.models import GENESIS, Edition, LedgerHead
from rmt.models import User
from rmt.text import moment

Kind = BriefEvent.Kind


@dataclass(frozen=True)
class SecondLook:
    """What disagrees in the texts of a brief: figures that have moved since its edition, numbers that were typed and
    are not, or not any more, what the record says. `same` are typed numbers that agree today: nothing moves them.
    """

    moved: Sequence[Any] = field(default=())
    typed: Sequence[Any] = field(default=())
    same: Sequence[Any] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.moved or self.typed)


class Readings:
    """The ledger as of editions and as of now, each read once for a page."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self.read: dict[str, EditionReading] = {}

    def of(self, edition: Edition) -> EditionReading:
        if edition.code not in self.read:
            self.read[edition.code] = figures_in_text.reading_of(edition)
        return self.read[edition.code]

    @cached_property
    def today(self) -> EditionReading:
        """As if an edition were pinned now; it is stored nowhere, and has the key 0 for whoever keeps what was read."""
        head = LedgerHead.objects.filter(pk=1).first() or LedgerHead(seq=0, hash=GENESIS)
        return self.of(Edition(pk=0, code="", seq=head.seq, hash=head.hash, pinned_at=self.now))


def second_look(
    content: Mapping[str, Any], *, brief: Brief, edition: Edition | None, new: EditionReading, readings: Readings
) -> SecondLook:
    """What of a content disagrees with the reading `new`, where its figures are read as of `edition`."""
    old = readings.of(edition) if edition else new
    texts = {"title": content["title"], **texts_of(content, kind=brief.kind)}
    about = {"country": brief.country.iso3 if brief.country else "", "theme": brief.theme.slug if brief.theme else ""}
    earlier = (old,) if old is not new else ()
    typed = [
        (label_of(name), number)
        for name, text in texts.items()
        for number in figures_in_text.typed_numbers(
            text, language=content["language"], reading=new, earlier=earlier, **about
        )
    ]
    return SecondLook(
        moved=figures_in_text.moved(old, new, list(texts.values())) if old is not new else (),
        typed=[line for line in typed if line[1].kind != "same"],
        same=[line for line in typed if line[1].kind == "same"],
    )


def brief_lines(briefs: Iterable[Brief], *, now: datetime) -> list[dict[str, Any]]:
    """Briefs of the desk, with the day on which each was published, and whether it asks for a second look.

    A published one is held against the record of now: it is flagged as soon as a figure moves.
    """
    listed = list(briefs)
    open_ones = {issue.brief_id: issue for issue in Issue.objects.briefs_on(None).defer(None).filter(brief__in=listed)}
    readings = Readings(now=now)
    lines = []
    for brief in listed:
        issue = open_ones.get(brief.pk)
        look = SecondLook()
        if issue is not None:
            said = json.loads(issue.inputs)
            look = second_look(said, brief=brief, edition=issue.edition, new=readings.today, readings=readings)
        lines.append({"brief": brief, "issue": issue, "look": look})
    return lines


def brief_on_desk(brief: Brief, *, user: User, now: datetime) -> dict[str, Any]:
    """The working copy as readers would see it, what it still needs, what was said of it, and what `user` may do."""
    issue = Issue.objects.as_of(None).filter(brief=brief).first()
    readings = Readings(now=now)
    newest = latest_edition()
    content = content_of(brief)
    is_open = brief.status in (Brief.Status.DRAFT, Brief.Status.SUBMITTED)
    return {
        "brief": brief,
        "issue": issue,
        "article": article_of(brief, content, readings=readings),
        "missing": labelled(missing_in(brief)) if is_open else [],
        "look": second_look(content, brief=brief, edition=brief.edition, new=readings.today, readings=readings),
        "newest": newest,
        "is_behind": bool(newest and brief.edition and newest.pinned_at > brief.edition.pinned_at),
        "comments": comments_on(brief),
        "pictures": brief.pictures.all(),
        "steps": steps_for(brief, user),
        "can_edit": permissions.can_edit_brief(user, brief),
        "can_remove": permissions.can_propose_issue_removal(user) and brief.issues.exists(),
        "can_comment": permissions.can_comment_brief(user, brief),
    }


def article_of(brief: Brief, content: Mapping[str, Any], *, readings: Readings) -> SafeString | None:
    """What a content would look like to readers; `None` while no edition is pinned."""
    edition = brief.edition or latest_edition()
    if edition is None:
        return None
    with translation.override(brief.language):
        address = settings.SITE_URL + brief.get_absolute_url()
        document = brief_document(content, brief=brief, reading=readings.of(edition), address=address)
    return documents.page_of(
        document, picture_url=lambda file: reverse("desk_brief_picture", args=[brief.uuid, PurePath(file).stem])
    )


def labelled(problems: Mapping[str, Any]) -> list[tuple[str, str, list[str]]]:
    """What stands in the way: the field, what people call it, and the sentences."""
    return [(name, label_of(name), [said] if isinstance(said, str) else said) for name, said in problems.items()]


def comments_on(brief: Brief) -> list[tuple[str, BriefEvent]]:
    """What was said of it since it was last published, the latest first, each with the part that it is about."""
    published = brief.events.filter(kind=Kind.PUBLISHED).last()
    said = brief.events.filter(kind__in=[Kind.COMMENTED, Kind.RETURNED]).select_related("by").order_by("-pk")
    if published:
        said = said.filter(at__gt=published.at)
    return [(label_of(event.part), event) for event in said]


def steps_for(brief: Brief, user: User) -> list[str]:
    """The steps that `user` may take with it now, by name."""
    may = {
        "submit": permissions.can_edit_brief,
        "recall": permissions.can_recall_brief,
        "publish": permissions.can_publish_brief,
        "return": permissions.can_return_brief,
        "reopen": permissions.can_reopen_brief,
        "withdraw": permissions.can_withdraw_brief,
    }
    return [name for name, can in may.items() if can(user, brief)]


def history_of(brief: Brief, *, first: str, last: str) -> dict[str, Any]:
    """Everything that happened to a brief, the latest first, and two of its versions word by word: those that are
    asked for, else the last one and the last before it that says something else.
    """
    revisions = {str(row.version): row for row in brief.revisions.select_related("by")}
    every = list(revisions.values())
    latest = revisions.get(last) or every[-1]
    before = next((row for row in reversed(every) if row.content != latest.content), every[0])
    pair = (revisions.get(first) or before, latest)
    events = brief.events.select_related("by").order_by("-pk")
    return {
        "events": [event_line(event) for event in events],
        "revisions": every,
        "compared": pair,
        "differences": between(*pair),
    }


def between(first: BriefRevision, last: BriefRevision) -> list[Any]:
    return differences(pieces_of(json.loads(first.content)), pieces_of(json.loads(last.content)))


def event_line(event: BriefEvent) -> dict[str, Any]:
    """An event as the component of histories shows it."""
    about = f" · {label_of(event.part)}" if event.part else ""
    return {
        "what": f"{event.get_kind_display().capitalize()}{about}",
        "when": moment(event.at),
        "who": str(event.by),
        "comment": event.text,
    }
