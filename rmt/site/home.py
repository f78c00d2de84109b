"""The home page: what is supported since 2016, the latest phase beside its aims, the map, and the latest results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import CountryPriority, Story, Theme
from countries.pages.country_list import world_map_of
from countries.pages.steps import TITLES, StaircaseStep, cells_of
from indicators import figures
from indicators.figures import SINCE_2016, Entry
from indicators.ledger import everything, hidden_groups, with_shown_title
from indicators.models import Headline, Publication, Result, Target
from indicators.pages.public import amount_text, is_window, own_figure, share_text
from indicators.pages.published import (
    Past,
    PublishedResult,
    Window,
    behind,
    listed,
    past_of,
    results_url,
    themes_by_slug,
    windows,
)
from indicators.querysets import PublicationQuerySet
from indicators.templatetags.quantities import in_brief
from indicators.wording import coverage_text, first_cover_text, may_be_fewer, people_label
from rmt.site.claims import claims_of_change
from rmt.text import day as day_text
from rmt.text import grouped, isolated

LATEST = 3
STEP_CODES = tuple(figures.STEP_INDICATORS)
BETTER_CODES = (figures.ADEQUATE, figures.COMPREHENSIVE)
PEOPLE = {
    figures.LEGAL: (figures.LEGAL,),
    figures.EFFECTIVE: (figures.EFFECTIVE,),
    Headline.BETTER: BETTER_CODES,
}
"""The headlines of people (rule 10), each with its indicators; they are never added up."""
OF_THE_HEADLINES = frozenset({*STEP_CODES, figures.LEGAL, figures.EFFECTIVE, *BETTER_CODES})


@dataclass(frozen=True)
class HomePage:
    past: Past
    opening: Mapping[str, Any]
    phase: Mapping[str, Any]
    map: Mapping[str, Any]
    steps: Sequence[StaircaseStep]
    people: Sequence[Mapping[str, Any]]
    claims: Sequence[Mapping[str, Any]]
    story: Story | None
    latest: Sequence[PublishedResult]
    new: Mapping[str, Any]
    rests_on: str

    @property
    def results_url(self) -> str:
        return results_url(as_of=self.past.day)


def home_page(*, as_of: date | None, today: date, asked: Mapping[str, str] | None = None) -> HomePage:
    """What is supported since 2016, the latest phase, the map as it is asked, and the latest results."""
    past, day = past_of(as_of), as_of or today
    publications = Publication.objects.as_of(as_of)
    every = everything(as_of)
    found = [entry for entry in every if entry.indicator in OF_THE_HEADLINES]
    listed_windows = windows(past, on=day)
    new = _new(publications, day)
    themes = themes_by_slug()
    return HomePage(
        past=past,
        opening=_opening(found, past, day),
        phase=_phase(found, listed_windows, past, day),
        map=world_map_of(every, asked or {}, past, themes=themes, day=day),
        steps=_world_steps(figures.changes(found, period=SINCE_2016), publications, listed_windows, past),
        people=[_people(found, key, listed_windows[-1], past) for key in (figures.LEGAL, Headline.BETTER)],
        claims=[] if past.day else _claims(found, listed_windows, day),
        story=_story(past, day),
        latest=_latest(publications, themes, past),
        new=new,
        rests_on=_rests_on(new),
    )


def _new(publications: PublicationQuerySet, day: date) -> dict[str, Any]:
    """What became public in the half-year of `day`, which its round reports: results, countries, and restatements.

    In the same query, how many results are behind the headlines, and how many of these were not reviewed here.
    """
    since = day.replace(month=1 if day.month < 7 else 7, day=1)
    start = datetime(since.year, since.month, 1, tzinfo=UTC)
    before = Exists(Publication.objects.filter(result=OuterRef("result"), recorded_at__lt=start))
    historical = Q(origin=Result.Origin.HISTORICAL)  # its day is that of its source, not of its loading (rule 15)
    entered = Q(recorded_at__gte=start) & ~historical
    headlines = Q(indicator__code__in=OF_THE_HEADLINES)
    counts = publications.order_by().aggregate(
        results=Count("pk", filter=entered & Q(~before)),
        countries=Count("country", distinct=True, filter=entered & Q(~before)),
        restated=Count("pk", filter=entered & Q(before)),
        behind=Count("pk", filter=headlines),
        taken=Count("pk", filter=headlines & historical),
    )
    return {"since": since, **counts}


def _rests_on(counts: Mapping[str, Any]) -> str:
    """How many of the results behind the headlines were not reviewed here; empty where all were (rule 15)."""
    if not counts["taken"]:
        return ""
    if counts["taken"] == counts["behind"]:
        return _("All results behind them were taken from published sources and not reviewed here.")
    words = {"every": grouped(counts["behind"]), "taken": grouped(counts["taken"])}
    return (
        _("Of the %(every)s results behind them, %(taken)s were taken from published sources and not reviewed here.")
        % words
    )


def _latest(publications: PublicationQuerySet, themes: Mapping[str, Theme], past: Past) -> list[PublishedResult]:
    return listed(publications.with_labels().latest_first()[:LATEST], themes=themes, past=past, with_country=True)


def _story(past: Past, day: date) -> Story | None:
    """One country's way from a law to people: each story has its week, on a past day as well; `None` without one."""
    stories = Story.objects.as_of(past.day).select_related("country").order_by("country__iso3")
    told = list(stories)
    return told[day.toordinal() // 7 % len(told)] if told else None


# What is supported, in one sentence; and people since 2016


def _opening(found: Sequence[Entry], past: Past, day: date) -> dict[str, Any]:
    """The strongest figures since 2016, each with the results behind it: reforms, where, and people in practice."""
    covered = figures.people(found, indicator=figures.EFFECTIVE, period=SINCE_2016, day=day).quantity
    return {
        "reforms": len(figures.changes(found, period=SINCE_2016)),
        "countries": len(figures.countries(found, period=SINCE_2016)),
        "reforms_url": behind(past, SINCE_2016, indicator=STEP_CODES),
        "people": None if may_be_fewer(covered) else in_brief(covered),
        "people_url": behind(past, SINCE_2016, indicator=figures.EFFECTIVE),
    }


def _people(found: Sequence[Entry], key: str, window: Window, past: Past) -> dict[str, Any]:
    """One headline of people in a period: in words, with its label, its address and how much was counted."""
    period, day = window.period, window.day
    if key == Headline.BETTER:
        people = figures.better_protected(found, period=period, day=day)
    else:
        people = figures.people(found, indicator=key, period=period, day=day)
    return {
        "label": people_label(people.quantity, PEOPLE[key][0]),
        "found": people,
        "quantity": people.quantity,
        "text": in_brief(people.quantity),
        "href": behind(past, period, indicator=PEOPLE[key]),
        "level": 3,
    }


# The latest phase beside what it aims for


def _phase(found: Sequence[Entry], listed: Sequence[Window], past: Past, day: date) -> dict[str, Any]:
    """The last phase with aims, its four headlines beside them; and the phase that runs since, if it has none yet.

    A past day holds no aims (rule 3). No bar stands while the record of the phase is not complete (rule 13).
    """
    aims = (
        []
        if past.day
        else list(Target.objects.filter(country=None, state=Target.State.IN_USE).select_related("indicator"))
    )
    phases = [window for window in listed if window.is_phase]
    with_aims = [window for window in phases if any(is_window(aim, window.period) for aim in aims)]
    with_results = [window for window in phases if figures.reported_in_period(found, window.period)]
    if not phases:
        return {}
    window = (with_aims or with_results or phases)[-1]
    held = CountryPriority.objects.as_of(past.day).select_related("country")
    expected = frozenset(priority.country.iso3 for priority in held if priority.is_on(day))
    own = {aim.indicator.code if aim.indicator else aim.headline: aim for aim in aims if is_window(aim, window.period)}
    lines = [_reforms(found, window, past), *(_people_of_phase(found, key, window, past, expected) for key in PEOPLE)]
    for key, line in zip((Headline.CHANGES, *PEOPLE), lines, strict=True):
        if aim := own.get(key):
            words = {"amount": amount_text(aim), "year": window.period.last.year}
            line["aim"] = _("the aim: %(amount)s by the end of %(year)s") % words
            line["notes"].append(line["aim"])
            if window.is_complete:
                ours = own_figure(aim, found, on=window.day)
                line |= {"target": aim.value, "value": ours.low if ours else None, "high": ours.high if ours else None}
                line["notes"].append(share_text(ours, aim))
    return {
        "window": window,
        "reported": [line for line in lines if line["text"]],
        "not_reported": [line for line in lines if not line["text"]],
        "expected": len(expected),
        "has_aims": bool(own),
        "running": phases[-1] if phases[-1] != window else None,
    }


def _reforms(found: Sequence[Entry], window: Window, past: Past) -> dict[str, Any]:
    changes = figures.changes(found, period=window.period)
    where = len(figures.countries(found, period=window.period))
    note = ngettext("in %(count)s country or territory", "in %(count)s countries and territories", where)
    return {
        "label": _("reforms: strategies, laws and their operation"),
        "text": grouped(len(changes)) if changes else "",
        "notes": [note % {"count": where}],
        "href": behind(past, window.period, indicator=STEP_CODES),
        "level": 2,
    }


def _people_of_phase(
    found: Sequence[Entry], key: str, window: Window, past: Past, expected: frozenset[str]
) -> dict[str, Any]:
    line = _people(found, key, window, past)
    line["notes"] = [coverage_text(figures.world_total(line["found"], expected=expected))]
    if key == figures.EFFECTIVE and line["found"].counted:
        line["notes"].append(first_cover_text(line["found"]))
    return line


def _claims(found: Sequence[Entry], listed: Sequence[Window], day: date) -> list[dict[str, Any]]:
    """What the programme reported of people in a whole phase, beside what is recorded of it here (rule 16)."""
    rows, claims = [], claims_of_change()
    for window in (window for window in listed if window.is_phase):
        for claim in claims:
            key = claim.indicator.code if claim.indicator else claim.headline
            if claim.unit == "persons" and key in PEOPLE and is_window(claim, window.period):
                words = {
                    "what": people_label(None, PEOPLE[key][0]),
                    "years": window.years,
                    "published": amount_text(claim),
                    "ours": in_brief(own_figure(claim, found, on=day)),
                }
                rows.append(words)
    return rows


# The staircase of the world, in changes, as every other page has it


def _world_steps(
    found: Sequence[Entry], publications: PublicationQuerySet, listed: Sequence[Window], past: Past
) -> list[StaircaseStep]:
    window = listed[-1]
    taken = {
        step: figures.reported_in_period(figures.changes(found, period=window.period, step=step), window.period)
        for step in TITLES
    }
    lost = figures.lost(found, period=window.period, day=window.day)
    hidden = hidden_groups()
    named = [e.number for e in lost] + [some[-1].number for some in taken.values() if some]
    by_number = {p.number: with_shown_title(p, hidden) for p in publications.with_labels().filter(number__in=named)}
    steps = []
    for code, step in figures.STEP_INDICATORS.items():
        latest = by_number[taken[step][-1].number] if taken[step] else None
        own_losses = [e for e in lost if e.step == step]
        steps.append(
            StaircaseStep(
                number=step,
                title=str(TITLES[step]),
                count=len(taken[step]),
                countries=len(figures.countries(found, period=window.period, step=step)),
                not_lost=len(taken[step]) - len(own_losses),
                cells=cells_of(found, step, listed, partial(behind, past)),
                latest=f"{latest.title} ({latest.country or _('Global')})" if latest else "",
                latest_url=past.at(latest.get_absolute_url()) if latest else "",
                lost=tuple(_lost_text(by_number[e.number], e) for e in own_losses),
                lost_count=len(own_losses),
                href=behind(past, window.period, indicator=code),
            )
        )
    return steps


def _lost_text(publication: Publication, entry: Entry) -> str:
    words = {
        "country": publication.country,
        "title": isolated(publication.title),
        "day": day_text(entry.standings[-1].day),
    }
    return _("%(country)s: %(title)s, on %(day)s") % words
