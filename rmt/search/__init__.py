"""Search over everything that is public; each app registers what can be found of it."""

from rmt.search.index import (
    Found,
    count,
    find,
    find_by_kind,
    forget,
    meant,
    mend,
    numbers_of,
    ranked,
    rebuild,
    refresh_names,
    register,
    words_that_find,
    write,
)
from rmt.search.rows import Kind, search_row

__all__ = [
    "Found",
    "Kind",
    "count",
    "find",
    "find_by_kind",
    "forget",
    "meant",
    "mend",
    "numbers_of",
    "ranked",
    "rebuild",
    "refresh_names",
    "register",
    "search_row",
    "words_that_find",
    "write",
]
