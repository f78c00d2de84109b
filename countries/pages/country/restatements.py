"""What was restated of a country after an edition: a query over the ledger (rule 4)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from countries.models import Country
from indicators.ledger import entry_of
from indicators.models import Edition, Publication
from indicators.wording import reported_text
from rmt.text import as_day, day, span

MOST_SHOWN = 5


@dataclass(frozen=True)
class Restated:
    """One change of what an edition holds: what it said, what it says; of a withdrawal, its public reason alone."""

    title: str
    url: str
    when: str
    before: str
    after: str
    reason: str
    edition: str


def restated_of(country: Country) -> list[Restated]:
    """The latest restatements of a country: one query. Groups of people are never told here (rule 12)."""
    before = Publication.objects.filter(result=OuterRef("result"), seq__lt=OuterRef("seq")).order_by("-seq")
    editions = Edition.objects.filter(seq__lt=OuterRef("seq"))
    in_force = Publication.objects.as_of(None).filter(result=OuterRef("result"))
    rows = Publication.objects.filter(Exists(Edition.objects.all()), country=country)
    # Of what is withdrawn now, readers are told that and why, and nothing of what it said (ledger rule 2).
    rows = rows.filter(Exists(in_force) | Q(kind=Publication.Kind.WITHDRAWAL, superseded_at=None))
    rows = rows.annotate(first=Subquery(before.order_by("seq").values("seq")[:1])).filter(
        Exists(Edition.objects.filter(seq__lt=OuterRef("seq"), seq__gte=OuterRef("first")))
    )
    rows = rows.annotate(
        said_before=Subquery(before.values("payload")[:1]),
        edition=Subquery(editions.order_by("-seq", "-pk").values("code")[:1]),
        step=F("indicator__step"),
    )
    return [_restated(row) for row in rows.order_by("-seq")[:MOST_SHOWN]]


def _restated(row: Any) -> Restated:
    old, new = json.loads(row.said_before), json.loads(row.payload)
    is_withdrawal = row.kind == Publication.Kind.WITHDRAWAL
    earlier, later = _figure(old, row.step), _figure(new, row.step)
    differs = earlier != later and not is_withdrawal
    named = _("No. %(number)s") if is_withdrawal else _("No. %(number)s, %(title)s")
    return Restated(
        title=named % {"number": row.number, "title": old["title"]},
        url=row.get_absolute_url(),
        when=day(as_day(row.recorded_at)),
        before=earlier if differs else "",
        after=_("withdrawn") if is_withdrawal else later if differs else _("its words, themes or standing"),
        reason=row.reason or "",
        edition=row.edition,
    )


def _figure(said: Mapping[str, Any], step: int | None) -> str:
    """What counts of a result: when it happened, and its figure if it has one."""
    entry = entry_of(dict(said), step=step)
    when = span(entry.first, entry.last)
    return f"{reported_text(entry)} ({when})" if entry.value is not None or entry.increase is not None else when
