"""The ledger as a brief or a report reads it: as of its edition, without what is hidden by now (rules 4 and 12)."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language

from briefs.models import Brief, Issue
from countries.models import Country, CountryPriority, Region, Theme
from indicators import figures
from indicators.figures import Entry
from indicators.ledger import (
    NOTHING,
    Hidden,
    entries_in,
    entries_of,
    hidden_groups,
    state_of_the_record,
    with_shown_title,
)
from indicators.models import Edition, Indicator, ProgrammePeriod, Publication, Result
from indicators.rounds import Window, phases_known_at, windows_of
from projects.models import Project

HAS_A_REMARK = Q(payload__contains='"remark":"')
"""In canonical text a remark that is there begins so, and nothing else can: quotes within a text are escaped."""


@dataclass(frozen=True, slots=True)
class Published:
    """A result as an edition has it, by what names it: `title` is what readers get of it."""

    number: int
    version: int
    title: str
    country: str | None
    indicator: str
    is_historical: bool = False
    has_remark: bool = False

    @property
    def language(self) -> str:
        """That of its title, English as those of nearly all results, in a text that is written in another language;
        nothing for one in English.
        """
        return "" if (get_language() or "en").startswith("en") else "en"

    @property
    def url(self) -> str:
        """The address of this version, for good."""
        return reverse("result_version", args=[self.number, self.version])


@dataclass(frozen=True)
class EditionReading:
    """All that figures in a text are read from, as of an edition; `day` is that on which it was pinned, in UTC.

    `published` is by the keys of `entries`. `hidden` is the digest of what is withheld now of the results in the
    edition. `names` are titles and addresses of what is not in the ledger (projects, briefs), by reference, where a
    document that is made again has to say what it said: see `names_in`.
    """

    edition: Edition
    moment: datetime
    day: date
    entries: Sequence[Entry]
    published: Mapping[str, Published]
    phases: Sequence[ProgrammePeriod]
    countries: Mapping[str, Country]
    regions: Mapping[str, Region]
    themes: Mapping[str, Theme]
    indicators: Mapping[str, Indicator]
    priorities: Sequence[CountryPriority]
    hidden: str
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def windows(self) -> list[Window]:
        """The phases that had begun and all years since 2016, each with the day on which figures ask what stands."""
        return windows_of(self.phases, on=self.day)

    @cached_property
    def by_country(self) -> Mapping[str | None, Sequence[Entry]]:
        """The entries of each country, by ISO3."""
        return figures.by_country(self.entries)

    @cached_property
    def by_number(self) -> Mapping[int, Entry]:
        """The entries by the public numbers of their results."""
        return {entry.number: entry for entry in self.entries}

    @cached_property
    def answers(self) -> dict[Any, Any]:
        """Figures that were counted already, by what was asked and the language of their words."""
        return {}

    def scoped(self, *, country: str = "", region: str = "", theme: str = "") -> Sequence[Entry]:
        """The entries of a country, of a region's countries, or confirmed for a theme; of the world, if of none."""
        found: Sequence[Entry] = self.by_country.get(country, ()) if country else self.entries
        if region:
            inside = {iso3 for iso3, one in self.countries.items() if one.region.code == region}
            found = [entry for entry in found if entry.country in inside]
        return figures.with_confirmed_tag(found, theme=theme) if theme else found

    def expected_on(self, day: date) -> frozenset[str]:
        """The countries from which the world expects a figure on a day (rule 19), by ISO3."""
        return frozenset(priority.country.iso3 for priority in self.priorities if priority.is_on(day))

    @cached_property
    def addresses(self) -> Mapping[str, Sequence[str]]:
        """Title and address of every project and every published brief, by what refers to them: "project a-project"."""
        found: dict[str, Sequence[str]] = {}
        for project in Project.objects.filter(taken_back_at=None).select_related("merged_into"):
            named = project.merged_into or project
            found[f"project {project.slug}"] = (named.title, named.get_absolute_url())
        for issue in Issue.objects.as_of(None).filter(brief__status=Brief.Status.PUBLISHED).select_related("brief"):
            if issue.brief:
                found[f"brief {issue.brief.slug}"] = (issue.title, issue.brief.get_absolute_url())
        return found

    def with_names(self, names: Mapping[str, Sequence[str]]) -> "EditionReading":
        """The same, with titles and addresses that were read before."""
        return replace(self, names=names)


def reading_of(edition: Edition) -> EditionReading:
    """The ledger as it was in an edition; a dozen queries, however many results there are.

    What was superseded or withdrawn since stands in it; what has to be hidden since does not. What was read of the
    ledger is kept in memory until something is published or removed.
    """
    entries, published, hidden = _ledger_in(edition, state_of_the_record(), get_language())
    countries = Country.objects.select_related("region")
    return EditionReading(
        edition=edition,
        moment=edition.pinned_at,
        day=edition.pinned_at.astimezone(UTC).date(),
        entries=entries,
        published=published,
        phases=phases_known_at(edition.pinned_at),
        countries={country.iso3: country for country in countries},
        regions={region.code: region for region in Region.objects.all()},
        themes={theme.slug: theme for theme in Theme.objects.all()},
        indicators={indicator.code: indicator for indicator in Indicator.objects.all()},
        priorities=list(CountryPriority.objects.known_at(edition.pinned_at).select_related("country")),
        hidden=hidden,
    )


@lru_cache(maxsize=2)
def _ledger_in(
    edition: Edition, _state: tuple[Any, ...], _language: str | None
) -> tuple[Sequence[Entry], Mapping[str, Published], str]:
    """The entries of an edition, what names them, and the digest of what is withheld of them."""
    withheld = hidden_groups()
    entries = tuple(entries_in(edition, hidden=withheld))
    published = _published_in(edition, withheld)
    return entries, published, _digest(entries, {key: one.version for key, one in published.items()}, withheld)


def _published_in(edition: Edition, withheld: Hidden) -> dict[str, Published]:
    rows = Publication.objects.at(edition).order_by("seq")
    columns = ("result__uuid", "number", "version", "title", "country__iso3", "indicator__code", "origin")
    remarked = set(rows.order_by().filter(HAS_A_REMARK).values_list("number", flat=True))
    found = {
        str(key): Published(
            number, version, title, country, indicator, origin == Result.Origin.HISTORICAL, number in remarked
        )
        for key, number, version, title, country, indicator, origin in rows.values_list(*columns)
    }
    retitled = [key for key in found if any(p.field == "title" for p in withheld.get(key, NOTHING).passages)]
    if retitled:
        for publication in rows.filter(result__uuid__in=retitled).select_related("result"):
            key = str(publication.result.uuid)
            found[key] = replace(found[key], title=with_shown_title(publication, withheld).title)
    return found


def hidden_in(edition: Edition) -> str:
    """The digest of what readers do not get, by now, of the results in an edition (rule 12).

    It changes when something in the edition has to be hidden that was not, and for nothing else. Only those few results
    are read of which anything is withheld.
    """
    withheld = hidden_groups()
    concerned = Publication.objects.at(edition).filter(result__uuid__in=list(withheld))
    versions = {str(key): version for key, version in concerned.values_list("result__uuid", "version")}
    return _digest(entries_of(concerned, hidden=withheld) if versions else (), versions, withheld)


def _digest(entries: Iterable[Entry], versions: Mapping[str, int], withheld: Hidden) -> str:
    hidden: dict[str, list[list[str]]] = {}
    for entry in entries:
        passages = withheld.get(entry.key, NOTHING).passages
        removed = {passage.field for passage in passages if versions[entry.key] <= passage.last_version}
        if removed or entry.hidden:
            hidden[entry.key] = [sorted(entry.hidden), sorted(removed)]
    text = json.dumps(hidden, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
