"""Publications and payloads as the entries that figures read."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from indicators import figures
from indicators.figures import Entry, StandingOn
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

COLUMNS = {
    "key": "result__uuid",
    "indicator": "indicator__code",
    "first": "achieved_first",
    "last": "achieved_last",
    "number": "number",
    "country": "country__iso3",
    "step": "indicator__step",
    "unit": "unit",
    "value": "value",
    "baseline_year": "baseline_year",
    "baseline_value": "baseline_value",
    "increase": "increase",
    "pool": "pool_name",
    "instrument": "instrument__uuid",
    "basis": "coverage_basis",
    "duration": "duration",
    "months": "months",
    "qualifier": "qualifier",
    "target_year": "target_year",
    "source": "source",
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
    same = (
        "unit", "value", "baseline_year", "baseline_value", "increase", "duration", "months", "qualifier",
        "target_year",
    )  # fmt: skip
    return Entry(
        key=str(result.uuid),
        indicator=result.indicator.code,
        first=result.achieved_first,
        last=result.achieved_last,
        number=result.number or 0,
        country=result.country.iso3 if result.country else None,
        step=result.indicator.step,
        pool=result.pool.name if result.pool else None,
        instrument=str(result.instrument.uuid) if result.instrument else None,
        basis=result.coverage_basis,
        **{name: getattr(result, name) for name in same},
    )


def entry_of(said: dict[str, Any], *, step: int | None) -> Entry:
    """The same of one payload; `step` is the indicator's."""
    return Entry(
        key=said["uuid"],
        indicator=said["indicator"],
        first=date.fromisoformat(said["achieved_first"]),
        last=date.fromisoformat(said["achieved_last"]),
        number=said["number"] or 0,
        country=said["country"],
        step=step,
        unit=said["unit"],
        value=_decimal(said["value"]),
        baseline_year=said["baseline_year"],
        baseline_value=_decimal(said["baseline_value"]),
        increase=_decimal(said["increase"]),
        pool=said["pool"]["name"] if said["pool"] else None,
        instrument=said["instrument"]["uuid"] if said["instrument"] else None,
        basis=said["coverage_basis"],
        duration=said["duration"],
        months=said["months"],
        qualifier=said["qualifier"],
        target_year=said["target_year"],
        pb_output=said["pb_output"],
        source=said["source"] or "",
        tags=tuple(sorted((t["theme"], t["state"]) for t in said["tags"])),
        parts=tuple(sorted((p["category"], Decimal(p["value"])) for p in said["parts"] if p["value"] is not None)),
        standings=tuple(
            StandingOn(s["kind"], date.fromisoformat(s["day"]))
            for s in sorted(said["standings"], key=lambda s: s["day"])
        ),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
