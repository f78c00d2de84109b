"""Public pages are stored whole and answered with 304 until something public is written; so are past days."""

from rmt.caching.as_of import day_asked_for, year_asked_for
from rmt.caching.public_pages import (
    KEEP_SECONDS,
    LONGEST_VALUE,
    asks_with_q,
    code_version,
    page_view,
    public_file,
    public_page,
    values_asked_for,
)

__all__ = [
    "KEEP_SECONDS",
    "LONGEST_VALUE",
    "asks_with_q",
    "code_version",
    "day_asked_for",
    "page_view",
    "public_file",
    "public_page",
    "values_asked_for",
    "year_asked_for",
]
