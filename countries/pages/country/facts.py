"""Where a country stands, each fact with its source: what is recorded of it beside its results, read in one query."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, overload
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from countries.models import (
    POPULATION,
    Branch,
    BranchCoverage,
    Convention,
    Country,
    CountryPriority,
    Instrument,
    Profile,
    Ratification,
    Statistic,
    Story,
    Theme,
)
from indicators import figures
from indicators.models import (
    CountryIndicatorNote,
    Headline,
    Indicator,
    PageCheck,
    PBOutput,
    ProgrammePeriod,
    Publication,
    Result,
    Target,
)
from indicators.pages.published import WRITTEN_HERE, FactRow, LastUpdate, Past, PublishedResult, past_of
from indicators.wording import value_text
from projects.models import FundingGap
from rmt.charts import LINE_NEEDS, Point
from rmt.records import JsonRows, end_of
from rmt.text import day as day_text
from rmt.text import grouped, span, with_address

Row = Mapping[str, Any]
NAMES = ("name_en", "name_fr", "name_es")
COVERED = "SI_COV_BENFTS"
MINIMUM_STANDARDS = "C102"
BRANCH_OF = {
    COVERED: "whole-system", "SI_COV_CHLD": "family", "SI_COV_DISAB": "invalidity", "SI_COV_MATNL": "maternity",
    "SI_COV_PENSN": "old-age", "SI_COV_POOR": "social-assistance", "SI_COV_UEMP": "unemployment",
    "SI_COV_VULN": "social-assistance", "SI_COV_WKINJRY": "employment-injury",
}  # fmt: skip
"""The branch that each series of SDG indicator 1.3.1 is about: a law is marked on the line of its own branch only."""
AIMS = {figures.LEGAL: gettext_lazy("entitled by law"), figures.EFFECTIVE: gettext_lazy("covered in practice")}
PROFILE = ("situation", "priorities", "opportunities", "period", "source", "doubt")
MOST_INSTRUMENTS = 8


def record_of(country: Country, *, as_of: date | None, today: date) -> "CountryRecord":
    """Everything but results, projects and updates: one query."""
    wanted = _recorded_by_day(country, as_of) | (_recorded_today(country) if as_of is None else {})
    row: Any = Country.objects.filter(pk=country.pk).values(**wanted).get()
    return CountryRecord(day=as_of or today, past=past_of(as_of), **row)


def _source_of_days() -> Subquery:
    """From what source a result took over the days of a ratification, if it did: from what was held before."""
    same = {name: OuterRef(name) for name in ("country", "convention", "first_day", "last_day")}
    before = Ratification.objects.filter(result_number=None, superseded_at=OuterRef("recorded_at"), **same)
    return Subquery(before.order_by("pk").values("source")[:1])


def _recorded_by_day(country: Country, as_of: date | None) -> dict[str, Any]:
    """What a past day shows too: append-only facts, and reference data."""
    statistics = Statistic.objects.as_of(as_of).filter(country=country).order_by("series__code", "year")
    ratifications = Ratification.objects.as_of(as_of).filter(country=country).order_by("first_day", "pk")
    coverage = BranchCoverage.objects.as_of(as_of).filter(country=country).order_by("branch__order")
    profile = Profile.objects.as_of(as_of).filter(country=country)
    story = Story.objects.as_of(as_of).filter(country=country)
    written: QuerySet = Publication.objects.order_by().filter(country=OuterRef("pk"))
    if as_of is not None:
        written = written.filter(recorded_at__lt=end_of(as_of))
    historical = written.filter(origin=Result.Origin.HISTORICAL)
    return {
        "any_priority_recorded": Exists(CountryPriority.objects.as_of(as_of)),
        "priority_rows": JsonRows(
            CountryPriority.objects.as_of(as_of).filter(country=country).order_by("start"), "phase", "start", "end"
        ),
        "statistic_rows": JsonRows(
            statistics, "year", "value", "source", "vintage", code="series__code", name="series__name_en"
        ),
        "convention_rows": JsonRows(
            Convention.objects.order_by("number"), "number", "name_en", "short_title", "adopted_year"
        ),
        "ratification_rows": JsonRows(
            ratifications,
            "kind",
            "first_day",
            "last_day",
            "parts",
            "source",
            "result_number",
            number="convention__number",
            source_of_days=_source_of_days(),
        ),
        "branch_rows": JsonRows(Branch.objects.order_by("order"), "code", *NAMES),
        "coverage_rows": JsonRows(coverage, "is_anchored", "year", "source", code="branch__code"),
        "profile_rows": JsonRows(profile, *PROFILE, "recorded_at"),
        "story_rows": JsonRows(story, "text", "source", "doubt"),
        "biennium_rows": JsonRows(
            ProgrammePeriod.objects.as_of(as_of).filter(kind=ProgrammePeriod.Kind.BIENNIUM).order_by("start"),
            "code",
            "start",
            "end",
        ),
        "output_rows": JsonRows(
            PBOutput.objects.order_by("start", "code"), "biennium", "code", "name_en", "wording_known", "start", "end"
        ),
        "indicator_rows": JsonRows(Indicator.objects.order_by("order"), "pk", "code", "name_en"),
        "theme_rows": JsonRows(Theme.objects.order_by("order"), "slug", *NAMES),
        # A withdrawal is a publication as well.
        "published_last": Subquery(
            written.filter(WRITTEN_HERE).values("country").annotate(last=Max("recorded_at")).values("last")
        ),
        "source_last": Subquery(historical.values("country").annotate(last=Max("source_last")).values("last")),
        "is_from_sources": Exists(historical),
        "has_undated_source": Exists(historical.filter(source_last=None)),
    }


def _recorded_today(country: Country) -> dict[str, Any]:
    """What the record does not keep day by day."""
    aims = Target.objects.filter(country=country, state=Target.State.IN_USE).order_by("window_start", "pk")
    gaps = FundingGap.objects.open().filter(country=country).order_by("pk")
    # Not those that only drafts name: their days would give the drafts away.
    named = Publication.objects.as_of(None).filter(country=country).exclude(instrument=None).order_by()
    drafted = Result.objects.filter(country=country).exclude(instrument=None).order_by()
    known = Q(pk__in=named.values("instrument")) | ~Q(pk__in=drafted.values("instrument"))
    instruments = Instrument.objects.filter(known, country=country).order_by("adopted_first", "title")
    told = CountryIndicatorNote.objects.filter(country=country, round=None).order_by("indicator__order", "period", "pk")
    of_branches = Instrument.branches.through.objects.filter(instrument__country=country).order_by("pk")
    checks = PageCheck.objects.filter(country=OuterRef("pk")).order_by("-day", "-pk")
    return {
        "aim_rows": JsonRows(
            aims, "headline", "value", "qualifier", "unit", "window_start", "window_end", "source", "reason",
            code="indicator__code", name="indicator__name_en",
        ),
        "gap_rows": JsonRows(gaps, "title", "amount", "currency", "buys", "persons", "source", theme="theme__slug"),
        "instrument_rows": JsonRows(
            instruments, "uuid", "title", "kind", "adopted_first", "adopted_last", "in_force_first",
            "in_force_last", "suspended_first", "suspended_last", "repealed_first", "repealed_last",
        ),
        "told_rows": JsonRows(
            told, "text", "period", "source", "doubt", code="indicator__code", name="indicator__name_en"
        ),
        "law_branch_rows": JsonRows(of_branches, uuid="instrument__uuid", code="branch__code"),
        "checked": Subquery(checks.values("day")[:1]),
    }  # fmt: skip


@dataclass(frozen=True)
class CountryRecord:
    """What was recorded of a country on a day; a past day is without what is not kept day by day."""

    day: date
    past: Past
    priority_rows: Sequence[Row]
    statistic_rows: Sequence[Row]
    convention_rows: Sequence[Row]
    ratification_rows: Sequence[Row]
    branch_rows: Sequence[Row]
    coverage_rows: Sequence[Row]
    profile_rows: Sequence[Row]
    story_rows: Sequence[Row]
    biennium_rows: Sequence[Row]
    output_rows: Sequence[Row]
    indicator_rows: Sequence[Row]
    theme_rows: Sequence[Row]
    published_last: datetime | None
    source_last: date | None
    is_from_sources: bool
    has_undated_source: bool
    checked: date | None = None
    aim_rows: Sequence[Row] = ()
    gap_rows: Sequence[Row] = ()
    instrument_rows: Sequence[Row] = ()
    told_rows: Sequence[Row] = ()
    law_branch_rows: Sequence[Row] = ()
    results: Sequence[PublishedResult] = ()
    any_priority_recorded: bool = True

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases in which it was a priority country."""
        return tuple(row["phase"] for row in self.priority_rows)

    @property
    def priority(self) -> str:
        """In which phases it was a priority country; before the first period was recorded nobody can say."""
        if self.phases:
            words = ngettext(
                "Priority country, phase %(phases)s", "Priority country, phases %(phases)s", len(self.phases)
            )
            return words % {"phases": _(" and ").join(self.phases)}
        if self.any_priority_recorded:
            return _("Not a priority country")
        return _("Whether it was a priority country is not recorded here for that day")

    def is_priority_between(self, first: date, before: date) -> bool:
        """Whether it was a priority country at some time in [first, before)."""
        periods = (CountryPriority(start=day_of(row["start"]), end=day_of(row["end"])) for row in self.priority_rows)
        return any(period.meets(first, before) for period in periods)

    @property
    def updated(self) -> LastUpdate:
        source = None if self.has_undated_source else self.source_last
        return LastUpdate(self.published_last, source, self.is_from_sources)

    @cached_property
    def themes(self) -> dict[str, str]:
        """The names of the themes by their slugs."""
        return {row["slug"]: name_of(row) for row in self.theme_rows}

    # Statistics

    def values(self, code: str, *, until: date) -> list[Row]:
        """The values of a series whose years are not after the day, the earliest first."""
        rows = (row for row in self.statistic_rows if row["code"] == code and row["year"] <= until.year)
        return sorted(rows, key=lambda row: row["year"])

    @cached_property
    def last_values(self) -> dict[str, FactRow]:
        """The last value of each series by its code, coverage first, then its groups, then the population."""
        codes = {row["code"] for row in self.statistic_rows}
        facts = {}
        for code in [COVERED, *sorted(codes - {COVERED, POPULATION}), POPULATION]:
            if values := self.values(code, until=self.day):
                last = values[-1]
                facts[code] = FactRow(last["name"], f"{statistic_text(last)} ({last['year']})", _source_text(last))
        return facts

    @property
    def statistics(self) -> list[FactRow]:
        return list(self.last_values.values())

    @cached_property
    def vintage(self) -> str:
        """Where most of the official statistics come from: said once, and beside a figure only where it differs."""
        sources = Counter(fact.source for code, fact in self.last_values.items() if code != POPULATION)
        return sources.most_common(1)[0][0] if sources else ""

    @cached_property
    def unlined(self) -> list[FactRow]:
        """The last values of the series that no line shows, those of a different source with their source."""
        lined = {line["id"] for line in self.lines}
        return [
            replace(fact, source="" if fact.source == self.vintage else fact.source)
            for code, fact in self.last_values.items()
            if code.lower() not in lined
        ]

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """Series with three comparable points or more: of one source and vintage, with laws on that very branch."""
        lines = []
        for code in self.last_values:
            if code == POPULATION:
                continue
            values = self.values(code, until=self.day)
            same = [value for value in values if _source_text(value) == _source_text(values[-1])]
            if len(same) >= LINE_NEEDS:
                points = [Point(value["year"], Decimal(value["value"]), statistic_text(value)) for value in same]
                source, laws = _source_text(same[-1]), self._laws_of(code, points[0].year, points[-1].year)
                lines.append(
                    {"id": code.lower(), "title": same[-1]["name"], "source": source, "points": points, "laws": laws}
                )
        return lines

    def _laws_of(self, code: str, first: int, last: int) -> list[dict[str, Any]]:
        """Laws, strategies and schemes on the branch of a series that were adopted in its years.

        What was lost before it was in force, as far as is recorded, moved nothing: it is marked on no line.
        """
        uuids = {row["uuid"] for row in self.law_branch_rows if row["code"] == BRANCH_OF.get(code)}
        dated = [(day_of(row["adopted_last"]), row) for row in self.instrument_rows if row["uuid"] in uuids]
        return [
            {"year": day.year, "title": row["title"], "url": self._url_behind(row)}
            for day, row in dated
            if day and first <= day.year <= last and not self._was_lost_first(row)
        ]

    def _resting_on(self, instrument: Row) -> list[PublishedResult]:
        key = str(UUID(instrument["uuid"]))
        return sorted(
            (result for result in self.results if result.entry.instrument == key),
            key=lambda result: figures.in_order(result.entry),
        )

    def _url_behind(self, instrument: Row) -> str:
        """The first published result that rests on it; the page of an instrument itself is for who keeps it."""
        return next((result.url for result in self._resting_on(instrument)), "")

    def _was_lost_first(self, instrument: Row) -> bool:
        in_force = day_of(instrument["in_force_first"])
        ends = [day_of(instrument[f"{name}_first"]) for name in ("suspended", "repealed")]
        if any(day and (in_force is None or day < in_force) for day in ends):
            return True
        steps = (result.entry for result in self._resting_on(instrument) if result.entry.step)
        return in_force is None and any(not figures.stands(step, on=self.day) for step in steps)

    # Law

    @cached_property
    def conventions(self) -> list[FactRow]:
        """What is recorded of each convention; "not recorded" says nothing on whether it was ratified."""
        recorded = {MINIMUM_STANDARDS, *(event["number"] for event in self.ratification_rows)}
        facts = []
        for convention in self.convention_rows:
            if convention["number"] not in recorded:
                continue
            name = f"{convention['name_en']}, {convention['adopted_year']} ({convention['short_title']})"
            events = [event for event in self.ratification_rows if event["number"] == convention["number"]]
            loaded = [event for event in events if not event["result_number"]]
            if loaded or not events:
                said = "; ".join(map(event_text, loaded)) or _("not recorded in our source")
                facts.append(FactRow(name, said, "; ".join(dict.fromkeys(event["source"] for event in loaded))))
            facts += [self._reported(name, event) for event in events if event["result_number"]]
        return facts

    def _reported(self, convention: str, event: Row) -> FactRow:
        """An event that a published result reports, which is its source: on what that rests, its own page says."""
        number = event["result_number"]
        source = "; ".join(filter(None, (_("Result No. %(number)s") % {"number": number}, event["source_of_days"])))
        return FactRow(convention, event_text(event), source, self.past.at(reverse("result", args=[number])))

    @property
    def branches(self) -> list[tuple[str, Row | None]]:
        """Every branch with what is recorded of it, if anything is."""
        coverage = {row["code"]: row for row in self.coverage_rows}
        return [(name_of(row), coverage.get(row["code"])) for row in self.branch_rows]

    # In its own words, and what it aims at

    @cached_property
    def profile(self) -> dict[str, str]:
        """The situation, the priorities and where help would change most, with the day; empty if nothing is said.

        Where `source` is empty, these are the words of the country team.
        """
        if not self.profile_rows:
            return {}
        row = self.profile_rows[0]
        texts = {name: row[name].strip() for name in PROFILE}
        if not any(texts[name] for name in PROFILE[:3]):
            return {}
        return texts | {"written": day_text(day_of(row["recorded_at"]))}

    @cached_property
    def story(self) -> dict[str, Any]:
        """From a law to people: `text`, `doubt`, and `sources` as pairs of words and address; empty if none is told."""
        if not self.story_rows:
            return {}
        row = self.story_rows[0]
        return {**row, "sources": [with_address(line) for line in row["source"].splitlines()]}

    @property
    def aims(self) -> list[dict[str, str]]:
        """What the government aims at, with its source: never a result."""
        aims = []
        for row in self.aim_rows:
            unit = {"persons": "person"}.get(row["unit"], row["unit"])
            what = (
                Headline(row["headline"]).label if row["code"] is None else AIMS.get(row["code"]) or f"({row['name']})"
            )
            value = value_text(Decimal(row["value"]), row["qualifier"], unit)
            window = figures.Period(day_of(row["window_start"]), day_of(row["window_end"]))
            aims.append(
                {
                    "text": _("%(value)s %(what)s") % {"value": value, "what": what},
                    "until": day_text(window.last),
                    "source": row["source"],
                    "note": row["reason"],
                }
            )
        return aims


def _source_text(statistic: Row) -> str:
    return "; ".join(filter(None, [statistic["source"], statistic["vintage"]]))


def statistic_text(statistic: Row) -> str:
    value = Decimal(statistic["value"])
    if statistic["code"] == POPULATION:
        return grouped(value)
    return _("%(number)s per cent") % {"number": grouped(figures.round_to(value, Decimal("0.1")))}


def event_text(event: Row) -> str:
    """What happened to a convention and when, no more exactly than is known; with the parts accepted, if listed."""
    kind = Ratification.Kind(event["kind"])
    first, last = day_of(event["first_day"]), day_of(event["last_day"])
    words = {"kind": kind.label, "day": span(first, last), "last": day_text(last)}
    if kind == Ratification.Kind.PARTY and first != last:
        text = _("%(kind)s by %(last)s, since when is not recorded") % words
    elif kind == Ratification.Kind.PARTY:
        text = _("%(kind)s since %(last)s") % words
    elif kind == Ratification.Kind.APPROVED:
        text = _("%(kind)s %(day)s (which is not a ratification)") % words
    elif kind == Ratification.Kind.RATIFIED_OR_EXTENDED:
        text = _("%(kind)s, %(day)s (the day is not recorded in our source)") % words
    else:
        text = _("%(kind)s %(day)s") % words
    return _("%(event)s. Parts %(parts)s") % {"event": text, "parts": event["parts"]} if event["parts"] else text


def instruments_of(record: CountryRecord, results: Iterable[PublishedResult]) -> list[dict[str, str]]:
    """Laws, strategies and schemes that are dated or that a result rests on, the last adopted first."""
    used: dict[str, PublishedResult] = {}
    covered: dict[str, PublishedResult] = {}
    for result in sorted(results, key=lambda each: figures.in_order(each.entry)):
        if result.entry.instrument:
            used.setdefault(result.entry.instrument, result)
            if result.entry.indicator == figures.EFFECTIVE:
                covered.setdefault(result.entry.instrument, result)
    rows = [(str(UUID(row["uuid"])), row) for row in record.instrument_rows]
    wanted = [(key, row) for key, row in rows if row["adopted_last"] or key in used]
    wanted.sort(key=lambda pair: pair[1]["adopted_last"] or "", reverse=True)
    lines = []
    for key, row in wanted[:MOST_INSTRUMENTS]:
        adopted, first = day_of(row["adopted_last"]), covered.get(key)
        behind = first or used.get(key)
        lines.append(
            {
                "title": row["title"],
                "kind": str(Instrument.Kind(row["kind"]).label),
                "adopted": span(day_of(row["adopted_first"]), adopted) if adopted else _("not recorded"),
                "in_force": _in_force_text(row),
                "covered": _covered_text(adopted, first),
                "url": behind.url if behind else "",
            }
        )
    return lines


def _in_force_text(instrument: Row) -> str:
    """Since when it is in force, or that it no longer is; its adoption says nothing about either (rule 7)."""
    for name, words in (("repealed", _("repealed %(day)s")), ("suspended", _("suspended %(day)s"))):
        if days := days_of(instrument, name):
            return words % {"day": days}
    return days_of(instrument, "in_force") or _("entry into force not recorded")


def days_of(instrument: Row, name: str) -> str:
    """The days of one thing that is dated of an instrument, in words; empty if it is not recorded."""
    last = day_of(instrument[f"{name}_last"])
    return span(day_of(instrument[f"{name}_first"]), last) if last else ""


def _covered_text(adopted: date | None, first: PublishedResult | None) -> str:
    """When people were first reported to be covered, and how long after the adoption."""
    if first is None:
        return _("none published")
    years = first.entry.last.year - adopted.year if adopted else -1
    if years < 0:
        return first.date_text
    if years == 0:
        return _("%(when)s, within the year of its adoption") % {"when": first.date_text}
    lag = ngettext("%(n)s year after its adoption", "%(n)s years after its adoption", years) % {"n": years}
    return f"{first.date_text}, {lag}"


def name_of(row: Row) -> str:
    """The name in the reader's language; in English where that is not known."""
    return row.get(f"name_{(get_language() or 'en')[:2]}") or row["name_en"]


@overload
def day_of(text: str) -> date: ...


@overload
def day_of(text: None) -> None: ...


def day_of(text: str | None) -> date | None:
    """A day or the day of a moment, from its text."""
    return datetime.fromisoformat(text).date() if text else None
