"""The list of countries: how far each has come; narrowed, sorted by anything but the number of results, no ranking."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country, CountryPriority, Region
from countries.pages.country_list.listed import IN_FORCE, LOST, NONE, ListedCountry, StepStates
from countries.pages.country_list.matrix import StepMatrix, matrix_of
from indicators import figures
from indicators.figures import SINCE_2016, STEP_INDICATORS, Entry
from indicators.ledger import everything
from indicators.models import CountryUpdate, Round
from indicators.pages.published import Past, behind, past_of
from indicators.templatetags.quantities import as_data
from indicators.wording import people_text
from rmt.charts import Area

SENT = (CountryUpdate.Status.SUBMITTED, CountryUpdate.Status.VALIDATED)
NO_PHASE = "none"
ORDERS = {
    "region": gettext_lazy("Region"),
    "name": gettext_lazy("Name"),
    "phase": gettext_lazy("Phase"),
    "step": gettext_lazy("Furthest step, not reported lost"),
}
SORTS: Mapping[str, Callable[["ListedCountry"], Any]] = {
    "region": lambda row: row.country.region.order,
    "name": lambda row: row.name,
    "phase": lambda row: row.phases or ("none",),
    "step": lambda row: row.steps.furthest,
}
LAST_FIRST = ("step",)


@dataclass(frozen=True)
class CountryListPage:
    """The countries that fit, and what the list can be asked; `priority` is how many were listed for phase II.

    `updates` is how many of the updates of the latest round that was due are in, in words; empty on a past day.

    `parts` are rows under the heading of a region; without one, all of them in one order.
    """

    past: Past
    asked: Mapping[str, str]
    regions: Sequence[Region]
    phases: Sequence[str]
    parts: Sequence[tuple[Region | None, Sequence[ListedCountry]]]
    areas: Sequence[Area]
    priority: int
    updates: str
    is_narrowed: bool
    matrix: StepMatrix | None

    @property
    def rows(self) -> list[ListedCountry]:
        return [row for _region, rows in self.parts for row in rows]

    @property
    def orders(self) -> dict[str, dict[str, str]]:
        """By what the list can be sorted, each with the address that does it, and its state as `aria-sort` says it."""
        now = self.asked.get("sort", "region")
        orders = {}
        for name, label in ORDERS.items():
            is_here, is_down = now.removeprefix("-") == name, now.startswith("-")
            turned = name if (is_down if is_here else name not in LAST_FIRST) else f"-{name}"
            orders[name] = {
                "value": now if is_here else turned,
                "label": str(label),
                "url": self.url("countries", sort=turned),
                "state": ("descending" if is_down else "ascending") if is_here else "",
            }
        return orders

    @property
    def choices(self) -> list[tuple[str, str, list[tuple[str, str]], str]]:
        """What the form narrows the list to: name, label, options, and the one that is chosen."""
        regions = [(region.code, region.name) for region in self.regions]
        phases = [(code, _("Priority in phase %(phase)s") % {"phase": code}) for code in self.phases]
        phases.append((NO_PHASE, _("Not a priority country")))
        return [
            ("region", _("Region"), regions, self.asked.get("region", "")),
            ("phase", _("Phase"), phases, self.asked.get("phase", "")),
        ]

    @property
    def csv_url(self) -> str:
        return self.url("countries_csv")

    @property
    def notes_url(self) -> str:
        return self.url("countries_txt")

    def url(self, name: str, **more: str) -> str:
        """The same list at another address, or in another order, on the same day."""
        day = {"as_of": self.past.day.isoformat()} if self.past.day else {}
        query = urlencode({**self.asked, **more, **day})
        return reverse(name) + (f"?{query}" if query else "")


def country_list_page(*, as_of: date | None, today: date, asked: Mapping[str, str] | None = None) -> CountryListPage:
    """The list of countries, narrowed and sorted as asked; what cannot be read is not asked. At most seven queries."""
    past, day = past_of(as_of), as_of or today
    published = everything(as_of)
    every = listed_countries(published, past, day=day)
    regions = list(dict.fromkeys(row.country.region for row in every))
    phases = sorted({code for row in every for code in row.phases})
    possible = {
        "sort": {*SORTS, *(f"-{name}" for name in SORTS)},
        "region": {region.code for region in regions},
        "phase": {*phases, NO_PHASE},
    }
    understood = {name: value for name, value in (asked or {}).items() if value in possible.get(name, ())}
    chosen = _completed([row for row in every if _fits(row, understood)], published, past, day=day)
    parts = _parts(chosen, understood.get("sort", "region"))
    return CountryListPage(
        past=past,
        asked=understood,
        regions=regions,
        phases=phases,
        parts=parts,
        areas=[row.area() for row in chosen],
        priority=len([row for row in every if "II" in row.phases]),
        updates="" if past.day else _updates([row.country for row in every], day),
        is_narrowed=bool({"region", "phase"} & understood.keys()),
        matrix=matrix_of(parts, published, past, day=day),
    )


def listed_countries(published: Sequence[Entry], past: Past, *, day: date) -> list[ListedCountry]:
    """Priority countries of any phase, and others with a published result, by region and name: two queries."""
    steps = steps_by_country(published, day=day)
    reported = {e.country for e in published if e.country}
    chosen = (
        Country.objects.filter(Q(priorities__isnull=False) | Q(iso3__in=reported))
        .distinct()
        .select_related("region")
        .prefetch_related(Prefetch("priorities", CountryPriority.objects.as_of(past.day).order_by("start")))
        .order_by("region__order", "name_en")
    )
    return [
        ListedCountry(
            country=country,
            url=past.at(country.get_absolute_url()),
            phases=tuple(p.phase for p in country.priorities.all()),
            steps=steps.get(country.iso3, StepStates()),
            has_results=country.iso3 in reported,
        )
        for country in chosen
    ]


def steps_by_country(published: Iterable[Entry], *, day: date) -> dict[str, StepStates]:
    """For each country that took a step since 2016, whether each of the three is in force on `day`, lost, or none."""
    states: dict[str, list[str]] = {}
    for entry in figures.changes(published, period=SINCE_2016):
        if entry.country:
            own, place = states.setdefault(entry.country, [NONE] * 3), STEP_INDICATORS[entry.indicator] - 1
            own[place] = IN_FORCE if own[place] == IN_FORCE or figures.stands(entry, on=day) else LOST
    return {iso3: StepStates(tuple(own)) for iso3, own in states.items()}


def _fits(row: ListedCountry, asked: Mapping[str, str]) -> bool:
    if asked.get("region") not in (None, row.country.region.code):
        return False
    phase = asked.get("phase")
    return phase is None or (not row.phases if phase == NO_PHASE else phase in row.phases)


def _parts(rows: Sequence[ListedCountry], sort: str) -> list[tuple[Region | None, Sequence[ListedCountry]]]:
    """In one order; by region, under its heading. Countries that are level stay by region and name."""
    ordered = sorted(rows, key=SORTS[sort.removeprefix("-")], reverse=sort.startswith("-"))
    if sort.removeprefix("-") != "region":
        return [(None, ordered)] if ordered else []
    return [(region, list(some)) for region, some in groupby(ordered, key=lambda row: row.country.region)]


# What only the list says: people, and how many updates are in


def _completed(
    rows: Sequence[ListedCountry], published: Sequence[Entry], past: Past, *, day: date
) -> list[ListedCountry]:
    covered = figures.by_country(e for e in published if e.indicator == figures.EFFECTIVE)
    return [replace(row, **_people(row, covered.get(row.country.iso3, []), past, day)) for row in rows]


def _people(row: ListedCountry, own: Sequence[Entry], past: Past, day: date) -> dict[str, Any]:
    """People covered in practice since 2016, between its bounds (rules 9 and 10)."""
    if not figures.reported_in_period(own, SINCE_2016):
        return {}
    found = figures.people(own, indicator=figures.EFFECTIVE, period=SINCE_2016, day=day)
    return {
        "people": as_data(found.quantity) or people_text(found),
        "added": found.quantity,
        "people_url": behind(past, SINCE_2016, country=row.country.slug, indicator=figures.EFFECTIVE),
    }


def _updates(countries: Sequence[Country], day: date) -> str:
    """ "31 of 51 updates of January–June 2026 are in": never of which countries (rule 19); empty before any was due."""
    due = Round.objects.filter(due__lt=day).exclude(state=Round.State.PLANNED).order_by("-start").first()
    if due is None:
        return ""
    begun = dict(CountryUpdate.objects.filter(round=due).values_list("country", "status"))
    asked = [c for c in countries if c.pk in begun or c.is_priority_between(due.start, due.end)]
    words = {"sent": len([c for c in asked if begun.get(c.pk) in SENT]), "asked": len(asked), "round": due}
    return _("%(sent)s of %(asked)s updates of %(round)s are in.") % words
