"""Seals: the whole record of a moment as one hash, to be kept elsewhere (rule 4)."""

import json
from typing import Any

from django.db import models
from django.db.models import Q

from indicators.models.ledger import Edition
from rmt.records import AppendOnly


class Seal(AppendOnly):
    """What the record was when it was taken, in canonical text, with its hash; one a day, one with each edition.

    The text names the last publication and its hash, the state of every table that is written once, digests of what
    may change, and the seal before: so seals are a chain as well. The columns beside it are projections of it.
    """

    is_sealed = False

    day = models.DateField()
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, null=True, related_name="seal")
    seq = models.PositiveBigIntegerField()
    taken_at = models.DateTimeField(db_index=True)
    content = models.TextField()
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=Q(edition=None), name="indicators_seal_one_a_day")
        ]

    def __str__(self) -> str:
        return self.line

    @property
    def line(self) -> str:
        """The seal as it is printed, the same in every language; `verify_ledger --against` reads it."""
        return f"RMT seal {self.day.isoformat()} · publication {self.seq} · {self.hash}"

    @property
    def short(self) -> str:
        """The seal in the name of a file."""
        return f"seal-{self.day.isoformat()}-{self.hash[:12]}"

    @property
    def says(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.content)
        return found

    @property
    def whole(self) -> str:
        """All that it says, as it is mailed: in short lines, which no mail program breaks."""
        return json.dumps(self.says, indent=1, sort_keys=True, ensure_ascii=False)
