"""What the home page, the page of published numbers, search and the page on counting show."""

from rmt.selectors.claims import ClaimsPage, claims_page
from rmt.selectors.home import HomePage, home_page
from rmt.selectors.how_counted import HowCountedPage, how_counted_page
from rmt.selectors.search import SearchPage, search_page

__all__ = [
    "ClaimsPage",
    "HomePage",
    "HowCountedPage",
    "SearchPage",
    "claims_page",
    "home_page",
    "how_counted_page",
    "search_page",
]
