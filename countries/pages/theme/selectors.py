"""Themes: the results that their leads confirmed, and how many wait to be checked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from briefs.models import Issue
from countries.models import Theme, ThemeLead
from countries.pages.steps import TITLES
from countries.pages.theme.about import ABOUT
from countries.pages.theme.support import support_of
from indicators import figures
from indicators.charts import area_of
from indicators.figures import CONFIRMED_TAG, PROPOSED_TAG, SINCE_2016, Entry, People
from indicators.ledger import entries_of, everything, seen_through
from indicators.models import Indicator, Publication, PublishedTag
from indicators.pages.followup import last_check
from indicators.pages.published import (
    LastUpdate,
    Past,
    PublishedResult,
    Reading,
    Window,
    columns_by_year,
    last_update,
    past_of,
    reading,
    years_of,
)
from indicators.wording import people_text, quantity_text, unit_text
from rmt.charts import STEPS_HELD, Area, YearColumn
from rmt.records import end_of
from rmt.text import STEPS, grouped, level_number

MOST_LISTED = 8
MOST_TITLES = 20
NO_STEP = gettext_lazy("other results, no step recorded")


@dataclass(frozen=True)
class ThemePage:
    """What is published on a theme: confirmed results by year, what is not yet checked, indicators of its own.

    The support and the leads are of today only.
    """

    theme: Theme
    past: Past
    about: str
    steps: Sequence[Mapping[str, Any]]
    areas: Sequence[Area]
    columns: Sequence[YearColumn]
    multiples: Sequence[tuple[str, str, Sequence[YearColumn]]]
    people: Sequence[Mapping[str, Any]]
    people_by_phase: Sequence[tuple[str, str]]
    counted: Sequence[Entry]
    earlier_entries: Sequence[Entry]
    unchecked_entries: Sequence[Entry]
    read: Reading
    windows: Sequence[Window]
    indicators: Sequence[Mapping[str, Any]]
    support: Mapping[str, Any] | None
    leads: Mapping[str, int] | None
    checked: str
    updated: LastUpdate
    briefs: Sequence[Issue]

    @property
    def legend(self) -> dict[int, Any]:
        """What the shades of the map say: a country without a step has other results, and is no gap."""
        return STEPS_HELD | {0: NO_STEP}

    @property
    def trail(self) -> list[tuple[str, str | None]]:
        return [(_("Themes"), self.past.at(reverse("themes"))), (str(self.theme), None)]

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What stands on the page, for the links at its top."""
        found = [
            ("by-country", _("Where"), self.areas),
            ("by-year", _("By year"), self.columns),
            ("people", _("People"), self.people_by_phase),
            ("results", _("Results"), self.counted),
            ("unchecked", _("Not yet checked"), self.unchecked_entries),
            ("indicators", _("Indicators"), self.indicators and not self.past.before_first),
            ("briefs", _("Briefs and stories"), self.briefs),
            ("projects", _("Projects"), self.support),
        ]
        return [(anchor, label) for anchor, label, is_there in found if is_there]

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
    def unchecked(self) -> list[tuple[PublishedResult, str]]:
        """What is proposed for the theme, and on what each proposal rests."""
        return [
            (
                result,
                next((tag.get("basis", "") for tag in result.payload["tags"] if tag["theme"] == self.theme.slug), ""),
            )
            for result in self._named(self.unchecked_entries, MOST_TITLES)
        ]

    @property
    def is_incomplete(self) -> bool:
        """Whether no manager has said yet that the record of a phase is complete: then no bar stands (rule 13)."""
        return any(window.is_phase and not window.is_complete for window in self.windows)

    @property
    def unchecked_not_named(self) -> int:
        return max(len(self.unchecked_entries) - MOST_TITLES, 0)

    def _named(self, some: Sequence[Entry], most: int) -> list[PublishedResult]:
        return [self.read.results[entry.key] for entry in some[:most]]


def theme_list_page(*, as_of: date | None) -> dict[str, Any]:
    """Every theme in its group: the last result that its lead confirmed, how many since 2016, and how many wait."""
    past = past_of(as_of)
    every = everything(as_of)
    counted = figures.reported_in_period(every, SINCE_2016)
    confirmed = Counter(tag for entry in counted for tag in entry.tags)
    proposed = Counter(tag for entry in every for tag in entry.tags)  # of any year, as on the page of the theme
    last: dict[str, Entry] = {}
    for entry in sorted(counted, key=figures.in_order):
        last |= dict.fromkeys((theme for theme, state in entry.tags if state == CONFIRMED_TAG), entry)
    read = reading(past)
    read.want(last.values())
    lines: list[dict[str, Any]] = [
        {
            "theme": theme,
            "url": past.at(theme.get_absolute_url()),
            "about": str(ABOUT.get(theme.slug, "")),
            "last": read.results[last[theme.slug].key] if theme.slug in last else None,
            "confirmed": confirmed[theme.slug, CONFIRMED_TAG],
            "unchecked": proposed[theme.slug, PROPOSED_TAG],
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
    by_step = {step: [entry for entry in counted if entry.step == step] for step in STEPS}
    latest = [some[0] for some in by_step.values() if some]
    read.want([*counted[:MOST_LISTED], *latest, *earlier[:MOST_TITLES], *unchecked[:MOST_TITLES]])
    levels = {i.code: level_number(i.level) for i in framework}
    now = as_of is None
    return ThemePage(
        theme=theme,
        past=past,
        about=str(ABOUT.get(theme.slug, "")),
        steps=[_step(step, some, read, on=on) for step, some in by_step.items()],
        areas=_areas(counted, read, on=on),
        columns=columns_by_year(counted, levels, on=on, behind=read.behind) if counted else (),
        multiples=_multiples(counted, levels, read, on=on),
        people=_people_since_2016(confirmed, read, on=on),
        people_by_phase=_people_by_phase(confirmed, read, on=on),
        counted=counted,
        earlier_entries=earlier,
        unchecked_entries=unchecked,
        read=read,
        windows=read.windows(on=on),
        indicators=[_own_indicator(indicator, found, read, on=on) for indicator in own],
        # What is no part of the ledger stands on today's page only (ledger, rule 3).
        support=support_of(theme, today=today) if now else None,
        leads=_leads(theme, today) if now else None,
        checked=last_check(theme=theme) if now else "",
        updated=_updated(theme, past),
        briefs=Issue.objects.briefs_on(as_of).filter(brief__theme=theme),
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


def _step(step: int, own: Sequence[Entry], read: Reading, *, on: date) -> dict[str, Any]:
    """The changes of one step since 2016, the last of them, and how many were lost: as `staircase` reads it."""
    lost = len(figures.lost(own, period=SINCE_2016, day=on))
    last = read.results[own[0].key] if own else None
    return {
        "number": step,
        "title": TITLES[step],
        "count": len(own),
        "latest": last.title if last else "",
        "latest_url": last.url if last else "",
        "lost": [ngettext("%(number)s change", "%(number)s changes", lost) % {"number": grouped(lost)}] if lost else [],
        "href": read.behind(SINCE_2016, step=step) if own else "",
    }


def _areas(counted: Sequence[Entry], read: Reading, *, on: date) -> list[Area]:
    """Where something confirmed happened since 2016: by name, with the furthest step that stands; not how often."""
    areas = []
    for iso3, own in figures.by_country(counted).items():
        if not iso3:
            continue
        place = read.places[iso3]
        href = read.behind(SINCE_2016, country=place.slug)
        areas.append(area_of(iso3, place.name, own, on=on, none=str(NO_STEP), href=href))
    return sorted(areas, key=lambda area: area.name)


def _multiples(
    counted: Sequence[Entry], levels: dict[str, int], read: Reading, *, on: date
) -> list[tuple[str, str, Sequence[YearColumn]]]:
    """A small chart for each region: results of countries are not counted side by side (rule 19)."""
    regions = read.regions(counted)
    return [(region.name, region.url, columns_by_year(region.entries, levels, on=on)) for region in regions]


def _people(confirmed: Sequence[Entry], window: Window) -> list[tuple[str, str, People]]:
    """People of the confirmed results of a theme: by law, in practice, and with better benefits; never added up."""
    period, day = window.period, window.day
    return [
        (_("people entitled by law"), "I2", figures.people(confirmed, indicator="I2", period=period, day=day)),
        (_("people covered in practice"), "I3", figures.people(confirmed, indicator="I3", period=period, day=day)),
        (_("people with better benefits"), "I4,I5", figures.better_protected(confirmed, period=period, day=day)),
    ]


def _people_since_2016(confirmed: Sequence[Entry], read: Reading, *, on: date) -> list[dict[str, Any]]:
    """People since 2016, with bounds, as `people` reads them; a line without a figure is left out."""
    return [
        {"label": label, "text": people_text(people), "href": read.behind(SINCE_2016, indicator=codes)}
        for label, codes, people in _people(confirmed, read.windows(on=on)[-1])
        if people.quantity is not None
    ]


def _people_by_phase(confirmed: Sequence[Entry], read: Reading, *, on: date) -> list[tuple[str, str]]:
    """The same for each phase, in words, and what stands in no sum."""
    texts = []
    for window in (window for window in read.windows(on=on) if window.is_phase):
        found = [(label, people) for label, _codes, people in _people(confirmed, window)]
        if any(people.counted or people.apart for _label, people in found):
            texts.append((window.label, "; ".join(f"{label}: {people_text(people)}" for label, people in found)))
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


def _updated(theme: Theme, past: Past) -> LastUpdate:
    """The day on which something that carries the theme was last published or withdrawn."""
    written = Publication.objects.filter(pk__in=PublishedTag.objects.filter(theme=theme).values("publication"))
    if past.day is not None:
        written = written.filter(recorded_at__lt=end_of(past.day))
    return last_update(written)
