"""What leads readers here: pictures and cards for other sites, feeds, the list of pages for search engines."""

from rmt.site.sharing.feeds import entry_of_the_feed

__all__ = ["charts", "entry_of_the_feed", "views"]
