"""Rows that are written once, guarded at three doors: queryset, `save()` and database trigger (ledger rule 1).

Rows of a model that inherits `AppendOnly` are added, never changed or deleted. Those of a `PublicFact` can also be
superseded, once: `superseded_at` goes from empty to a moment and stays. By order a text can be erased with its salt,
where a model names the columns that hold one (rule 2). Rows that say until when they are kept go when that is over,
where a model names the column (rule 21).
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import ClassVar

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import F, Q


class AppendOnlyError(Exception):
    """Somebody tried to change or delete a row that must stay as it was written."""


def end_of(day: date) -> datetime:
    """The first moment after `day`, UTC."""
    if day == date.max:
        return datetime.combine(day, time.max, tzinfo=UTC)
    return datetime.fromordinal(day.toordinal() + 1).replace(tzinfo=UTC)


def new_salt() -> str:
    """A random salt, to be kept beside what it salts."""
    return secrets.token_hex(32)


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **fields):
        raise AppendOnlyError(f"{self.model._meta.verbose_name_plural} are never changed")

    def erase(self, **texts) -> int:
        """Put other words in the place of texts, by order, and take their salt away: nobody can try out what they were.

        The salt says of a row that it was erased; what was erased and why is for whoever calls this to record.
        """
        return models.QuerySet.update(self, salt=None, **texts)

    def delete(self):
        raise AppendOnlyError(f"{self.model._meta.verbose_name_plural} are never deleted")

    def bulk_update(self, *args, **kwargs):
        raise AppendOnlyError(f"{self.model._meta.verbose_name_plural} are never changed")


class AppendOnly(models.Model):
    """A row that is written once."""

    is_sealed: ClassVar[bool] = True
    """Whether each seal holds a running digest of the table; not where a chain of its own holds it already."""

    erasable: ClassVar[tuple[str, ...]] = ()
    """The columns whose text an order can erase, with the `salt` of the row."""

    goes_after: ClassVar[str] = ""
    """The column that says until when a row is kept, for rows that are promised to go; empty in those that stay."""

    objects: ClassVar[models.Manager] = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError(f"{self._meta.verbose_name_plural} are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(f"{self._meta.verbose_name_plural} are never deleted")


class PublicFactQuerySet(AppendOnlyQuerySet):
    def as_of(self, day: date | None):
        """Facts as they were known at the end of `day`, UTC; `None` is now."""
        if day is None:
            return self.filter(superseded_at=None)
        moment = end_of(day)
        return self.filter(recorded_at__lt=moment).filter(Q(superseded_at=None) | Q(superseded_at__gte=moment))

    def known_at(self, moment: datetime):
        """Facts as they were known at a moment, that of an edition for example."""
        return self.filter(recorded_at__lte=moment).filter(Q(superseded_at=None) | Q(superseded_at__gt=moment))

    def supersede(self, *, at: datetime) -> int:
        """Close the open rows of this queryset: the one change that such a row ever sees."""
        return models.QuerySet.update(self.filter(superseded_at=None), superseded_at=at)


class PublicFact(AppendOnly):
    """A fact as it was known in [recorded_at, superseded_at)."""

    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = PublicFactQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("recorded_at")),
                name="%(app_label)s_%(class)s_superseded_after",
            )
        ]


def guarded_models() -> list[type[AppendOnly]]:
    """Every concrete model whose rows are written once."""
    return [model for model in apps.get_models() if issubclass(model, AppendOnly)]


def install_triggers(**_signal) -> None:
    """Put the triggers on every guarded table, anew; called after each `migrate`.

    The one signal that the project allows: SQLite drops the triggers of a table when Django rebuilds it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        drop_triggers()
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE)
        present = set(connection.introspection.table_names(cursor))
        for model in guarded_models():
            if model._meta.db_table not in present:
                continue
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}" LIMIT 0')  # noqa: S608 (a table of ours)
            columns = {column[0] for column in cursor.description}
            if issubclass(model, PublicFact) and "superseded_at" not in columns:
                continue  # on the way back to an earlier release, in which it was no such fact
            for statement in _statements(model, columns):
                cursor.execute(statement)


def drop_triggers() -> None:
    """Take the triggers off every guarded table: for a flush between tests, never in production."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for model in guarded_models():
            table = model._meta.db_table
            if table not in present:
                continue
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            for verb in _VERBS[connection.vendor]:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{verb}"{on}')


@contextmanager
def lifted() -> Iterator[None]:
    """The guarded tables without triggers, inside the block: for tests that plant a forgery."""
    drop_triggers()
    try:
        yield
    finally:
        install_triggers()


def trigger_problems() -> Iterator[str]:
    """Each guarded table whose triggers are not there, or not as `install_triggers` makes them."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS_THERE[connection.vendor])
        there = {name: _plain(text) for name, text in cursor.fetchall()}
        if connection.vendor == "postgresql":
            cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'rmt_refuse'")
            if [" ".join(source.split()) for (source,) in cursor.fetchall()] != [" ".join(_REFUSE_BODY.split())]:
                yield "the function that refuses changes is not as it should be"
    for model in guarded_models():
        table = model._meta.db_table
        wanted = dict(zip(_VERBS[connection.vendor], _statements(model), strict=True))
        for verb, statement in wanted.items():
            found = there.get(f"{table}_no_{verb}")
            if found != _as_read_back(model, statement):
                yield f"{table}: the trigger that refuses {verb} is {'not as it should be' if found else 'not there'}"


_TRIGGERS_THERE = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
}


def _plain(trigger: str) -> str:
    """A trigger without quotes, capitals, the name of the schema, and words that a text is a text."""
    text = re.sub(r"\(((?:new|old)\.\w+)\)::text", r"\1", trigger.lower().replace('"', ""))
    return " ".join(text.replace("public.", "").split())


def _as_read_back(model: type[AppendOnly], trigger: str) -> str:
    """A trigger as the database gives it back: PostgreSQL has brackets and an order of words of its own."""
    allowed = _allowed_updates(model)
    if connection.vendor != "postgresql" or not allowed:
        return _plain(trigger)
    written = [" AND ".join(f"({_term_read_back(term)})" for term in terms) for terms in allowed]
    condition = written[0] if len(written) == 1 else " OR ".join(f"({terms})" for terms in written)
    return _plain(trigger.replace(f"(NOT ({_any_of(allowed)}))", f"((NOT ({condition})))"))


def _term_read_back(term: str) -> str:
    return re.sub(r"(\S+) IS NOT DISTINCT FROM (\S+)", r"NOT (\1 IS DISTINCT FROM \2)", term)


_VERBS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}

_REFUSE_BODY = """
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END
"""
_REFUSE = f"CREATE OR REPLACE FUNCTION rmt_refuse() RETURNS trigger LANGUAGE plpgsql AS $${_REFUSE_BODY}$$"


def _statements(model: type[AppendOnly], present: set[str] | None = None) -> Iterator[str]:
    """The triggers of one table, in the words of the database at hand.

    `present` are the columns that it has, where it may lack some: on the way back to an earlier release.
    """
    table, allowed = model._meta.db_table, _any_of(_allowed_updates(model, present))
    # The brackets are those with which PostgreSQL gives the condition back.
    stays = f'WHEN ((OLD."{model.goes_after}" IS NULL)) ' if model.goes_after else ""
    if connection.vendor == "postgresql":
        when = f"WHEN (NOT ({allowed}))" if allowed else ""
        refuse = "EXECUTE FUNCTION rmt_refuse()"
        yield f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW {when} {refuse}'
        yield f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW {stays}{refuse}'
        yield f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {refuse}'
        return
    when = f"WHEN NOT ({allowed})" if allowed else ""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    yield f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {when} {refuse}'
    yield f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {stays}{refuse}'


def _allowed_updates(model: type[AppendOnly], present: set[str] | None = None) -> list[list[str]]:
    """Each way in which an update passes, by its terms; none if there is none.

    Only `superseded_at` changes, from empty; or only what an order can erase, and the salt is gone with it.
    """
    allowed = []
    if issubclass(model, PublicFact):
        is_closed = ["OLD.superseded_at IS NULL", "NEW.superseded_at IS NOT NULL"]
        allowed.append([*is_closed, *_unchanged(model, present, but=("superseded_at",))])
    if model.erasable and (present is None or present.issuperset({"salt", *model.erasable})):
        allowed.append(["NEW.salt IS NULL", *_unchanged(model, present, but=("salt", *model.erasable))])
    return allowed


def _unchanged(model: type[AppendOnly], present: set[str] | None, *, but: tuple[str, ...]) -> list[str]:
    same = "IS NOT DISTINCT FROM" if connection.vendor == "postgresql" else "IS"
    columns = [field.column for field in model._meta.concrete_fields if field.name not in but]
    others = [column for column in columns if present is None or column in present]
    return [f'NEW."{column}" {same} OLD."{column}"' for column in others]


def _any_of(allowed: list[list[str]]) -> str:
    ways = [" AND ".join(terms) for terms in allowed]
    return "".join(ways) if len(ways) < 2 else " OR ".join(f"({way})" for way in ways)
