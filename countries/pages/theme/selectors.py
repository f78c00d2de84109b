"""Themes: the results that their leads confirmed, and how many wait to be checked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.models import Theme, ThemeLead
from countries.pages.theme.about import ABOUT
from countries.pages.theme.support import support_of
from indicators import figures
from indicators.figures import CONFIRMED_TAG, PROPOSED_TAG, SINCE_2016, Entry, People
from indicators.ledger import entries_of, everything, seen_through
from indicators.models import Indicator, Publication, PublishedTag
from indicators.pages.followup import last_check
from indicators.pages.published import (
    Past,
    PublishedResult,
    Reading,
    Window,
    bar_of,
    columns_by_year,
    past_of,
    reading,
    years_of,
)
from indicators.wording import people_text, quantity_text, unit_text
from rmt.charts import Bar, YearColumn
from rmt.records import end_of
from rmt.text import as_day, grouped, level_number

MOST_LISTED = 30
MOST_TITLES = 20
MOST_MULTIPLES = 24


@dataclass(frozen=True)
class ThemePage:
    """What is published on a theme: confirmed results by year, what is not yet checked, indicators of its own.

    The support and the leads are of today only.
    """

    theme: Theme
    past: Past
    about: str
    levels: Sequence[tuple[int, int]]
    countries: Sequence[tuple[str, str, int]]
    columns: Sequence[YearColumn]
    multiples: Sequence[tuple[str, str, Sequence[YearColumn]]]
    impact: Sequence[Bar]
    impact_before: Sequence[tuple[str, str]]
    counted: Sequence[Entry]
    earlier_entries: Sequence[Entry]
    unchecked_entries: Sequence[Entry]
    read: Reading
    windows: Sequence[Window]
    indicators: Sequence[Mapping[str, Any]]
    support: Mapping[str, Any] | None
    leads: Mapping[str, int] | None
    checked: str
    updated: date | None

    @property
    def trail(self) -> list[tuple[str, str | None]]:
        return [(_("Themes"), self.past.at(reverse("themes"))), (str(self.theme), None)]

    @property
    def url(self) -> str:
        return self.theme.get_absolute_url()

    @property
    def all_url(self) -> str:
        return self.read.behind()

    @property
    def csv_url(self) -> str:
        return self.read.behind(name="results_csv")

    @property
    def since_url(self) -> str:
        return self.read.behind(SINCE_2016)

    @property
    def years(self) -> list[tuple[int, list[PublishedResult]]]:
        """The last results, under their years."""
        return years_of(self._named(self.counted, MOST_LISTED))

    @property
    def not_listed(self) -> int:
        return max(len(self.counted) - MOST_LISTED, 0)

    @property
    def earlier(self) -> list[PublishedResult]:
        return self._named(self.earlier_entries, MOST_TITLES)

    @property
    def unchecked(self) -> list[PublishedResult]:
        return self._named(self.unchecked_entries, MOST_TITLES)

    @property
    def unchecked_not_named(self) -> int:
        return max(len(self.unchecked_entries) - MOST_TITLES, 0)

    def _named(self, some: Sequence[Entry], most: int) -> list[PublishedResult]:
        return [self.read.results[entry.key] for entry in some[:most]]


def theme_list_page(*, as_of: date | None) -> dict[str, Any]:
    """Every theme in its group, with how many results since 2016 are confirmed and how many wait."""
    past = past_of(as_of)
    tags = Counter(tag for entry in figures.reported_in_period(everything(as_of), SINCE_2016) for tag in entry.tags)
    lines: list[dict[str, Any]] = [
        {
            "theme": theme,
            "url": past.at(theme.get_absolute_url()),
            "about": str(ABOUT.get(theme.slug, "")),
            "confirmed": tags[theme.slug, CONFIRMED_TAG],
            "unchecked": tags[theme.slug, PROPOSED_TAG],
        }
        for theme in Theme.objects.all()
    ]
    by_group = groupby(lines, key=lambda line: line["theme"].get_group_display())
    return {"past": past, "groups": [(name, list(some)) for name, some in by_group]}


def theme_page(theme: Theme, *, as_of: date | None, today: date) -> ThemePage:
    """The results that carry the theme, confirmed or not yet checked; as many queries for many as for few."""
    past, on = past_of(as_of), as_of or today
    related = Indicator.objects.select_related("view_tag", "view_category__dimension")
    framework = list(related.prefetch_related("view_of"))
    own = [i for i in framework if theme.pk in (i.theme_id, i.view_tag_id)]
    found = _entries(theme, own, as_of)
    confirmed = _last_first(figures.with_confirmed_tag(found, theme=theme.slug))
    counted = [entry for entry in confirmed if figures.is_within(entry, SINCE_2016)]
    earlier = [entry for entry in confirmed if not figures.is_within(entry, SINCE_2016)]
    unchecked = _last_first(figures.with_unchecked_tag(found, theme=theme.slug))
    read = reading(past, theme=theme.slug)
    read.want([*counted[:MOST_LISTED], *earlier[:MOST_TITLES], *unchecked[:MOST_TITLES]])
    levels = {i.code: level_number(i.level) for i in framework}
    deliverables = len([entry for entry in counted if levels[entry.indicator] == 1])
    now = as_of is None
    return ThemePage(
        theme=theme,
        past=past,
        about=str(ABOUT.get(theme.slug, "")),
        levels=sorted(Counter(levels[entry.indicator] for entry in counted).items()),
        countries=_countries(counted, read),
        columns=columns_by_year(counted, levels, on=on, reading=read) if counted else (),
        multiples=_multiples(counted, levels, read, on=on),
        impact=_impact(confirmed, read, on=on),
        impact_before=_impact_by_phase(confirmed, read, on=on),
        counted=counted,
        earlier_entries=earlier,
        unchecked_entries=unchecked,
        read=read,
        windows=read.windows(on=on),
        indicators=[_own_indicator(indicator, found, read, on=on) for indicator in own],
        # What is no part of the ledger stands on today's page only (ledger, rule 3).
        support=support_of(theme, deliverables=deliverables, today=today) if now else None,
        leads=_leads(theme, today) if now else None,
        checked=last_check(theme=theme) if now else "",
        updated=_updated(theme, past),
    )


def _entries(theme: Theme, own: Sequence[Indicator], as_of: date | None) -> Sequence[Entry]:
    """What carries the theme, and what its own indicators read: now from what the process keeps."""
    if as_of is None:
        return everything(None)
    codes = {code for indicator in own for code in _codes(indicator)}
    tagged = PublishedTag.objects.filter(theme=theme).values("publication")
    return entries_of(Publication.objects.as_of(as_of).filter(Q(pk__in=tagged) | Q(indicator__code__in=codes)))


def _codes(indicator: Indicator) -> list[str]:
    return [source.code for source in indicator.view_of.all()] or [indicator.code]


def _last_first(some: Sequence[Entry]) -> list[Entry]:
    return sorted(some, key=figures.in_order, reverse=True)


def _countries(counted: Sequence[Entry], read: Reading) -> list[tuple[str, str, int]]:
    """Every country with a confirmed result since 2016, by name, with the address of these results."""
    found = [
        (read.places[iso3].name, read.behind(SINCE_2016, country=read.places[iso3].slug), len(some))
        for iso3, some in figures.by_country(counted).items()
        if iso3
    ]
    return sorted(found)


def _multiples(
    counted: Sequence[Entry], levels: dict[str, int], read: Reading, *, on: date
) -> list[tuple[str, str, Sequence[YearColumn]]]:
    """A small chart for each country, by name; for each region where there are too many countries to compare."""
    regions = read.regions(counted)
    countries = sorted(((p, own) for region in regions for p, own in region.countries), key=lambda pair: pair[0].name)
    if len(countries) > MOST_MULTIPLES:
        return [(region.name, region.url, columns_by_year(region.entries, levels, on=on)) for region in regions]
    return [(place.name, place.url, columns_by_year(own, levels, on=on)) for place, own in countries]


def _people(confirmed: Sequence[Entry], window: Window) -> list[tuple[str, str, People]]:
    """People of the confirmed results of a theme: by law, in practice, and with better benefits; never added up."""
    period, day = window.period, window.day
    return [
        (_("people entitled by law"), "I2", figures.people(confirmed, indicator="I2", period=period, day=day)),
        (_("people covered in practice"), "I3", figures.people(confirmed, indicator="I3", period=period, day=day)),
        (_("people with better benefits"), "I4,I5", figures.better_protected(confirmed, period=period, day=day)),
    ]


def _impact(confirmed: Sequence[Entry], read: Reading, *, on: date) -> list[Bar]:
    """People since 2016, with bounds; none where nothing was reported at all."""
    found = _people(confirmed, read.windows(on=on)[-1])
    if not any(people.counted or people.apart for _label, _codes, people in found):
        return []
    bars = []
    for label, codes, people in found:
        url = read.behind(SINCE_2016, indicator=codes)
        has_results = people.quantity is not None or people.apart
        bars.append(bar_of(label, people.quantity, unknown=people_text(people), href=url if has_results else ""))
    return bars


def _impact_by_phase(confirmed: Sequence[Entry], read: Reading, *, on: date) -> list[tuple[str, str]]:
    """The same for each phase, in words."""
    phases = [window for window in read.windows(on=on) if window.is_phase]
    texts = []
    for phase in phases:
        lines = [f"{label}: {people_text(people)}" for label, _codes, people in _people(confirmed, phase)]
        texts.append((phase.label, "; ".join(lines)))
    return texts


def _own_indicator(indicator: Indicator, found: Sequence[Entry], read: Reading, *, on: date) -> dict[str, Any]:
    """One that only this theme reports, or that sees others' results through it: a figure for each window."""
    codes = _codes(indicator)
    seen = seen_through(indicator, [entry for entry in found if entry.indicator in codes])
    is_people = indicator.measure == Indicator.Measure.PERSONS
    return {
        "indicator": indicator,
        "url": read.past.at(indicator.get_absolute_url()),
        "unit": unit_text(indicator.unit) if is_people or indicator.has_value else _("results"),
        "cells": [_cell(indicator, codes, seen, window) for window in read.windows(on=on)],
    }


def _cell(indicator: Indicator, codes: Sequence[str], seen: Sequence[Entry], window: Window) -> str:
    """The figure of a window; a view of several has each on its own, never added (rule 11)."""
    if indicator.measure == Indicator.Measure.PERSONS:
        found = {c: figures.people(seen, indicator=c, period=window.period, day=window.day) for c in codes}
        return "; ".join(f"{code}: {people_text(p)}" if len(found) > 1 else people_text(p) for code, p in found.items())
    if indicator.has_value:
        inside = figures.sums(seen, indicator=indicator.code, unit=indicator.unit, period=window.period)
        return quantity_text(inside.quantity) or _("not reported")
    return grouped(len(figures.reported_in_period(seen, window.period)))


def _leads(theme: Theme, today: date) -> dict[str, int]:
    """How many people decide on the tags today, by role: their names are not public."""
    found = Counter(ThemeLead.objects.on(today).filter(theme=theme).values_list("is_deputy", flat=True))
    return {"leads": found[False], "deputies": found[True]}


def _updated(theme: Theme, past: Past) -> date | None:
    """The day on which something that carries the theme was last published or withdrawn."""
    written = Publication.objects.filter(pk__in=PublishedTag.objects.filter(theme=theme).values("publication"))
    if past.day is not None:
        written = written.filter(recorded_at__lt=end_of(past.day))
    moment = written.aggregate(last=Max("recorded_at"))["last"]
    return as_day(moment) if moment else None
