"""Phases of the programme and biennia of its programme and budget: facts that managers keep, and a past day reads
those of that day (rule 6)."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from countries.actions import record_facts
from indicators.models import ProgrammePeriod
from rmt.models import SiteVersion

KEY = ("kind", "code")


def phases(as_of: date | None) -> list[ProgrammePeriod]:
    """The phases of the programme as they were known at the end of a day, the first first; `None` is now."""
    return list(ProgrammePeriod.objects.as_of(as_of).filter(kind=ProgrammePeriod.Kind.PHASE).order_by("start"))


def biennia(as_of: date | None) -> list[ProgrammePeriod]:
    """The same of the biennia."""
    return list(ProgrammePeriod.objects.as_of(as_of).filter(kind=ProgrammePeriod.Kind.BIENNIUM).order_by("start"))


@transaction.atomic
def record_periods(rows: Iterable[Mapping[str, Any]]) -> int:
    """Hold phases and biennia as facts from now on; what was known before is superseded, never overwritten.

    Returns how many were written. Raises ValidationError, keyed by field, if two of one kind would overlap.
    """
    listed = list(rows)
    SiteVersion.bump()  # one writer at a time: of two that overlap, the second sees the first
    held = {(row.kind, row.code): (row.start, row.end) for row in ProgrammePeriod.objects.as_of(None)}
    held |= {(row["kind"], row["code"]): (row["start"], row["end"]) for row in listed}
    for kind in ProgrammePeriod.Kind.values:
        of_kind = sorted((days, code) for (some, code), days in held.items() if some == kind)
        for (one, code), (other, later) in pairwise(of_kind):
            if other[0] < one[1]:
                words = {"code": later, "other": code, "day": one[1].isoformat()}
                message = _("%(code)s would begin before %(other)s ends. Let it begin on %(day)s or later.") % words
                raise ValidationError({"start": message})
    return record_facts(ProgrammePeriod, listed, key=KEY)
