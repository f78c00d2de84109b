"""Where a country stands: statistics, conventions, and what its government aims at; each fact with its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Ratification
from countries.pages.country.data import MINIMUM_STANDARDS, Held, Row, day_of
from indicators import figures
from indicators.figures import People
from indicators.models import Headline
from indicators.wording import percent_text, value_text
from rmt.charts import LINE_NEEDS, Point
from rmt.text import day as day_text
from rmt.text import grouped, span

COVERED = "SI_COV_BENFTS"
POPULATION = "SP_POP_TOTL"
WORDS = {figures.LEGAL: gettext_lazy("entitled by law"), figures.EFFECTIVE: gettext_lazy("covered in practice")}


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

    rows: Sequence[Row]

    def until(self, code: str, day: date) -> list[Row]:
        """The values of a series whose years are not after the day, the earliest first."""
        return sorted((s for s in self.rows if s["code"] == code and s["year"] <= day.year), key=lambda s: s["year"])

    def latest(self, code: str, *, until: date) -> Row | None:
        """The last value of a series whose year is not after the day."""
        return next(reversed(self.until(code, until)), None)

    def facts(self, *, until: date) -> list[Fact]:
        """The last value of each series, coverage first, then its groups, then the population."""
        codes = {s["code"] for s in self.rows}
        order = [COVERED, *sorted(codes - {COVERED, POPULATION}), POPULATION]
        return [_fact_of(latest) for code in order if (latest := self.latest(code, until=until))]

    def points(self, code: str, *, until: date) -> list[Point]:
        """A series as it is drawn: its comparable values, of one source and vintage; none below three of them."""
        rows = self.until(code, until)
        comparable = [s for s in rows if (s["source"], s["vintage"]) == (rows[-1]["source"], rows[-1]["vintage"])]
        if len(comparable) < LINE_NEEDS:
            return []
        return [Point(s["year"], Decimal(s["value"]), _value_text(s)) for s in comparable]

    def share_of_uncovered(self, found: People, day: date) -> str:
        """The people newly covered against those without any benefit, in words; empty if either is not known."""
        covered, population = self.latest(COVERED, until=day), self.latest(POPULATION, until=day)
        if found.quantity is None or covered is None or population is None:
            return ""
        share = figures.share_of_uncovered(
            found.quantity, population=Decimal(population["value"]), covered_per_cent=Decimal(covered["value"])
        )
        if share is None:
            return ""
        return _(
            "More covered in practice: equal to %(share)s of the people who had no benefit at all, worked out from "
            "the population of %(year)s and the share covered in %(covered_year)s (SDG 1.3.1)."
        ) % {"share": percent_text(share), "year": population["year"], "covered_year": covered["year"]}


def _fact_of(statistic: Row) -> Fact:
    source = "; ".join(filter(None, [statistic["source"], statistic["vintage"]]))
    return Fact(statistic["name"], f"{_value_text(statistic)} ({statistic['year']})", source)


def _value_text(statistic: Row) -> str:
    value = Decimal(statistic["value"])
    if statistic["code"] == POPULATION:
        return grouped(value)
    return _("%(number)s per cent") % {"number": grouped(figures.round_to(value, Decimal("0.1")))}


def convention_facts(held: Held) -> list[Fact]:
    """What is recorded of each convention; "not recorded" says nothing on whether it was ratified."""
    wanted = {MINIMUM_STANDARDS, *(event["number"] for event in held.ratifications)}
    return [
        _convention_fact(convention, [e for e in held.ratifications if e["number"] == convention["number"]])
        for convention in held.conventions
        if convention["number"] in wanted
    ]


def _convention_fact(convention: Row, events: Sequence[Row]) -> Fact:
    name = f"{convention['name_en']}, {convention['adopted_year']} ({convention['short_title']})"
    said = "; ".join(_event_text(event) for event in events)
    return Fact(name, said or _("not recorded in our source"), "; ".join(dict.fromkeys(e["source"] for e in events)))


def _event_text(event: Row) -> str:
    kind = Ratification.Kind(event["kind"])
    words = {"kind": kind.label, "day": span(day_of(event["first_day"]), day_of(event["last_day"]))}
    if kind == Ratification.Kind.APPROVED:
        return _("%(kind)s %(day)s (which is not a ratification)") % words
    return _("%(kind)s %(day)s") % words


def aims_of(held: Held) -> list[Aim]:
    """What the government of a country aims at, with its source."""
    return [
        Aim(
            text=_("%(value)s %(what)s")
            % {"value": value_text(Decimal(a["value"]), a["qualifier"], _unit(a["unit"])), "what": _what(a)},
            until=day_text(_last(a)),
            source=a["source"],
            note=a["reason"],
        )
        for a in held.aims
    ]


def _what(aim: Row) -> str:
    if aim["code"] is None:
        return str(Headline(aim["headline"]).label)
    return str(WORDS.get(aim["code"]) or f"({aim['name']})")


def _unit(unit: str) -> str:
    return {"persons": "person"}.get(unit, unit)


def _last(aim: Row) -> date:
    start, end = day_of(aim["window_start"]), day_of(aim["window_end"])
    return figures.Period(start, end).last
