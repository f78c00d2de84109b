"""What leads readers here: pictures and cards for other sites, feeds, the list of pages for search engines."""

__all__ = ["views"]
