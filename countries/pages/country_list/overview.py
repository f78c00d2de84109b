"""Where each country stands: the steps that it took and still holds; the rows of a list and the areas of a map."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from countries.models import Country, CountryPriority
from countries.pages.steps import TITLES
from indicators import figures
from indicators.figures import SINCE_2016, STEP_INDICATORS, Entry, Quantity
from indicators.pages.published import Past
from rmt.charts import Area

IN_FORCE, LOST, NONE = "in-force", "lost", ""


@dataclass(frozen=True)
class Steps:
    """What became of each of the three steps since 2016: in force, lost or none."""

    states: tuple[str, ...] = (NONE, NONE, NONE)

    @property
    def furthest(self) -> int:
        """The furthest step that is still held, 0 for none."""
        return max((number for number, state in enumerate(self.states, 1) if state == IN_FORCE), default=0)

    @property
    def text(self) -> str:
        """In words, for the map: the furthest step that is held, and what was lost."""
        held = str(TITLES[self.furthest]).lower() if self.furthest else _("no step in force")
        gone = [str(TITLES[number]).lower() for number, state in enumerate(self.states, 1) if state == LOST]
        return f"{held} ({_('lost: %(steps)s') % {'steps': ', '.join(gone)}})" if gone else held


@dataclass(frozen=True)
class Update:
    """The update of the latest round that was due, of a country that was asked for one."""

    round: str
    is_sent: bool


@dataclass(frozen=True)
class CountryRow:
    """A country of the list. `people` is the figure in words, empty if none was reported, `added` the same between its
    bounds, `None` if it is not known, and `people_url` leads to what is behind it. `update` is known today only."""

    country: Country
    url: str
    phases: tuple[str, ...]
    steps: Steps
    has_results: bool
    people: str = ""
    added: Quantity | None = None
    people_url: str = ""
    updated: date | None = None
    update: Update | None = None

    @property
    def name(self) -> str:
        return self.country.name

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """More people covered in practice, exactly: at least, at most."""
        return (self.added.low, self.added.high) if self.added else (None, None)

    def area(self) -> Area:
        """The country on the map."""
        text = self.steps.text if self.has_results else _("no result published")
        return Area(self.country.iso3, self.name, self.steps.furthest, text, self.url)


def rows_of_countries(published: Sequence[Entry], past: Past, *, day: date) -> list[CountryRow]:
    """Priority countries of any phase, and others with a published result, by region and name: two queries."""
    steps = steps_by_country(published, day=day)
    reported = {e.country for e in published if e.country}
    chosen = (
        Country.objects.filter(Q(priorities__isnull=False) | Q(iso3__in=reported))
        .distinct()
        .select_related("region")
        .prefetch_related(Prefetch("priorities", CountryPriority.objects.order_by("start")))
        .order_by("region__order", "name_en")
    )
    return [
        CountryRow(
            country=country,
            url=past.at(country.get_absolute_url()),
            phases=tuple(p.phase for p in country.priorities.all()),
            steps=steps.get(country.iso3, Steps()),
            has_results=country.iso3 in reported,
        )
        for country in chosen
    ]


def steps_by_country(published: Iterable[Entry], *, day: date) -> dict[str, Steps]:
    """For each country that took a step since 2016, whether each of the three is in force on `day`, lost, or none."""
    states: dict[str, list[str]] = {}
    for entry in figures.changes(published, period=SINCE_2016):
        if entry.country:
            own, place = states.setdefault(entry.country, [NONE] * 3), STEP_INDICATORS[entry.indicator] - 1
            own[place] = IN_FORCE if own[place] == IN_FORCE or figures.stands(entry, on=day) else LOST
    return {iso3: Steps(tuple(own)) for iso3, own in states.items()}
