"""The day that a page is asked for, and the periods of which it speaks side by side (rule 6)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from indicators.figures import PHASE_1, PHASE_2, SINCE_2016, Period, last_day
from indicators.models import Publication
from rmt.records import end_of


@dataclass(frozen=True)
class Past:
    """The day that a page is asked for; `day` is `None` for the current page."""

    day: date | None
    before_first: bool = False

    def at(self, url: str, anchor: str = "") -> str:
        """An address that stays on this day."""
        return url + (f"?as_of={self.day.isoformat()}" if self.day else "") + (f"#{anchor}" if anchor else "")

    @property
    def query(self) -> str:
        """What a link of a past page carries on."""
        return self.at("")


def past_of(as_of: date | None) -> Past:
    """The day asked for, and whether anything had been published by its end."""
    if as_of is None:
        return Past(None)
    return Past(as_of, before_first=not Publication.objects.filter(recorded_at__lt=end_of(as_of)).exists())


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
