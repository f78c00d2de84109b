"""Addresses of the results explorer: which results stand behind a figure, wherever the figure is printed."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from indicators.figures import SINCE_2016, Period

SEVERAL = (
    "region", "country", "level", "step", "indicator", "theme", "branch", "partner", "project", "sdg", "round",
    "standing",
)  # fmt: skip
SINGLE = ("q", "year_from", "year_to")
SHOWN_AS = ("view", "sort", "page")
WITHOUT_SAYING = {"view": "list", "sort": "-date", "page": "1"}


def results_in(period: Period | None, *, as_of: date | None, **asked: Any) -> str:
    """The results of a period, as of a day; of all years, if no period is given."""
    if period is not None:
        last = None if period.end == SINCE_2016.end else period.last.year
        asked = {"year_from": period.start.year, "year_to": last} | asked
    return results_url(as_of=as_of, **asked)


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
