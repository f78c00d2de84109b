"""The periods of which pages speak, side by side: the phases, and everything since 2016 (rule 6)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from indicators.figures import PHASE_1, PHASE_2, SINCE_2016, Period, last_day


@dataclass(frozen=True)
class Window:
    """A period with its name, and the day on which its figures ask what stands."""

    label: str
    period: Period
    day: date

    @property
    def is_phase(self) -> bool:
        """Whether it is a phase, with targets and countries that are expected to report."""
        return self.period != SINCE_2016


def windows(*, on: date) -> list[Window]:
    """Phase I, phase II and since 2016, as they stand on a day."""
    named = ((_("Phase I, 2016–2020"), PHASE_1), (_("Phase II, 2021–2025"), PHASE_2), (_("Since 2016"), SINCE_2016))
    return [Window(label, period, last_day(period, as_of=on)) for label, period in named]
