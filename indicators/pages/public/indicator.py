"""The page of one indicator, as published now or as it was at the end of a past day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import figures
from indicators.figures import Entry
from indicators.ledger import entries_of, everything, seen_through
from indicators.models import Indicator, Publication
from indicators.pages.public.framework import definition, links_of
from indicators.pages.public.people_figures import PeopleFigures, people_block
from indicators.pages.public.records import records_block
from indicators.pages.public.steps import StepsBlock, steps_block
from indicators.pages.public.targets import ClaimLine, TargetLine, claims_of, codes_of_page, targets_of
from indicators.pages.published import (
    LastUpdate,
    Past,
    PublishedResult,
    Reading,
    bar_of,
    columns_by_year,
    last_update,
    past_of,
    reading,
    years_of,
)
from indicators.wording import kind_text
from rmt.charts import Bar, YearColumn
from rmt.records import end_of
from rmt.text import LEVELS, STEPS, level_number

MOST_LISTED = 4
MOST_UNCHECKED = 20
AIM_UNITS = {
    "persons": gettext_lazy("people"),
    "countries": gettext_lazy("countries and territories"),
    "changes": gettext_lazy("changes"),
}


@dataclass(frozen=True)
class IndicatorPage:
    """Everything that the page of an indicator shows; of `steps`, `people` and `records`, what its kind has."""

    indicator: Indicator
    past: Past
    level: int
    badge: str
    definition: Sequence[Mapping[str, Any]]
    links: Sequence[tuple[str, str, str]]
    aims: Sequence[TargetLine]
    aim_charts: Sequence[tuple[str, str, Sequence[Bar]]]
    claims: Sequence[ClaimLine]
    steps: StepsBlock | None
    people: Sequence[PeopleFigures]
    records: Mapping[str, Any] | None
    columns: Sequence[YearColumn]
    by_region: Sequence[tuple[str, str, Sequence[YearColumn]]]
    read: Reading
    last: Sequence[Entry]
    unchecked_entries: Sequence[Entry]
    found: int
    updated: LastUpdate

    @property
    def trail(self) -> list[tuple[str, str | None]]:
        return [(_("Indicators"), self.past.at(reverse("indicators"))), (self.indicator.code, None)]

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What stands on the page, for the links at its top."""
        of_people = [(block.code.lower(), block.code if len(self.people) > 1 else "") for block in self.people]
        found = [
            *((f"{code}-people", name or _("People, year by year"), True) for code, name in of_people),
            ("by-year", _("Results by year"), self.columns),
            ("by-country", _("Where"), self.steps or self.records),
            ("lost", _("Reported lost"), self.steps),
            ("results", _("Results"), True),
            ("targets", _("What was aimed at"), not self.past.day),
            ("countries", _("Beside what was published"), self.steps),
            ("meaning", _("What it means"), True),
        ]
        return [(anchor, label) for anchor, label, is_there in found if is_there]

    @property
    def all_url(self) -> str:
        return self.read.behind()

    @property
    def map_url(self) -> str:
        """The same results on the map; drawn here as well, it would double what a second visit costs."""
        return self.read.behind(figures.SINCE_2016, view="map")

    @property
    def csv_url(self) -> str:
        return self.read.behind(name="results_csv")

    @property
    def years(self) -> list[tuple[int, list[PublishedResult]]]:
        """The last results, under their years."""
        return years_of(self.read.results[entry.key] for entry in self.last)

    @property
    def unchecked(self) -> list[PublishedResult]:
        return [self.read.results[entry.key] for entry in self.unchecked_entries[:MOST_UNCHECKED]]

    @property
    def unchecked_in_all(self) -> int:
        return len(self.unchecked_entries)

    @property
    def other_claims(self) -> list[ClaimLine]:
        """Published numbers that are not in the tables of a step."""
        return [c for c in self.claims if self.steps is None or c.claim.headline]

    @property
    def aims_in_use(self) -> list[TargetLine]:
        return [aim for aim in self.aims if aim.is_in_use]

    @property
    def aims_before(self) -> list[TargetLine]:
        """Earlier values, and those that are contested; they are kept with their source and reason (rule 18)."""
        return [aim for aim in self.aims if not aim.is_in_use]

    @property
    def longest_bar(self) -> Decimal:
        """What puts the bars of people on one scale, also where a view shows two indicators."""
        return max((bar.largest for block in self.people for bar in block.years), default=Decimal(0))

    @property
    def first_counted(self) -> int:
        """The year in which the series of the programme begin; what came before is shown, not counted (rule 6)."""
        return figures.SINCE_2016.start.year

    @property
    def is_part(self) -> bool:
        """Whether it sees only a part of what the explorer lists for it: one group of people, one kind of product."""
        return self.indicator.view_category_id is not None


def find_indicator(code: str) -> Indicator:
    """The indicator of an address, such as "i3". Raises Indicator.DoesNotExist."""
    if code != code.lower():
        raise Indicator.DoesNotExist
    related = ("framework", "theme", "view_tag", "view_category__dimension", "replaces")
    return Indicator.objects.select_related(*related).prefetch_related("dimensions").get(code=code.upper())


def indicator_page(indicator: Indicator, *, as_of: date | None, today: date) -> IndicatorPage:
    """What is published of `indicator`: about a dozen queries, however many results there are."""
    past, on = past_of(as_of), as_of or today
    is_view = indicator.view_tag_id or indicator.view_category_id
    sources = list(indicator.view_of.all()) if is_view else []
    codes = [s.code for s in sources] or codes_of_page(indicator.code)
    found = _entries(codes, as_of)
    seen = seen_through(indicator, found)
    # Targets and claims are no part of the ledger: a past day leaves them to today's page (ledger, rule 3).
    read = reading(past, **_asked(indicator, sources))
    aims = [] if past.day else targets_of(indicator, found, windows=read.windows(on=on), on=on)
    claims = [] if past.day else claims_of(indicator, found, on=on)
    level = level_number(indicator.level)
    is_step = indicator.code in figures.STEP_INDICATORS
    is_people = indicator.measure == Indicator.Measure.PERSONS
    levels = dict.fromkeys(codes, level)
    counted = figures.reported_in_period(seen, figures.SINCE_2016)
    last = sorted(seen, key=figures.in_order, reverse=True)[:MOST_LISTED]
    unchecked = figures.with_unchecked_tag(found, theme=indicator.view_tag.slug) if indicator.view_tag else []
    unchecked = sorted(unchecked, key=figures.in_order, reverse=True)
    read.want([*last, *unchecked[:MOST_UNCHECKED]])
    return IndicatorPage(
        indicator=indicator,
        past=past,
        level=level,
        badge=str(STEPS[indicator.step]) if indicator.step else kind_text(indicator.code, str(LEVELS[level])),
        definition=definition(indicator, sources),
        links=links_of(indicator, sources, past),
        aims=aims,
        aim_charts=_aim_charts(aims, level),
        claims=claims,
        steps=steps_block(indicator.step or 0, found, read, aims=aims, claims=claims, on=on) if is_step else None,
        people=[people_block(s, seen, read, on=on, aims=None if sources else aims) for s in sources or [indicator]]
        if is_people
        else [],
        records=None if is_step or is_people else records_block(indicator, seen, read, on=on),
        columns=columns_by_year(counted, levels, on=on, behind=read.behind) if counted else (),
        by_region=[
            (region.name, region.url, columns_by_year(region.entries, levels, on=on))
            for region in read.regions(counted)
        ],
        found=len(seen),
        updated=_last_published(codes, past),
        read=read,
        last=last,
        unchecked_entries=unchecked,
    )


def _asked(indicator: Indicator, sources: Sequence[Indicator]) -> dict[str, Any]:
    """What the explorer is asked for the results of an indicator; a view of one group leads to all of its source."""
    asked: dict[str, Any] = {"indicator": [s.code for s in sources] or indicator.code}
    return asked | ({"theme": indicator.view_tag.slug} if indicator.view_tag else {})


def _aim_charts(aims: Sequence[TargetLine], level: int) -> list[tuple[str, str, list[Bar]]]:
    """Targets for the world beside what was reached, each in its own window: id, unit and bars of each chart.

    Only those in use, in a unit that something is counted in, whose window is completely recorded; they are never
    added.
    """
    own = [aim for aim in aims if not aim.target.country_id and aim.is_in_use and aim.is_complete]
    charts = []
    for unit, name in AIM_UNITS.items():
        if bars := [_aim_bar(aim, level) for aim in own if aim.target.unit == unit]:
            charts.append((f"aims-{unit}", str(name), bars))
    return charts


def _aim_bar(aim: TargetLine, level: int) -> Bar:
    label = ", ".join(filter(None, [aim.about, aim.window]))
    note = _("target %(amount)s (%(state)s)") % {"amount": aim.amount, "state": aim.state_text}
    return bar_of(label, aim.ours, target=aim.target.value, note=note, level=level)


def _entries(codes: Sequence[str], as_of: date | None) -> list[Entry]:
    """The entries of some indicators: now from the memory of the process, of a past day from the ledger."""
    if as_of is None:
        return [entry for entry in everything(None) if entry.indicator in codes]
    return entries_of(Publication.objects.as_of(as_of).filter(indicator__code__in=codes))


def _last_published(codes: Sequence[str], past: Past) -> LastUpdate:
    """The day on which something of these indicators was last published or withdrawn."""
    written = Publication.objects.filter(indicator__code__in=codes)
    if past.day is not None:
        written = written.filter(recorded_at__lt=end_of(past.day))
    return last_update(written)
