"""A row of the search table: what something is called, its other words and its address."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.urls import get_script_prefix

from rmt.models import SearchEntry
from rmt.search.words import LONGEST_WORD, stems_of
from rmt.text import key_of

Kind = SearchEntry.Kind
ORDER_OF_KINDS = (
    Kind.COUNTRY, Kind.THEME, Kind.INDICATOR, Kind.PAGE, Kind.PARTNER, Kind.PROJECT, Kind.RESULT, Kind.BRIEF,
)  # fmt: skip
WEIGHTS = {kind: place for place, kind in enumerate(ORDER_OF_KINDS, 1)}
LONGEST = 300

_key = lru_cache(maxsize=4096)(key_of)  # names of countries, themes and indicators come again and again


def search_row(
    kind: str, key: str, title: str, path: str, *, called: Iterable[str], words: Iterable[str], detail: str = "",
    names: dict[str, str] | None = None, day: date | None = None, language: str = "en",
    in_english: Iterable[str] = (),
) -> SearchEntry:  # fmt: skip
    """Something public that can be found: by each name in `called` first, then by its other `words`.

    `names` are its titles in other languages, `in_english` is said in English, all else in `language`; `day` puts the
    latest first among equals.
    """
    called, words, in_english, names = list(called), list(words), list(in_english), names or {}
    stems = set().union(*(stems_of(text, [own]) for own, text in [(language, " ".join(called)), *names.items()]))
    more = (stems_of(" ".join(words), [language]) | stems_of(" ".join(in_english), ["en"])) - stems
    names_found = list(dict.fromkeys(filter(None, map(_key, called))))
    called_text = f" | {' | '.join(names_found)} | "
    others = dict.fromkeys(word[:LONGEST_WORD] for text in [*words, *in_english] for word in _key(text).split())
    path = "/" + path.removeprefix(get_script_prefix())  # the prefix of the site is added when it is found
    return SearchEntry(
        kind=kind, key=key, title=title[:LONGEST], path=path[:LONGEST], detail=detail[:LONGEST],
        names={language: name for language, name in names.items() if name}, called=called_text,
        text=f"{called_text}{' '.join(others)} ", stems=f"{' '.join(sorted(stems))} | {' '.join(sorted(more))}",
        weight=WEIGHTS[Kind(kind)], day=day,
    )  # fmt: skip
