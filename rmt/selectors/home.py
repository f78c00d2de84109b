"""The home page: the headlines beside the ambition, how far countries have come, and what was published before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import priority_countries_on
from countries.selectors.listing import Listed, Past, listed, past_of, themes_by_slug
from countries.selectors.steps import TITLES, Step
from indicators import figures
from indicators.entries import entries
from indicators.figures import PHASE_2, PHASES, SINCE_2016, Entry, Total
from indicators.models import Headline, Publication, Target
from indicators.querysets import PublicationQuerySet
from indicators.templatetags.quantities import as_data
from indicators.wording import coverage_text, number_text
from rmt.selectors.claims import ClaimRow, claim_row, claims_of_phases
from rmt.templatetags.components import day as day_text

LATEST = 6


@dataclass(frozen=True)
class HeadlineFigure:
    """One headline beside its ambition, as the component `ambition` reads it."""

    label: str
    text: str
    value: Decimal | int | None
    target: Decimal | None
    note: str
    href: str
    level: int


@dataclass(frozen=True)
class HomePage:
    past: Past
    headlines: Sequence[HeadlineFigure]
    steps: Sequence[Step]
    changes: int
    countries: int
    claims: Sequence[ClaimRow]
    latest: Sequence[Listed]


def home_page(*, as_of: date | None, today: date) -> HomePage:
    """The headline figures of the phase that is measured, and the latest results."""
    past, day = past_of(as_of), as_of or today
    publications = Publication.objects.as_of(as_of)
    found = entries(publications)
    changes = figures.changes(found, period=SINCE_2016)
    return HomePage(
        past=past,
        headlines=_headlines(found, past, figures.last_day(PHASE_2, as_of=day)),
        steps=_world_steps(found, publications, past, figures.last_day(SINCE_2016, as_of=day)),
        changes=len(changes),
        countries=len(figures.countries(found, period=SINCE_2016)),
        claims=[] if past.day else [claim_row(claim, found, past, day) for claim in claims_of_phases()],
        latest=_latest(publications, past),
    )


def _latest(publications: PublicationQuerySet, past: Past) -> list[Listed]:
    themes = themes_by_slug()
    some = publications.with_labels().latest_first()[:LATEST]
    return [listed(p, themes=themes, past=past, with_country=True) for p in some]


# Headlines


def _headlines(found: Sequence[Entry], past: Past, day: date) -> list[HeadlineFigure]:
    """Institutional changes, then people in law, in practice and with better benefits, over phase II (rule 10)."""
    targets = {(t.indicator.code if t.indicator else t.headline): t for t in _targets(Target.State.IN_USE, past)}
    expected = frozenset(priority_countries_on(day).values_list("iso3", flat=True))
    legal, effective = (
        figures.people(found, indicator=code, period=PHASE_2, day=day) for code in (figures.LEGAL, figures.EFFECTIVE)
    )
    better = figures.better_protected(found, period=PHASE_2, day=day)
    people = (
        (legal, figures.LEGAL, "i2", _("more people entitled by law, 2021–2025")),
        (effective, figures.EFFECTIVE, "i3", _("more people covered in practice, 2021–2025")),
        (better, Headline.BETTER, "i4", _("people with better or wider benefits, 2021–2025")),
    )
    return [
        _changes_headline(found, targets.get(Headline.CHANGES), past),
        *(
            _people_headline(figures.world_total(some, expected=expected), targets.get(key), label, code, past)
            for some, key, code, label in people
        ),
    ]


def _targets(state: str, past: Past) -> Iterable[Target]:
    """Targets of the world over phase II; none on a past day, which holds only what the ledger holds (rule 3)."""
    if past.day:
        return Target.objects.none()
    window = {"window_start": PHASE_2.start, "window_end": PHASE_2.end}
    return Target.objects.filter(country=None, state=state, **window).select_related("indicator")


def _changes_headline(found: Sequence[Entry], target: Target | None, past: Past) -> HeadlineFigure:
    changes = figures.changes(found, period=PHASE_2)
    countries = len(figures.countries(found, period=PHASE_2))
    contested = [t for t in _targets(Target.State.CONTESTED, past) if t.headline == Headline.CHANGES]
    note = [ngettext("in %(count)s country", "in %(count)s countries", countries) % {"count": countries}]
    if target:
        note.append(_("ambition for 2025: %(number)s") % {"number": number_text(target.value)})
    note += [_("%(number)s was also published: contested") % {"number": number_text(t.value)} for t in contested]
    return HeadlineFigure(
        label=_("institutional changes since 2021"),
        text=number_text(len(changes)),
        value=len(changes),
        target=target.value if target else None,
        note=" · ".join(note),
        href=past.at(reverse("indicators")),
        level=2,
    )


def _people_headline(total: Total, target: Target | None, label: str, code: str, past: Past) -> HeadlineFigure:
    note = [coverage_text(total)]
    if target:
        note.append(_("ambition %(number)s") % {"number": number_text(target.value, step=target.value)})
    return HeadlineFigure(
        label=label,
        text=as_data(total.quantity) or _("not reported"),
        value=total.quantity.low if total.quantity else None,
        target=target.value if target else None,
        note=" · ".join(note),
        href=past.at(reverse("indicator", args=[code])),
        level=3,
    )


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
        href=past.at(reverse("indicator", args=[code.lower()])),
    )


def _lost_text(publication: Publication, entry: Entry) -> str:
    words = {"country": publication.country, "title": publication.title, "day": day_text(entry.standings[-1].day)}
    return _("%(country)s: %(title)s, on %(day)s") % words
