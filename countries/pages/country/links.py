"""Addresses that a page of a country leads to: the results behind a figure, on the day of the page."""

from dataclasses import dataclass
from typing import Any

from countries.models import Country
from indicators.figures import SINCE_2016, Period
from indicators.pages.published import Past, results_url


@dataclass(frozen=True)
class Behind:
    """The results of one country, narrowed as a figure is."""

    country: Country
    past: Past

    def all_of_them(self, **asked: Any) -> str:
        """The explorer with the results of the country."""
        return results_url(country=self.country.slug, as_of=self.past.day, **asked)

    def in_period(self, codes: str, period: Period, **asked: Any) -> str:
        """Those of some indicators, as "I4 I5", in a period."""
        last = None if period.end == SINCE_2016.end else period.last.year
        return self.all_of_them(indicator=codes.split(), year_from=period.start.year, year_to=last, **asked)
