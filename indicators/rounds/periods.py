"""Phases of the programme and biennia of its programme and budget: facts that managers keep, and a past day reads
those of that day (rule 6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from countries.actions import record_facts
from indicators.figures import SINCE_2016, Period, last_day
from indicators.models import ProgrammePeriod
from rmt.models import SiteVersion

KEY = ("kind", "code")


def phases(as_of: date | None) -> list[ProgrammePeriod]:
    """The phases of the programme as they were known at the end of a day, the first first; `None` is now."""
    return list(ProgrammePeriod.objects.as_of(as_of).filter(kind=ProgrammePeriod.Kind.PHASE).order_by("start"))


def phases_known_at(moment: datetime) -> list[ProgrammePeriod]:
    """The same as they were known at a moment, that of an edition for example."""
    found = ProgrammePeriod.objects.known_at(moment).filter(kind=ProgrammePeriod.Kind.PHASE)
    return list(found.order_by("start"))


def biennia(as_of: date | None) -> list[ProgrammePeriod]:
    """The same of the biennia."""
    return list(ProgrammePeriod.objects.as_of(as_of).filter(kind=ProgrammePeriod.Kind.BIENNIUM).order_by("start"))


@dataclass(frozen=True)
class Window:
    """A period with its names, and the day on which its figures ask what stands.

    A label, the figure that stands under it and the link behind it all come from one window (rule 6). `code` is that
    of the phase; empty for the years since 2016.
    """

    code: str
    period: Period
    day: date
    is_complete: bool = False
    """Whether a manager said that all of the period is recorded here: until then no bar stands against a target."""

    @property
    def is_phase(self) -> bool:
        """Whether it is a phase, with targets and countries that are expected to report."""
        return bool(self.code)

    @property
    def years(self) -> str:
        """ "2016–2020", or "since 2016"."""
        if not self.is_phase:
            return _("since 2016")
        return f"{self.period.start.year}–{self.period.last.year}"

    @property
    def name(self) -> str:
        """ "phase I", or "all years"."""
        return _("phase %(phase)s") % {"phase": self.code} if self.is_phase else _("all years")

    @property
    def label(self) -> str:
        """ "Phase I, 2016–2020", or "Since 2016"."""
        if not self.is_phase:
            return _("Since 2016")
        return _("Phase %(phase)s, %(years)s") % {"phase": self.code, "years": self.years}


def windows_of(known: Iterable[ProgrammePeriod], *, on: date) -> list[Window]:
    """Of some phases those that have begun by a day, and all years since 2016, as they stand on it."""
    found = [
        Window(phase.code, phase.period, last_day(phase.period, as_of=on), phase.is_record_complete)
        for phase in known
        if phase.start <= on
    ]
    return [*found, Window("", SINCE_2016, last_day(SINCE_2016, as_of=on))]


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
