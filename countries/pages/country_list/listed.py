"""A country of the list, and what became of its three steps."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from countries.models import Country
from countries.pages.steps import TITLES
from indicators.figures import Quantity
from rmt.charts import STEP_LOST, STEPS_HELD, Area

IN_FORCE, LOST, NONE = "in-force", "lost", ""


@dataclass(frozen=True)
class StepStates:
    """What became of each of the three steps since 2016: in force, lost or none."""

    states: tuple[str, ...] = (NONE, NONE, NONE)

    @property
    def furthest(self) -> int:
        """The furthest step that is in force, 0 for none."""
        return max((number for number, state in enumerate(self.states, 1) if state == IN_FORCE), default=0)

    @property
    def text(self) -> str:
        """In words, for the map: the furthest step that is in force, and what was lost."""
        furthest = str(TITLES[self.furthest]).lower() if self.furthest else str(STEPS_HELD[0])
        lost = ", ".join(str(TITLES[number]).lower() for number, state in enumerate(self.states, 1) if state == LOST)
        if lost and not self.furthest:
            return _("step lost: %(steps)s") % {"steps": lost}
        return f"{furthest} ({_('lost: %(steps)s') % {'steps': lost}})" if lost else furthest

    @property
    def shade(self) -> int:
        """That of the map: the furthest step that is in force, or that all there were are lost."""
        return self.furthest or (STEP_LOST if LOST in self.states else 0)


@dataclass(frozen=True)
class ListedCountry:
    """A country of the list.

    `people` is how many more are covered in practice, in words, empty if none was reported; `added` the same between
    its bounds, `None` if it is not known; `people_url` leads to what is behind it.
    """

    country: Country
    url: str
    phases: tuple[str, ...]
    steps: StepStates
    has_results: bool
    people: str = ""
    added: Quantity | None = None
    people_url: str = ""

    @property
    def name(self) -> str:
        return self.country.name

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """More people covered in practice, exactly: at least, at most."""
        return (self.added.low, self.added.at_most) if self.added else (None, None)

    def area(self) -> Area:
        """The country on the map."""
        text = self.steps.text if self.has_results else _("no result published")
        return Area(self.country.iso3, self.name, self.steps.shade, text, self.url)
