"""Everything that happened to a result, in one line of time: who, when, what, with before and after word by word."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from operator import attrgetter
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from indicators.ledger import (
    Payload,
    WordedDifference,
    differences_in_words,
    names_in,
    removed_passages,
    shown_payload,
    shown_revision,
)
from indicators.models import Publication, Result, ReviewEvent, Revision
from indicators.pages.transition.comments import field_labels
from indicators.pages.transition.events import names_in_events, what_of, who_of, words_of
from rmt.text import moment

Kind = ReviewEvent.Kind
MOMENTS = 50

WITH_A_REVISION = (Kind.CREATED, Kind.RESTORED)
LISTED_BY_THE_LEDGER = (Kind.PUBLISHED, Kind.WITHDRAWN)


@dataclass(slots=True)
class Moment:
    """One thing that happened: `before` and `after` are what the result said, where that changed."""

    at: datetime
    what: str
    who: str
    comment: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    version: int | None = None
    differences: list[WordedDifference] = field(default_factory=list)

    @property
    def when(self) -> str:
        return moment(self.at)

    @property
    def changed(self) -> str:
        """What changed, by name: the summary of a fold."""
        return ", ".join(change.label for change in self.differences)

    @property
    def is_unchanged(self) -> bool:
        """Whether it was saved without a change."""
        return self.before is not None and not self.differences


def timeline_of(result: Result, *, page: str | None, first: str = "", last: str = "") -> dict[str, Any]:
    """Everything that happened to `result`, a page at a time; with `first` and `last`, these two versions compared."""
    revisions = list(result.revisions.select_related("by"))
    by_version = {str(row.version): row for row in revisions}
    now = json.loads(revisions[-1].payload) if revisions else {}
    removals = list(result.removals.exclude(field=None))
    said = {row.version: shown_revision(row, removals, now=now) for row in revisions}
    happened = [*_events(result, revisions, said), *_comments(result), *_publications(result)]
    happened.sort(key=attrgetter("at"), reverse=True)
    found = Paginator(happened, MOMENTS).get_page(page)
    shown = list(found.object_list)
    pair = [by_version[first], by_version[last]] if first in by_version and last in by_version else []
    pair.sort(key=lambda row: row.version)
    payloads = [said[row.version] for row in pair]
    names = names_in(*(version for one in shown for version in (one.before, one.after) if version), *payloads)
    compared = None
    if pair:
        compared = {"first": pair[0], "last": pair[1], "differences": differences_in_words(*payloads, names=names)}
    for one in shown:
        if one.before is not None and one.after is not None:
            one.differences = differences_in_words(one.before, one.after, names=names)
    return {
        "page": found,
        "moments": shown,
        "revisions": revisions,
        "last_version": revisions[-1].version if revisions else None,
        "compared": compared,
    }


def _events(result: Result, revisions: Sequence[Revision], payloads: Mapping[int, Payload]) -> Iterable[Moment]:
    """Each step; a version that was saved with one is listed with it, any other by itself; `payloads` by version."""
    earlier = dict(pairwise(sorted(payloads, reverse=True)))
    names, listed = names_in_events(), set()
    for event in result.review_events.exclude(kind__in=LISTED_BY_THE_LEDGER).select_related("by"):
        saved = event.version if event.kind in WITH_A_REVISION and event.version in payloads else None
        listed.add(saved)
        yield Moment(
            event.at, what_of(event), who_of(event), words_of(event, names), version=saved,
            before=payloads.get(earlier.get(saved or 0, 0)), after=payloads.get(saved or 0),
        )  # fmt: skip
    for row in revisions:
        if row.version not in listed:
            before = payloads.get(earlier.get(row.version, 0))
            yield Moment(
                row.at, _("Saved"), str(row.by), before=before, after=payloads[row.version], version=row.version
            )


def _comments(result: Result) -> Iterable[Moment]:
    labels = field_labels()
    for row in result.comments.select_related("by"):
        on = labels.get(row.field, row.field)
        what = _("Commented on “%(field)s”") % {"field": on} if on else _("Commented")
        yield Moment(row.at, what, str(row.by), row.text)


def _publications(result: Result) -> Iterable[Moment]:
    """Each version that readers had, with what it changed for them."""
    # What was removed is shown to nobody; small groups are, on the desk.
    removed = removed_passages()
    before: Publication | None = None
    for row in result.publications.select_related("by").order_by("seq"):
        is_withdrawal = row.kind == Publication.Kind.WITHDRAWAL
        what = _("Withdrawn from readers") if is_withdrawal else _("Published, version %(number)s")
        yield Moment(
            row.recorded_at,
            what % {"number": row.version},
            str(row.by),
            row.reason or "",
            before=shown_payload(before, removed) if before and not is_withdrawal else None,
            after=None if is_withdrawal else shown_payload(row, removed),
        )
        before = row
