"""What the home page and the page on counting show."""

from rmt.selectors.home import HomePage, home_page
from rmt.selectors.how_counted import HowCountedPage, how_counted_page

__all__ = ["HomePage", "HowCountedPage", "home_page", "how_counted_page"]
