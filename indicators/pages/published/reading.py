"""Names and addresses that a page of many results prints: every country, and of the results those that are named."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from countries.models import Country, CountryPriority, Theme
from indicators import figures
from indicators.figures import SINCE_2016, Entry, Period
from indicators.models import Publication
from indicators.pages.published.links import behind
from indicators.pages.published.periods import Past, Window, windows
from indicators.pages.published.result import PublishedResult, listed, themes_by_slug


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A country as a table names it, or the world, with the region that it is of."""

    name: str
    url: str
    slug: str
    region: str
    region_code: str
    order: int


@dataclass(frozen=True, slots=True)
class RegionEntries:
    """Some entries of one region; those of no country stand last."""

    name: str
    url: str
    entries: Sequence[Entry]
    countries: Sequence[tuple[NamedPlace, Sequence[Entry]]]


@dataclass(frozen=True)
class Reading:
    """What the blocks of a page read, all as of one day; `asked` is what the explorer is asked for the same results."""

    past: Past
    places: Mapping[str | None, NamedPlace]
    asked: Mapping[str, Any]
    wanted: set[str] = field(default_factory=set)

    @cached_property
    def _windows(self) -> dict[date, list[Window]]:
        return {}

    def windows(self, *, on: date) -> list[Window]:
        """The periods of which the page speaks, read once."""
        if on not in self._windows:
            self._windows[on] = windows(self.past, on=on)
        return self._windows[on]

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """Every theme, read once."""
        return themes_by_slug()

    def behind(self, period: Period | None = None, **more: Any) -> str:
        """The explorer with the results of the page, in a period or narrowed further, on the day of the page."""
        return behind(self.past, period, **{**self.asked, **more})

    @cached_property
    def priorities(self) -> list[CountryPriority]:
        """The phases of every country, read once."""
        return list(CountryPriority.objects.as_of(self.past.day).select_related("country"))

    def expected_on(self, day: date) -> set[str]:
        """The countries that the world expects to report on a day (rule 19), by their codes."""
        return {priority.country.iso3 for priority in self.priorities if priority.is_on(day)}

    def want(self, entries: Iterable[Entry]) -> None:
        """Say which results the page will name."""
        self.wanted.update(entry.key for entry in entries)

    @cached_property
    def results(self) -> dict[str, PublishedResult]:
        """The results that the page names, as lists show them, by the keys of their entries: one query."""
        found = Publication.objects.as_of(self.past.day).filter(result__uuid__in=self.wanted).with_labels()
        shown = listed(found, themes=self.themes, past=self.past, with_country=True)
        return {result.entry.key: result for result in shown}

    def regions(self, entries: Iterable[Entry]) -> list[RegionEntries]:
        """The entries by region and country, in the order of the regions and by name."""
        by_region: dict[tuple[int, str, str], list[tuple[NamedPlace, list[Entry]]]] = defaultdict(list)
        for iso3, own in figures.by_country(entries).items():
            place = self.places[iso3]
            by_region[place.order, place.region, place.region_code].append((place, own))
        return [
            RegionEntries(
                name=name,
                url=self.behind(SINCE_2016, region=code) if code else "",
                entries=[entry for _place, own in some for entry in own],
                countries=sorted(some, key=lambda pair: pair[0].name),
            )
            for (_order, name, code), some in sorted(by_region.items(), key=lambda item: item[0][0])
        ]


def reading(past: Past, **asked: Any) -> Reading:
    """The countries of the world by ISO3, and the world itself under `None`: one query."""
    countries = Country.objects.select_related("region")
    places: dict[str | None, NamedPlace] = {
        c.iso3: NamedPlace(str(c), past.at(c.get_absolute_url()), c.slug, str(c.region), c.region.code, c.region.order)
        for c in countries
    }
    places[None] = NamedPlace(_("Global"), "", "", _("Global"), "", 999)
    return Reading(past, places, asked)
