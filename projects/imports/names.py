"""The names in a list: countries, themes and partners, in whatever spelling, several in one cell."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from countries.models import Country, Theme
from projects.imports import values
from projects.imports.reading import ListCell
from rmt.text import key_of

NO_COUNTRY = {"global", "world", "interregional", "inter regional", "regional", "multi country", "worldwide", "mondial"}
AND = r"\s+(?:and|et|y|e|&)\s+"
CLOSE = 0.84
HIDDEN_WORDS = {"the", "of", "government", "gouvernement", "gobierno", "republic", "kingdom", "ministry"}


def split_names(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """The names in one cell. A sign divides only where the whole is not a name by itself ("Korea, Republic of").

    >>> split_names("Togo; Korea, Republic of", {"togo", "korea republic of"}.__contains__)
    ['Togo', 'Korea, Republic of']
    """
    found = []
    for part in filter(None, (p.strip() for p in re.split(r"[;\n|]", text))):
        found += _split_further(part, is_known, (r"\s*,\s*", r"\s*/\s*", AND))
    return found


def _split_further(text: str, is_known: Callable[[str], bool], signs: tuple[str, ...]) -> list[str]:
    if is_known(key_of(_bare(text))) or not signs:
        return [text]
    parts = [part for part in re.split(signs[0], text) if part]
    if len(parts) < 2:
        return _split_further(text, is_known, signs[1:])
    found, place = [], 0
    while place < len(parts):  # the longest run of parts that is one name: "Korea, Republic of"
        for end in range(min(len(parts), place + 3), place + 1, -1):
            joined = ", ".join(parts[place:end])
            if is_known(key_of(_bare(joined))):
                found.append(joined)
                place = end
                break
        else:
            found += _split_further(parts[place], is_known, signs[1:])
            place += 1
    return found


def _bare(text: str) -> str:
    """A name without the share after it."""
    return re.sub(r"[\s(:–-]*\d[\d.,]*\s*%\s*\)?\s*$", "", text)


def countries(
    cell: ListCell, index: Mapping[str, Country], means: Mapping[str, str] | None = None, *, suggests: bool = True
) -> dict[Country, Decimal | None]:
    """The countries in a cell, each with its share or none: "Lao PDR (60%); Kenya".

    `means` is what names that are not known were said to mean: one country or several, or "" for none. Raises
    ValidationError with one message for each name that is not known; `suggests` names what it may mean, which is slow.
    """
    means = means or {}
    found: dict[Country, Decimal | None] = {}
    unknown: list[ValidationError] = []
    for text in split_names(cell.text, lambda key: key in index or key in means) if values.is_known(cell.text) else []:
        name = _bare(text)
        key = key_of(name)
        if key in means:
            found |= countries(ListCell(means[key]), index)
        elif (country := index.get(key)) is not None:
            found[country] = values.share(text[len(name) :].strip(" ():–-")) if name != text else None
        elif key not in NO_COUNTRY:
            unknown.append(_unknown(name, [c.name for c in _close(name, index)] if suggests else []))
    if unknown:
        raise ValidationError(unknown)
    return found


def themes(cell: ListCell, index: Mapping[str, Theme], means: Mapping[str, str] | None = None) -> list[Theme]:
    """The thematic areas in a cell, by name in any of our languages or by address; `means` as for countries."""
    means = means or {}
    found: list[Theme] = []
    unknown: list[ValidationError] = []
    for text in split_names(cell.text, lambda key: key in index or key in means) if values.is_known(cell.text) else []:
        key = key_of(text)
        if key in means:
            found += themes(ListCell(means[key]), index)
        elif (theme := index.get(key)) is not None:
            found.append(theme)
        else:
            unknown.append(_unknown(text, [t.name for t in _close(text, index)]))
    if unknown:
        raise ValidationError(unknown)
    return found


def themes_by_name() -> dict[str, Theme]:
    """Every thematic area under the keys of its names."""
    return {
        key_of(name): theme
        for theme in Theme.objects.all()
        for name in (theme.slug, theme.name_en, theme.name_fr, theme.name_es)
        if name
    }


def _unknown(name: str, close: list[str]) -> ValidationError:
    names = {"name": name, "close": _(" or ").join(dict.fromkeys(close))}
    if close:
        message = _("“%(name)s” is not known here. Did you mean %(close)s?")
    else:
        message = _("“%(name)s” is not known here. Check its spelling.")
    return ValidationError(message, code="unknown", params=names)


def _close(name: str, index: Mapping[str, Any]) -> list[Any]:
    if len(name) < 4:
        return []  # a code is close to everything
    return [index[key] for key in difflib.get_close_matches(key_of(name), index, n=2, cutoff=0.8)]


def partner_names(cell: ListCell, is_known: Callable[[str], bool]) -> list[str]:
    """The partners in a cell, as they are written there, each once. A slash is part of a name ("MPTF/UNDP")."""
    if not values.is_known(cell.text):
        return []
    found: dict[str, str] = {}
    for part in filter(None, (p.strip() for p in re.split(r"[;\n|]", cell.text))):
        pieces = _split_further(part, is_known, (r"\s*,\s*",))
        if any(len(piece.split()) > 5 or re.match(r"(and|et|y)\b", piece) for piece in pieces):
            pieces = [part]  # a comma inside a long name
        for piece in pieces:
            name = " ".join(piece.split())
            if values.is_known(name):
                if not key_of(name):
                    raise ValidationError(_("“%(name)s” is not a name.") % {"name": name})
                found.setdefault(key_of(name), name)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class SpellingQuestion:
    """A spelling that may mean a partner that is known under another: "is it the same as …?"

    Answer by `key`: the key of the candidate that it is, or "" for none of them.
    """

    key: str
    text: str
    candidates: tuple[str, ...]


def near_misses(name: str, known: Mapping[str, str]) -> list[str]:
    """Names so close to `name` that a person should say whether they are one; `known` is key → name.

    >>> near_misses("Luxemburg", {"luxembourg": "Luxembourg", "china": "China"})
    ['Luxembourg']
    """
    key, words = key_of(name), _telling(name)
    close = set(difflib.get_close_matches(key, known, n=3, cutoff=CLOSE))
    same_words = (k for k in known if words and (other := _telling(k)) and (words <= other or other <= words))
    return list(dict.fromkeys(known[k] for k in [*sorted(close), *sorted(same_words)] if k != key))[:5]


def _telling(name: str) -> set[str]:
    return set(key_of(name).split()) - HIDDEN_WORDS


def chosen(answers: Mapping[str, str], key: str, known: Iterable[str]) -> str | None:
    """What was answered for a spelling: the key of a name, "" for a new one, `None` if nothing usable was."""
    answer = answers.get(key)
    return answer if answer == "" or answer in set(known) else None
