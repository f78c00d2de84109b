"""Quarters of a year, and what the ledger made public in one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import OuterRef, Subquery

from briefs.figures_in_text import EditionReading
from indicators.figures import Entry, Period
from indicators.ledger import (
    NOTHING,
    Hidden,
    hidden_groups,
    reason_for_readers,
    restated,
    shown_payload,
    what_counts_text,
    without_hidden,
)
from indicators.models import Publication, Result


def quarter(year: int, number: int) -> Period:
    """A quarter as a period.

    >>> quarter(2026, 4)
    Period(start=datetime.date(2026, 10, 1), end=datetime.date(2027, 1, 1))
    """
    first = date(year, 3 * number - 2, 1)
    return Period(first, date(year + number // 4, 3 * number % 12 + 1, 1))


def quarter_before(day: date) -> tuple[int, int]:
    """The last quarter that had ended by a day, as year and number.

    >>> quarter_before(date(2027, 1, 1)), quarter_before(date(2026, 9, 30))
    ((2026, 4), (2026, 2))
    """
    number = (day.month - 1) // 3
    return (day.year, number) if number else (day.year - 1, 4)


@dataclass(frozen=True, slots=True)
class Restatement:
    """A published figure or date that was said otherwise: both in words, and why."""

    entry: Entry
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class NewInQuarter:
    """What became public in some days: new results, those taken from sources, restatements, withdrawals.

    `withdrawn` are public numbers with the public reason; of what was withdrawn nothing else is said (ledger rule 2).
    """

    results: tuple[Entry, ...]
    from_sources: tuple[Entry, ...]
    restated: tuple[Restatement, ...]
    withdrawn: tuple[tuple[int, str], ...]


def new_in(reading: EditionReading, period: Period) -> NewInQuarter:
    """What the ledger made public within a period, as far as the edition holds it: two queries.

    What was loaded from a source has the day of that source, and is no news of the day of its loading (rule 15).
    """
    before = Publication.objects.filter(result=OuterRef("result"), seq__lt=OuterRef("seq")).order_by("-seq")
    rows = Publication.objects.filter(
        seq__lte=reading.edition.seq, recorded_at__gte=_begin(period.start), recorded_at__lt=_begin(period.end)
    ).annotate(payload_before=Subquery(before.values("payload")[:1]))
    by_key = {entry.key: entry for entry in reading.entries}
    new: list[Entry] = []
    loaded: list[Entry] = []
    changed: list[Restatement] = []
    withdrawn: dict[int, str] = {}
    hidden = hidden_groups()
    for row in rows.select_related("indicator", "result").order_by("seq"):
        entry = by_key.get(str(row.result.uuid))
        if row.kind == Publication.Kind.WITHDRAWAL and entry is None:
            withdrawn[row.number] = reason_for_readers(row)
        elif entry is None:
            continue
        elif row.payload_before is None:
            (loaded if row.origin == Result.Origin.HISTORICAL else new).append(entry)
        elif row.kind == Publication.Kind.STATEMENT:
            changed += _restatement(row, entry, hidden)
    return NewInQuarter(tuple(new), tuple(loaded), tuple(changed), tuple(withdrawn.items()))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def _restatement(row: Any, entry: Entry, hidden: Hidden) -> Iterator[Restatement]:
    """The restatement that a version is; none, if it says figures and dates as the one before it."""
    after = shown_payload(row, hidden)
    old = json.loads(row.payload_before)
    before = without_hidden(old, hidden.get(after["uuid"], NOTHING), version=row.version - 1)
    if restated(before, after):
        old_text, text = (what_counts_text(payload, row.indicator.step) for payload in (before, after))
        yield Restatement(entry, old_text, text, reason_for_readers(row))
