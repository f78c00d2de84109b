"""The results of a country by year: the newest in full, then in lines of their own, the rest in the explorer."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from countries.pages.country.links import Behind
from countries.pages.country.published import Told
from indicators import figures
from indicators.figures import SINCE_2016
from rmt.charts import YearColumn

IN_FULL = 10
ON_THE_PAGE = 50
ON_A_LINE = 60
WORTH_A_CHART = 8


@dataclass(frozen=True)
class Year:
    """One year: results in full, results in a line each, and how many more there are."""

    label: int
    full: Sequence[Told]
    short: Sequence[Told]
    not_listed: int
    url: str


@dataclass(frozen=True)
class Results:
    """The results of a country, by year."""

    years: Sequence[Year]
    count: int
    marks: Sequence[Told]
    columns: Sequence[YearColumn]
    url: str
    earlier: Sequence[Told] = ()

    @property
    def not_listed(self) -> int:
        """How many stand in the explorer only."""
        return sum(year.not_listed for year in self.years)

    @property
    def last_year(self) -> int:
        """The last year of the line of results: at least the end of phase I."""
        return max([figures.PHASE_1.last.year, *(year.label for year in self.years)])


def results_by_year(
    found: Sequence[Told], behind: Behind, *, earlier: Sequence[Told] = (), first: int = SINCE_2016.start.year
) -> Results:
    """Results under their years, the last year first; few of them on a line of years, more in columns as well."""
    newest_first = sorted(found, key=lambda one: figures.in_order(one.entry), reverse=True)
    place = {one.entry.key: n for n, one in enumerate(newest_first)}
    return Results(
        years=[_year(label, list(some), place, behind) for label, some in groupby(newest_first, key=lambda o: o.year)],
        count=len(newest_first),
        marks=sorted(found, key=lambda one: one.day) if len(found) <= ON_A_LINE else (),
        columns=_columns(newest_first, behind, first) if len(found) >= WORTH_A_CHART else (),
        url=behind.all_of_them(),
        earlier=earlier,
    )


def _year(label: int, results: Sequence[Told], place: dict[str, int], behind: Behind) -> Year:
    listed = [one for one in results if place[one.entry.key] < ON_THE_PAGE]
    full = [one for one in listed if place[one.entry.key] < IN_FULL]
    return Year(
        label=label,
        full=full,
        short=listed[len(full) :],
        not_listed=len(results) - len(listed),
        url=behind.all_of_them(year_from=label, year_to=label),
    )


def _columns(results: Iterable[Told], behind: Behind, first: int) -> list[YearColumn]:
    counts = Counter((one.year, one.level) for one in results)
    years = [year for year, _level in counts]
    return [
        YearColumn(
            str(year),
            (counts[year, 1], counts[year, 2], counts[year, 3]),
            behind.all_of_them(year_from=year, year_to=year),
        )
        for year in range(min([first, *years]), max(years, default=first) + 1)
    ]
