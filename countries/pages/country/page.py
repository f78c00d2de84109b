"""The page of one country, as published now or as it was at the end of a past day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.models import Issue
from countries.models import Country
from countries.pages.country.facts import CountryRecord, instruments_of, record_of
from countries.pages.country.people import reached
from countries.pages.country.projects import projects_in
from countries.pages.country.results import (
    ON_A_LINE,
    Biennium,
    ResultsByYear,
    biennia_to_choose,
    biennium_of,
    results_by_year,
    results_of,
)
from countries.pages.country.updates import RoundState, restated_of, round_state
from countries.pages.people import PeopleInPeriod, PeopleLine, people_by_period
from countries.pages.steps import StaircaseStep, steps_of
from indicators import figures
from indicators.figures import SINCE_2016, Period
from indicators.pages.published import Past, PublishedResult, Window, behind, past_of, results_url, windows
from indicators.wording import may_be_fewer, rests_on
from rmt.text import grouped


@dataclass(frozen=True)
class CountryPage:
    """Everything that the page of a country shows; the last three are of today only."""

    country: Country
    past: Past
    record: CountryRecord
    quote: str
    steps: Sequence[StaircaseStep]
    people: Sequence[PeopleInPeriod]
    reached: Sequence[Mapping[str, Any]]
    results: ResultsByYear
    biennium: Biennium | None
    biennia: Sequence[tuple[str, str, bool]]
    instruments: Sequence[Mapping[str, str]]
    round: RoundState | None
    projects: Mapping[str, Any] | None
    restated: Sequence[Mapping[str, str]]
    briefs: Sequence[Issue]

    @property
    def trail(self) -> list[tuple[str, str]]:
        region, index = self.country.region, reverse("countries")
        return [(_("Countries"), self.past.at(index)), (str(region), self.past.at(index, anchor=region.code))]

    @property
    def largest_bar(self) -> Decimal:
        """The largest number of all bars of the page: they share one scale."""
        return max((bar.largest for one in self.reached for bar in one["bars"]), default=Decimal(0))

    @property
    def status(self) -> str:
        """The one status of the page: when the last update was sent, else when its results were written or taken."""
        return (self.round and self.round.text) or self.record.updated.text

    @property
    def who_was_reached(self) -> list[tuple[PeopleInPeriod, Mapping[str, Any] | None]]:
        """Each period with its figures, and with what was counted in it, if anything was."""
        counted = {one["period"]: one for one in self.reached}
        return [(period, counted.get(period.period)) for period in self.people]

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What stands on the page, each part with its anchor."""
        parts = (
            ("story", _("From law to people"), self.record.story),
            ("statistics", _("Official statistics"), self.record.lines or not self.record.story),
            ("steps", _("Steps taken"), self.has_steps),
            ("people", _("Who was reached"), self.people),
            ("results", _("What changed, and how"), self.biennia),
            ("instruments", _("Laws and schemes"), self.instruments),
            ("briefs", _("Briefs and stories"), self.briefs),
            ("projects", _("Projects"), self.projects),
            ("situation", _("Situation and priorities"), self.record.profile),
        )
        return [(anchor, label) for anchor, label, is_there in parts if is_there]

    @property
    def is_empty(self) -> bool:
        return not self.quote and not self.results.earlier

    @property
    def is_long(self) -> bool:
        """Whether there is so much that the details are folded."""
        return self.results.count > ON_A_LINE

    @property
    def has_steps(self) -> bool:
        return any(step.count for step in self.steps)

    @property
    def spreadsheet(self) -> str:
        """The results of the country as a list; empty where there is none yet."""
        if self.is_empty:
            return ""
        return results_url(name="results_csv", country=self.country.slug, as_of=self.past.day)

    @property
    def pdf(self) -> str:
        return self.past.at(reverse("country_pdf", args=[self.country.slug]))

    @property
    def follow(self) -> str:
        """Where the country is followed, by mail or by its feed."""
        return f"{reverse('follow')}?country={self.country.slug}"

    @property
    def address(self) -> str:
        """The whole address of the page, on its day."""
        return settings.SITE_URL + self.past.at(self.country.get_absolute_url())


def country_page(country: Country, *, as_of: date | None, today: date, biennium: str = "") -> CountryPage:
    """What is published on `country`: at most sixteen queries, however many results there are."""
    past, day = past_of(as_of), as_of or today
    record = record_of(country, as_of=as_of, today=today)
    results = results_of(country, past=past, themes=record.themes)
    entries = [result.entry for result in results.values()]
    record = replace(record, results=list(results.values()))
    counted = [entry for entry in entries if figures.is_within(entry, SINCE_2016)]
    of_country = partial(behind, past, country=country.slug)
    listed = windows(past, on=day)
    steps = steps_of(results.values(), windows=listed, behind=of_country)
    people = people_by_period(results.values(), windows=listed, behind=of_country)
    chosen = biennium_of(biennium, record, counted, country, of_country)
    is_today = as_of is None
    return CountryPage(
        country=country,
        past=past,
        record=record,
        quote=quote_of(country, results.values(), steps, people),
        steps=steps,
        people=people,
        reached=reached(people, entries, complete=_complete(listed)),
        results=results_by_year(results, counted, chosen, of_country),
        biennium=chosen,
        biennia=biennia_to_choose(record, chosen, country, past) if counted else [],
        instruments=instruments_of(record, results.values()),
        round=round_state(country, today=today) if is_today else None,
        projects=projects_in(country, record, results, counted, today=today) if is_today else None,
        restated=restated_of(country) if is_today else [],
        briefs=Issue.objects.briefs_on(as_of).filter(brief__country=country),
    )


def _complete(listed: Sequence[Window]) -> list[Period]:
    """The periods of which a manager said that all is recorded; all years are once every phase is (rule 13)."""
    complete = [window.period for window in listed if window.is_complete]
    is_all = all(window.is_complete for window in listed if window.is_phase)
    return [*complete, SINCE_2016] if is_all else complete


def quote_of(
    country: Country,
    results: Iterable[PublishedResult],
    steps: Sequence[StaircaseStep],
    people: Sequence[PeopleInPeriod],
) -> str:
    """A few sentences to quote: what changed, for how many, what that rests on, and who runs and pays (rule 15).

    Every figure in it stands on the page as well; it is also what search engines and other sites show.
    """
    behind_it = [result for result in results if figures.is_within(result.entry, SINCE_2016)]
    counted = [result.entry for result in behind_it]
    if not counted:
        return ""
    phrases = [_changes_in_words(len(figures.changes(counted, period=SINCE_2016)), steps)]
    phrases += [
        _people_in_words(line, period.years)
        for period in [p for p in people if p.is_of_all_years] or people
        for line in period.headlines
        if line.is_counted
    ]
    said = _("%(country)s, since 2016: %(phrases)s.") % {"country": country, "phrases": "; ".join(phrases)}
    taken, remarks = sum(bool(r.taken_from) for r in behind_it), sum(bool(r.remark) for r in behind_it)
    return " ".join(
        [
            said,
            *rests_on(len(behind_it), taken=taken, remarks=remarks),
            _("Governments run and pay for these schemes; the programme supported them."),
        ]
    )


def _changes_in_words(number: int, steps: Sequence[StaircaseStep]) -> str:
    """How many institutional changes, step by step; where all are of one step, its own words say it once."""
    named = {
        1: lambda n: ngettext("%(n)s strategy or policy", "%(n)s strategies or policies", n),
        2: lambda n: ngettext("%(n)s law or scheme", "%(n)s laws or schemes", n),
        3: lambda n: ngettext("%(n)s improvement of operations", "%(n)s improvements of operations", n),
    }
    of_one_step = {
        1: lambda n: ngettext("%(n)s strategy or policy adopted", "%(n)s strategies or policies adopted", n),
        2: lambda n: ngettext("%(n)s law or scheme adopted", "%(n)s laws or schemes adopted", n),
        3: named[3],
    }
    taken = [step for step in steps if step.count]
    losses = sum(step.lost_count for step in steps)
    lost = [_("%(n)s since reported lost") % {"n": grouped(losses)}] if losses else []
    if len(taken) == 1:
        words, details = of_one_step[taken[0].number](number), lost
    else:
        words = ngettext("%(n)s institutional change", "%(n)s institutional changes", number)
        details = [named[step.number](step.count) % {"n": grouped(step.count)} for step in taken] + lost
    said = words % {"n": grouped(number)}
    return f"{said} ({', '.join(details)})" if details else said


def _people_in_words(line: PeopleLine, years: str) -> str:
    """A headline that was counted; of a decline the figure itself says "fewer"."""
    words = {
        "i2": _("%(number)s more people entitled by law (%(years)s)"),
        "i3": _("%(number)s more people covered in practice (%(years)s)"),
        "i4": _("%(number)s people with better or wider benefits (%(years)s)"),
    }
    if may_be_fewer(line.found.quantity if line.found else None):
        words |= {
            "i2": _("%(number)s people entitled by law (%(years)s)"),
            "i3": _("%(number)s people covered in practice (%(years)s)"),
        }
    return words[line.code] % {"number": line.text, "years": years}
