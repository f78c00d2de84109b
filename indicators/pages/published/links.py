"""Addresses of the results explorer: what a list that is cut off, or a figure, leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from indicators.figures import SINCE_2016, Period
from indicators.pages.published.periods import Past

SEVERAL = (
    "region", "country", "level", "step", "indicator", "theme", "branch", "partner", "project", "sdg", "round",
    "standing",
)  # fmt: skip
SINGLE = ("q", "year_from", "year_to")
SHOWN_AS = ("view", "sort", "page")
VIEWS = ("list", "table", "timeline", "map")
SORTS = ("date", "country", "indicator", "figure")
WITHOUT_SAYING = {"view": "list", "sort": "-date", "page": "1"}


def behind(past: Past, period: Period | None = None, **asked: Any) -> str:
    """The results behind a figure, on the day of its page; those of a period, if one is given."""
    if period is not None:
        last = None if period.end == SINCE_2016.end else period.last.year
        asked = {"year_from": period.start.year, "year_to": last} | asked
    return results_url(as_of=past.day, **asked)


def results_url(*, name: str = "results", **asked: Any) -> str:
    """The explorer narrowed to some results; `as_of` is the day. `name` leads to an export of the same.

    A value is a slug or code as the pages of countries, themes, … have it, or several of them; one that is `None` or
    empty asks nothing. The same question always has the same address.

        results_url(country="togo", indicator="i3", year_from=2021, year_to=2025)
        results_url(theme=["financing", "old-age-pensions"], level="impact", as_of=day)
    """
    unknown = set(asked) - {*SEVERAL, *SINGLE, *SHOWN_AS, "as_of"}
    if unknown:
        raise TypeError(f"the explorer does not know {sorted(unknown)}")
    query = query_of(asked)
    return reverse(name) + (f"?{query}" if query else "")


def query_of(asked: Mapping[str, Any]) -> str:
    """The query string of a question: names in alphabetical order, values sorted, nothing that goes without saying.

    >>> query_of({"view": "list", "country": ["TOGO", "senegal"], "indicator": "I3", "q": ""})
    'country=senegal,togo&indicator=i3'
    """
    texts = {}
    for name, value in sorted(asked.items()):
        if value in (None, "", [], ()):
            continue
        if name in SEVERAL:
            several = value.split(",") if isinstance(value, str) else [value] if isinstance(value, int) else value
            text = ",".join(sorted({code for each in several if (code := str(each).strip().lower())}))
        else:
            text = value.isoformat() if isinstance(value, date) else str(value)
        if text and WITHOUT_SAYING.get(name) != text:
            texts[name] = text
    return urlencode(texts, safe=",")


@dataclass(frozen=True)
class Question:
    """What the address asks: conditions, and how to show what fits."""

    asked: Mapping[str, Any]
    view: str
    sort: str
    page: str
    as_of: date | None

    def url(self, *, name: str = "results", **changes: Any) -> str:
        """The same question with some changes; another question begins on its first page."""
        return results_url(
            name=name, **{"view": self.view, "sort": self.sort, "as_of": self.as_of, **self.asked, **changes}
        )

    def without(self, facet: str, value: str) -> str:
        """The same question without one of the values that are chosen."""
        chosen = self.asked.get(facet)
        changes: dict[str, Any] = {facet: [v for v in chosen if v != value] if isinstance(chosen, list) else None}
        return self.url(**changes)
