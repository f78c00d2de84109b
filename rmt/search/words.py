"""Words: how texts and questions are cut into them, what their stems are, and which of two are nearly the same."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from rmt.text import key_of

STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "pt": "portuguese"}
LONGEST_WORD = 100
SHORTEST_STEM = 3
"""Below it, a stem says too little: "min" is that of the Spanish "minas" and short for "minister"."""


def words_of(text: str) -> list[str]:
    """The words of a text: letters and digits only, so that none of them means anything to a database.

    >>> words_of("Côte d’Ivoire, 100%"), words_of("' OR 1=1 --"), words_of("%_")
    (['cote', 'd', 'ivoire', '100'], ['or', '1', '1'], [])
    """
    return [word[:LONGEST_WORD] for word in key_of(text).split()]


def stems_of(text: str, languages: Iterable[str] = STEMMERS) -> set[str]:
    """The stems of the words of a text that are not simply the words; in each of the languages.

    >>> stems_of("Old-age pensions", ["en"]), sorted(stems_of("jubilación")), stems_of("Law 22")
    ({'pension'}, ['jubil'], set())
    """
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold())
    return {stem for word in words for language in languages if (stem := _stem(word[:LONGEST_WORD], language))}


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    """The stem of a word, found while it has its accents; "" if it is the word itself or is too short."""
    if len(word) <= SHORTEST_STEM or language not in STEMMERS:
        return ""
    stem = key_of(snowballstemmer.stemmer(STEMMERS[language]).stemWord(word))  # one of its own: it keeps its place
    return stem if len(stem) >= SHORTEST_STEM and stem != key_of(word) and " " not in stem else ""


def nearness_asked(word: str) -> int:
    """How many slips of a finger a word of that length may hold: none in the shortest, two from eight letters on."""
    return 0 if len(word) < 4 or word.isdigit() else 1 if len(word) < 8 else 2


def distance(one: str, other: str, most: int) -> int:
    """How many letters are to be put in, left out, changed or exchanged with their neighbour; `most` + 1 if more.

    >>> distance("camboda", "cambodia", 2), distance("cambdoia", "cambodia", 2), distance("togo", "angola", 2)
    (1, 1, 3)
    """
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
