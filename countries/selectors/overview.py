"""The list of countries: where each stands now, never a ranking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q

from countries.models import Country, Region
from countries.selectors.listing import Past, past_of
from indicators import figures
from indicators.entries import entries
from indicators.figures import SINCE_2016, STEP_INDICATORS
from indicators.models import Publication

IN_FORCE, LOST, NONE = "in-force", "lost", ""


@dataclass(frozen=True)
class CountryRow:
    """A country of the list: its phases, and for each step whether it stands, was lost, or is not on record."""

    country: Country
    url: str
    phases: tuple[str, ...]
    steps: tuple[str, ...]
    has_results: bool


@dataclass(frozen=True)
class RegionRows:
    region: Region
    rows: Sequence[CountryRow]


@dataclass(frozen=True)
class CountryListPage:
    """Countries by region; `priority` is how many were listed for phase II."""

    past: Past
    regions: Sequence[RegionRows]
    priority: int


def country_list_page(*, as_of: date | None, today: date) -> CountryListPage:
    """Priority countries of any phase, and others with a published result, by region and name."""
    past = past_of(as_of)
    published = entries(Publication.objects.as_of(as_of))
    steps = _steps_by_country(published, day=as_of or today)
    reported = {e.country for e in published if e.country}
    chosen = (
        Country.objects.filter(Q(priorities__isnull=False) | Q(iso3__in=reported))
        .distinct()
        .select_related("region")
        .prefetch_related("priorities")
        .order_by("region__order", "name_en")
    )
    rows = [
        CountryRow(
            country=country,
            url=past.at(country.get_absolute_url()),
            phases=tuple(p.phase for p in country.priorities.all()),
            steps=tuple(steps[step].get(country.iso3, NONE) for step in STEP_INDICATORS.values()),
            has_results=country.iso3 in reported,
        )
        for country in chosen
    ]
    regions = [RegionRows(region, list(some)) for region, some in groupby(rows, key=lambda r: r.country.region)]
    return CountryListPage(past, regions, priority=len([row for row in rows if "II" in row.phases]))


def _steps_by_country(published: Sequence[figures.Entry], *, day: date) -> Mapping[int, dict[str, str]]:
    """For each step, the countries that took it since 2016: still in force on `day`, or lost."""
    found = {}
    for step in STEP_INDICATORS.values():
        taken = figures.countries(published, period=SINCE_2016, step=step)
        held = figures.countries_in_force(published, period=SINCE_2016, step=step, day=day)
        found[step] = {iso3: IN_FORCE if iso3 in held else LOST for iso3 in taken}
    return found
