"""Editions of the ledger, and what was restated after each: a query over the ledger (rule 4)."""

import json
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from indicators.ledger import NOTHING, differences_in_words, names_in, removed_passages, shown_payload, without_hidden
from indicators.models import Edition, Publication, ReviewEvent
from indicators.pages.transition import names_in_events, words_of
from rmt.text import isolated

ROWS = 25
EXPLAINED = ("VALIDATED", "TAGGED", "STANDING", "POOLED", "LINKED", "INSTRUMENT")
SAYS_WHY = [getattr(ReviewEvent.Kind, name) for name in EXPLAINED]


def editions_with_counts() -> list[tuple[Edition, int]]:
    """Every edition, the last first, with how many of its results read otherwise now; two queries, however many.

    Each carries as `checks` how many pages were found right for it.
    """
    by_result = Publication.objects.order_by().values_list("result")
    spans = [(first, last) for _pk, first, last in by_result.annotate(first=Min("seq"), last=Max("seq"))]
    editions = Edition.objects.select_related("by").annotate(checks=Count("page_checks")).order_by("-seq", "-pk")
    return [(edition, sum(first <= edition.seq < last for first, last in spans)) for edition in editions]


def restatement_log(edition: Edition, *, page: str | None) -> tuple[Page, list[dict[str, Any]]]:
    """A page of what was restated since an edition, the last first: a fixed number of queries.

    Each entry says what differs between the old text and the new one, why, and after which edition.
    """
    in_edition = Publication.objects.filter(seq__lte=edition.seq).order_by().values("result")
    before = Publication.objects.filter(result=OuterRef("result"), seq__lt=OuterRef("seq")).order_by("-seq")
    after = Edition.objects.filter(seq__lt=OuterRef("seq")).order_by("-seq", "-pk")
    comments = ReviewEvent.objects.filter(
        result=OuterRef("result"), at__lte=OuterRef("recorded_at"), kind__in=SAYS_WHY
    ).order_by("-at", "-pk")
    restated = Publication.objects.filter(seq__gt=edition.seq, result__in=in_edition).select_related("by")
    rows: QuerySet[Any] = restated.order_by("-seq").annotate(
        payload_before=Subquery(before.values("payload")[:1]),
        after_edition=Subquery(after.values("code")[:1]),
        why=Subquery(comments.values("comment")[:1]),
        why_kind=Subquery(comments.values("kind")[:1]),
    )
    shown = Paginator(rows, ROWS).get_page(page)
    removed = removed_passages()
    versions = []
    for row in shown.object_list:
        new = shown_payload(row, removed)
        old = without_hidden(json.loads(row.payload_before), removed.get(new["uuid"], NOTHING), version=row.version - 1)
        versions.append((row, old, new))
    names = names_in(*(payload for _row, old, new in versions for payload in (old, new))) if versions else None
    log, in_events = [], names_in_events()
    for row, old, new in versions:
        why = ReviewEvent(kind=row.why_kind, comment=row.why or "")
        is_withdrawal = row.kind == Publication.Kind.WITHDRAWAL
        entry = {
            "publication": row,
            "title": _("No. %(number)s, %(title)s") % {"number": row.number, "title": isolated(old["title"])},
            "is_withdrawal": is_withdrawal,
            "differences": [] if is_withdrawal else differences_in_words(old, new, names=names),
            "reason": row.reason or words_of(why, in_events),
            "after": row.after_edition,
        }
        log.append(entry)
    return shown, log
