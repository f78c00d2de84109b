"""The home page: the headlines beside the ambition, how far countries have come, and what was published before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Country
from countries.pages.country_list import rows_of_countries
from countries.pages.steps import TITLES, Step
from indicators import figures
from indicators.figures import PHASE_2, PHASES, SINCE_2016, Entry, Period, Total
from indicators.ledger import everything
from indicators.models import Claim, Headline, Publication, Target
from indicators.pages.public import amount_text
from indicators.pages.published import Listed, Past, listed, past_of, results_url, themes_by_slug
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
class New:
    """What became public since the first day of a half-year: results, their countries, and what was said again."""

    since: date
    results: int
    countries: int
    restated: int


@dataclass(frozen=True)
class HeadlineFigure:
    """One headline beside its ambition, as the component `ambition` reads it."""

    label: str
    text: str
    value: Decimal | int | None
    high: Decimal | None
    target: Decimal | None
    note: str
    href: str
    level: int


@dataclass(frozen=True)
class HomePage:
    past: Past
    headlines: Sequence[HeadlineFigure]
    areas: Sequence[Area]
    steps: Sequence[Step]
    changes: int
    changes_url: str
    countries: int
    claims: Sequence[ClaimRow]
    latest: Sequence[Listed]
    new: New

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
        areas=[row.area() for row in rows_of_countries(every, past, day=day)],
        steps=_world_steps(changes, publications, past, figures.last_day(SINCE_2016, as_of=day)),
        changes=len(changes),
        changes_url=_behind(STEP_CODES, SINCE_2016, past),
        countries=len(figures.countries(found, period=SINCE_2016)),
        claims=[claim_row(claim, found, past, day) for claim in claims],
        latest=_latest(publications, past),
        new=_new(publications, past, day),
    )


def _new(publications: PublicationQuerySet, past: Past, day: date) -> New:
    """What became public in the half-year of `day`, which the round of that half-year reports."""
    since = day.replace(month=1 if day.month < 7 else 7, day=1)
    start = datetime(since.year, since.month, 1, tzinfo=UTC)
    before = Publication.objects.filter(result=OuterRef("result"), recorded_at__lt=start)
    said = publications.order_by().filter(recorded_at__gte=start).annotate(is_old=Exists(before))
    is_new = Q(is_old=False)
    counts = said.aggregate(
        results=Count("pk", filter=is_new),
        countries=Count("country", distinct=True, filter=is_new),
        restated=Count("pk", filter=Q(is_old=True)),
    )
    return New(since, **counts)


def _latest(publications: PublicationQuerySet, past: Past) -> list[Listed]:
    themes = themes_by_slug()
    some = publications.with_labels().latest_first()[:LATEST]
    return [listed(p, themes=themes, past=past, with_country=True) for p in some]


# Headlines


def _headlines(found: Sequence[Entry], claims: Sequence[Claim], past: Past, day: date) -> list[HeadlineFigure]:
    """Institutional changes, then people in law, in practice and with better benefits, over phase II (rule 10)."""
    before = {claim.indicator.code if claim.indicator else claim.headline: amount_text(claim) for claim in claims}
    every = list(_targets(past))
    targets = {t.indicator.code if t.indicator else t.headline: t for t in every if t.state == Target.State.IN_USE}
    contested = [t for t in every if t.state == Target.State.CONTESTED and t.headline == Headline.CHANGES]
    expected = frozenset(Country.objects.priority_on(day).values_list("iso3", flat=True))
    legal, effective = (
        figures.people(found, indicator=code, period=PHASE_2, day=day) for code in (figures.LEGAL, figures.EFFECTIVE)
    )
    better = figures.better_protected(found, period=PHASE_2, day=day)
    people = (
        (legal, figures.LEGAL, (figures.LEGAL,), _("more people entitled by law, 2021–2025")),
        (effective, figures.EFFECTIVE, (figures.EFFECTIVE,), _("more people covered in practice, 2021–2025")),
        (better, Headline.BETTER, BETTER_CODES, _("people with better or wider benefits, 2021–2025")),
    )
    return [
        _changes_headline(found, targets.get(Headline.CHANGES), contested, past),
        *(
            _people_headline(
                figures.world_total(some, expected=expected), targets.get(key), before.get(key, ""), label, codes, past
            )
            for some, key, codes, label in people
        ),
    ]


def _targets(past: Past) -> Iterable[Target]:
    """Targets of the world over phase II; none on a past day, which holds only what the ledger holds (rule 3)."""
    if past.day:
        return Target.objects.none()
    window = {"window_start": PHASE_2.start, "window_end": PHASE_2.end}
    return Target.objects.filter(country=None, **window).select_related("indicator")


def _changes_headline(
    found: Sequence[Entry], target: Target | None, contested: Sequence[Target], past: Past
) -> HeadlineFigure:
    changes = figures.changes(found, period=PHASE_2)
    countries = len(figures.countries(found, period=PHASE_2))
    note = [ngettext("in %(count)s country", "in %(count)s countries", countries) % {"count": countries}]
    if target:
        note.append(_("ambition for 2025: %(number)s") % {"number": number_text(target.value)})
    note += [_("%(number)s was also published: contested") % {"number": number_text(t.value)} for t in contested]
    return HeadlineFigure(
        label=_("institutional changes since 2021"),
        text=number_text(len(changes)),
        value=len(changes),
        high=None,
        target=target.value if target else None,
        note=" · ".join(note),
        href=_behind(STEP_CODES, PHASE_2, past),
        level=2,
    )


def _people_headline(
    total: Total, target: Target | None, before: str, label: str, codes: Sequence[str], past: Past
) -> HeadlineFigure:
    note = [coverage_text(total)]
    if target:
        note.append(_("ambition %(number)s") % {"number": number_text(target.value, step=target.value)})
    if before:
        note.append(_("published of phase I: %(amount)s") % {"amount": before})
    return HeadlineFigure(
        label=label,
        text=as_data(total.quantity) or _("not reported"),
        value=total.quantity.low if total.quantity else None,
        high=total.quantity.high if total.quantity else None,
        target=target.value if target else None,
        note=" · ".join(note),
        href=_behind(codes, PHASE_2, past),
        level=3,
    )


def _behind(codes: Sequence[str], period: Period, past: Past) -> str:
    """The results behind a figure: those of some indicators that happened in a period."""
    last = None if period == SINCE_2016 else period.last.year
    return results_url(indicator=codes, year_from=period.start.year, year_to=last, as_of=past.day)


# The staircase of the world, in countries


def _world_steps(found: Sequence[Entry], publications: PublicationQuerySet, past: Past, day: date) -> list[Step]:
    taken = {
        step: figures.reported_in_period(figures.changes(found, period=SINCE_2016, step=step), SINCE_2016)
        for step in TITLES
    }
    lost = figures.lost(found, period=SINCE_2016, day=day)
    named = [e.number for e in lost] + [some[-1].number for some in taken.values() if some]
    by_number = {p.number: p for p in publications.with_labels().filter(number__in=named)}
    return [_world_step(step, found, taken[step], lost, by_number, past, day) for step in TITLES]


def _world_step(
    step: int,
    found: Sequence[Entry],
    taken: Sequence[Entry],
    lost: Sequence[Entry],
    by_number: dict[int, Publication],
    past: Past,
    day: date,
) -> Step:
    latest = by_number[taken[-1].number] if taken else None
    code = next(code for code, number in figures.STEP_INDICATORS.items() if number == step)
    return Step(
        number=step,
        title=str(TITLES[step]),
        count=len(figures.countries(found, period=SINCE_2016, step=step)),
        in_force=len(figures.countries_in_force(found, period=SINCE_2016, step=step, day=day)),
        by_phase=tuple(len(figures.countries(found, period=p, step=step)) for p in PHASES.values()),
        latest=f"{latest.title} ({latest.country or _('Global')})" if latest else "",
        latest_url=past.at(latest.get_absolute_url()) if latest else "",
        lost=tuple(_lost_text(by_number[e.number], e) for e in lost if e.step == step),
        href=_behind((code,), SINCE_2016, past),
    )


def _lost_text(publication: Publication, entry: Entry) -> str:
    words = {"country": publication.country, "title": publication.title, "day": day_text(entry.standings[-1].day)}
    return _("%(country)s: %(title)s, on %(day)s") % words
