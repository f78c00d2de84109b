"""Running digests: one number for all rows of a table, and what it was at every moment that somebody noted (rule 4).

A *strip* is the rows of a table that is written once, in the order of their ids: `countries.profile`. What was
superseded is a strip of its own, in the order in which it was: `countries.profile, superseded`. A *state* of a strip
says how many rows lie below a mark, an id or a moment, and the digest folded over them. As nothing below a mark ever
changes, whoever has the rows can work out any state again.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.fields.files import FieldFile

from rmt.records.append_only import AppendOnly, PublicFact, guarded_models

START = "0" * 64
CHUNK = 2000

SUPERSEDED = ", superseded"
SETTLED_AFTER = timedelta(hours=1)
"""A row says when it was superseded a little before others can see it: what is younger than this waits."""

Mark = Any  # an id, or a moment as text
State = Mapping[str, Any]
Erased = Mapping[str, Mapping[int, str]]
Strip = Callable[[Mark | None], Iterator[tuple[Mark, str]]]


def strips(erased: Erased | None = None) -> dict[str, Strip]:
    """Every strip by its name: it gives mark and digest of each row from a mark on, in order.

    `erased` are rows whose text was erased by order since they were sealed: by table and id, the digest that was kept.
    """
    found: dict[str, Strip] = {}
    for model in sealed_models():
        name = model._meta.label_lower
        found[name] = partial(_rows, model, erased=(erased or {}).get(name, {}))
        if issubclass(model, PublicFact):
            found[name + SUPERSEDED] = partial(_superseded, model)
    return found


def sealed_models() -> list[type[AppendOnly]]:
    """Every model whose rows are written once and that no other chain holds; a new one is in by itself."""
    sealed = [model for model in guarded_models() if issubclass(model, AppendOnly) and model.is_sealed]
    return sorted(sealed, key=lambda model: model._meta.label_lower)


@contextmanager
def held_still(*, seconds: float) -> Iterator[None]:
    """From here on no row is added to a strip until the transaction ends.

    Raises OperationalError if a lock, or one that the block asks for, is not had within `seconds`.
    On PostgreSQL a row that is being written has its id before others can see it: without this, it could turn up below
    a mark. SQLite has one writer at a time.
    """
    if connection.vendor != "postgresql":
        yield
        return
    tables = ", ".join(f'"{model._meta.db_table}"' for model in sealed_models())
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{int(seconds * 1000)}ms"])
        cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")
        yield
        cursor.execute("SELECT set_config('lock_timeout', '0', true)")


def states_now(before: Mapping[str, State], *, now: datetime) -> dict[str, State]:
    """The state of every strip, going on from the states of `before`: only what is new is read."""
    return {name: _go_on(name, strip, before.get(name), now=now) for name, strip in strips().items()}


def _go_on(name: str, strip: Strip, before: State | None, *, now: datetime) -> State:
    rows, below, digest = (before["rows"], before["below"], before["digest"]) if before else (0, None, START)
    end = max(below or "", _moment(now - SETTLED_AFTER)) if name.endswith(SUPERSEDED) else None
    for mark, row in strip(below):
        if end is not None and mark >= end:
            break
        rows, digest = rows + 1, fold(digest, row)
        below = end or mark + 1
    return {"rows": rows, "below": end or below or 1, "digest": digest}


def states_that_differ(strip: Strip, states: Sequence[State]) -> Iterator[int]:
    """The places of those of `states` that the rows do not give any more; one walk over the strip, however many."""
    rows, digest = 0, START
    ahead = strip(None)
    waiting = next(ahead, None)
    for place, state in sorted(enumerate(states), key=lambda one: one[1]["below"]):
        while waiting is not None and waiting[0] < state["below"]:
            rows, digest = rows + 1, fold(digest, waiting[1])
            waiting = next(ahead, None)
        if (rows, digest) != (state["rows"], state["digest"]):
            yield place


def fold(digest: str, row: str) -> str:
    """The digest of everything so far and one row more."""
    return hashlib.sha256(f"{digest}{row}".encode()).hexdigest()


def content_digest(kinds: Iterable[type[models.Model]]) -> str:
    """The digest of everything that tables hold now, links to others included: for those whose rows may change."""
    tables: list[list[Any]] = [
        [model, *(field.remote_field.through for field in model._meta.many_to_many)] for model in kinds
    ]
    digest = START
    for model in chain.from_iterable(tables):
        digest = fold(digest, model._meta.label_lower)
        for _mark, row in _rows(model, None):
            digest = fold(digest, row)
    return digest


def digest_of_row(row: models.Model) -> str:
    """What one row adds to a digest: every field that says something, but not when it was superseded."""
    names = _fields(type(row))
    return _digest(names, [getattr(row, name) for name in names])


def _rows(
    model: type[models.Model], start: Mark | None, *, erased: Mapping[int, str] | None = None
) -> Iterator[tuple[Mark, str]]:
    names = _fields(model)
    rows = model._base_manager.order_by("pk").filter(**({"pk__gte": start} if start else {}))
    for values in rows.values_list("pk", *names).iterator(chunk_size=CHUNK):
        kept = erased.get(values[0]) if erased else None
        yield values[0], kept or _digest(names, values[1:])


def _superseded(model: type[PublicFact], start: Mark | None) -> Iterator[tuple[Mark, str]]:
    rows = model._base_manager.exclude(superseded_at=None).order_by("superseded_at", "pk")
    if start:
        rows = rows.filter(superseded_at__gte=start)
    for pk, at in rows.values_list("pk", "superseded_at").iterator(chunk_size=CHUNK):
        moment = _plain(at)
        yield moment, _digest(("pk", "superseded_at"), (pk, moment))


def _fields(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.name != "superseded_at"]


def _digest(names: Sequence[str], values: Collection[Any]) -> str:
    """A field that says nothing is left out, so that one that a later release adds changes no row of before."""
    said = {name: value for name, value in zip(names, values, strict=True) if value not in (None, "")}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | FieldFile):  # of a file its name, as the table has it
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical text")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
