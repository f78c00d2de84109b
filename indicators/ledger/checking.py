"""The check of the whole record: chain, triggers, seals, the tables that they hold, files; alone or with kept seals."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.apps import apps

from indicators.ledger.chain import verify
from indicators.ledger.seals import MAY_CHANGE, KeptSeal, hash_of_seal, moment
from indicators.models import GENESIS, Evidence, Publication, Removal, Seal
from rmt.records import SUPERSEDED, Erased, content_digest, states_that_differ, strips, trigger_problems


def check(*, erased: Collection[int] = (), erased_rows: Erased | None = None) -> Iterator[str]:
    """Each thing that is wrong with the record, in words, as far as the database can say so alone.

    `erased` are the numbers of the publications whose text was erased by order; `erased_rows` are other rows of which
    that is true, with the digests that were kept of them.
    """
    removed = Removal.objects.exclude(digest=None).values_list("reply", "digest")
    replies = {reply: digest or "" for reply, digest in removed} | dict((erased_rows or {}).get("indicators.reply", {}))
    erased_rows = {**(erased_rows or {}), "indicators.reply": replies}
    yield from verify(erased=erased)
    yield from trigger_problems()
    yield from seal_problems(erased_rows)
    yield from evidence_problems()


def seal_problems(erased_rows: Erased | None = None) -> Iterator[str]:
    """Where seals are not a chain, or what they hold is not there as it was."""
    seals = list(Seal.objects.order_by("pk").select_related("edition"))
    moments = dict(Publication.objects.values_list("seq", "recorded_at"))
    hashes = {0: GENESIS, **dict(Publication.objects.values_list("seq", "hash"))}
    previous, taken_at, whole = GENESIS, None, []
    for seal in seals:
        where = f"seal of {seal.day}"
        if seal.hash != hash_of_seal(seal.content) or _columns(seal) != _said(seal.says):
            yield f"{where}: what it says does not match its hash: it was changed"
            previous, taken_at = seal.hash, seal.taken_at
            continue
        says = seal.says
        if says["previous"] != previous or (taken_at and seal.taken_at < taken_at):
            yield f"{where}: does not follow from the one before it: a seal was removed or added"
        if hashes.get(seal.seq) != says["publication_hash"]:
            yield f"{where}: publication {seal.seq}, the last one then, is not there as it was"
        if (later := moments.get(seal.seq + 1)) and later < seal.taken_at:
            yield f"publication {seal.seq + 1}: was recorded before the seal of {seal.day}, which does not hold it"
        previous, taken_at = seal.hash, seal.taken_at
        whole.append((where, says))
    yield from _tables_that_differ(whole, erased_rows)


def _columns(seal: Seal) -> tuple[Any, ...]:
    return (seal.day.isoformat(), moment(seal.taken_at), seal.seq, seal.edition.code if seal.edition else None)


def _said(says: Mapping[str, Any]) -> tuple[Any, ...]:
    return (says["seal"], says["taken_at"], says["publication"], says["edition"])


def _tables_that_differ(
    seals: Collection[tuple[str, Mapping[str, Any]]], erased_rows: Erased | None = None
) -> Iterator[str]:
    """Each table that does not give what seals say of it, with the first seal that says so."""
    there = strips(erased_rows)
    for name in sorted({name for _where, says in seals for name in says["tables"]}):
        holding = [(where, says["tables"][name]) for where, says in seals if name in says["tables"]]
        if name not in there:
            yield f"{name}: seals hold this table, and it is not there"
            continue
        place = min(states_that_differ(there[name], [state for _where, state in holding]), default=None)
        if place is not None:
            where, state = holding[place]
            yield (
                f"{_in_words(name)}: the {state['rows']} that the {where} holds are not there as they were: "
                "one was changed, removed or added"
            )


def _in_words(name: str) -> str:
    label = name.removesuffix(SUPERSEDED)
    return f"{apps.get_model(label)._meta.verbose_name_plural}{name[len(label) :]}"


def evidence_problems() -> Iterator[str]:
    """Files of evidence whose bytes are not those that were sent, or not those that a publication names."""
    kept = Evidence.objects.exclude(sha256=None)
    digests = {}
    for row in kept.iterator():
        digests[str(row.uuid)] = row.sha256
        try:
            with row.file.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except (OSError, ValueError):
            yield f"evidence {row.uuid}: its file is not there"
            continue
        if found != row.sha256:
            yield f"evidence {row.uuid}: its file is not the one that was sent"
    for seq, payload in Publication.objects.exclude(payload=None).values_list("seq", "payload").iterator():
        for item in _evidence_of(payload):
            if item.get("sha256") and digests.get(str(item.get("uuid"))) != item["sha256"]:
                yield f"publication {seq}: the file of evidence {item.get('uuid')} that it names is not there as it was"


def _evidence_of(payload: str) -> Collection[Mapping[str, Any]]:
    try:
        found = json.loads(payload)["evidence"]
    except (ValueError, KeyError, TypeError):
        return ()  # said already
    return [item for item in found if isinstance(item, dict)]


def changed_since(seal: Seal | None) -> list[str]:
    """What may change and is not now what a seal says; an ordinary correction looks the same."""
    said = seal.says["may_change"] if seal else {}
    return [name for name, kinds in MAY_CHANGE.items() if name in said and content_digest(kinds) != said[name]]


def compare_with(kept: KeptSeal, *, erased_rows: Erased | None = None) -> Iterator[str]:
    """What a seal that was kept outside proves to be wrong: nothing, if it lies on the chain of seals as it was kept.

    That the chain of seals goes with the record is for `check`. Of a seal that is not there, its whole text, as it was
    mailed, tells what differs.
    """
    seal = Seal.objects.filter(day=kept.day, hash__startswith=kept.hash).first()
    if seal is None:
        yield f"{kept}: is not on the chain of seals: the record was written anew"
    elif kept.seq not in (None, seal.seq):
        yield f"{kept}: says publication {kept.seq}, the chain of seals {seal.seq}"
    if seal is None and kept.content:
        says = json.loads(kept.content)
        there = Publication.objects.filter(seq=says["publication"]).values_list("hash", flat=True).first()
        if (there or GENESIS) != says["publication_hash"]:
            yield f"{kept}: publication {says['publication']}, the last one then, is not there as it was"
        yield from (f"{kept}: {problem}" for problem in _tables_that_differ([(str(kept), says)], erased_rows))
        for name, kinds in MAY_CHANGE.items():
            if name in says["may_change"] and content_digest(kinds) != says["may_change"][name]:
                yield f"{kept}: {name}: not what it was then; whether it was corrected since or forged, managers know"
