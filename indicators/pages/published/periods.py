"""The day that a page is asked for, and the periods of which it speaks side by side (rule 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indicators.figures import Entry, is_within
from indicators.models import Publication
from indicators.rounds import Window, phases, windows_of
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


def windows(past: Past, *, on: date) -> list[Window]:
    """Every phase that has begun by a day, and all years since 2016, as they stand on it: one query."""
    return windows_of(phases(past.day), on=on)


def window_of(entry: Entry, listed: Sequence[Window]) -> Window | None:
    """The phase in which a result happened; "since 2016" if in none of them; `None` before the programme.

    `listed` are those of `windows`, "since 2016" last.
    """
    return next((window for window in listed if is_within(entry, window.period)), None)
