"""A step beside what was published of it: countries by year, what was lost, and changes in a block of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from countries.selectors.listing import Listed
from indicators import figures
from indicators.figures import PHASE_1, Comparison, Entry, years
from indicators.selectors.aims import Aim, Published, aim_for, is_window
from indicators.selectors.windows import Window, windows
from indicators.wording import difference_text
from rmt.templatetags.components import day

SAME_SOURCE = "Independent evaluation of phase I"


@dataclass(frozen=True)
class Standing:
    """Countries with a step by the end of a year, once from the entries of one source and once from all."""

    same: int
    every: int


@dataclass(frozen=True)
class YearRow:
    """The end of a year: what was published then, and what the entries support."""

    year: int
    published: Published | None
    adopted: Standing
    in_force: Standing
    difference: str


@dataclass(frozen=True)
class Lost:
    """A step that no longer stands, with the day and the reason."""

    result: Listed
    day_text: str
    reason: str


@dataclass(frozen=True)
class ChangesRow:
    """Changes of a window, and the countries in which they were made; two measures, side by side, never mixed."""

    window: Window
    changes: int
    countries: int
    aim: Aim | None
    countries_aim: Aim | None
    published: tuple[Published, ...]


@dataclass(frozen=True)
class StepsBlock:
    rows: tuple[YearRow, ...]
    lost: tuple[Lost, ...]
    changes: tuple[ChangesRow, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    countries_aim: Aim | None

    @property
    def highest(self) -> int:
        """The top of the chart."""
        found = [max(r.adopted.every, int(r.published.claim.value) if r.published else 0) for r in self.rows]
        return max([1, *found])


def steps_block(
    step: int, rows: Sequence[Listed], *, aims: Sequence[Aim], claims: Sequence[Published], on: date
) -> StepsBlock:
    """Step `step` from the results `rows`, beside its targets and the numbers published of it."""
    entries = [row.entry for row in rows]
    own_claims = [c for c in claims if c.claim.indicator_id]
    by_year = {c.claim.window_end.year - 1: c for c in own_claims if c.claim.unit == "countries"}
    ended = [year for year in range(PHASE_1.start.year, PHASE_1.end.year) if years(year, year).last <= on]
    return StepsBlock(
        rows=tuple(_year_row(year, step, entries, by_year) for year in ended),
        lost=_lost(rows, step=step, on=on),
        changes=tuple(_changes_row(window, step, entries, aims, own_claims) for window in windows(on=on)),
        sources=tuple(dict.fromkeys(c.claim.source for c in by_year.values())),
        notes=tuple(f"{year}: {c.claim.note}" for year, c in by_year.items() if c.claim.note),
        countries_aim=aim_for(aims, unit="countries", period=PHASE_1),
    )


def _year_row(year: int, step: int, entries: list[Entry], published: Mapping[int, Published]) -> YearRow:
    period = years(PHASE_1.start.year, year)
    same = [e for e in entries if e.source.startswith(SAME_SOURCE)]
    adopted, in_force = (
        Standing(*(len(count(some)) for some in (same, entries)))
        for count in (
            lambda some: figures.countries(some, period=period, step=step),
            lambda some: figures.countries_in_force(some, period=period, step=step, day=period.last),
        )
    )
    claim = published.get(year)
    return YearRow(year, claim, adopted, in_force, _difference(adopted, claim))


def _difference(adopted: Standing, published: Published | None) -> str:
    """In words, of either sign; for all entries too, where it is another."""
    if published is None:
        return _("nothing was published")
    value = published.claim.value
    words = difference_text(Comparison(figures.Quantity.of(adopted.same).low, value))
    if adopted.every == adopted.same:
        return words
    return _("from the same source: %(same)s; all entries held here: %(every)s") % {
        "same": words,
        "every": difference_text(Comparison(figures.Quantity.of(adopted.every).low, value)),
    }


def _lost(rows: Sequence[Listed], *, step: int, on: date) -> tuple[Lost, ...]:
    """The results of a step that no longer stood on the day, the last lost first."""
    by_key = {row.entry.key: row for row in rows}
    gone = [e for e in figures.lost([row.entry for row in rows], period=figures.SINCE_2016, day=on) if e.step == step]
    found = [(e.standings[-1].day, by_key[e.key]) for e in gone]
    return tuple(Lost(row, day(when), row.standing) for when, row in sorted(found, key=lambda f: f[0], reverse=True))


def _changes_row(
    window: Window, step: int, entries: list[Entry], aims: Sequence[Aim], claims: Sequence[Published]
) -> ChangesRow:
    return ChangesRow(
        window=window,
        changes=len(figures.changes(entries, period=window.period, step=step)),
        countries=len(figures.countries(entries, period=window.period, step=step)),
        aim=aim_for(aims, unit="changes", period=window.period),
        countries_aim=aim_for(aims, unit="countries", period=window.period),
        published=tuple(c for c in claims if c.claim.unit == "changes" and is_window(c.claim, window.period)),
    )
