"""Verbs that write public facts: what was recorded before is superseded, never overwritten."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from countries.models import Ratification
from rmt.models import SiteVersion
from rmt.records import PublicFact


@transaction.atomic
def record_facts(
    model: type[PublicFact], rows: Iterable[Mapping[str, Any]], *, key: tuple[str, ...], at: datetime | None = None
) -> int:
    """Hold these rows as facts from now on; a row that says the same as the open one of its `key` adds nothing.

    Returns how many rows were written.
    """
    moment = at or timezone.now()
    open_facts = {tuple(getattr(fact, f"{name}") for name in key): fact for fact in model.objects.as_of(None)}
    new, changed = [], []
    for row in rows:
        fact = model(recorded_at=moment, **row)
        before = open_facts.get(tuple(getattr(fact, name) for name in key))
        if before is None:
            new.append(fact)
        elif any(getattr(before, name) != value for name, value in row.items()):
            changed.append(before.pk)
            new.append(fact)
    model.objects.filter(pk__in=changed).supersede(at=moment)
    model.objects.bulk_create(new, batch_size=500)
    if new:
        SiteVersion.bump()
    return len(new)


@transaction.atomic
def hold_ratifications(events: Iterable[Ratification], *, at: datetime | None = None) -> int:
    """Hold these events of conventions, each once: of two rows that can tell of one event, the one that knows more.

    What a published result reports comes before what was loaded, and takes over the days where those are known
    better. Returns how many rows were written.
    """
    moment, written = at or timezone.now(), 0
    for event in sorted(events, key=lambda event: event.days):
        of_country = Ratification.objects.as_of(None).filter(country=event.country_id, convention=event.convention_id)
        held = [row for row in of_country if row.may_be(event)]
        if any(_is_better(row, event) for row in held):
            continue
        known = min((row for row in held if row.lies_in(event)), key=lambda row: row.days, default=event)
        if known.days < event.days:
            event.first_day, event.last_day = known.first_day, known.last_day
            event.source = "; ".join(filter(None, (event.source, known.source)))
        Ratification.objects.filter(pk__in=[row.pk for row in held]).supersede(at=moment)
        event.recorded_at = moment
        event.save()
        written += 1
    if written:
        SiteVersion.bump()
    return written


def _is_better(held: Ratification, event: Ratification) -> bool:
    """Whether what is held stays: a result reports it, or it knows the day better, or it says the very same."""
    if held.result_number or event.result_number:
        return held.result_number is not None
    same = (held.kind, held.days, held.source) == (event.kind, event.days, event.source)
    return same or held.days < event.days


@transaction.atomic
def release_ratification(*, result_number: int, at: datetime) -> None:
    """A result is no longer the source of an event: what was held before it, if anything was, is held again."""
    for row in Ratification.objects.as_of(None).filter(result_number=result_number):
        before = Ratification.objects.filter(superseded_at=row.recorded_at, result_number=None)
        again = [fact for fact in before.order_by("pk") if fact.may_be(row)]
        Ratification.objects.filter(pk=row.pk).supersede(at=at)
        for fact in again:
            fact.pk, fact.recorded_at, fact.superseded_at = None, at, None
            fact._state.adding = True
        hold_ratifications(again, at=at)
        SiteVersion.bump()
