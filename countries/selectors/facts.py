"""Where a country stands: statistics, conventions, and what its government aims at; each fact with its source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from countries.models import Convention, Country, Ratification, Statistic
from indicators import figures
from indicators.figures import People
from indicators.models import Target
from indicators.wording import percent_text, value_text
from rmt.templatetags.components import day as day_text
from rmt.templatetags.components import grouped, span

COVERED = "SI_COV_BENFTS"
POPULATION = "SP_POP_TOTL"
MINIMUM_STANDARDS = "C102"


@dataclass(frozen=True)
class Fact:
    """A name, a value (`None`: not known) and where it comes from."""

    label: str
    value: str | None
    source: str = ""


@dataclass(frozen=True)
class Aim:
    """What a government aims at: never a result."""

    text: str
    until: str
    source: str
    note: str


@dataclass(frozen=True)
class Statistics:
    """The public statistics of a country, as they were held on a day."""

    rows: tuple[Statistic, ...]

    def latest(self, code: str, *, until: date) -> Statistic | None:
        """The last value of a series whose year is not after the day."""
        years = [s for s in self.rows if s.series.code == code and s.year <= until.year]
        return max(years, key=lambda s: s.year, default=None)

    def facts(self, *, until: date) -> list[Fact]:
        """The last value of each series, coverage first, then its groups, then the population."""
        series = {s.series.code: s.series for s in self.rows}
        order = [COVERED, *sorted(code for code in series if code not in (COVERED, POPULATION)), POPULATION]
        found = ((series[code], self.latest(code, until=until)) for code in order if code in series)
        return [_fact_of(one.name_en, latest) for one, latest in found if latest]

    def share_of_uncovered(self, found: People, day: date) -> str:
        """The people newly covered against those without any benefit, in words; empty if either is not known."""
        covered, population = self.latest(COVERED, until=day), self.latest(POPULATION, until=day)
        if found.quantity is None or covered is None or population is None:
            return ""
        share = figures.share_of_uncovered(found.quantity, population=population.value, covered_per_cent=covered.value)
        if share is None:
            return ""
        return _(
            "More covered in practice: equal to %(share)s of the people who had no benefit at all, worked out from "
            "the population of %(year)s and the share covered in %(covered_year)s (SDG 1.3.1)."
        ) % {"share": percent_text(share), "year": population.year, "covered_year": covered.year}


def _fact_of(name: str, statistic: Statistic) -> Fact:
    is_people = statistic.series.code == POPULATION
    number = grouped(statistic.value if is_people else figures.round_to(statistic.value, Decimal("0.1")))
    if not is_people:
        number = _("%(number)s per cent") % {"number": number}
    return Fact(name, f"{number} ({statistic.year})", "; ".join(filter(None, [statistic.source, statistic.vintage])))


def statistics_of(country: Country, *, as_of: date | None) -> Statistics:
    """Every statistic of a country that was held on a day."""
    return Statistics(tuple(Statistic.objects.as_of(as_of).filter(country=country).select_related("series")))


def convention_facts(country: Country, *, as_of: date | None) -> list[Fact]:
    """What is recorded of each convention; "not recorded" says nothing on whether it was ratified."""
    events = list(Ratification.objects.as_of(as_of).filter(country=country).select_related("convention"))
    conventions = {e.convention.number: e.convention for e in events}
    if MINIMUM_STANDARDS not in conventions:
        conventions |= {c.number: c for c in Convention.objects.filter(number=MINIMUM_STANDARDS)}
    return [
        _convention_fact(conventions[number], [e for e in events if e.convention.number == number])
        for number in sorted(conventions)
    ]


def _convention_fact(convention: Convention, events: Iterable[Ratification]) -> Fact:
    said = [_event_text(e) for e in events]
    sources = dict.fromkeys(e.source for e in events)
    return Fact(
        str(convention),
        "; ".join(said) or _("not recorded in our source"),
        "; ".join(sources),
    )


def _event_text(event: Ratification) -> str:
    words = {"kind": event.get_kind_display(), "day": span(event.first_day, event.last_day)}
    if event.kind == Ratification.Kind.APPROVED:
        return _("%(kind)s %(day)s (which is not a ratification)") % words
    return _("%(kind)s %(day)s") % words


def aims_of(country: Country) -> list[Aim]:
    """What the government of a country aims at, with its source."""
    aims = Target.objects.filter(country=country, state=Target.State.IN_USE).select_related("indicator")
    return [
        Aim(
            text=_("%(value)s %(what)s") % {"value": value_text(a.value, a.qualifier, _unit(a.unit)), "what": _what(a)},
            until=day_text(_last(a)),
            source=a.source,
            note=a.reason,
        )
        for a in aims
    ]


def _what(aim: Target) -> str:
    words = {figures.LEGAL: _("entitled by law"), figures.EFFECTIVE: _("covered in practice")}
    if aim.indicator is None:
        return str(aim.get_headline_display())
    return words.get(aim.indicator.code) or f"({aim.indicator.name_en})"


def _unit(unit: str) -> str:
    return {"persons": "person"}.get(unit, unit)


def _last(aim: Target) -> date:
    return figures.Period(aim.window_start, aim.window_end).last
