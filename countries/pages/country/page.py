"""The page of one country, as published now or as it was at the end of a past day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Country
from countries.pages.country.biennia import Biennium, Choice, biennium_of, choices
from countries.pages.country.data import Held, held_of
from countries.pages.country.facts import Statistics
from countries.pages.country.latest_update import RoundState, round_state
from countries.pages.country.links import Behind
from countries.pages.country.people_reached import Reached, reached
from countries.pages.country.projects import ProjectsHere, projects_here
from countries.pages.country.published import Shelf, Told
from countries.pages.country.restatements import Restated, restated_of
from countries.pages.country.results import ON_A_LINE, Results, results_by_year
from countries.pages.country.situation import Stands, stands_of
from countries.pages.country.summary import quote_of
from countries.pages.people import PanelLine, PeopleBlock, people_blocks
from countries.pages.steps import Step, steps_of
from indicators import figures
from indicators.figures import SINCE_2016, Entry
from indicators.pages.published import Past, past_of
from rmt.text import day as day_text


@dataclass(frozen=True)
class CountryPage:
    """Everything that the page of a country shows; the last three are of today only."""

    country: Country
    past: Past
    phases: tuple[str, ...]
    updated: date | None
    checked: date | None
    quote: str
    steps: Sequence[Step]
    people: Sequence[PeopleBlock]
    reached: Sequence[Reached]
    results: Results
    biennium: Biennium | None
    biennia: Sequence[Choice]
    stands: Stands
    round: RoundState | None
    projects: ProjectsHere | None
    restated: Sequence[Restated]

    @property
    def trail(self) -> list[tuple[str, str]]:
        region, index = self.country.region, reverse("countries")
        return [(_("Countries"), self.past.at(index)), (str(region), self.past.at(index, anchor=region.code))]

    @property
    def panel(self) -> list[PanelLine]:
        """The headlines of people, phase by phase; of all years, where something is of no phase."""
        blocks = [block for block in self.people if block.is_of_all_years] or self.people
        lines = [line for block in blocks for line in block.panel(all_lines=len(blocks) == 1)]
        return lines or [PanelLine(_("not reported"), _("how many more people are protected"), "")]

    @property
    def panel_note(self) -> str:
        """What to know about the lines of the panel."""
        apart = sum(block.apart for block in self.people)
        said = [_("Lines are never added: the law comes first, practice follows.")] if self.people else []
        if apart:
            more = ngettext("%(n)s more figure stands apart below.", "%(n)s more figures stand apart below.", apart)
            said.append(more % {"n": apart})
        return " ".join(said)

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
        return Behind(self.country, self.past).all_of_them(name="results_csv") if not self.is_empty else ""

    @property
    def pdf(self) -> str:
        return self.past.at(reverse("country_pdf", args=[self.country.slug]))

    @property
    def follow(self) -> str:
        """The feed of the country."""
        return reverse("country_feed", args=[self.country.slug])

    @property
    def address(self) -> str:
        """The whole address of the page, on its day."""
        return settings.SITE_URL + self.past.at(self.country.get_absolute_url())

    @property
    def citation(self) -> str:
        """How to cite the page: with the day until which it had been written, and its address."""
        words = {"country": self.country, "day": day_text(self.past.day or self.updated), "url": self.address}
        if not self.past.day and not self.updated:
            return _("Results Monitoring Tool, %(country)s. %(url)s") % words
        if self.past.day:
            return _("Results Monitoring Tool, %(country)s, as it was on %(day)s. %(url)s") % words
        return _("Results Monitoring Tool, %(country)s, updated %(day)s. %(url)s") % words


def country_page(country: Country, *, as_of: date | None, today: date, biennium: str = "") -> CountryPage:
    """What is published on `country`: at most fifteen queries, however many results there are."""
    past, day = past_of(as_of), as_of or today
    held = held_of(country, as_of=as_of)
    shelf, behind = Shelf(country, past=past, themes=held.themes), Behind(country, past)
    statistics = Statistics(held.statistics)
    counted = [entry for entry in shelf.entries if figures.is_within(entry, SINCE_2016)]
    steps = steps_of(shelf.values(), day=figures.last_day(SINCE_2016, as_of=day), behind=behind.in_period)
    blocks = people_blocks(
        shelf.values(), today=day, share=statistics.share_of_uncovered, behind=behind.in_period
    )  # fmt: skip
    chosen = biennium_of(biennium, held, counted, country, behind)
    is_today = as_of is None
    return CountryPage(
        country=country,
        past=past,
        phases=held.phases,
        updated=held.updated,
        checked=held.checked,
        quote=quote_of(country, counted, steps, blocks),
        steps=steps,
        people=blocks,
        reached=reached(blocks, shelf.entries),
        results=_results(shelf, counted, chosen, behind),
        biennium=chosen,
        biennia=choices(held, chosen, behind) if counted else [],
        stands=stands_of(held, statistics, shelf.values(), until=day),
        round=round_state(country, held, _published(shelf), today=today) if is_today else None,
        projects=_projects(shelf, counted, held, behind, today) if is_today else None,
        restated=restated_of(country) if is_today else [],
    )


def _results(shelf: Shelf, counted: Sequence[Entry], chosen: Biennium | None, behind: Behind) -> Results:
    """The results by year, of the period that was chosen; what happened before the programme is not counted."""
    inside = [e for e in counted if figures.is_within(e, chosen.period)] if chosen else counted
    keys = {entry.key for entry in counted}
    earlier = [] if chosen else [one for one in shelf.values() if one.entry.key not in keys]
    first = chosen.period.start.year if chosen else SINCE_2016.start.year
    newest_first = sorted(earlier, key=lambda one: figures.in_order(one.entry), reverse=True)
    return results_by_year([shelf[e.key] for e in inside], behind, earlier=newest_first, first=first)


def _projects(shelf: Shelf, counted: Sequence[Entry], held: Held, behind: Behind, today: date) -> ProjectsHere:
    """The projects of the country, beside how many deliverables are published."""
    deliverables = [e for e in counted if shelf[e.key].level == 1]
    url = behind.all_of_them(level="deliverable", year_from=SINCE_2016.start.year) if deliverables else ""
    return projects_here(behind.country, held, deliverables=len(deliverables), deliverables_url=url, today=today)


def _published(shelf: Mapping[str, Told]) -> Mapping[str, set[str]]:
    """The codes of the indicators of which a result is published, by the round in which it was reported."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in shelf.values():
        if one.round:
            found[one.round].add(one.entry.indicator)
    return found
