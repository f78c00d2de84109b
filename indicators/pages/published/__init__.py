"""What pages of published results share: a result as lists show it, links, periods, the chain of results."""

from indicators.pages.published.chain import Chain, chain_of
from indicators.pages.published.links import SEVERAL, SHOWN_AS, SINGLE, SORTS, VIEWS, Question, query_of, results_url
from indicators.pages.published.listing import (
    LEVEL_NUMBERS,
    Listed,
    Past,
    listed,
    past_of,
    standing_text,
    tag_text,
    themes_by_slug,
    years_of,
)
from indicators.pages.published.lookups import Reading, columns_by_year, reading
from indicators.pages.published.periods import Window, windows
from indicators.pages.published.result_figures import Division, Numbers, category_names, division_of, numbers_of

__all__ = [
    "LEVEL_NUMBERS",
    "SEVERAL",
    "SHOWN_AS",
    "SINGLE",
    "SORTS",
    "VIEWS",
    "Chain",
    "Division",
    "Listed",
    "Numbers",
    "Past",
    "Question",
    "Reading",
    "Window",
    "category_names",
    "chain_of",
    "columns_by_year",
    "division_of",
    "listed",
    "numbers_of",
    "past_of",
    "query_of",
    "reading",
    "results_url",
    "standing_text",
    "tag_text",
    "themes_by_slug",
    "windows",
    "years_of",
]
