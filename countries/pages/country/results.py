"""The published results of a country: year by year, the newest in full, and what of them a biennium counts (rule 7)."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from countries.models import Country
from countries.pages.country.facts import CountryRecord, day_of
from indicators import figures
from indicators.figures import SINCE_2016, Entry, Period
from indicators.ledger import NOTHING, Withheld, entries_of, hidden_groups, without_hidden
from indicators.models import Publication
from indicators.pages.published import Past, PublishedResult
from rmt.charts import YearColumn
from rmt.text import level_number

IN_FULL = 10
ON_THE_PAGE = 50
ON_A_LINE = 60
WORTH_A_CHART = 8
LEDE_WORDS = 30


def results_of(country: Country, *, past: Past, themes: Mapping[str, str]) -> dict[str, PublishedResult]:
    """The results of a country by the keys of their entries, in the order in which they were published.

    A payload is read when the page prints something of it: of hundreds, it prints fifty.
    """
    published = Publication.objects.as_of(past.day).filter(country=country)
    columns = published.order_by().values_list(
        "number", "title", "indicator__level", "round__code", "version", "payload"
    )
    rows = {number: row for number, *row in columns}
    results: dict[str, PublishedResult] = {}
    hidden = hidden_groups()
    for entry in entries_of(published):
        if entry.number in rows:
            title, level, reported_in, version, text = rows[entry.number]
            withheld = hidden.get(entry.key, NOTHING)
            payload: Any = SimpleLazyObject(partial(_shown, text, withheld, version))
            results[entry.key] = PublishedResult(
                entry=entry,
                title=payload["title"] if withheld.passages else title,
                level=level_number(level),
                payload=payload,
                themes=themes,
                past=past,
                of_country=country,
                round=reported_in,
                lede_words=LEDE_WORDS,
                neighbours=results,
            )
    return results


def _shown(text: str, withheld: Withheld, version: int) -> dict[str, Any]:
    return without_hidden(json.loads(text), withheld, version=version)


# By year

FIRST_LINE_ENDS = 2020
"""The line of results is never shorter than the first five years of the programme."""


@dataclass(frozen=True)
class ResultsByYear:
    """The results of the period that is shown, the last year first; `earlier` is what happened before the programme."""

    years: Sequence[Mapping[str, Any]]
    count: int
    marks: Sequence[PublishedResult]
    columns: Sequence[YearColumn]
    url: str
    earlier: Sequence[PublishedResult]

    @property
    def not_listed(self) -> int:
        """How many stand in the explorer only."""
        return sum(year["not_listed"] for year in self.years)

    @property
    def last_year(self) -> int:
        """The last year of the line of results."""
        return max([FIRST_LINE_ENDS, *(year["label"] for year in self.years)])


def results_by_year(
    results: Mapping[str, PublishedResult],
    counted: Sequence[Entry],
    biennium: "Biennium | None",
    behind: Callable[..., str],
) -> ResultsByYear:
    """Those that count, of the period that was chosen; few of them on a line of years, more in columns as well."""
    inside = [e for e in counted if figures.is_within(e, biennium.period)] if biennium else counted
    keys = {entry.key for entry in counted}
    earlier = [] if biennium else [result for key, result in results.items() if key not in keys]
    shown = _last_first([results[entry.key] for entry in inside])
    first = biennium.period.start.year if biennium else SINCE_2016.start.year
    return ResultsByYear(
        years=_years(shown, behind),
        count=len(shown),
        marks=_marks([results[e.key] for e in inside]) if len(inside) <= ON_A_LINE else (),
        columns=_columns(shown, behind, first) if len(shown) >= WORTH_A_CHART else (),
        url=behind(),
        earlier=_last_first(earlier),
    )


def _marks(results: Sequence[PublishedResult]) -> list[PublishedResult]:
    """Those dated to one year, in order: a mark in the middle of several would say more than is known."""
    return sorted((r for r in results if r.entry.first.year == r.entry.last.year), key=lambda r: r.day)


def _last_first(results: Sequence[PublishedResult]) -> list[PublishedResult]:
    return sorted(results, key=lambda result: figures.in_order(result.entry), reverse=True)


def _years(newest_first: Sequence[PublishedResult], behind: Callable[..., str]) -> list[dict[str, Any]]:
    """Each year with its results in full, those in a line each, and how many more there are."""
    years, before = [], 0
    for label, some in groupby(newest_first, key=lambda result: result.year):
        results = list(some)
        listed = results[: max(ON_THE_PAGE - before, 0)]
        in_full = max(IN_FULL - before, 0)
        years.append(
            {
                "label": label,
                "full": listed[:in_full],
                "short": listed[in_full:],
                "not_listed": len(results) - len(listed),
                "url": behind(year_from=label, year_to=label),
            }
        )
        before += len(results)
    return years


def _columns(results: Sequence[PublishedResult], behind: Callable[..., str], first: int) -> list[YearColumn]:
    counts = Counter((result.year, result.level) for result in results)
    years = [year for year, _level in counts]
    return [
        YearColumn(
            str(year),
            (counts[year, 1], counts[year, 2], counts[year, 3]),
            behind(year_from=year, year_to=year),
        )
        for year in range(min([first, *years]), max(years, default=first) + 1)
    ]


# By programme-and-budget period


@dataclass(frozen=True)
class Biennium:
    """A programme-and-budget period as one country counts in it.

    `outputs` are its output indicators: name, changes that name it, and 1 if the country counts for it, else 0.
    """

    label: str
    period: Period
    outputs: Sequence[tuple[str, int, int]]
    without_output: int
    url: str


def biennium_of(
    label: str, record: CountryRecord, entries: Sequence[Entry], country: Country, behind: Callable[..., str]
) -> Biennium | None:
    """The period that was asked for; `None` for all years, also where there is no such period."""
    found = next((row for row in record.biennium_rows if row["code"] == label), None)
    if found is None:
        return None
    rows = [row for row in record.output_rows if row["biennium"] == label]
    period = Period(day_of(found["start"]), day_of(found["end"]))
    changes = figures.changes(entries, period=period)
    reached = figures.countries_by_output(changes, biennium=period)
    named = Counter(entry.pb_output for entry in changes)
    outputs = []
    for row in rows:
        name = row["name_en"] if row["wording_known"] else _("its wording is not entered yet")
        key = f"{label} {row['code']}"
        outputs.append((f"{row['code']} · {name}", named[key], int(country.iso3 in reached.get(key, ()))))
    return Biennium(
        label=label,
        period=period,
        outputs=outputs,
        without_output=len([entry for entry in changes if not entry.pb_output]),
        url=behind(period, indicator=list(figures.STEP_INDICATORS)),
    )


def biennia_to_choose(
    record: CountryRecord, chosen: Biennium | None, country: Country, past: Past
) -> list[tuple[str, str, bool]]:
    """All years, then each period, the last first: label, address on the day of the page, whether it is chosen."""
    page, day = country.get_absolute_url(), {"as_of": past.day.isoformat()} if past.day else {}
    choices = [(_("All years"), f"{past.at(page)}#results", chosen is None)]
    begun = [row["code"] for row in record.biennium_rows if day_of(row["start"]) <= record.day]
    for label in reversed(begun):
        url = f"{page}?{urlencode(day | {'biennium': label})}#results"
        choices.append((label.replace("-", "–"), url, chosen is not None and chosen.label == label))
    return choices
