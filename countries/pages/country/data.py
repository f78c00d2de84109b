"""What is held of one country beside its results: facts with their sources, all read in one query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, overload

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils.translation import get_language

from countries.models import (
    Branch,
    BranchCoverage,
    Convention,
    Country,
    CountryPriority,
    Instrument,
    Profile,
    Ratification,
    Statistic,
    Theme,
)
from indicators.models import Indicator, PageCheck, PBOutput, Publication, Target
from projects.models import FundingGap
from rmt.records import JsonRows, end_of

Row = Mapping[str, Any]
NAMES = ("name_en", "name_fr", "name_es")
MINIMUM_STANDARDS = "C102"


@dataclass(frozen=True)
class Held:
    """The rows of one country, as they were held on a day; on a past day without what is not kept day by day."""

    priorities: Sequence[Row]
    statistics: Sequence[Row]
    conventions: Sequence[Row]
    ratifications: Sequence[Row]
    branches: Sequence[Row]
    coverage: Sequence[Row]
    profile: Row | None
    outputs: Sequence[Row]
    indicators: Mapping[int, Row]
    themes: Mapping[str, str]
    updated: date | None
    checked: date | None
    aims: Sequence[Row]
    gaps: Sequence[Row]
    instruments: Sequence[Row]

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases in which it was a priority country."""
        return tuple(one["phase"] for one in self.priorities)

    def is_priority_between(self, first: date, before: date) -> bool:
        """Whether it was a priority country at some time in [first, before)."""
        periods = [(day_of(one["start"]), day_of(one["end"])) for one in self.priorities]
        return any(start < before and (end is None or end > first) for start, end in periods if start)


def held_of(country: Country, *, as_of: date | None) -> Held:
    """Everything but results, projects and updates: one query."""
    row: Any = Country.objects.filter(pk=country.pk).values(**_kept(country, as_of), **_of_today(country)).get()
    is_today = as_of is None
    return Held(
        priorities=row["held_priorities"],
        statistics=row["held_statistics"],
        conventions=row["conventions"],
        ratifications=row["events"],
        branches=row["branches"],
        coverage=row["coverage"],
        profile=next(iter(row["profile"]), None),
        outputs=row["outputs"],
        indicators={one["pk"]: one for one in row["indicators"]},
        themes={one["slug"]: name_of(one) for one in row["themes"]},
        updated=row["updated"].astimezone(UTC).date() if row["updated"] else None,
        checked=row["checked"] if is_today else None,
        aims=row["aims"] if is_today else (),
        gaps=row["gaps"] if is_today else (),
        instruments=row["held_instruments"] if is_today else (),
    )


def name_of(row: Row) -> str:
    """The name in the reader's language; in English where that is not known."""
    return row.get(f"name_{(get_language() or 'en')[:2]}") or row["name_en"]


@overload
def day_of(text: str) -> date: ...


@overload
def day_of(text: None) -> None: ...


def day_of(text: str | None) -> date | None:
    """A day or the day of a moment, from its text."""
    return datetime.fromisoformat(text).date() if text else None


def _kept(country: Country, as_of: date | None) -> dict[str, Any]:
    """What a past day shows too: append-only facts, and reference data."""
    statistics = Statistic.objects.as_of(as_of).filter(country=country).order_by("series__code", "year")
    events = Ratification.objects.as_of(as_of).filter(country=country).order_by("first_day", "pk")
    coverage = BranchCoverage.objects.as_of(as_of).filter(country=country)
    profile = Profile.objects.as_of(as_of).filter(country=country)
    return {
        "held_priorities": JsonRows(
            CountryPriority.objects.filter(country=country).order_by("start"), "phase", "start", "end"
        ),
        "held_statistics": JsonRows(
            statistics, "year", "value", "source", "vintage", code="series__code", name="series__name_en"
        ),
        "conventions": JsonRows(
            Convention.objects.order_by("number"), "number", "name_en", "short_title", "adopted_year"
        ),
        "events": JsonRows(events, "kind", "first_day", "last_day", "parts", "source", number="convention__number"),
        "branches": JsonRows(Branch.objects.order_by("order"), "code", *NAMES),
        "coverage": JsonRows(coverage.order_by("branch__order"), "is_anchored", "year", "source", code="branch__code"),
        "profile": JsonRows(profile, "situation", "priorities", "opportunities", "recorded_at"),
        "outputs": JsonRows(
            PBOutput.objects.order_by("start", "code"), "biennium", "code", "name_en", "wording_known", "start", "end"
        ),
        "indicators": JsonRows(Indicator.objects.order_by("order"), "pk", "code", "name_en"),
        "themes": JsonRows(Theme.objects.order_by("order"), "slug", *NAMES),
        "updated": _last_published(country, as_of),
    }


def _last_published(country: Country, as_of: date | None) -> Subquery:
    """The moment of the last publication, a withdrawal included."""
    written: QuerySet = Publication.objects.order_by().filter(country=OuterRef("pk"))
    if as_of is not None:
        written = written.filter(recorded_at__lt=end_of(as_of))
    return Subquery(written.values("country").annotate(last=Max("recorded_at")).values("last"))


def _of_today(country: Country) -> dict[str, Any]:
    """What is not kept day by day."""
    aims = Target.objects.filter(country=country, state=Target.State.IN_USE).order_by("window_start", "pk")
    gaps = FundingGap.objects.open().filter(country=country).order_by("pk")
    instruments = Instrument.objects.filter(country=country).order_by("adopted_first", "title")
    checks = PageCheck.objects.filter(country=OuterRef("pk")).order_by("-day", "-pk")
    return {
        "aims": JsonRows(
            aims, "headline", "value", "qualifier", "unit", "window_start", "window_end", "source", "reason",
            code="indicator__code", name="indicator__name_en",
        ),
        "gaps": JsonRows(gaps, "title", "amount", "currency", "buys", "persons", "source", theme="theme__slug"),
        "held_instruments": JsonRows(
            instruments, "uuid", "title", "kind", "adopted_first", "adopted_last", "in_force", "suspended", "repealed"
        ),
        "checked": Subquery(checks.values("day")[:1]),
    }  # fmt: skip
