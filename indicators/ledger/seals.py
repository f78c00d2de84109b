"""Seals: taken once a day and with each edition, mailed out of the house, and read back from any text (rule 4).

The chain proves nothing against whoever owns the database: they can write all of it anew. A seal that somebody else
keeps cannot be written anew.
"""

import hashlib
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import OperationalError, models, transaction
from django.urls import reverse
from django.utils import timezone

from countries.models import Instrument
from indicators.ledger.chain import lock
from indicators.ledger.statement import canonical
from indicators.models import (
    GENESIS,
    Category,
    Claim,
    Dimension,
    Edition,
    Framework,
    Indicator,
    LedgerHead,
    PBOutput,
    Seal,
    Target,
)
from rmt.mail import letter, post
from rmt.models import SiteVersion, User
from rmt.records import content_digest, end_of, held_still, states_now

logger = structlog.get_logger(__name__)

MAY_CHANGE: dict[str, tuple[type[models.Model], ...]] = {
    "framework": (Framework, Dimension, Category, Indicator, PBOutput),
    "targets": (Target,),
    "claims": (Claim,),
    "instruments": (Instrument,),
}
"""Tables whose rows may be corrected: a seal holds the digest of what they held."""

TRIES, PATIENCE, PAUSE = 25, 0.2, 0.1
"""Less patience than PostgreSQL has with a deadlock (1 s): the seal gives way, never whoever is writing."""


@transaction.atomic
def pin_edition(*, note: str, by: User) -> Edition:
    """Pin the ledger as it is now, for a report: the year and a number, the last `seq` and its hash; and seal it."""
    head = _everything_held()
    now = timezone.now()
    number = Edition.objects.filter(code__startswith=f"{now.year}-").count() + 1
    edition = Edition.objects.create(
        code=f"{now.year}-{number}", seq=head.seq, hash=head.hash, pinned_at=now, by=by, note=note
    )
    take_seal(now=now, edition=edition)
    return edition


@transaction.atomic
def take_daily_seal(*, now: datetime) -> Seal | None:
    """The seal of the day; `None` if it is taken already."""
    _everything_held()
    if Seal.objects.filter(day=now.astimezone(UTC).date(), edition=None).exists():
        return None
    return take_seal(now=now)


@transaction.atomic
def take_seal(*, now: datetime, edition: Edition | None = None) -> Seal:
    """Seal everything as it is now; the mail to those who keep it is part of the transaction.

    Reads only what was written since the seal before.
    """
    head = _everything_held()
    before = Seal.objects.order_by("pk").last()
    taken_at = max(now, before.taken_at) if before else now
    content = canonical(
        {
            "seal": taken_at.astimezone(UTC).date().isoformat(),
            "taken_at": moment(taken_at),
            "edition": edition.code if edition else None,
            "publication": head.seq,
            "publication_hash": head.hash,
            "tables": states_now(before.says["tables"] if before else {}, now=taken_at),
            "may_change": {name: content_digest(kinds) for name, kinds in MAY_CHANGE.items()},
            "previous": before.hash if before else GENESIS,
        }
    )
    seal: Seal = Seal.objects.create(
        day=taken_at.astimezone(UTC).date(),
        edition=edition,
        seq=head.seq,
        taken_at=taken_at,
        content=content,
        hash=hash_of_seal(content),
    )
    SiteVersion.bump()
    mail_seal(seal)
    return seal


def _everything_held() -> LedgerHead:
    """The head of the chain; nothing that a seal holds is written until the transaction ends."""
    for _try in range(TRIES):
        try:
            with transaction.atomic(), held_still(seconds=PATIENCE):
                return lock()
        except OperationalError:
            time.sleep(PAUSE)
    with transaction.atomic(), held_still(seconds=PATIENCE):
        return lock()


def hash_of_seal(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def latest_seals(as_of: date | None) -> models.QuerySet[Seal]:
    """The seals taken by the end of a day, UTC, the latest first; `None` is now."""
    seals = Seal.objects.order_by("-pk").select_related("edition")
    return seals if as_of is None else seals.filter(taken_at__lt=end_of(as_of))


def latest_seal(as_of: date | None) -> Seal | None:
    """The seal that stands on what is read as of a day: never a later one, so that a past day keeps its bytes."""
    return latest_seals(as_of).first()


def mail_seal(seal: Seal) -> None:
    """Mail a seal, whole, to `SEAL_MAILTO`. One that cannot be made is no harm done: the next one holds it."""
    for address in settings.SEAL_MAILTO:
        context = {
            "seal": seal,
            "url": settings.SITE_URL + reverse("record"),
        }
        try:
            with transaction.atomic():
                post(letter("indicators/mail/seal", to=address, subject=f"RMT seal {seal.day}", context=context))
        except Exception:
            logger.exception("seal.not_mailed", day=str(seal.day))


@dataclass(frozen=True)
class KeptSeal:
    """A seal as somebody kept it: its day, its hash or how that begins, and what else was written there."""

    day: str
    hash: str
    seq: int | None = None
    content: str | None = None

    def __str__(self) -> str:
        return f"RMT seal {self.day} · {self.hash[:12]}"


LINE = re.compile(r"RMT\s+seal\s+(\d{4}-\d\d-\d\d)\W{1,6}publication\s+(\d+)\W{1,6}((?:[0-9a-f]\s*){64})")
FILE_NAME = re.compile(r"seal-(\d{4}-\d\d-\d\d)-([0-9a-f]{12})")


def seals_in(text: str) -> list[KeptSeal]:
    """Every seal that a text carries, however lines were broken: printed lines, names of files, whole seals as JSON."""
    found = [KeptSeal(day, "".join(digest.split()), int(seq)) for day, seq, digest in LINE.findall(text)]
    found += [KeptSeal(day, digest) for day, digest in FILE_NAME.findall(text)]
    for says in _objects_in(text):
        content = canonical(says)
        found.append(KeptSeal(says["seal"], hash_of_seal(content), says["publication"], content))
    return list(dict.fromkeys(found))


def _objects_in(text: str) -> Iterator[dict[str, Any]]:
    """Whole seals."""
    place = text.find("{")
    while place != -1:
        try:
            says, end = json.JSONDecoder().raw_decode(text, place)
        except ValueError:
            end = place + 1
        else:
            if isinstance(says, dict) and {"seal", "publication", "publication_hash", "tables"} <= says.keys():
                yield says
            else:
                end = place + 1
        place = text.find("{", end)
