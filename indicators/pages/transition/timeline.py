"""Everything that happened to a result, in one line of time: who, when, what, with before and after word by word."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from indicators.ledger import Change, Names, changes, names_in
from indicators.models import Publication, Result, ReviewEvent, Revision
from indicators.pages.transition.comments import fields_named
from indicators.pages.transition.events import moment, said_of, theme_names, what_of, who_of

Kind = ReviewEvent.Kind
MOMENTS = 50

WITH_A_REVISION = (Kind.CREATED, Kind.RESTORED)
TOLD_BY_THE_LEDGER = (Kind.PUBLISHED, Kind.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened: `before` and `after` are what the result said, where that changed."""

    at: datetime
    what: str
    who: str
    comment: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    version: int | None = None
    changes: list[Change] = field(default_factory=list)

    @property
    def when(self) -> str:
        return moment(self.at)

    @property
    def changed(self) -> str:
        """What changed, by name: the words of a fold."""
        return ", ".join(change.label for change in self.changes)

    @property
    def is_unchanged(self) -> bool:
        """Whether it was saved without saying anything else."""
        return self.before is not None and not self.changes


@dataclass(frozen=True)
class Compared:
    """Two versions of the working copy, side by side."""

    first: Revision
    last: Revision
    changes: list[Change]


@dataclass(frozen=True)
class Timeline:
    """One page of a history, the latest first, and the versions that can be compared or brought back."""

    page: Page
    moments: list[Moment]
    revisions: list[Revision]
    compared: Compared | None

    @property
    def last_version(self) -> int | None:
        """The version of what the working copy says now."""
        return self.revisions[-1].version if self.revisions else None


def timeline_of(result: Result, *, page: str | None, first: str = "", last: str = "") -> Timeline:
    """Everything that happened to `result`; with `first` and `last`, these two versions compared."""
    revisions = list(result.revisions.select_related("by"))
    happened = [*_events(result, revisions), *_comments(result), *_publications(result)]
    happened.sort(key=lambda one: one.at, reverse=True)
    found = Paginator(happened, MOMENTS).get_page(page)
    shown = list(found.object_list)
    compared = _chosen(revisions, first, last)
    names = names_in(*_payloads(shown), *(json.loads(row.payload) for row in compared))
    return Timeline(
        page=found,
        moments=[_with_changes(one, names) for one in shown],
        revisions=revisions,
        compared=_compared(compared[0], compared[1], names) if compared else None,
    )


def _events(result: Result, revisions: Sequence[Revision]) -> Iterable[Moment]:
    """Each step; a version that was saved with one is told with it, any other by itself."""
    said = {row.version: json.loads(row.payload) for row in revisions}
    earlier = dict(pairwise(sorted(said, reverse=True)))
    themes, told = theme_names(), set()
    for event in result.review_events.exclude(kind__in=TOLD_BY_THE_LEDGER).select_related("by"):
        saved = event.version if event.kind in WITH_A_REVISION and event.version in said else None
        told.add(saved)
        yield Moment(
            event.at, what_of(event), who_of(event), said_of(event, themes), version=saved,
            before=said.get(earlier.get(saved or 0, 0)), after=said.get(saved or 0),
        )  # fmt: skip
    for row in revisions:
        if row.version not in told:
            before = said.get(earlier.get(row.version, 0))
            yield Moment(row.at, _("Saved"), str(row.by), before=before, after=said[row.version], version=row.version)


def _comments(result: Result) -> Iterable[Moment]:
    labels = fields_named()
    for row in result.comments.select_related("by"):
        on = labels.get(row.field, row.field)
        what = _("Commented on “%(field)s”") % {"field": on} if on else _("Commented")
        yield Moment(row.at, what, str(row.by), row.text)


def _publications(result: Result) -> Iterable[Moment]:
    """Each version that readers had, with what it changed for them; what was decided meanwhile is restated."""
    before: Publication | None = None
    for row in result.publications.select_related("by").order_by("seq"):
        is_withdrawal = row.kind == Publication.Kind.WITHDRAWAL
        what = _("Withdrawn from readers") if is_withdrawal else _("Published, version %(number)s")
        yield Moment(
            row.recorded_at,
            what % {"number": row.version},
            str(row.by),
            row.reason or "",
            before=json.loads(before.payload) if before and not is_withdrawal else None,
            after=None if is_withdrawal else json.loads(row.payload),
        )
        before = row


def _payloads(moments: Iterable[Moment]) -> Iterable[dict[str, Any]]:
    return [said for one in moments for said in (one.before, one.after) if said is not None]


def _with_changes(one: Moment, names: Names) -> Moment:
    if one.before is None or one.after is None:
        return one
    differing = changes(one.before, one.after, names=names)
    return Moment(one.at, one.what, one.who, one.comment, one.before, one.after, one.version, differing)


def _chosen(revisions: Sequence[Revision], first: str, last: str) -> list[Revision]:
    """The two versions that were asked for, the earlier first; none if either is not there."""
    by_version = {str(row.version): row for row in revisions}
    if first not in by_version or last not in by_version:
        return []
    return sorted((by_version[first], by_version[last]), key=lambda row: row.version)


def _compared(first: Revision, last: Revision, names: Names) -> Compared:
    return Compared(first, last, changes(json.loads(first.payload), json.loads(last.payload), names=names))
