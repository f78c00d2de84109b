"""Phrases that several chapters share: lists in words, titles that lead to a version, what nothing recorded means."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from briefs.documents import Run, Words, words
from briefs.writing.sheet import Sheet
from indicators.figures import Entry
from rmt.text import grouped, isolated, span

COMMA, AND = ", ", " %(and)s "


def listed(parts: Sequence[Words]) -> Words:
    """Things one after the other, as a sentence lists them: "a, b and c"."""
    if len(parts) < 2:
        return parts[0] if parts else ()
    runs: list[Run] = []
    for place, part in enumerate(parts[:-1]):
        runs += [*words(COMMA if place else ""), *part]
    return (*runs, Run(f" {_('and')} "), *parts[-1])


def counted_phrase(sheet: Sheet, figure: Any) -> Words:
    """A figure with what it counts: "3 laws or schemes"."""
    return (sheet.figure(figure), *words(f" {figure.label}"))


IN_A_SENTENCE = (
    pgettext_lazy("a number in a sentence", "one"),
    pgettext_lazy("a number in a sentence", "two"),
    pgettext_lazy("a number in a sentence", "three"),
    pgettext_lazy("a number in a sentence", "four"),
    pgettext_lazy("a number in a sentence", "five"),
    pgettext_lazy("a number in a sentence", "six"),
    pgettext_lazy("a number in a sentence", "seven"),
    pgettext_lazy("a number in a sentence", "eight"),
    pgettext_lazy("a number in a sentence", "nine"),
)
"""Where the word has to agree with what it counts, as "one" in French, the translation is the digit."""


def spelled(figure: Any) -> Any:
    """A count as a running sentence prints it: below ten in a word."""
    number = int(figure.text) if figure.text.isdecimal() else 0
    return replace(figure, text=str(IN_A_SENTENCE[number - 1])) if 0 < number < 10 else figure


def title_of(reading: Any, entry: Entry) -> Words:
    """The title of a result as the edition has it, which leads to that version."""
    published = reading.published[entry.key]
    href = reverse("result_version", args=[published.number, published.version])
    return (Run(isolated(published.title), href=href, language=published.language),)


def country_name(reading: Any, entry: Entry) -> str:
    """Where a result happened."""
    country = reading.countries.get(entry.country or "")
    return str(country) if country else _("the world")


def result_line(reading: Any, entry: Entry, *, with_country: bool = False) -> Words:
    """A result in a list: when, what, and its number: "May 2025: A law was adopted (No. 12)"."""
    published = reading.published[entry.key]
    head = f"{span(entry.first, entry.last)}: "
    if with_country:
        head = f"{country_name(reading, entry)}, {head}"
    number = _("No.\u00a0%(number)s") % {"number": published.number}
    return words(head, *title_of(reading, entry), f" ({number})")


def and_more(count: int, href: str) -> Words:
    """What a list leaves out, with the way to it."""
    if count <= 0:
        return ()
    text = ngettext("and %(count)s more result", "and %(count)s more results", count) % {"count": grouped(count)}
    return (Run(text, href=href),)


def last_first(entries: Iterable[Entry]) -> list[Entry]:
    """The last achieved first."""
    return sorted(entries, key=lambda entry: (entry.last, entry.first, entry.number), reverse=True)
