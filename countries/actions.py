"""Verbs that write public facts: what was recorded before is superseded, never overwritten."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from countries.models import Ratification
from rmt.models import SiteVersion
from rmt.records import PublicFact

AT_ONCE = 500
"""Rows of one statement: a database takes so many parameters and no more."""


@transaction.atomic
def record_facts(
    model: type[PublicFact],
    rows: Iterable[Mapping[str, Any]],
    *,
    key: tuple[str, ...],
    at: datetime | None = None,
    is_complete: bool = False,
) -> int:
    """Hold these rows as facts from now on; a row that says the same as the open one of its `key` adds nothing.

    `is_complete` says that they are all there is to know: an open fact that they do not give is closed, as a newer
    vintage withdraws points of the one before. Returns how many rows were written or closed.
    """
    moment = at or timezone.now()
    open_facts = {tuple(getattr(fact, f"{name}") for name in key): fact for fact in model.objects.as_of(None)}
    new, closed, given = [], [], set()
    for row in rows:
        fact = model(recorded_at=moment, **row)
        own_key = tuple(getattr(fact, name) for name in key)
        before = open_facts.get(own_key)
        given.add(own_key)
        if before is None:
            new.append(fact)
        elif any(getattr(before, name) != value for name, value in row.items()):
            closed.append(before.pk)
            new.append(fact)
    withdrawn = [fact.pk for own_key, fact in open_facts.items() if own_key not in given] if is_complete else []
    closed += withdrawn
    for start in range(0, len(closed), AT_ONCE):
        model.objects.filter(pk__in=closed[start : start + AT_ONCE]).supersede(at=moment)
    model.objects.bulk_create(new, batch_size=AT_ONCE)
    if new or withdrawn:
        SiteVersion.bump()
    return len(new) + len(withdrawn)


@transaction.atomic
def hold_ratifications(events: Iterable[Ratification], *, at: datetime | None = None) -> int:
    """Hold these events of conventions, each once: of two rows that can tell of one event, the one that knows more.

    What a published result reports comes before what was loaded, and takes over the days where those are known
    better. Returns how many rows were written.
    """
    moment, wanted = at or timezone.now(), sorted(events, key=lambda event: event.days)
    held = list(Ratification.objects.as_of(None).filter(country__in={event.country_id for event in wanted}))
    new: list[Ratification] = []
    for event in wanted:
        same = [row for row in held if row.may_be(event)]
        if any(_is_better(row, event) for row in same):
            continue
        known = min((row for row in same if row.lies_in(event)), key=lambda row: row.days, default=event)
        if known.days < event.days:
            event.first_day, event.last_day = known.first_day, known.last_day
            event.source = "; ".join(filter(None, (event.source, known.source)))
        event.recorded_at = moment
        held = [row for row in held if row not in same] + [event]
        new = [row for row in new if row not in same] + [event]
        Ratification.objects.filter(pk__in=[row.pk for row in same if row.pk]).supersede(at=moment)
    Ratification.objects.bulk_create(new)
    if new:
        SiteVersion.bump()
    return len(new)


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
