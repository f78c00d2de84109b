"""When a country sent its last update (rule 19), what it says of the round, and what was restated since."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from countries.models import Country
from countries.pages.country.facts import day_of
from indicators.ledger import (
    NOTHING,
    Hidden,
    hidden_groups,
    reason_for_readers,
    shown_payload,
    what_counts_text,
    without_hidden,
)
from indicators.models import CountryIndicatorNote, CountryUpdate, Edition, Publication, Round
from rmt.records import JsonRows
from rmt.text import as_day, day, isolated

Status = CountryUpdate.Status
SENT = (Status.SUBMITTED, Status.VALIDATED)
MOST_RESTATED = 5


@dataclass(frozen=True)
class RoundState:
    """The latest round that was due: when the last update was sent, in words, and what the country says of the round.

    Dates only (rule 19): what was expected and is not in stands on the desk. `notes` are labels of indicators with
    what is written of them.
    """

    round: Round
    text: str
    notes: Sequence[tuple[str, str]]


def round_state(country: Country, *, today: date) -> RoundState | None:
    """The state of the latest round that was due by `today`; `None` if none was."""
    due = _latest_due(country, today)
    if due is None:
        return None
    is_validated = bool(due.status_rows) and due.status_rows[0]["status"] == Status.VALIDATED
    notes = [(f"{row['code']} · {row['name']}", row["text"]) for row in due.note_rows if is_validated]
    return RoundState(due, _text(due), notes)


def _text(due: Any) -> str:
    """The day on which the last update was sent; empty if none was."""
    if not due.sent_rows:
        return ""
    return _("Last update: sent %(day)s") % {"day": day(day_of(due.sent_rows[0]["submitted_at"]))}


def _latest_due(country: Country, today: date) -> Any:
    """The latest round that was due, with the rows of the country's update in it: status, notes."""
    updates = CountryUpdate.objects.filter(country=country, round=OuterRef("pk")).order_by()
    sent = CountryUpdate.objects.filter(country=country, status__in=SENT).order_by("-round__start")
    notes = CountryIndicatorNote.objects.filter(country=country, round=OuterRef("pk")).order_by("indicator__order")
    due = (
        Round.objects.filter(due__lt=today)
        .exclude(state=Round.State.PLANNED)
        .annotate(
            status_rows=JsonRows(updates, "status"),
            sent_rows=JsonRows(sent, "submitted_at"),
            note_rows=JsonRows(notes, "text", code="indicator__code", name="indicator__name_en"),
        )
    )
    return due.order_by("-start").first()


# Restated after an edition


def restated_of(country: Country) -> list[dict[str, str]]:
    """The latest restatements of what an edition holds: one query over the ledger (rule 4).

    Groups of people are never mentioned here (rule 12).
    """
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
        payload_before=Subquery(before.values("payload")[:1]),
        edition=Subquery(editions.order_by("-seq", "-pk").values("code")[:1]),
        step=F("indicator__step"),
    )
    hidden = hidden_groups()
    return [_restatement(row, hidden) for row in rows.order_by("-seq")[:MOST_RESTATED]]


def _restatement(row: Any, hidden: Hidden) -> dict[str, str]:
    """What an edition says and what is said now; of a withdrawal, its public reason alone."""
    new = shown_payload(row, hidden)
    old = without_hidden(json.loads(row.payload_before), hidden.get(new["uuid"], NOTHING), version=row.version - 1)
    is_withdrawal = row.kind == Publication.Kind.WITHDRAWAL
    before, after = what_counts_text(old, row.step), what_counts_text(new, row.step)
    differs = before != after and not is_withdrawal
    named = _("No. %(number)s") if is_withdrawal else _("No. %(number)s, %(title)s")
    return {
        "title": named % {"number": row.number, "title": isolated(old["title"])},
        "url": row.get_absolute_url(),
        "when": day(as_day(row.recorded_at)),
        "before": before if differs else "",
        "after": _("withdrawn") if is_withdrawal else after if differs else _("its words, themes or standing"),
        "reason": reason_for_readers(row),
        "edition": row.edition,
    }
