"""What pages of published results share: a result as they show it, links, periods, the chain of results."""

from indicators.addresses import SEVERAL, SHOWN_AS, SINGLE, query_of, results_url
from indicators.charts import bar_of, columns_by_year
from indicators.pages.published.chain import Chain, chain_of
from indicators.pages.published.links import SORTS, VIEWS, Question, behind
from indicators.pages.published.periods import Past, past_of, window_of, windows
from indicators.pages.published.reading import Reading, reading
from indicators.pages.published.result import (
    PublishedResult,
    listed,
    published_result,
    taken_from_of,
    themes_by_slug,
    years_of,
)
from indicators.pages.published.result_figures import (
    Division,
    FactRow,
    Numbers,
    category_names,
    division_of,
    numbers_of,
)
from indicators.pages.published.updates import WRITTEN_HERE, LastUpdate, how_published, last_update
from indicators.rounds import Window

__all__ = [
    "SEVERAL",
    "SHOWN_AS",
    "SINGLE",
    "SORTS",
    "VIEWS",
    "WRITTEN_HERE",
    "Chain",
    "Division",
    "FactRow",
    "LastUpdate",
    "Numbers",
    "Past",
    "PublishedResult",
    "Question",
    "Reading",
    "Window",
    "bar_of",
    "behind",
    "category_names",
    "chain_of",
    "columns_by_year",
    "division_of",
    "how_published",
    "last_update",
    "listed",
    "numbers_of",
    "past_of",
    "published_result",
    "query_of",
    "reading",
    "results_url",
    "taken_from_of",
    "themes_by_slug",
    "window_of",
    "windows",
    "years_of",
]
