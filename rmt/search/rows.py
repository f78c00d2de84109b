"""A row of the search table: what something is called, its other words and its address."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.urls import get_script_prefix

from rmt.models import SearchEntry
from rmt.text import key_of

Kind = SearchEntry.Kind
ORDER_OF_KINDS = (Kind.COUNTRY, Kind.THEME, Kind.INDICATOR, Kind.PAGE, Kind.PARTNER, Kind.PROJECT, Kind.RESULT)
WEIGHTS = {kind: place for place, kind in enumerate(ORDER_OF_KINDS, 1)}
LONGEST = 300
LONGEST_WORD = 100
"""Signs of a word of a text that are looked up; the index of PostgreSQL refuses one of two thousand bytes."""

_key = lru_cache(maxsize=4096)(key_of)  # names of countries, themes and indicators come again and again


def search_row(
    kind: str, key: str, title: str, path: str, *, called: Iterable[str], words: Iterable[str], detail: str = "",
    names: dict[str, str] | None = None, day: date | None = None,
) -> SearchEntry:  # fmt: skip
    """Something public that can be found: by each name in `called` first, then by its other `words`.

    `names` are its titles in other languages; `day` puts the latest first among equals.
    """
    names_found = list(dict.fromkeys(filter(None, map(_key, called))))
    called_text = f" | {' | '.join(names_found)} | "
    others = dict.fromkeys(word[:LONGEST_WORD] for text in words for word in _key(text).split())
    path = "/" + path.removeprefix(get_script_prefix())  # the prefix of the site is added when it is found
    return SearchEntry(
        kind=kind, key=key, title=title[:LONGEST], path=path[:LONGEST], detail=detail[:LONGEST],
        names={language: name for language, name in (names or {}).items() if name}, called=called_text,
        text=f"{called_text}{' '.join(others)} ", weight=WEIGHTS[Kind(kind)], day=day,
    )  # fmt: skip
