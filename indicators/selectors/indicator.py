"""The page of one indicator, as published now or as it was at the end of a past day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.selectors.listing import LEVEL_NUMBERS, Listed, Past, listed, past_of, themes_by_slug, years_of
from indicators import figures
from indicators.figures import Entry
from indicators.models import Indicator, Publication
from indicators.selectors.aims import Aim, Published, claims_of, codes_together, targets_of
from indicators.selectors.framework import Fact, definition
from indicators.selectors.people import PeopleBlock, people_block
from indicators.selectors.records import RecordsBlock, records_block
from indicators.selectors.steps import StepsBlock, steps_block
from indicators.wording import kind_text
from rmt.append_only import end_of
from rmt.templatetags.components import LEVELS, STEPS, as_day

MOST_LISTED = 200


@dataclass(frozen=True)
class IndicatorPage:
    """Everything that the page of an indicator shows; of `steps`, `people` and `records`, what its kind has."""

    indicator: Indicator
    past: Past
    level: int
    badge: str
    definition: Sequence[Fact]
    aims: Sequence[Aim]
    claims: Sequence[Published]
    steps: StepsBlock | None
    people: Sequence[PeopleBlock]
    records: RecordsBlock | None
    years: Sequence[tuple[int, list[Listed]]]
    unchecked: Sequence[Listed]
    found: int
    updated: date | None

    @property
    def trail(self) -> list[tuple[str, str | None]]:
        return [(_("Indicators"), self.past.at(reverse("indicators"))), (self.indicator.code, None)]

    @property
    def other_claims(self) -> list[Published]:
        """Published numbers that do not stand in the tables of a step."""
        return [c for c in self.claims if self.steps is None or c.claim.headline]

    @property
    def not_listed(self) -> bool:
        """Whether results are left out of the list, because there are too many for one page."""
        return self.found > MOST_LISTED

    @property
    def first_counted(self) -> int:
        """The year in which the series of the programme begin; what came before is shown, not counted (rule 6)."""
        return figures.PHASE_1.start.year

    @property
    def most_listed(self) -> int:
        return MOST_LISTED


def find_indicator(code: str) -> Indicator:
    """The indicator of an address, such as "i3". Raises Indicator.DoesNotExist."""
    if code != code.lower():
        raise Indicator.DoesNotExist
    related = ("framework", "theme", "view_tag", "view_category__dimension")
    return Indicator.objects.select_related(*related).get(code=code.upper())


def indicator_page(indicator: Indicator, *, as_of: date | None, today: date) -> IndicatorPage:
    """What is published of `indicator`: about a dozen queries, however many results there are."""
    past, on = past_of(as_of), as_of or today
    sources = list(indicator.view_of.all())
    codes = [s.code for s in sources] or codes_together(indicator.code)
    rows = _results(codes, past)
    entries = [row.entry for row in rows]
    seen = seen_through(indicator, entries)
    shown = _shown(indicator, rows, seen)
    # Targets and claims are no part of the ledger: a past day leaves them to today's page (ledger, rule 3).
    aims = [] if past.day else targets_of(indicator, entries, on=on)
    claims = [] if past.day else claims_of(indicator, entries, on=on)
    level = LEVEL_NUMBERS[indicator.level]
    is_step = indicator.code in figures.STEP_INDICATORS
    is_people = indicator.measure == Indicator.Measure.PERSONS
    return IndicatorPage(
        indicator=indicator,
        past=past,
        level=level,
        badge=str(STEPS[indicator.step]) if indicator.step else kind_text(indicator.code, str(LEVELS[level])),
        definition=definition(indicator, sources, past),
        aims=aims,
        claims=claims,
        steps=steps_block(indicator.step or 0, rows, aims=aims, claims=claims, on=on) if is_step else None,
        people=[people_block(s, rows, seen, on=on, aims=None if sources else aims) for s in sources or [indicator]]
        if is_people
        else [],
        records=None if is_step or is_people else records_block(indicator, rows, seen, on=on),
        years=years_of(shown[:MOST_LISTED]),
        unchecked=_unchecked(indicator, rows),
        found=len(shown),
        updated=_last_published(codes, past),
    )


def _results(codes: Sequence[str], past: Past) -> list[Listed]:
    """The results that the page reads, the last achieved first."""
    publications = Publication.objects.as_of(past.day).filter(indicator__code__in=codes)
    themes = themes_by_slug()
    in_order = publications.with_labels().by_achievement()
    return [listed(p, themes=themes, past=past, with_country=True) for p in in_order]


def _last_published(codes: Sequence[str], past: Past) -> date | None:
    """The day on which something of these indicators was last published or withdrawn."""
    written = Publication.objects.filter(indicator__code__in=codes)
    if past.day is not None:
        written = written.filter(recorded_at__lt=end_of(past.day))
    moment = written.aggregate(last=Max("recorded_at"))["last"]
    return as_day(moment) if moment else None


def seen_through(indicator: Indicator, entries: Sequence[Entry]) -> list[Entry]:
    """The entries of an indicator, or what its view lets through of others' (rule 11)."""
    if indicator.view_tag:
        return figures.with_confirmed_tag(entries, theme=indicator.view_tag.slug)
    if indicator.view_category is None:
        return [e for e in entries if e.indicator == indicator.code]
    if indicator.measure == Indicator.Measure.PERSONS:
        return figures.only_part(entries, category=indicator.view_category.key)
    return figures.with_category(entries, category=indicator.view_category.key)


def _shown(indicator: Indicator, rows: Sequence[Listed], seen: Sequence[Entry]) -> list[Listed]:
    keys = {e.key for e in seen}
    return [row for row in rows if row.entry.key in keys]


def _unchecked(indicator: Indicator, rows: Sequence[Listed]) -> list[Listed]:
    """Results proposed for the theme of a view that its lead has not checked: on a line of their own."""
    if not indicator.view_tag:
        return []
    found = figures.with_unchecked_tag([row.entry for row in rows], theme=indicator.view_tag.slug)
    return _shown(indicator, rows, found)
