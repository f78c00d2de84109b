"""Publications and payloads as the entries that figures read."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from indicators import figures
from indicators.fields import FIELDS
from indicators.figures import FIGURE, Entry, StandingOn
from indicators.ledger.statement import Payload, in_force_of
from indicators.models import (
    GENESIS,
    SMALL_PART,
    SMALL_TOTAL,
    Edition,
    Indicator,
    LedgerHead,
    Publication,
    PublishedPart,
    PublishedStanding,
    PublishedTag,
    Removal,
    Result,
    ValueStatus,
)
from indicators.querysets import PublicationQuerySet
from rmt.records import JsonRows
from rmt.text import day as day_text

READ_BY_FIGURES = [field for field in FIELDS if field.entry]
COLUMNS = {
    **{field.entry: field.name for field in READ_BY_FIGURES},
    "key": "result__uuid",
    "indicator": "indicator__code",
    "number": "number",
    "source": "source",
    "country": "country__iso3",
    "step": "indicator__step",
    "pool": "pool_name",
    "instrument": "instrument__uuid",
    "in_force_from": "in_force_from",
    "in_force_until": "in_force_until",
    "biennium": "pb_output__biennium",
    "pb_code": "pb_output__code",
}


def everything(as_of: date | None) -> Sequence[Entry]:
    """The entries of all that was in force at the end of a day; `None` is now, which is read once a publication.

    What is published never changes, so the hash of the chain's head says whether it is still the same.
    """
    if as_of is not None:
        return entries_of(Publication.objects.as_of(as_of))
    return _in_force(_head())


def state_of_the_record() -> tuple[str, tuple[int, datetime] | None]:
    """What is read of a day or an edition is the same while this is: the chain's head, and the last removal."""
    removal = Removal.objects.order_by("-pk").values_list("pk", "at").first()
    return _head(), removal


def _head() -> str:
    return LedgerHead.objects.filter(pk=1).values_list("hash", flat=True).first() or GENESIS


@lru_cache(maxsize=1)
def _in_force(_head: str) -> Sequence[Entry]:
    return tuple(entries_of(Publication.objects.as_of(None)))


@dataclass(frozen=True, slots=True)
class RemovedPassage:
    """A text of a result that nobody is shown in its versions up to one, with what is printed in its place (rule 2)."""

    field: str
    last_version: int
    words: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """What readers do not get of a result: groups of people in all of its versions, passages in some."""

    groups: frozenset[str] = frozenset()
    passages: tuple[RemovedPassage, ...] = ()


NOTHING = Withheld()

Hidden = Mapping[str, Withheld]
"""What is withheld of each result of which anything is, by its uuid."""

SAID_OF_PEOPLE = ("result__uuid", "indicator__code", "achieved_first", "achieved_last", "unit", "value", "increase")


def hidden_groups(results: Collection[int] | QuerySet | None = None) -> Hidden:
    """What is withheld of which results, today and on every past day alike: one query, of those few that it finds.

    Of a result that ever had a small group or a small figure, every version that was ever public is read. With
    `results`, their keys, only of these.
    """
    removals = Removal.objects.filter(reply=None).order_by()
    small_parts = PublishedPart.objects.filter(SMALL_PART).exclude(category__dimension__code__in=figures.OF_RECORDS)
    is_small = Q(pk__in=small_parts.values("publication")) | SMALL_TOTAL
    some = Publication.objects.filter(is_small | Q(result__in=removals.values("result")))
    wanted: Any = some.order_by().values("result") if results is None else results
    of_result = removals.filter(result=OuterRef("result")).order_by("at", "pk")
    parts = PublishedPart.objects.filter(publication=OuterRef("pk"), value__isnull=False).order_by()
    tags = PublishedTag.objects.filter(publication=OuterRef("pk")).order_by()
    versions: dict[str, list[Entry]] = defaultdict(list)
    removed: dict[str, tuple[RemovedPassage, ...]] = {}
    for row in (
        Publication.objects.filter(result__in=wanted)
        .order_by()
        .annotate(
            part_rows=JsonRows(parts, "value", dimension="category__dimension__code", code="category__code"),
            tag_rows=JsonRows(tags, "state", slug="theme__slug"),
            removal_rows=JsonRows(of_result, "field", "version", "reason", "at"),
        )
        .values(*SAID_OF_PEOPLE, "part_rows", "tag_rows", "removal_rows")
    ):
        entry = Entry(
            key=str(row["result__uuid"]),
            indicator=row["indicator__code"],
            first=row["achieved_first"],
            last=row["achieved_last"],
            unit=row["unit"],
            value=row["value"],
            increase=row["increase"],
            tags=tuple((tag["slug"], tag["state"]) for tag in row["tag_rows"]),
            parts=tuple((f"{p['dimension']}:{p['code']}", Decimal(p["value"])) for p in row["part_rows"]),
        )
        versions[entry.key].append(entry)
        removed[entry.key] = tuple(_removed(removal) for removal in row["removal_rows"])
    found = {key: Withheld(figures.hidden_in(entries), removed[key]) for key, entries in versions.items()}
    return {key: withheld for key, withheld in found.items() if withheld != NOTHING}


def removed_passages() -> Hidden:
    """The same of the passages alone: the desk shows small groups, but nobody is shown what was removed."""
    return {key: replace(withheld, groups=frozenset()) for key, withheld in hidden_groups().items()}


def _removed(row: Mapping[str, Any]) -> RemovedPassage:
    on = datetime.fromisoformat(row["at"]).date()
    return RemovedPassage(row["field"], row["version"], removed_text(on, row["reason"]))


def removed_text(on: date, reason: str) -> str:
    """What stands where something was removed: "Removed on 3 December 2026: a person was named"."""
    return _("Removed on %(day)s: %(reason)s") % {"day": day_text(on), "reason": reason}


def hidden_with(payload: Payload) -> Hidden:
    """The same of one result, once `payload` were published as well."""
    versions = entries_in_full(Publication.objects.filter(result__uuid=payload["uuid"]))
    return {payload["uuid"]: Withheld(figures.hidden_in([*versions, entry_of(payload, step=None)]))}


def entries_in(edition: Edition, *, hidden: Hidden | None = None) -> Sequence[Entry]:
    """The entries of all that was in force in an edition, without what is hidden of them by now (rule 12).

    `hidden` is what `hidden_groups` says, if it was asked already.
    """
    return entries_of(Publication.objects.at(edition), hidden=hidden)


def entries_of(publications: PublicationQuerySet, *, hidden: Hidden | None = None) -> list[Entry]:
    """The entries of some publications as readers get them: without what is hidden of them (rule 12)."""
    withheld = hidden_groups() if hidden is None else hidden
    return [
        figures.shown(entry, hidden=withheld.get(entry.key, NOTHING).groups) for entry in entries_in_full(publications)
    ]


def entries_in_full(publications: PublicationQuerySet) -> list[Entry]:
    """The entries of some publications, from their typed columns: four queries, however many there are.

    For checks that readers do not see: nothing is hidden in them.
    """
    publications = publications.order_by("seq")
    ids = publications.order_by().values("pk")
    tags = _by_publication(PublishedTag, ids, "theme__slug", "state")
    parts = _by_publication(PublishedPart, ids, "category__dimension__code", "category__code", "value")
    standings = _by_publication(PublishedStanding, ids, "kind", "day")
    found = []
    for pk, *row in publications.values_list("pk", *COLUMNS.values()):
        columns = dict(zip(COLUMNS, row, strict=True))
        biennium, code = columns.pop("biennium"), columns.pop("pb_code")
        columns["key"] = str(columns["key"])
        columns["instrument"] = str(columns["instrument"]) if columns["instrument"] else None
        found.append(
            Entry(
                **columns,
                pb_output=f"{biennium} {code}" if code else None,
                tags=tuple(sorted(tags[pk])),
                parts=tuple(sorted((f"{d}:{c}", value) for d, c, value in parts[pk] if value is not None)),
                standings=tuple(StandingOn(kind, day) for kind, day in sorted(standings[pk], key=lambda s: s[1])),
            )
        )
    return found


def seen_through(indicator: Indicator, entries: Sequence[Entry]) -> list[Entry]:
    """The entries of an indicator, or what its view lets through of others' (rule 11)."""
    if indicator.view_tag:
        return figures.with_confirmed_tag(entries, theme=indicator.view_tag.slug)
    if indicator.view_category is None:
        return [e for e in entries if e.indicator == indicator.code]
    if indicator.measure == Indicator.Measure.PERSONS:
        return figures.only_part(entries, category=indicator.view_category.key)
    return figures.with_category(entries, category=indicator.view_category.key)


def _by_publication(model, ids, *fields: str) -> dict[int, list[tuple]]:
    rows: dict[int, list[tuple]] = defaultdict(list)
    for pk, *values in model.objects.filter(publication__in=ids).values_list("publication_id", *fields):
        rows[pk].append(tuple(values))
    return rows


def entry_of_copy(result: Result) -> Entry | None:
    """The same of the columns of a working copy, without its parts; `None` if it has no kind or date yet."""
    if not (result.indicator and result.achieved_first and result.achieved_last):
        return None
    since, until = in_force_of(result.instrument.days()) if result.instrument else (None, None)
    return Entry(
        key=str(result.uuid),
        indicator=result.indicator.code,
        number=result.number or 0,
        country=result.country.iso3 if result.country else None,
        step=result.indicator.step,
        pool=result.pool.name if result.pool else None,
        instrument=str(result.instrument.uuid) if result.instrument else None,
        in_force_from=since,
        in_force_until=until,
        **{field.entry: getattr(result, field.name) for field in READ_BY_FIGURES},
    )


def entry_of(payload: Payload, *, step: int | None) -> Entry:
    """The same of one payload; `step` is the indicator's. What the payload withholds stays withheld."""
    since, until = in_force_of(payload["instrument"])
    withheld = {part["category"] for part in payload["parts"] if part["status"] == ValueStatus.WITHHELD}
    if payload["value_status"] == ValueStatus.WITHHELD:
        withheld.add(FIGURE)
    return Entry(
        key=payload["uuid"],
        indicator=payload["indicator"],
        number=payload["number"] or 0,
        country=payload["country"],
        step=step,
        pool=payload["pool"]["name"] if payload["pool"] else None,
        instrument=payload["instrument"]["uuid"] if payload["instrument"] else None,
        in_force_from=since,
        in_force_until=until,
        pb_output=payload["pb_output"],
        source=payload["source"] or "",
        tags=tuple(sorted((t["theme"], t["state"]) for t in payload["tags"])),
        parts=tuple(sorted((p["category"], Decimal(p["value"])) for p in payload["parts"] if p["value"] is not None)),
        standings=tuple(
            StandingOn(s["kind"], date.fromisoformat(s["day"]))
            for s in sorted(payload["standings"], key=lambda s: s["day"])
        ),
        hidden=frozenset(withheld),
        **{field.entry: field.type.read(payload.get(field.name)) for field in READ_BY_FIGURES},
    )
