"""Editions of the ledger, and what was restated after each: a query over the ledger (rule 4)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from indicators.ledger import Change, changes, names_in
from indicators.models import Edition, Publication, ReviewEvent

ROWS = 25
SAYS_WHY = [getattr(ReviewEvent.Kind, name) for name in ("VALIDATED", "TAGGED", "STANDING", "POOLED", "LINKED")]


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition in the list: how many of its statements read otherwise now, and how many pages were checked for it."""

    edition: Edition
    restated: int
    checks: int


def edition_lines() -> list[EditionLine]:
    """Every edition, the last first; three queries, however many there are."""
    by_result = Publication.objects.order_by().values_list("result")
    spans = [(first, last) for _pk, first, last in by_result.annotate(first=Min("seq"), last=Max("seq"))]
    editions = Edition.objects.select_related("by").annotate(checks=Count("page_checks")).order_by("-seq", "-pk")
    return [EditionLine(each, sum(first <= each.seq < last for first, last in spans), each.checks) for each in editions]


def restatements_after(edition: Edition) -> QuerySet[Publication]:
    """What was appended after the edition to results that it holds."""
    held = Publication.objects.filter(seq__lte=edition.seq).order_by().values("result")
    return Publication.objects.filter(seq__gt=edition.seq, result__in=held).order_by()


@dataclass(frozen=True, slots=True)
class Restatement:
    """One entry of the restatement log: what it said, what it says, why, and after which edition."""

    publication: Publication
    title: str
    is_withdrawal: bool
    changes: Sequence[Change]
    reason: str
    after: str


def restatement_log(edition: Edition, *, page: str | None) -> tuple[Page, list[Restatement]]:
    """A page of what was restated since an edition, the last first: a fixed number of queries."""
    before = Publication.objects.filter(result=OuterRef("result"), seq__lt=OuterRef("seq")).order_by("-seq")
    after = Edition.objects.filter(seq__lt=OuterRef("seq")).order_by("-seq", "-pk")
    comments = ReviewEvent.objects.filter(
        result=OuterRef("result"), at__lte=OuterRef("recorded_at"), kind__in=SAYS_WHY
    ).order_by("-at", "-pk")
    rows = restatements_after(edition).select_related("by").order_by("-seq")
    rows = rows.annotate(
        said_before=Subquery(before.values("payload")[:1]),
        after_edition=Subquery(after.values("code")[:1]),
        why=Subquery(comments.values("comment")[:1]),
    )
    shown = Paginator(rows, ROWS).get_page(page)
    return shown, list(_entries(shown.object_list))


def _entries(rows: Iterable) -> Iterable[Restatement]:
    pairs = [(row, json.loads(row.said_before), json.loads(row.payload)) for row in rows]
    names = names_in(*(said for _row, old, new in pairs for said in (old, new))) if pairs else None
    for row, old, new in pairs:
        is_withdrawal = row.kind == Publication.Kind.WITHDRAWAL
        yield Restatement(
            publication=row,
            title=_("No. %(number)s, %(title)s") % {"number": row.number, "title": old["title"]},
            is_withdrawal=is_withdrawal,
            changes=[] if is_withdrawal else changes(old, new, names=names),
            reason=row.reason or row.why or "",
            after=row.after_edition,
        )
