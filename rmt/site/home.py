"""The home page: the headlines beside the ambition, how far countries have come, and what was published before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Country
from countries.pages.country_list import listed_countries
from countries.pages.steps import TITLES, StaircaseStep
from indicators import figures
from indicators.figures import PHASE_2, PHASES, SINCE_2016, Entry, Total
from indicators.ledger import everything
from indicators.models import Claim, Headline, Publication, Target
from indicators.pages.public import amount_text
from indicators.pages.published import Past, PublishedResult, behind, listed, past_of, results_url, themes_by_slug
from indicators.querysets import PublicationQuerySet
from indicators.templatetags.quantities import as_data
from indicators.wording import coverage_text, number_text
from rmt.charts import Area
from rmt.site.claims import ClaimRow, claim_row, claims_of_phases
from rmt.text import day as day_text

LATEST = 6
STEP_CODES = tuple(figures.STEP_INDICATORS)
BETTER_CODES = (figures.ADEQUATE, figures.COMPREHENSIVE)
OF_THE_HEADLINES = frozenset({*STEP_CODES, figures.LEGAL, figures.EFFECTIVE, *BETTER_CODES})


@dataclass(frozen=True)
class HomePage:
    past: Past
    headlines: Sequence[Mapping[str, Any]]
    areas: Sequence[Area]
    steps: Sequence[StaircaseStep]
    changes: int
    changes_url: str
    countries: int
    claims: Sequence[ClaimRow]
    latest: Sequence[PublishedResult]
    new: Mapping[str, Any]

    @property
    def table_url(self) -> str:
        return self.past.at(reverse("countries"), anchor="table")

    @property
    def results_url(self) -> str:
        return results_url(as_of=self.past.day)


def home_page(*, as_of: date | None, today: date) -> HomePage:
    """The headline figures of the phase that is measured, and the latest results."""
    past, day = past_of(as_of), as_of or today
    publications = Publication.objects.as_of(as_of)
    every = everything(as_of)
    claims = [] if past.day else list(claims_of_phases())
    codes = OF_THE_HEADLINES | {claim.indicator.code for claim in claims if claim.indicator}
    found = [entry for entry in every if entry.indicator in codes]
    changes = figures.changes(found, period=SINCE_2016)
    return HomePage(
        past=past,
        headlines=_headlines(found, claims, past, figures.last_day(PHASE_2, as_of=day)),
        areas=[row.area() for row in listed_countries(every, past, day=day)],
        steps=_world_steps(changes, publications, past, figures.last_day(SINCE_2016, as_of=day)),
        changes=len(changes),
        changes_url=behind(past, SINCE_2016, indicator=STEP_CODES),
        countries=len(figures.countries(found, period=SINCE_2016)),
        claims=[claim_row(claim, found, past, day) for claim in claims],
        latest=_latest(publications, past),
        new=_new(publications, day),
    )


def _new(publications: PublicationQuerySet, day: date) -> dict[str, Any]:
    """What became public in the half-year of `day`, which its round reports: results, countries, and restatements."""
    since = day.replace(month=1 if day.month < 7 else 7, day=1)
    start = datetime(since.year, since.month, 1, tzinfo=UTC)
    before = Publication.objects.filter(result=OuterRef("result"), recorded_at__lt=start)
    is_new = Q(is_old=False)
    counts = (
        publications.order_by()
        .filter(recorded_at__gte=start)
        .annotate(is_old=Exists(before))
        .aggregate(
            results=Count("pk", filter=is_new),
            countries=Count("country", distinct=True, filter=is_new),
            restated=Count("pk", filter=Q(is_old=True)),
        )
    )
    return {"since": since, **counts}


def _latest(publications: PublicationQuerySet, past: Past) -> list[PublishedResult]:
    themes = themes_by_slug()
    some = publications.with_labels().latest_first()[:LATEST]
    return listed(some, themes=themes, past=past, with_country=True)


# Headlines


def _headlines(found: Sequence[Entry], claims: Sequence[Claim], past: Past, day: date) -> list[dict[str, Any]]:
    """Institutional changes, then people in law, in practice and with better benefits, over phase II (rule 10)."""
    before = {claim.indicator.code if claim.indicator else claim.headline: amount_text(claim) for claim in claims}
    every = _targets(past)
    targets = {t.indicator.code if t.indicator else t.headline: t for t in every if t.state == Target.State.IN_USE}
    contested = [t for t in every if t.state == Target.State.CONTESTED and t.headline == Headline.CHANGES]
    expected = frozenset(Country.objects.priority_on(day).values_list("iso3", flat=True))
    people = partial(figures.people, found, period=PHASE_2, day=day)
    better = figures.better_protected(found, period=PHASE_2, day=day)
    legal, effective = figures.LEGAL, figures.EFFECTIVE
    headlines = [_changes(found, targets.get(Headline.CHANGES), contested, past)]
    for some, key, codes, label in (
        (people(indicator=legal), legal, (legal,), _("more people entitled by law, 2021–2025")),
        (people(indicator=effective), effective, (effective,), _("more people covered in practice, 2021–2025")),
        (better, Headline.BETTER, BETTER_CODES, _("people with better or wider benefits, 2021–2025")),
    ):
        figure = _people(figures.world_total(some, expected=expected), targets.get(key), before.get(key, ""))
        headlines.append(figure | {"label": label, "href": behind(past, PHASE_2, indicator=codes)})
    return headlines


def _targets(past: Past) -> list[Target]:
    """Targets of the world over phase II; none on a past day, which holds only what the ledger holds (rule 3)."""
    if past.day:
        return []
    window = {"window_start": PHASE_2.start, "window_end": PHASE_2.end}
    return list(Target.objects.filter(country=None, **window).select_related("indicator"))


def _changes(found: Sequence[Entry], target: Target | None, contested: Sequence[Target], past: Past) -> dict[str, Any]:
    """The headline of changes beside its ambition, as the component `ambition` reads it."""
    changes = len(figures.changes(found, period=PHASE_2))
    countries = len(figures.countries(found, period=PHASE_2))
    notes = [ngettext("in %(count)s country", "in %(count)s countries", countries) % {"count": countries}]
    if target:
        notes.append(_("ambition for 2025: %(number)s") % {"number": number_text(target.value)})
    notes += [_("%(number)s was also published: contested") % {"number": number_text(t.value)} for t in contested]
    return {
        "label": _("institutional changes since 2021"),
        "text": number_text(changes),
        "value": changes,
        "high": None,
        "target": target.value if target else None,
        "note": " · ".join(notes),
        "href": behind(past, PHASE_2, indicator=STEP_CODES),
        "level": 2,
    }


def _people(total: Total, target: Target | None, before: str) -> dict[str, Any]:
    """The figure of a headline of people, between its bounds; `before` is what was published of phase I."""
    notes = [coverage_text(total)]
    if target:
        notes.append(_("ambition %(number)s") % {"number": number_text(target.value, step=target.value)})
    if before:
        notes.append(_("published of phase I: %(amount)s") % {"amount": before})
    return {
        "text": as_data(total.quantity) or _("not reported"),
        "value": total.quantity.low if total.quantity else None,
        "high": total.quantity.high if total.quantity else None,
        "target": target.value if target else None,
        "note": " · ".join(notes),
        "level": 3,
    }


# The staircase of the world, in countries


def _world_steps(
    found: Sequence[Entry], publications: PublicationQuerySet, past: Past, day: date
) -> list[StaircaseStep]:
    taken = {
        step: figures.reported_in_period(figures.changes(found, period=SINCE_2016, step=step), SINCE_2016)
        for step in TITLES
    }
    lost = figures.lost(found, period=SINCE_2016, day=day)
    named = [e.number for e in lost] + [some[-1].number for some in taken.values() if some]
    by_number = {p.number: p for p in publications.with_labels().filter(number__in=named)}
    steps = []
    for code, step in figures.STEP_INDICATORS.items():
        latest = by_number[taken[step][-1].number] if taken[step] else None
        steps.append(
            StaircaseStep(
                number=step,
                title=str(TITLES[step]),
                count=len(figures.countries(found, period=SINCE_2016, step=step)),
                in_force=len(figures.countries_in_force(found, period=SINCE_2016, step=step, day=day)),
                by_phase=tuple(len(figures.countries(found, period=p, step=step)) for p in PHASES.values()),
                latest=f"{latest.title} ({latest.country or _('Global')})" if latest else "",
                latest_url=past.at(latest.get_absolute_url()) if latest else "",
                lost=tuple(_lost_text(by_number[e.number], e) for e in lost if e.step == step),
                href=behind(past, SINCE_2016, indicator=code),
            )
        )
    return steps


def _lost_text(publication: Publication, entry: Entry) -> str:
    words = {"country": publication.country, "title": publication.title, "day": day_text(entry.standings[-1].day)}
    return _("%(country)s: %(title)s, on %(day)s") % words
