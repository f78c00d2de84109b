"""The ledger as a brief or a report reads it: as of its edition, without what is hidden by now (rules 4 and 12)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Q

from countries.models import Country, Region, Theme
from indicators import figures
from indicators.figures import Entry
from indicators.ledger import NOTHING, Hidden, entries_in, hidden_groups, with_shown_title
from indicators.models import Edition, Indicator, ProgrammePeriod, Publication, Result
from indicators.rounds import Window, phases_known_at, windows_of

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

    def scoped(self, *, country: str = "", region: str = "", theme: str = "") -> Sequence[Entry]:
        """The entries of a country, of a region's countries, or confirmed for a theme; of the world, if of none."""
        found: Sequence[Entry] = self.by_country.get(country, ()) if country else self.entries
        if region:
            inside = {iso3 for iso3, one in self.countries.items() if one.region.code == region}
            found = [entry for entry in found if entry.country in inside]
        return figures.with_confirmed_tag(found, theme=theme) if theme else found

    def with_names(self, names: Mapping[str, Sequence[str]]) -> "EditionReading":
        """The same, with titles and addresses that were read before."""
        return replace(self, names=names)


def reading_of(edition: Edition) -> EditionReading:
    """The ledger as it was in an edition; a dozen queries, however many results there are.

    What was superseded or withdrawn since stands in it; what has to be hidden since does not.
    """
    withheld = hidden_groups()
    entries = entries_in(edition, hidden=withheld)
    published = _published_in(edition, withheld)
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
        hidden=_digest(entries, published, withheld),
    )


def _published_in(edition: Edition, withheld: Hidden) -> dict[str, Published]:
    rows = Publication.objects.at(edition).order_by("seq")
    columns = ("result__uuid", "number", "version", "title", "country__iso3", "indicator__code", "origin")
    remarked = set(rows.order_by().filter(HAS_A_REMARK).values_list("number", flat=True))
    found = {
        str(key): Published(*row, origin == Result.Origin.HISTORICAL, row[0] in remarked)
        for key, *row, origin in rows.values_list(*columns)
    }
    retitled = [key for key in found if any(p.field == "title" for p in withheld.get(key, NOTHING).passages)]
    if retitled:
        for publication in rows.filter(result__uuid__in=retitled).select_related("result"):
            key = str(publication.result.uuid)
            found[key] = replace(found[key], title=with_shown_title(publication, withheld).title)
    return found


def _digest(entries: Sequence[Entry], published: Mapping[str, Published], withheld: Hidden) -> str:
    """What readers do not get of the results of an edition: it changes when more has to be hidden (rule 12)."""
    hidden: dict[str, Any] = {}
    for entry in entries:
        version = published[entry.key].version
        passages = withheld.get(entry.key, NOTHING).passages
        removed = sorted({passage.field for passage in passages if version <= passage.last_version})
        if removed or entry.hidden:
            hidden[entry.key] = [sorted(entry.hidden), removed]
    text = json.dumps(hidden, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
