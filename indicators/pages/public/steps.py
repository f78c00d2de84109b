"""A step beside what was published of it: countries by year, what was lost, and changes in a block of their own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from indicators import figures
from indicators.figures import PHASE_1, Comparison, Entry, years
from indicators.pages.explorer import NOWHERE
from indicators.pages.public.targets import Aim, Published, aim_for, is_window
from indicators.pages.published import PublishedResult, Reading, Window, windows
from indicators.wording import difference_text

MOST_LOST = 20
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
    """A step that no longer stands; when it was lost, and why, is the last that was said of it."""

    key: str
    reading: Reading

    @property
    def result(self) -> PublishedResult:
        return self.reading.results[self.key]


@dataclass(frozen=True)
class ChangesRow:
    """Changes of a window, and the countries in which they were made; two measures, side by side, never mixed."""

    window: Window
    changes: int
    countries: int
    aim: Aim | None
    countries_aim: Aim | None
    published: tuple[Published, ...]
    behind: str


@dataclass(frozen=True)
class StepsRow:
    """Changes of a country or a region, window by window, in how many countries, and how many no longer stand."""

    name: str
    url: str
    behind: str
    changes: tuple[int, ...]
    countries: tuple[int, ...]
    lost: int
    rows: tuple["StepsRow", ...] = ()

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Changes and the countries in which they were made, window by window."""
        return list(zip(self.changes, self.countries, strict=True))


@dataclass(frozen=True)
class StepsBlock:
    rows: tuple[YearRow, ...]
    lost: tuple[Lost, ...]
    lost_in_all: int
    lost_url: str
    regions: tuple[StepsRow, ...]
    windows: tuple[Window, ...]
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
    step: int,
    entries: Sequence[Entry],
    reading: Reading,
    *,
    aims: Sequence[Aim],
    claims: Sequence[Published],
    on: date,
) -> StepsBlock:
    """Step `step` from the entries, beside its targets and the numbers published of it."""
    own = [e for e in entries if e.step == step]
    own_claims = [c for c in claims if c.claim.indicator_id]
    by_year = {c.claim.window_end.year - 1: c for c in own_claims if c.claim.unit == "countries"}
    ended = [year for year in range(PHASE_1.start.year, PHASE_1.end.year) if years(year, year).last <= on]
    gone = figures.lost(own, period=figures.SINCE_2016, day=on)
    spans = tuple(windows(on=on))
    return StepsBlock(
        rows=tuple(_year_row(year, step, own, by_year) for year in ended),
        lost=_lost(gone, reading),
        lost_in_all=len(gone),
        lost_url=reading.behind(standing="lost"),
        regions=tuple(_regions(step, own, reading, spans, on=on)),
        windows=spans,
        changes=tuple(_changes_row(window, step, own, aims, own_claims, reading) for window in spans),
        sources=tuple(dict.fromkeys(c.claim.source for c in by_year.values())),
        notes=tuple(f"{year}: {c.claim.note}" for year, c in by_year.items() if c.claim.note),
        countries_aim=aim_for(aims, unit="countries", period=PHASE_1),
    )


def _regions(
    step: int, entries: list[Entry], reading: Reading, spans: Sequence[Window], *, on: date
) -> Iterator[StepsRow]:
    """Every country that made the step since 2016, under its region."""

    def row(name: str, url: str, behind: str, own: Sequence[Entry], rows: tuple[StepsRow, ...] = ()) -> StepsRow:
        return StepsRow(
            name=name,
            url=url,
            behind=behind,
            changes=tuple(len(figures.changes(own, period=w.period, step=step)) for w in spans),
            countries=tuple(len(figures.countries(own, period=w.period, step=step)) for w in spans),
            lost=len(figures.lost(own, period=figures.SINCE_2016, day=on)),
            rows=rows,
        )

    for region in reading.regions(figures.reported_in_period(entries, figures.SINCE_2016)):
        rows = [
            row(p.name, p.url, reading.behind(figures.SINCE_2016, country=p.slug or NOWHERE), own)
            for p, own in region.countries
        ]
        yield row(region.name, "", region.url, region.entries, tuple(rows))


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


def _lost(gone: Iterable[Entry], reading: Reading) -> tuple[Lost, ...]:
    """The results of a step that no longer stood on the day, the last lost first."""
    last = sorted(gone, key=lambda e: e.standings[-1].day, reverse=True)[:MOST_LOST]
    reading.want(last)
    return tuple(Lost(entry.key, reading) for entry in last)


def _changes_row(
    window: Window,
    step: int,
    entries: list[Entry],
    aims: Sequence[Aim],
    claims: Sequence[Published],
    reading: Reading,
) -> ChangesRow:
    return ChangesRow(
        window=window,
        changes=len(figures.changes(entries, period=window.period, step=step)),
        countries=len(figures.countries(entries, period=window.period, step=step)),
        aim=aim_for(aims, unit="changes", period=window.period),
        countries_aim=aim_for(aims, unit="countries", period=window.period),
        published=tuple(c for c in claims if c.claim.unit == "changes" and is_window(c.claim, window.period)),
        behind=reading.behind(window.period),
    )
