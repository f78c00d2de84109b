"""Steps of countries and territories year by year, as in Table 4 of the evaluation of phase I: marks, never counts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from countries.models import Region
from countries.pages.country_list.listed import ListedCountry
from indicators import figures
from indicators.figures import SINCE_2016, STEP_INDICATORS, Entry
from indicators.pages.published import Past, behind

SEVERAL_YEARS = None
"""The column of what is known to have happened in one of several years: a mark in any of them would say too much."""

Marks = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class StepMatrix:
    """Rows of countries under regions, each with the marks of every column; `columns` are years."""

    columns: Sequence[int | None]
    parts: Sequence[tuple[Region | None, Sequence[tuple[ListedCountry, Sequence[Marks]]]]]


def matrix_of(
    parts: Iterable[tuple[Region | None, Sequence[ListedCountry]]],
    published: Iterable[Entry],
    past: Past,
    *,
    day: date,
) -> StepMatrix | None:
    """The steps of the listed countries that took one; `None` if none did.

    One mark for a step in a year, however many results there are (rule 19); it leads to the result, or to all of them.
    """
    taken: dict[str, list[Entry]] = defaultdict(list)
    for entry in figures.changes(published, period=SINCE_2016):
        if entry.country:
            taken[entry.country].append(entry)
    kept = [(region, [row for row in rows if row.country.iso3 in taken]) for region, rows in parts]
    shown = [entry for _region, rows in kept for row in rows for entry in taken[row.country.iso3]]
    if not shown:
        return None
    columns: list[int | None] = list(range(SINCE_2016.start.year, max(day.year, *(e.last.year for e in shown)) + 1))
    if any(_year(entry) is SEVERAL_YEARS for entry in shown):
        columns.append(SEVERAL_YEARS)
    return StepMatrix(
        columns,
        [
            (region, [(row, _marks(row, taken[row.country.iso3], columns, past, day)) for row in rows])
            for region, rows in kept
            if rows
        ],
    )


def _year(entry: Entry) -> int | None:
    return entry.last.year if entry.first.year == entry.last.year else SEVERAL_YEARS


def _marks(
    row: ListedCountry, entries: Iterable[Entry], columns: Sequence[int | None], past: Past, day: date
) -> list[Marks]:
    """The marks of a country, column by column: steps adopted in the year, then steps lost in it."""
    adopted: dict[tuple[int | None, int], list[Entry]] = defaultdict(list)
    lost: dict[tuple[int | None, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        step = STEP_INDICATORS[entry.indicator]
        adopted[_year(entry), step].append(entry)
        if not figures.stands(entry, on=day):
            said = max(standing.day for standing in entry.standings if standing.day <= day)
            lost[said.year, step].append(entry)
    return [
        [
            {
                "step": step,
                "url": _behind(row, found, step, past),
                "is_loss": is_loss,
                "is_lost": not is_loss and not any(figures.stands(entry, on=day) for entry in found),
            }
            for is_loss, marked in ((False, adopted), (True, lost))
            for step in sorted(STEP_INDICATORS.values())
            if (found := marked.get((column, step)))
        ]
        for column in columns
    ]


def _behind(row: ListedCountry, found: Sequence[Entry], step: int, past: Past) -> str:
    """The result behind a mark; the results of the country and the step, where there are several."""
    if len(found) == 1:
        return past.at(reverse("result", args=[found[0].number]))
    return behind(past, country=row.country.slug, indicator=f"R{step}")
