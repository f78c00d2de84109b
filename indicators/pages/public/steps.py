"""A step beside what was published of it: countries by year, what was lost, and changes in a block of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from indicators import figures
from indicators.figures import SINCE_2016, Comparison, Entry, Quantity, years
from indicators.pages.public.places import PlaceRow, place_rows
from indicators.pages.public.targets import ClaimLine, TargetLine, aim_for
from indicators.pages.published import PublishedResult, Reading
from indicators.wording import difference_text, is_window

MOST_LOST = 20
SAME_SOURCE = "Independent evaluation of phase I"


@dataclass(frozen=True)
class YearRow:
    """The end of a year: what was published then, and the countries that the entries support.

    They are counted once from the entries of the source that was published, and once from all.
    """

    year: int
    published: ClaimLine | None
    adopted: int
    not_lost: int
    adopted_in_all: int
    not_lost_in_all: int

    @property
    def difference(self) -> str:
        """In words, of either sign; for all entries too, where it is another."""
        if self.published is None:
            return _("nothing was published")
        value = self.published.claim.value
        same, every = (
            difference_text(Comparison(Quantity.of(ours).low, value)) for ours in (self.adopted, self.adopted_in_all)
        )
        if self.adopted == self.adopted_in_all:
            return same
        return _("from the same source: %(same)s; all entries held here: %(every)s") % {"same": same, "every": every}


@dataclass(frozen=True)
class StepsBlock:
    """What the page of a step shows: countries by year, what was lost, and changes window by window.

    Changes, and the countries in which they were made, are two measures: side by side in `changes` and in each cell
    of `regions`, never mixed.
    """

    rows: Sequence[YearRow]
    lost_entries: Sequence[Entry]
    reading: Reading
    regions: Sequence[PlaceRow]
    changes: Sequence[Mapping[str, Any]]
    sources: Sequence[str]
    notes: Sequence[str]
    countries_aim: TargetLine | None
    in_no_phase: int
    temporary: int
    in_force: int
    on: date

    @property
    def lost(self) -> list[PublishedResult]:
        """The results that are no longer in force, the last lost first; each says when it was lost, and why."""
        return [self.reading.results[entry.key] for entry in self.lost_entries[:MOST_LOST]]

    @property
    def lost_in_all(self) -> int:
        return len(self.lost_entries)

    @property
    def lost_url(self) -> str:
        return self.reading.behind(standing="lost")


def steps_block(
    step: int,
    entries: Sequence[Entry],
    reading: Reading,
    *,
    aims: Sequence[TargetLine],
    claims: Sequence[ClaimLine],
    on: date,
) -> StepsBlock:
    """Step `step` from the entries, beside its targets and the numbers published of it."""
    own = [e for e in entries if e.step == step]
    own_claims = [c for c in claims if c.claim.indicator_id]
    by_year = {c.claim.window_end.year - 1: c for c in own_claims if c.claim.unit == "countries"}
    listed = reading.windows(on=on)
    first = next((window for window in listed if window.is_phase), listed[-1])
    shown = range(first.period.start.year, min(first.period.last.year, on.year) + 1)
    ended = [year for year in shown if years(year, year).last <= on]
    lost = sorted(figures.lost(own, period=SINCE_2016, day=on), key=lambda entry: entry.standings[-1].day, reverse=True)
    reading.want(lost[:MOST_LOST])
    changes = []
    for window in listed:
        period = window.period
        row = {
            "window": window,
            "changes": len(figures.changes(own, period=period, step=step)),
            "countries": len(figures.countries(own, period=period, step=step)),
            "aim": aim_for(aims, unit="changes", period=period),
            "countries_aim": aim_for(aims, unit="countries", period=period),
            "published": [c for c in own_claims if c.claim.unit == "changes" and is_window(c.claim, period)],
            "results_url": reading.behind(period),
        }
        changes.append(row)
    return StepsBlock(
        rows=[_year_row(year, step, own, by_year.get(year)) for year in ended],
        lost_entries=lost,
        reading=reading,
        regions=_regions(step, own, reading, on=on),
        changes=changes,
        sources=list(dict.fromkeys(c.claim.source for c in by_year.values())),
        notes=[f"{year}: {c.claim.note}" for year, c in by_year.items() if c.claim.note],
        countries_aim=aim_for(aims, unit="countries", period=first.period),
        in_no_phase=len(figures.in_no_period(own, [w.period for w in listed if w.is_phase])),
        in_force=len(figures.in_force(own, period=SINCE_2016, day=on)),
        on=on,
        temporary=len(figures.temporary(own, period=SINCE_2016)),
    )


def _regions(step: int, entries: Sequence[Entry], reading: Reading, *, on: date) -> list[PlaceRow]:
    """Country by country, changes in each window and the countries that made them, and whether any was lost since."""

    def cells_of(own: Sequence[Entry]) -> list[tuple[int, int]]:
        return [
            (
                len(figures.changes(own, period=w.period, step=step)),
                len(figures.countries(own, period=w.period, step=step)),
            )
            for w in reading.windows(on=on)
        ]

    def has_lost(own: Sequence[Entry]) -> bool:
        return bool(figures.lost(own, period=SINCE_2016, day=on))

    return place_rows(entries, reading, cells_of=cells_of, has_lost=has_lost)


def _year_row(year: int, step: int, entries: Sequence[Entry], published: ClaimLine | None) -> YearRow:
    period = years(SINCE_2016.start.year, year)
    same = [e for e in entries if e.source.startswith(SAME_SOURCE)]
    return YearRow(
        year=year,
        published=published,
        adopted=len(figures.countries(same, period=period, step=step)),
        not_lost=len(figures.countries_not_lost(same, period=period, step=step, day=period.last)),
        adopted_in_all=len(figures.countries(entries, period=period, step=step)),
        not_lost_in_all=len(figures.countries_not_lost(entries, period=period, step=step, day=period.last)),
    )
