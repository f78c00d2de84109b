"""The ledger: publications appended under a lock, hashed and chained; and the check that nobody touched it.

Rules 1, 2 and 4; how a past day is read (rule 3) is `as_of` in `indicators.querysets`. Nothing else writes a
publication.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from datetime import UTC
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Country, Instrument, Theme
from indicators.fields import FIELDS
from indicators.figures import plain_decimal
from indicators.ledger.clashes import refuse_a_clash
from indicators.ledger.search_rows import index_publication
from indicators.ledger.statement import Payload, canonical, for_the_public, in_force_of, payload_of, with_words
from indicators.models import (
    GENESIS,
    Category,
    Edition,
    ErasedText,
    Indicator,
    LedgerHead,
    PBOutput,
    Publication,
    PublishedContribution,
    PublishedFollow,
    PublishedPart,
    PublishedStanding,
    PublishedTag,
    Removal,
    Result,
    Round,
    Seal,
)
from projects.models import Project
from rmt.models import SiteVersion, User
from rmt.records import new_salt

IN_LEDGER = [field for field in FIELDS if field.in_ledger]


@transaction.atomic
def publish(*, result: Result, by: User, reason: str | None = None) -> Publication:
    """Append what `result` says now; it becomes public in this transaction, under its public number.

    `reason` is public: why a figure that was published is restated.
    """
    head = lock()
    if result.number is None:
        result.number = (Result.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        Result.objects.filter(pk=result.pk).update(number=result.number)
    return _append(head, result=result, payload=for_the_public(payload_of(result)), by=by, reason=reason)


@transaction.atomic
def restate(*, result: Result, by: User, reason: str | None = None, **changed: Any) -> Publication | None:
    """Append a copy of the statement in force with some keys changed (tags, standings, pool); `None` if none is.

    What was decided of a published result reaches readers without publishing an edit that nobody validated, with the
    public `reason` of the decision, if it has one. Where nothing changes, nothing is appended.
    """
    head = lock()
    statement = in_force(result)
    if statement is None:
        return None
    payload = json.loads(statement.payload) | changed
    if canonical(payload) == statement.payload:
        return statement
    return _append(head, result=result, payload=payload, by=by, reason=reason or None)


@transaction.atomic
def withdraw(*, result: Result, reason: str, by: User) -> Publication:
    """Append a withdrawal, with its public reason. Raises ValidationError if nothing is published."""
    head = lock()
    statement = in_force(result)
    if statement is None:
        raise ValidationError(_("Nothing of this result is published: there is nothing to withdraw."))
    payload, kind = json.loads(statement.payload), Publication.Kind.WITHDRAWAL
    return _append(head, result=result, payload=payload, by=by, kind=kind, reason=reason)


def in_force(result: Result) -> Publication | None:
    """The statement that the public reads now; `None` if the result is not public."""
    statement: Publication | None = Publication.objects.as_of(None).filter(result=result).first()
    return statement


def lock() -> LedgerHead:
    """The head, held until the transaction ends: publications get one order, whoever writes them."""
    head, _created = LedgerHead.objects.select_for_update().get_or_create(pk=1)
    return head


def _append(
    head: LedgerHead,
    *,
    result: Result,
    payload: Payload,
    by: User,
    reason: str | None,
    kind: str = Publication.Kind.STATEMENT,
) -> Publication:
    if kind == Publication.Kind.STATEMENT:
        refuse_a_clash(result, payload, before=in_force(result))
    last = Publication.objects.aggregate(at=Max("recorded_at"))["at"]
    sealed = Seal.objects.aggregate(at=Max("taken_at"))["at"]
    at = max(filter(None, (timezone.now(), last, sealed)))
    versions = Publication.objects.filter(result=result)
    versions.supersede(at=at)
    row = Publication(
        seq=head.seq + 1,
        result=result,
        version=(versions.aggregate(last=Max("version"))["last"] or 0) + 1,
        kind=kind,
        reason=reason,
        payload=canonical(payload),
        prev_hash=head.hash,
        recorded_at=at,
        by=by,
        **_columns(payload),
    )
    link(row, uuid=str(result.uuid))
    row.save(force_insert=True)
    _project_children(row, payload)
    LedgerHead.objects.filter(pk=1).update(seq=row.seq, hash=row.hash)
    SiteVersion.bump()
    index_publication(row)
    return row


def link(row: Publication, *, uuid: str) -> None:
    """Give a publication that is not saved yet its salt, and the digest and the hash that make it a link."""
    row.salt = new_salt()
    row.digest = digest_of(row.salt, row.payload)
    row.hash = hash_of(row, uuid=uuid)


def digest_of(salt: str, payload: str) -> str:
    """SHA-256 of a salt and the payload that it goes with."""
    return hashlib.sha256(f"{salt}{payload}".encode()).hexdigest()


@transaction.atomic
def erase(*, removal: Removal, words: str) -> None:
    """Erase a passage by order, with the salts, from every version that the removal covers; `words` stand there now.

    The chain holds, for it covers digests; what is left of each text is noted, so that nobody changes that unseen.
    """
    lock()
    for row in Publication.objects.filter(result=removal.result, version__lte=removal.version):
        payload = json.loads(row.payload or "{}")
        if not payload.get(removal.field):
            continue
        payload |= with_words(removal.field or "", words)
        columns = {name: payload[name] for name in ("title", "source") if removal.field == name}
        Publication.objects.filter(pk=row.pk).erase(payload=canonical(payload), **columns)
        left = digest_of("", canonical(payload))
        ErasedText.objects.create(publication=row, removal=removal, left=left)


def hash_of(row: Publication, *, uuid: str) -> str:
    """SHA-256 over everything that a publication says, by its digest, and where it stands in the chain."""
    return hashlib.sha256(
        canonical(
            {
                "seq": row.seq,
                "prev": row.prev_hash,
                "result": uuid,
                "version": row.version,
                "kind": row.kind,
                "reason": row.reason,
                "at": row.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
                "digest": row.digest,
            }
        ).encode()
    ).hexdigest()


def _columns(payload: Payload) -> dict[str, Any]:
    """The typed columns of a payload: what queries need, by foreign key."""
    biennium, _space, code = (payload["pb_output"] or "").partition(" ")
    since, until = in_force_of(payload["instrument"])
    return {
        **{field.name: field.type.read(payload.get(field.name)) for field in IN_LEDGER},
        "number": payload["number"],
        "pool_name": payload["pool"]["name"] if payload["pool"] else None,
        "country": Country.objects.get(iso3=payload["country"]) if payload["country"] else None,
        "indicator": Indicator.objects.get(code=payload["indicator"]),
        "round": Round.objects.get(code=payload["round"]) if payload["round"] else None,
        "pb_output": PBOutput.objects.get(biennium=biennium, code=code) if code else None,
        "instrument": Instrument.objects.get(uuid=payload["instrument"]["uuid"]) if payload["instrument"] else None,
        "in_force_from": since,
        "in_force_until": until,
    }


def _project_children(row: Publication, payload: Payload) -> None:
    for part in payload["parts"]:
        dimension, code = part["category"].split(":")
        PublishedPart.objects.create(
            publication=row,
            category=Category.objects.get(dimension__code=dimension, code=code),
            value=Decimal(part["value"]) if part["value"] is not None else None,
            value_status=part["status"],
        )
    for tag in payload["tags"]:
        PublishedTag.objects.create(publication=row, theme=Theme.objects.get(slug=tag["theme"]), state=tag["state"])
    for standing in payload["standings"]:
        PublishedStanding.objects.create(publication=row, **standing)
    for item in payload.get("projects", []):
        PublishedContribution.objects.create(
            publication=row, project=Project.objects.get(slug=item["slug"]), role=item["role"]
        )
    for followed in Result.objects.filter(uuid__in=payload.get("follows", [])):
        PublishedFollow.objects.create(publication=row, followed=followed)


def verify(*, erased: Collection[int] = ()) -> Iterator[str]:
    """Each thing that is wrong with the ledger, in words; nothing if it is whole.

    Walks the chain in order: numbers without a gap, each hash over its own text and the one before, moments that never
    run back, the dates of what was superseded, the projections beside each payload, the head, and every edition that
    was pinned. `erased` are the numbers of the publications whose text was erased by order.
    """
    chain, previous = GENESIS, 0
    hashes = {0: GENESIS}
    left = dict(ErasedText.objects.order_by("pk").values_list("publication", "left"))
    latest: Publication | None = None
    open_rows: dict[int, Publication] = {}
    rows = Publication.objects.order_by("seq").select_related(
        "result", "country", "indicator", "round", "pb_output", "instrument"
    )
    for row in rows.iterator(chunk_size=500):
        where = f"publication {row.seq}"
        if row.seq != previous + 1:
            yield f"{where}: follows {previous}, not {row.seq - 1}: a row is missing or was added"
        if row.prev_hash != chain:
            yield f"{where}: does not follow from the one before it: the chain is broken or forked"
        if row.hash != hash_of(row, uuid=str(row.result.uuid)):
            yield f"{where}: what it says does not match its hash: it was changed"
        if latest and row.recorded_at < latest.recorded_at:
            yield f"{where}: was recorded before {latest.seq}, which it follows: its moment was changed"
        if not row.is_erased:
            if row.digest != digest_of(row.salt, row.payload):
                yield f"{where}: its text does not match its digest: it was changed"
            yield from (f"{where}: {problem}" for problem in projection_problems(row))
        elif row.seq not in erased and left.get(row.pk) != digest_of("", row.payload or ""):
            yield f"{where}: its text is gone, and no order says so"
        elif row.payload is not None:
            yield from (f"{where}: {problem}" for problem in projection_problems(row))
        before = open_rows.get(row.result_id)
        if before is not None and before.superseded_at != row.recorded_at:
            yield f"publication {before.seq}: was superseded by {row.seq}, but not at that moment"
        open_rows[row.result_id] = row
        chain, previous, latest = row.hash, row.seq, row
        hashes[row.seq] = row.hash
    for row in open_rows.values():
        if row.superseded_at is not None:
            yield f"publication {row.seq}: is marked as superseded, but nothing superseded it"
    head = LedgerHead.objects.filter(pk=1).first()
    if (head.seq, head.hash) != (previous, chain) if head else previous:
        yield f"the head says {head.seq if head else 'nothing'}, the last publication is {previous}: rows are missing"
    for edition in Edition.objects.all():
        if hashes.get(edition.seq) != edition.hash:
            yield f"edition {edition.code}: the publication that it pinned ({edition.seq}) is not there as it was"


def projection_problems(row: Publication) -> Iterator[str]:
    """Where the columns beside a payload say something else than it."""
    try:
        payload = json.loads(row.payload)
    except ValueError:
        yield "its payload is not JSON"
        return
    if canonical(payload) != row.payload:
        yield "its payload is not in canonical form"
    try:
        expected, projected = _expected(payload), _projected(row)
    except (AttributeError, KeyError, TypeError):
        yield "its payload does not say what a result says"
        return
    for name in sorted(expected):
        if expected[name] != projected[name]:
            yield f"its column {name} says {projected[name]!r}, its payload {expected[name]!r}"


def _expected(payload: Payload) -> dict[str, Any]:
    """What the columns beside a payload have to say, as it says it."""
    return {
        **{field.name: payload.get(field.name) for field in IN_LEDGER},
        **{name: payload.get(name) for name in ("number", "country", "indicator", "round", "pb_output")},
        "instrument": payload["instrument"]["uuid"] if payload.get("instrument") else None,
        "in_force": in_force_of(payload.get("instrument")),
        "pool_name": payload["pool"]["name"] if payload.get("pool") else None,
        "tags": sorted((t["theme"], t["state"]) for t in payload.get("tags", [])),
        "parts": sorted((p["category"], p["value"] or "", p["status"]) for p in payload.get("parts", [])),
        "standings": sorted((s["kind"], s["day"], s["reason"]) for s in payload.get("standings", [])),
        "projects": sorted((p["slug"], p["role"]) for p in payload.get("projects", [])),
        "follows": sorted(payload.get("follows", [])),
    }


def _projected(row: Publication) -> dict[str, Any]:
    """What the columns beside a payload say."""
    return {
        **{field.name: field.type.written(getattr(row, field.name)) for field in IN_LEDGER},
        "number": row.number,
        "pool_name": row.pool_name,
        "country": row.country.iso3 if row.country else None,
        "indicator": row.indicator.code,
        "round": row.round.code if row.round else None,
        "pb_output": row.pb_output.key if row.pb_output else None,
        "instrument": str(row.instrument.uuid) if row.instrument else None,
        "in_force": (row.in_force_from, row.in_force_until),
        "tags": sorted(row.tags.values_list("theme__slug", "state")),
        "parts": sorted(
            (f"{dimension}:{code}", plain_decimal(value) or "", status)
            for dimension, code, value, status in row.parts.values_list(
                "category__dimension__code", "category__code", "value", "value_status"
            )
        ),
        "standings": sorted(
            (kind, day.isoformat(), reason) for kind, day, reason in row.standings.values_list("kind", "day", "reason")
        ),
        "projects": sorted(row.contributions.values_list("project__slug", "role")),
        "follows": sorted(str(uuid) for uuid in row.follows.values_list("followed__uuid", flat=True)),
    }
