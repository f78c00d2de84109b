"""Words of a title or a text, made comparable: without capitals, accents and endings, in the four languages."""

import re
import unicodedata

STEM = 5
SHORTEST = 3

# Words that say nothing of what a result is about: en, fr, es, pt; without accents.
COMMON = {
    "the", "and", "for", "with", "from", "that", "this", "into", "its", "was", "were", "has", "have", "new", "all",
    "more", "than", "under", "les", "des", "une", "pour", "avec", "dans", "sur", "par", "aux", "est", "ont", "ete",
    "plus", "sous", "qui", "que", "los", "las", "una", "para", "con", "del", "por", "sus", "fue", "mas", "son", "dos",
    "das", "uma", "com", "nos", "nas", "pelo", "pela", "foi", "mais", "sao",
}  # fmt: skip


def plain(text: str) -> str:
    """The text without capitals and accents.

    >>> plain("Évaluation à l’ÉTAT")
    'evaluation a l’etat'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def words_of(text: str) -> set[str]:
    """The words that carry the meaning of a title, each cut to its beginning, so that endings do not matter.

    >>> sorted(words_of("Law on health insurance adopted")) == sorted(words_of("Adoption of the health insurance law"))
    True
    """
    found = re.findall(r"[^\W_]+", plain(text))
    return {word[:STEM].rstrip("s") for word in found if _says_something(word)}


def _says_something(word: str) -> bool:
    return (len(word) >= SHORTEST and word not in COMMON) or word.isdigit()


def likeness(one: str, other: str) -> float:
    """How much of the shorter title is in the longer one, from 0 to 1; titles that share one word are not alike.

    >>> likeness("Law on health insurance adopted", "The health insurance law was adopted by the National Assembly")
    1.0
    >>> likeness("Pension law", "Pension strategy")
    0.0
    """
    first, second = words_of(one), words_of(other)
    shared = first & second
    if not shared or (len(shared) == 1 and max(len(first), len(second)) > 1):
        return 0.0
    return len(shared) / min(len(first), len(second))
