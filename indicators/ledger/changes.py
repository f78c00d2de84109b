"""What a version changed, in sentences for readers: "Theme added: Financing", "Figure: 1 000 → 1 500 people".

Reads payloads, as `comparison` does; the names behind their keys are those of `names_in`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.ledger.comparison import (
    LINES,
    Names,
    Parts,
    answer_text,
    groups_of,
    label_of,
    names_in,
    place_text,
    standing_text,
    word_by_word,
)
from indicators.ledger.entries import entry_of
from indicators.ledger.statement import Payload, differences
from indicators.models import Consultation, Contribution, Tag
from indicators.wording import reported_text
from rmt.text import span

LONG = 100
CONTEXT_WORDS = 2


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a version changed. Where the label says what happened ("Theme added"), `before` is empty."""

    label: str
    before: str
    after: str

    @property
    def line(self) -> str:
        """All of it in one line; of a long text only the passage that changed, if that is short."""
        if not self.before:
            return f"{self.label}: {Truncator(self.after).chars(LONG)}"
        before, after = self.before, self.after
        if len(before) + len(after) > LONG and not_stated() in (before, after):
            before, after = (Truncator(text).chars(LONG) for text in (before, after))
        elif len(before) + len(after) > LONG:
            before, after = passage(before, after)
        if len(before) + len(after) > 2 * LONG:
            return _("%(label)s: reworded") % {"label": self.label}
        return f"{self.label}: {before} → {after}"

    @property
    def word_by_word(self) -> tuple[Parts, Parts]:
        """Before and after for `diff_words`."""
        return word_by_word(self.before, self.after)


def what_counts_text(payload: Payload, step: int | None) -> str:
    """What counts of a result as one version says it: when it happened, and its figure if it has one."""
    entry = entry_of(payload, step=step)
    when = span(entry.first, entry.last)
    return f"{reported_text(entry)} ({when})" if entry.value is not None or entry.increase is not None else when


def not_stated() -> str:
    """What stands for something of which a version says nothing."""
    return _("not stated")


def passage(before: str, after: str) -> tuple[str, str]:
    """What two texts do not share at their beginning and end, with two words around it.

    >>> passage("The law was adopted by parliament in 2021.", "The law was passed by parliament in 2021.")
    ('… law was adopted by parliament …', '… law was passed by parliament …')
    """
    old, new = before.split(), after.split()
    most = min(len(old), len(new))
    first = next((i for i in range(most) if old[i] != new[i]), most)
    last = next((i for i in range(most - first) if old[-1 - i] != new[-1 - i]), most - first)
    start, end = max(first - CONTEXT_WORDS, 0), max(last - CONTEXT_WORDS, 0)

    def cut(words: list[str]) -> str:
        middle = words[start : len(words) - end]
        return " ".join([*["…"][: start > 0], *middle, *["…"][: end > 0]])

    return cut(old), cut(new)


@dataclass(frozen=True, slots=True)
class Listed:
    """How the rows of a list are told: by `same`, two rows are the same one; `tell` gives its name and what it says."""

    noun: Any
    added: Any
    removed: Any
    same: Callable[[Any], Any]
    tell: Callable[[Any, Names], tuple[str, str]]


LISTS: Mapping[str, Listed] = {
    "themes": Listed(
        gettext_lazy("Theme"), gettext_lazy("Theme added"), gettext_lazy("Theme removed"),
        same=lambda row: row["theme"],
        tell=lambda row, names: (names.themes.get(row["theme"], ""), str(label_of(Tag.State, row["state"]))),
    ),
    "projects": Listed(
        gettext_lazy("Project"), gettext_lazy("Linked project"), gettext_lazy("Project no longer linked"),
        same=lambda row: row["slug"],
        tell=lambda row, _names: (
            " ".join(filter(None, [row["symbol"], row["title"]])), str(label_of(Contribution.Role, row["role"]))
        ),
    ),
    "partners": Listed(
        gettext_lazy("Partner"), gettext_lazy("Partner that funds added"), gettext_lazy("Partner that funds removed"),
        same=lambda row: row["slug"],
        tell=lambda row, _names: (row["name"], ""),
    ),
    "evidence": Listed(
        gettext_lazy("Evidence"), gettext_lazy("Evidence added"), gettext_lazy("Evidence removed"),
        same=lambda row: row["uuid"],
        tell=lambda row, _names: (row["title"], place_text(row)),
    ),
    "others": Listed(
        gettext_lazy("What others did"), gettext_lazy("What others did, added"),
        gettext_lazy("What others did, removed"),
        same=lambda row: row["who"],
        tell=lambda row, _names: (row["who"], row["what"] or ""),
    ),
    "consultations": Listed(
        gettext_lazy("Consultation"), gettext_lazy("Consultation added"), gettext_lazy("Consultation removed"),
        same=lambda row: (row["group"], row["who"]),
        tell=lambda row, _names: (
            f"{label_of(Consultation.Group, row['group'])}: {row['who']}", answer_text(row)
        ),
    ),
    "follows": Listed(
        gettext_lazy("Follows from"), gettext_lazy("Follows from, added"), gettext_lazy("Follows from, removed"),
        same=lambda key: key,
        tell=lambda key, names: (names.results.get(key, _("a result that is not published")), ""),
    ),
    "standings": Listed(
        gettext_lazy("Whether it still stands"), gettext_lazy("Whether it still stands"),
        gettext_lazy("No longer said of whether it stands"),
        same=lambda row: (row["kind"], row["day"]),
        tell=lambda row, _names: (standing_text(row), ""),
    ),
}  # fmt: skip
"""What belongs to a result, row by row, by the keys of `LINES`."""

KEYS = {"themes": "tags"}
"""Where a payload calls it otherwise."""


def changes_in_words(before: Payload, after: Payload, *, names: Names) -> list[Change]:
    """What a version changed of the one before it, in the order in which a result is read; empty if nothing."""
    found: list[Change] = []
    for key, label, words in LINES:
        if key in LISTS:
            rows = KEYS.get(key, key)
            found += _of_list(LISTS[key], before.get(rows) or [], after.get(rows) or [], names)
            continue
        old, new = words(before, names) or not_stated(), words(after, names) or not_stated()
        if old != new:
            found.append(Change(str(label), old, new))
    pairs = zip(groups_of(before, names, both=after), groups_of(after, names, both=before), strict=True)
    return found + [
        Change(old.label, old.value or not_stated(), new.value or not_stated())
        for old, new in pairs
        if old.value != new.value
    ]


def changes_between(versions: Sequence[Payload], *, as_of: date | None = None) -> list[list[Change]]:
    """What each version changed of the one before it, the first nothing; names are read once for all of them.

    What they follow from is called as at the end of a day; `None` is now.
    """
    if not versions:
        return []
    said = []
    for before, after in pairwise(versions):
        changed = {key for key, _old, _new in differences(before, after)}
        said += [{key: payload[key] for key in changed & payload.keys()} for payload in (before, after)]
    names = names_in(*said, as_of=as_of)
    return [[], *(changes_in_words(before, after, names=names) for before, after in pairwise(versions))]


def _of_list(listed: Listed, before: Sequence[Any], after: Sequence[Any], names: Names) -> Iterator[Change]:
    gone = [row for row in before if row not in after]
    for row in (row for row in after if row not in before):
        name, says = listed.tell(row, names)
        was = next((old for old in gone if listed.same(old) == listed.same(row)), None)
        if was is None:
            yield Change(str(listed.added), "", _and(name, says))
            continue
        gone.remove(was)
        old_name, said = listed.tell(was, names)
        if old_name == name and said != says:
            label = _("%(noun)s “%(name)s”") % {"noun": listed.noun, "name": name}
            yield Change(label, said or not_stated(), says or not_stated())
        elif old_name != name:
            yield Change(str(listed.noun), _and(old_name, said), _and(name, says))
    for row in gone:
        yield Change(str(listed.removed), "", listed.tell(row, names)[0])


def _and(name: str, says: str) -> str:
    return ", ".join(filter(None, [name, says]))
