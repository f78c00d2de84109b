"""The page of one country, as published now or as it was at the end of a past day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Country
from countries.selectors.facts import Aim, Fact, aims_of, convention_facts, statistics_of
from countries.selectors.listing import Listed, Past, listed, past_of, themes_by_slug, years_of
from countries.selectors.people import PanelLine, PeopleBlock, PeopleLine, people_blocks
from countries.selectors.steps import Step, steps_of
from countries.selectors.support import Support, support_of_country
from indicators import figures
from indicators.figures import SINCE_2016
from indicators.models import Publication
from indicators.selectors.checks import last_check
from indicators.wording import is_decline, quantity_text, size_of
from rmt.append_only import end_of
from rmt.templatetags.components import as_day


@dataclass(frozen=True)
class CountryPage:
    """Everything that the page of a country shows."""

    country: Country
    past: Past
    phases: tuple[str, ...]
    updated: date | None
    quote: str
    steps: Sequence[Step]
    people: Sequence[PeopleBlock]
    years: Sequence[tuple[int, list[Listed]]]
    earlier: Sequence[Listed]
    marks: Sequence[Listed]
    facts: Sequence[Fact]
    conventions: Sequence[Fact]
    aims: Sequence[Aim]
    support: Support | None
    checked: str

    @property
    def trail(self) -> list[tuple[str, str]]:
        region, index = self.country.region, reverse("countries")
        return [(_("Countries"), self.past.at(index)), (str(region), self.past.at(index, anchor=region.code))]

    @property
    def panel(self) -> list[PanelLine]:
        """The headlines of people, phase by phase."""
        several = len(self.people) > 1
        lines = [line for block in self.people for line in block.panel(all_lines=not several)]
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
        return not self.years and not self.earlier

    @property
    def has_steps(self) -> bool:
        return any(step.count for step in self.steps)

    @property
    def last_year(self) -> int:
        """The last year of the line of results: at least the end of phase I."""
        return max([self.marks[-1].day.year, figures.PHASE_1.last.year]) if self.marks else figures.PHASE_1.last.year


def country_page(country: Country, *, as_of: date | None, today: date) -> CountryPage:
    """What is published on `country`: about fifteen queries, however many results there are."""
    past, day = past_of(as_of), as_of or today
    themes = themes_by_slug()
    publications = Publication.objects.as_of(as_of).filter(country=country).with_labels().by_achievement()
    results = [listed(p, themes=themes, past=past) for p in publications]
    counted = [r for r in results if figures.is_within(r.entry, SINCE_2016)]
    statistics = statistics_of(country, as_of=as_of)
    steps = steps_of(results, day=figures.last_day(SINCE_2016, as_of=day))
    blocks = people_blocks(results, today=day, share=statistics.share_of_uncovered)
    return CountryPage(
        country=country,
        past=past,
        phases=tuple(p.phase for p in country.priorities.all()),
        updated=_last_published(country, as_of=as_of),
        quote=_quote(country, counted, steps, blocks),
        steps=steps,
        people=blocks,
        years=years_of(counted),
        earlier=[r for r in results if r not in counted],
        marks=sorted(counted, key=lambda r: r.day),
        facts=statistics.facts(until=day),
        conventions=convention_facts(country, as_of=as_of),
        aims=aims_of(country) if as_of is None else [],
        support=_support(country, counted, today) if as_of is None else None,
        checked=last_check(country=country) if as_of is None else "",
    )


def _support(country: Country, counted: Sequence[Listed], today: date) -> Support:
    return support_of_country(country, deliverables=len([r for r in counted if r.level == 1]), today=today)


def _last_published(country: Country, *, as_of: date | None) -> date | None:
    """The day of the last publication, a withdrawal included."""
    written = Publication.objects.filter(country=country)
    if as_of is not None:
        written = written.filter(recorded_at__lt=end_of(as_of))
    moment = written.aggregate(last=Max("recorded_at"))["last"]
    return as_day(moment) if moment else None


def _quote(country: Country, counted: Sequence[Listed], steps: Sequence[Step], blocks: Sequence[PeopleBlock]) -> str:
    """A sentence to quote: what changed, and for how many; every figure in it stands on the page as well."""
    if not counted:
        return ""
    changes = figures.changes([r.entry for r in counted], period=SINCE_2016)
    number = len(changes)
    said = [
        ngettext("%(count)s institutional change", "%(count)s institutional changes", number) % {"count": number}
        + (f" ({_steps_in_words(steps)})" if number else "")
    ]
    phrases = {
        "i2": _("%(number)s more people entitled by law (%(years)s)"),
        "i3": _("%(number)s more people covered in practice (%(years)s)"),
        "i4": _("%(number)s people with better or wider benefits (%(years)s)"),
    }
    fewer = phrases | {
        "i2": _("%(number)s fewer people entitled by law (%(years)s)"),
        "i3": _("%(number)s fewer people covered in practice (%(years)s)"),
    }
    said += [
        (fewer if is_decline(line.found.quantity) else phrases)[line.code] % _said_of(line, block)
        for block in [b for b in blocks if b.is_of_all_years] or blocks
        for line in block.headlines
        if line.found is not None and line.found.quantity is not None
    ]
    return _("%(country)s, since 2016: %(said)s.") % {"country": country, "said": "; ".join(said)}


def _said_of(line: PeopleLine, block: PeopleBlock) -> dict[str, str]:
    """The number of a line and its years; a decline without its sign, where the words say "fewer"."""
    quantity = line.found.quantity if line.found else None
    says_fewer = quantity is not None and is_decline(quantity) and line.code in ("i2", "i3")
    return {"number": quantity_text(size_of(quantity)) if says_fewer else line.text, "years": block.years}  # type: ignore[arg-type,dict-item]


def _steps_in_words(steps: Sequence[Step]) -> str:
    named = {
        1: lambda n: ngettext("%(n)s strategy or policy", "%(n)s strategies or policies", n),
        2: lambda n: ngettext("%(n)s law or scheme", "%(n)s laws or schemes", n),
        3: lambda n: ngettext("%(n)s improvement of operations", "%(n)s improvements of operations", n),
    }
    said = [named[s.number](s.count) % {"n": s.count} for s in steps if s.count]
    lost = len([text for s in steps for text in s.lost])
    if lost:
        said.append(ngettext("%(n)s since lost", "%(n)s since lost", lost) % {"n": lost})
    return ", ".join(said)
