"""Publications and payloads as the entries that figures read."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from indicators import figures
from indicators.fields import FIELDS
from indicators.figures import Entry, StandingOn
from indicators.ledger.statement import Payload, in_force_of
from indicators.models import (
    GENESIS,
    Indicator,
    LedgerHead,
    Publication,
    PublishedPart,
    PublishedStanding,
    PublishedTag,
    Result,
)
from indicators.querysets import PublicationQuerySet

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
    head = LedgerHead.objects.filter(pk=1).values_list("hash", flat=True).first()
    return _in_force(head or GENESIS)


@lru_cache(maxsize=1)
def _in_force(_head: str) -> Sequence[Entry]:
    return tuple(entries_of(Publication.objects.as_of(None)))


def entries_of(publications: PublicationQuerySet) -> list[Entry]:
    """The entries of some publications, from their typed columns: four queries, however many there are."""
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
    """The same of one payload; `step` is the indicator's."""
    since, until = in_force_of(payload["instrument"])
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
        **{field.entry: field.type.read(payload.get(field.name)) for field in READ_BY_FIGURES},
    )
