"""The home page: the headlines beside what was published, how far countries have come, and the latest results."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from countries.models import CountryPriority
from countries.pages.country_list import listed_countries
from countries.pages.steps import TITLES, StaircaseStep, cells_of
from indicators import figures
from indicators.figures import SINCE_2016, Entry
from indicators.ledger import everything, hidden_groups, with_shown_title
from indicators.models import Claim, Headline, Publication, Result, Target
from indicators.pages.public import amount_text, is_window, own_figure, recorded_text, share_text
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
from indicators.templatetags.quantities import as_data
from indicators.wording import coverage_text, first_cover_text, may_be_fewer, number_text
from rmt.charts import Area
from rmt.site.claims import ClaimRow, claim_row, claims_of_phases
from rmt.text import day as day_text
from rmt.text import grouped, isolated

LATEST = 6
STEP_CODES = tuple(figures.STEP_INDICATORS)
BETTER_CODES = (figures.ADEQUATE, figures.COMPREHENSIVE)
FEWER = {
    figures.LEGAL: gettext_lazy("people entitled by law, %(years)s"),
    figures.EFFECTIVE: gettext_lazy("people covered in practice, %(years)s"),
}
"""Where there are, or may be, fewer: the figure says so itself."""
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
    rests_on: str

    @property
    def table_url(self) -> str:
        return self.past.at(reverse("countries"), anchor="table")

    @property
    def results_url(self) -> str:
        return results_url(as_of=self.past.day)


def home_page(*, as_of: date | None, today: date) -> HomePage:
    """The headline figures since 2016, and the latest results."""
    past, day = past_of(as_of), as_of or today
    publications = Publication.objects.as_of(as_of)
    every = everything(as_of)
    claims = [] if past.day else list(claims_of_phases())
    listed_windows = windows(past, on=day)
    codes = OF_THE_HEADLINES | {claim.indicator.code for claim in claims if claim.indicator}
    found = [entry for entry in every if entry.indicator in codes]
    changes = figures.changes(found, period=SINCE_2016)
    new = _new(publications, day)
    return HomePage(
        past=past,
        headlines=_headlines(found, claims, listed_windows, past, day),
        areas=[row.area() for row in listed_countries(every, past, day=day)],
        steps=_world_steps(changes, publications, listed_windows, past),
        changes=len(changes),
        changes_url=behind(past, SINCE_2016, indicator=STEP_CODES),
        countries=len(figures.countries(found, period=SINCE_2016)),
        claims=[claim_row(claim, found, past, day) for claim in claims],
        latest=_latest(publications, past),
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


def _latest(publications: PublicationQuerySet, past: Past) -> list[PublishedResult]:
    themes = themes_by_slug()
    some = publications.with_labels().latest_first()[:LATEST]
    return listed(some, themes=themes, past=past, with_country=True)


# Headlines


def _headlines(
    found: Sequence[Entry], claims: Sequence[Claim], listed: Sequence[Window], past: Past, day: date
) -> list[dict[str, Any]]:
    """Institutional changes, then people in law, in practice and with better benefits, since 2016 (rule 10).

    What was published of a phase, or aimed at in it, stands below with what is recorded of it here (rule 13).
    """
    window = listed[-1]
    period, day = window.period, window.day
    held = CountryPriority.objects.as_of(past.day).select_related("country")
    expected = frozenset(priority.country.iso3 for priority in held if priority.is_on(day))
    published = _published(found, claims, listed, past)
    changes, countries = figures.changes(found, period=period), figures.countries(found, period=period)
    where = ngettext("in %(count)s country", "in %(count)s countries", len(countries)) % {"count": len(countries)}
    label = ngettext("institutional change, %(years)s", "institutional changes, %(years)s", len(changes))
    headlines = [
        {
            "label": label % {"years": window.years},
            "text": number_text(len(changes)),
            "notes": [where, *published[Headline.CHANGES]],
            "href": behind(past, period, indicator=STEP_CODES),
            "level": 2,
        }
    ]
    for key, codes, words in (
        (figures.LEGAL, (figures.LEGAL,), _("more people entitled by law, %(years)s")),
        (figures.EFFECTIVE, (figures.EFFECTIVE,), _("more people covered in practice, %(years)s")),
        (Headline.BETTER, BETTER_CODES, _("people with better or wider benefits, %(years)s")),
    ):
        if key == Headline.BETTER:
            some = figures.better_protected(found, period=period, day=day)
        else:
            some = figures.people(found, indicator=key, period=period, day=day)
        if may_be_fewer(some.quantity):
            words = str(FEWER.get(key, words))
        notes = [coverage_text(figures.world_total(some, expected=expected))]
        if key == figures.EFFECTIVE and some.counted:
            notes.append(first_cover_text(some))
        headlines.append(
            {
                "label": words % {"years": window.years},
                "text": as_data(some.quantity) or _("not reported"),
                "notes": [*notes, *published[key]],
                "href": behind(past, period, indicator=codes),
                "level": 3,
            }
        )
    return headlines


def _published(
    found: Sequence[Entry], claims: Sequence[Claim], listed: Sequence[Window], past: Past
) -> dict[str | None, list[str]]:
    """What was published of each phase, or else aimed at in it, with what is recorded of that here, by headline.

    Nothing on a past day, which holds only what the ledger holds (rule 3).
    """
    texts: dict[str | None, list[str]] = defaultdict(list)
    if past.day:
        return texts
    targets = list(Target.objects.filter(country=None, state=Target.State.IN_USE).select_related("indicator"))
    for window in listed:
        published = set()
        for claim in claims:
            key = claim.indicator.code if claim.indicator else claim.headline
            if is_window(claim, window.period) and claim.unit != "countries":
                words = {"amount": amount_text(claim), "years": window.years}
                recorded = recorded_text(own_figure(claim, found, on=window.day))
                texts[key].append(_("published for %(years)s: %(amount)s") % words + f"; {recorded}")
                published.add(key)
        for target in targets:
            key = target.indicator.code if target.indicator else target.headline
            if key in published or not is_window(target, window.period):
                continue
            ours = own_figure(target, found, on=window.day)
            words = {"amount": amount_text(target), "years": window.years}
            done = share_text(ours, target) if window.is_complete else recorded_text(ours)
            texts[key].append(_("aim for %(years)s: %(amount)s") % words + f"; {done}")
    return texts


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
