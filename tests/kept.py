"""What was kept of answered pages, forgotten: the next reader has them rendered anew."""

from django.core.cache import cache

from rmt.caching.early_answers import kept_answers


def forget_pages() -> None:
    """Empty the store in the database and what this process keeps in memory."""
    cache.clear()
    kept_answers.clear()
