"""The day that a page is asked for, and the periods of which it speaks side by side (rule 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from indicators.figures import SINCE_2016, Entry, Period, is_within, last_day
from indicators.models import Publication
from indicators.rounds import phases
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
    """A period with its names, and the day on which its figures ask what stands.

    A label, the figure that stands under it and the link behind it all come from one window (rule 6). `code` is that
    of the phase; empty for the years since 2016.
    """

    code: str
    period: Period
    day: date
    is_complete: bool = False
    """Whether a manager said that all of the period is recorded here: until then no bar stands against a target."""

    @property
    def is_phase(self) -> bool:
        """Whether it is a phase, with targets and countries that are expected to report."""
        return bool(self.code)

    @property
    def years(self) -> str:
        """ "2016–2020", or "since 2016"."""
        if not self.is_phase:
            return _("since 2016")
        return f"{self.period.start.year}–{self.period.last.year}"

    @property
    def name(self) -> str:
        """ "phase I", or "all years"."""
        return _("phase %(phase)s") % {"phase": self.code} if self.is_phase else _("all years")

    @property
    def label(self) -> str:
        """ "Phase I, 2016–2020", or "Since 2016"."""
        if not self.is_phase:
            return _("Since 2016")
        return _("Phase %(phase)s, %(years)s") % {"phase": self.code, "years": self.years}


def windows(past: Past, *, on: date) -> list[Window]:
    """Every phase that has begun by a day, and all years since 2016, as they stand on it: one query."""
    found = [
        Window(phase.code, phase.period, last_day(phase.period, as_of=on), phase.is_record_complete)
        for phase in phases(past.day)
        if phase.start <= on
    ]
    return [*found, Window("", SINCE_2016, last_day(SINCE_2016, as_of=on))]


def window_of(entry: Entry, listed: Sequence[Window]) -> Window | None:
    """The phase in which a result happened; "since 2016" if in none of them; `None` before the programme.

    `listed` are those of `windows`, "since 2016" last.
    """
    return next((window for window in listed if is_within(entry, window.period)), None)
