"""How somebody who owns the database would forge the record: past every lock, and with everything made anew."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

from indicators.ledger import take_seal
from indicators.ledger.chain import digest_of, hash_of
from indicators.models import GENESIS, Edition, LedgerHead, Publication, Seal
from rmt.records import append_only


@contextmanager
def lifted() -> Iterator[None]:
    """No lock inside the block; PostgreSQL takes none off while foreign keys are left to look at."""
    connection.check_constraints()
    with append_only.lifted():
        yield
        connection.check_constraints()


def plant(statement: str, *values) -> None:
    with lifted(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def change(row: models.Model, **columns) -> None:
    with lifted():
        models.QuerySet(type(row)).filter(pk=row.pk).update(**columns)


def remove(row: models.Model) -> None:
    with lifted():
        models.QuerySet(type(row)).filter(pk=row.pk)._raw_delete("default")


def forge(publication: Publication, **columns) -> None:
    """Change it, and give it the digest and the hash that go with the change."""
    change(publication, **columns)
    row = Publication.objects.select_related("result").get(pk=publication.pk)
    row.digest = digest_of(row.salt, row.payload)
    change(publication, digest=row.digest, hash=hash_of(row, uuid=str(row.result.uuid)))


def cut_last() -> None:
    """Remove the last publication as if it had never been: nothing is superseded by it, and the head is moved back."""
    last = Publication.objects.order_by("seq").last()
    before = Publication.objects.order_by("seq").exclude(pk=last.pk).last()
    with lifted():
        for children in ("parts", "tags", "standings", "contributions", "follows"):
            models.QuerySet(getattr(last, children).model).filter(publication=last)._raw_delete("default")
    remove(last)
    with lifted():
        models.QuerySet(Publication).filter(result=last.result, superseded_at=last.recorded_at).update(
            superseded_at=None
        )
    LedgerHead.objects.update(seq=before.seq, hash=before.hash)


def chain_anew() -> None:
    """Every digest and hash worked out again, the head's and the editions' as well."""
    with lifted():
        publications, last, hashes = models.QuerySet(Publication), GENESIS, {0: GENESIS}
        for row in publications.order_by("seq"):
            publications.filter(pk=row.pk).update(prev_hash=f"from {row.seq}", hash=f"at {row.seq}")
        for row in publications.order_by("seq").select_related("result"):
            row.prev_hash, row.digest = last, digest_of(row.salt, row.payload)
            last = hashes[row.seq] = hash_of(row, uuid=str(row.result.uuid))
            publications.filter(pk=row.pk).update(prev_hash=row.prev_hash, digest=row.digest, hash=last)
        for edition in Edition.objects.all():
            seq = min(edition.seq, max(hashes))
            models.QuerySet(Edition).filter(pk=edition.pk).update(seq=seq, hash=hashes[seq])
    LedgerHead.objects.update(seq=max(hashes), hash=last)


def seal_anew(*, since: Seal | None = None) -> None:
    """Every seal after `since` taken again, as of the moments when they were taken."""
    gone = list(Seal.objects.filter(pk__gt=since.pk if since else 0).order_by("pk").select_related("edition"))
    for seal in gone:
        remove(seal)
    for seal in gone:
        take_seal(now=seal.taken_at, edition=seal.edition)
