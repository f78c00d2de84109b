"""Verbs that write public facts: what was recorded before is superseded, never overwritten."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

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
