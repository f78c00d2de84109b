"""What the explorer is asked, and where the figures of a page lead in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.addresses import results_in, results_url
from indicators.figures import Period
from indicators.pages.published.periods import Past

VIEWS = ("list", "table", "timeline", "map")
SORTS = ("date", "country", "indicator", "figure")


def behind(past: Past, period: Period | None = None, **asked: Any) -> str:
    """The results behind a figure, on the day of its page; those of a period, if one is given."""
    return results_in(period, as_of=past.day, **asked)


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
