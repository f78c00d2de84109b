"""The list of countries: narrowed, sorted by anything but the number of results, and never a ranking."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import Country, Region
from countries.pages.country_list.overview import CountryRow, Update, rows_of_countries
from indicators import figures
from indicators.figures import SINCE_2016, Entry
from indicators.ledger import everything
from indicators.models import CountryUpdate, Publication, Round
from indicators.pages.published import Past, past_of, results_url
from indicators.rounds import has_priority_in
from indicators.templatetags.quantities import as_data
from indicators.wording import people_text
from rmt.charts import Area
from rmt.records import end_of
from rmt.text import as_day

NEVER = date.min
SENT = (CountryUpdate.Status.SUBMITTED, CountryUpdate.Status.VALIDATED)
PHASES = {"I": _("Priority in phase I"), "II": _("Priority in phase II"), "none": _("Not a priority country")}
ORDERS = {
    "region": _("Region"), "name": _("Name"), "phase": _("Phase"), "step": _("Furthest step in force"),
    "updated": _("Last publication"),
}  # fmt: skip


@dataclass(frozen=True)
class RegionRows:
    """Rows under the heading of a region; without one, all of them in one order."""

    region: Region | None
    rows: Sequence[CountryRow]


@dataclass(frozen=True)
class CountryListPage:
    """The countries that fit, and what the list can be asked; `priority` is how many were listed for phase II."""

    past: Past
    asked: Mapping[str, str]
    regions: Sequence[Region]
    parts: Sequence[RegionRows]
    areas: Sequence[Area]
    priority: int
    is_narrowed: bool

    @property
    def rows(self) -> list[CountryRow]:
        return [row for part in self.parts for row in part.rows]

    @property
    def sort(self) -> str:
        return self.asked.get("sort", "region")

    @property
    def orders(self) -> list["Order"]:
        """By what the list can be sorted, each with the address that does it."""
        return list(self.by.values())

    @property
    def by(self) -> dict[str, "Order"]:
        """The same by what they sort by."""
        return {name: self._order(name, str(label)) for name, label in ORDERS.items()}

    def _order(self, name: str, label: str) -> "Order":
        is_here, is_down = self.sort.removeprefix("-") == name, self.sort.startswith("-")
        down_first = name in ("step", "updated")
        turned = name if (is_down if is_here else not down_first) else f"-{name}"
        state = ("descending" if is_down else "ascending") if is_here else ""
        first = self.sort if is_here else turned
        return Order(first, label, self.url("countries", sort=turned), state)

    @property
    def csv_url(self) -> str:
        return self.url("countries_csv")

    def url(self, name: str, **more: str) -> str:
        """The same list at another address, or in another order, on the same day."""
        day = {"as_of": self.past.day.isoformat()} if self.past.day else {}
        query = urlencode({**self.asked, **more, **day})
        return reverse(name) + (f"?{query}" if query else "")

    @property
    def choices(self) -> list["Choice"]:
        """What the form narrows the list to."""
        regions = [(region.code, region.name) for region in self.regions]
        phases = [(code, str(text)) for code, text in PHASES.items()]
        return [
            Choice("region", str(_("Region")), regions, self.asked.get("region", "")),
            Choice("phase", str(_("Phase")), phases, self.asked.get("phase", "")),
        ]


@dataclass(frozen=True)
class Order:
    """A way to sort; `state` is that of the column now, as `aria-sort` says it, empty if it is another."""

    value: str
    label: str
    url: str
    state: str


@dataclass(frozen=True)
class Choice:
    """A condition of the form: its name, its options, and the one that is chosen."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str


def country_list_page(*, as_of: date | None, today: date, asked: Mapping[str, str] | None = None) -> CountryListPage:
    """The list of countries, narrowed and sorted as asked; what cannot be read is not asked. At most seven queries."""
    past, day = past_of(as_of), as_of or today
    published = everything(as_of)
    every = rows_of_countries(published, past, day=day)
    regions = list(dict.fromkeys(row.country.region for row in every))
    understood = _understood(asked or {}, regions)
    chosen = _completed([row for row in every if _fits(row, understood)], published, past, day=day)
    return CountryListPage(
        past=past,
        asked=understood,
        regions=regions,
        parts=_parts(chosen, understood.get("sort", "region")),
        areas=[row.area() for row in chosen],
        priority=len([row for row in every if "II" in row.phases]),
        is_narrowed=bool({"region", "phase"} & understood.keys()),
    )


def _understood(asked: Mapping[str, str], regions: Iterable[Region]) -> dict[str, str]:
    choices = {
        "sort": {*SORTS, *(f"-{name}" for name in SORTS)},
        "region": {r.code for r in regions},
        "phase": set(PHASES),
    }
    return {name: value for name, value in asked.items() if value in choices.get(name, ())}


def _fits(row: CountryRow, asked: Mapping[str, str]) -> bool:
    if asked.get("region") not in (None, row.country.region.code):
        return False
    phase = asked.get("phase")
    return phase is None or (not row.phases if phase == "none" else phase in row.phases)


SORTS: Mapping[str, Callable[[CountryRow], Any]] = {
    "region": lambda row: row.country.region.order,
    "name": lambda row: row.name,
    "phase": lambda row: row.phases or ("none",),
    "step": lambda row: row.steps.furthest,
    "updated": lambda row: row.updated or NEVER,
}


def _parts(rows: Sequence[CountryRow], sort: str) -> list[RegionRows]:
    """In one order; by region, under its heading. Countries that are level stay by region and name."""
    ordered = sorted(rows, key=SORTS[sort.removeprefix("-")], reverse=sort.startswith("-"))
    if sort.removeprefix("-") != "region":
        return [RegionRows(None, ordered)] if ordered else []
    return [RegionRows(region, list(some)) for region, some in groupby(ordered, key=lambda row: row.country.region)]


# What only the list says of a country: people, and how fresh its record is


def _completed(rows: Sequence[CountryRow], published: Sequence[Entry], past: Past, *, day: date) -> list[CountryRow]:
    covered = figures.by_country(e for e in published if e.indicator == figures.EFFECTIVE)
    updated = _last_published(past)
    updates = {} if past.day else _updates([row.country for row in rows], day)
    return [
        replace(
            row,
            **_people(row, covered.get(row.country.iso3, []), past, day),
            updated=updated.get(row.country.pk),
            update=updates.get(row.country.pk),
        )
        for row in rows
    ]


def _people(row: CountryRow, own: Sequence[Entry], past: Past, day: date) -> dict[str, Any]:
    """People covered in practice since 2016, between its bounds (rules 9 and 10)."""
    counted = figures.reported_in_period(own, SINCE_2016)
    if not counted:
        return {}
    found = figures.people(own, indicator=figures.EFFECTIVE, period=SINCE_2016, day=day)
    return {
        "people": as_data(found.quantity) or people_text(found),
        "added": found.quantity,
        "people_url": results_url(
            country=row.country.slug,
            indicator=figures.EFFECTIVE,
            year_from=SINCE_2016.start.year,
            as_of=past.day,
        ),
    }


def _last_published(past: Past) -> dict[int, date]:
    """For each country, the day of its last publication, a withdrawal included."""
    written = Publication.objects.exclude(country=None).order_by()
    if past.day is not None:
        written = written.filter(recorded_at__lt=end_of(past.day))
    last = written.values_list("country").annotate(last=Max("recorded_at"))
    return {country: as_day(moment) for country, moment in last}


def _updates(countries: Sequence[Country], day: date) -> dict[int, Update]:
    """What became of the latest round that was due before `day`; nothing for a country that it did not ask."""
    due = Round.objects.filter(due__lt=day).exclude(state=Round.State.PLANNED).order_by("-start").first()
    if due is None:
        return {}
    begun = dict(CountryUpdate.objects.filter(round=due).values_list("country", "status"))
    periods = {country.pk: [(one.start, one.end) for one in country.priorities.all()] for country in countries}
    asked = (pk for pk in periods if pk in begun or has_priority_in(due, periods[pk]))
    return {pk: Update(str(due), begun.get(pk) in SENT) for pk in asked}
