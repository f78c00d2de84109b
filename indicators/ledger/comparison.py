"""What a result says, in words, and what differs between two versions of it: field by field, word by word.

Reads payloads (`indicators.ledger.statement`), so that a draft, a past version and a publication are compared alike.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from enum import Enum
from functools import partial
from typing import Any

from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from countries.models import Branch, Convention, Country, Instrument, Theme
from indicators.fields import FIELDS
from indicators.ledger.entries import hidden_groups
from indicators.ledger.statement import Payload
from indicators.ledger.withheld import shown_payload
from indicators.models import (
    Category,
    Consultation,
    Contribution,
    Evidence,
    Indicator,
    PBOutput,
    Publication,
    Result,
    Round,
    Standing,
    Tag,
    ValueStatus,
)
from indicators.wording import number_text, value_text, where_text
from rmt.text import day, isolated, span

Parts = list[tuple[str, str]]

SAID_OF_NO_VALUE = (ValueStatus.WITHHELD, ValueStatus.NOT_YET_DUE)


@dataclass(frozen=True, slots=True)
class PayloadLine:
    """One thing that a version says: `value` is `None` if it says nothing about it; `key` is the field of the entry."""

    label: str
    value: str | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class WordedDifference:
    """One thing that two versions say differently, as parts for `diff_words`: (same, removed or added; text)."""

    label: str
    before: Parts
    after: Parts
    changed: bool = True


@dataclass(frozen=True)
class Names:
    """The names behind the keys of some payloads."""

    countries: dict[str, str] = field(default_factory=dict)
    conventions: dict[str, str] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    indicators: dict[str, str] = field(default_factory=dict)
    rounds: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)


def differences_in_words(before: Payload, after: Payload, *, names: Names | None = None) -> list[WordedDifference]:
    """What differs between two versions, in the order in which a result is read; empty if they say the same.

    `names` are those of `names_in`, read once where many versions are compared.
    """
    names = names or names_in(before, after)
    pairs = zip(_lines_of(before, names, both=after), _lines_of(after, names, both=before), strict=True)
    return [
        WordedDifference(old.label, *word_by_word(old.value, new.value)) for old, new in pairs if old.value != new.value
    ]


def in_words(payload: Payload, *, names: Names | None = None) -> list[PayloadLine]:
    """Everything that one version says, in words, without what it says nothing about."""
    return [line for line in _lines_of(payload, names or names_in(payload)) if line.value]


def word_by_word(before: str | None, after: str | None) -> tuple[Parts, Parts]:
    """Two texts as parts: what stayed, what was removed from the first, what was added in the second.

    >>> word_by_word("The law was adopted.", "The decree was adopted.")[0]
    [('same', 'The '), ('removed', 'law'), ('same', ' '), ('same', 'was adopted.')]
    >>> word_by_word(None, "New")
    ([], [('added', 'New')])
    """
    old, new = _words(before), _words(after)
    left: Parts = []
    right: Parts = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            left.append(("same", "".join(old[i:j])))
            right.append(("same", "".join(new[k:m])))
            continue
        left += _marked("removed", "".join(old[i:j]))
        right += _marked("added", "".join(new[k:m]))
    return left, right


def _marked(kind: str, text: str) -> Parts:
    """A piece that only one version has; the space behind it is not marked."""
    words = text.rstrip()
    return [(how, some) for how, some in ((kind, words), ("same", text[len(words) :])) if some]


def _words(text: str | None) -> list[str]:
    """Words, each with the space behind it; spaces inside a number do not part it."""
    return re.findall(r"[^ \n\t\r]+[ \n\t\r]*|[ \n\t\r]+", text or "")


def names_in(*payloads: Payload, as_of: date | None = None) -> Names:
    """The names of everything that these payloads refer to: one query for each kind that they name.

    A result that they follow is called as it was at the end of a day; `None` is now.
    """

    def keys(name: str) -> set[str]:
        return {payload[name] for payload in payloads if payload.get(name)}

    def keys_below(name: str, key: str) -> set[str]:
        return {row[key] for payload in payloads for row in payload.get(name, [])}

    instruments = [payload["instrument"] for payload in payloads if payload.get("instrument")]
    branches = {code for row in instruments for code in row.get("branches") or ()}
    followed = {key for payload in payloads for key in payload.get("follows", [])}
    published = Publication.objects.as_of(as_of).filter(result__uuid__in=followed) if followed else ()
    return Names(
        countries=_by(Country, "iso3", keys("country")),
        conventions=_by(Convention, "number", keys("convention")),
        branches=_by(Branch, "code", branches),
        indicators=_by(Indicator, "code", keys("indicator")),
        rounds=_by(Round, "code", keys("round")),
        outputs={output.key: str(output) for output in PBOutput.objects.all()} if keys("pb_output") else {},
        themes=_by(Theme, "slug", keys_below("tags", "theme")),
        categories=_categories() if keys_below("parts", "category") else {},
        results=_titles(published) if published else {},
    )


def _titles(published: Iterable[Publication]) -> dict[str, str]:
    hidden = hidden_groups()
    payloads = (shown_payload(publication, hidden) for publication in published)
    return {payload["uuid"]: payload["title"] for payload in payloads}


def _by(model: Any, key: str, wanted: Iterable[str]) -> dict[str, str]:
    found = model.objects.filter(**{f"{key}__in": wanted}) if wanted else ()
    return {getattr(row, key): str(row) for row in found}


def _categories() -> dict[str, str]:
    rows = Category.objects.select_related("dimension")
    return {row.key: f"{row.dimension.name_en}: {row.name_en}" for row in rows}


INSTRUMENT_DAYS = {
    "adopted": gettext_lazy("adopted"),
    "in_force": gettext_lazy("in force since"),
    "suspended": gettext_lazy("suspended"),
    "repealed": gettext_lazy("repealed"),
}

Words = Callable[[Payload, Names], str | None]


# Each thing that a result says, in words


def _lines_of(payload: Payload, names: Names, *, both: Payload | None = None) -> list[PayloadLine]:
    lines = [PayloadLine(str(label), words(payload, names) or None, key) for key, label, words in LINES]
    return lines + groups_of(payload, names, both=both or payload)


def groups_of(payload: Payload, names: Names, *, both: Payload) -> list[PayloadLine]:
    """How many people of each group, for the groups of either version in the order of the framework."""
    values = {part["category"]: _people(part) for part in payload.get("parts", [])}
    wanted = values.keys() | {part["category"] for part in both.get("parts", [])}
    order = [*names.categories, *sorted(wanted - names.categories.keys())]
    return [PayloadLine(names.categories.get(key, key), values.get(key), "parts") for key in order if key in wanted]


def _people(part: Payload) -> str | None:
    if part["value"] is not None:
        return number_text(Decimal(part["value"]))
    return label_of(ValueStatus, part["status"]) if part["status"] in SAID_OF_NO_VALUE else None


def _plain(payload: Payload, _names: Names, *, key: str) -> str | None:
    value = payload.get(key)
    return None if value is None else str(value)


def _named(payload: Payload, names: Names, *, key: str, kind: str) -> str | None:
    value = payload.get(key)
    return getattr(names, kind).get(value, value)


def _choice(payload: Payload, _names: Names, *, key: str, choices: type[Enum]) -> str | None:
    return label_of(choices, payload.get(key))


def label_of(choices: Any, value: str | None) -> str | None:
    """The word for a choice; the choice itself if it is no longer one."""
    return str(choices(value).label) if value in choices.values else value


def _language(payload: Payload, _names: Names) -> str | None:
    try:
        return str(get_language_info(payload.get("language") or "")["name_translated"])
    except KeyError:
        return payload.get("language")


def _origin(payload: Payload, _names: Names) -> str:
    historical = payload.get("origin") == Result.Origin.HISTORICAL
    return _("taken over from a published source") if historical else _("entered for this tool")


def _country(payload: Payload, names: Names) -> str | None:
    key = payload.get("country")
    return names.countries.get(key, key) if key else _("the world")


def _when(payload: Payload, _names: Names) -> str | None:
    return _span(payload, "achieved")


def _span(payload: Payload, name: str) -> str | None:
    """A day as far as it is known, from its first and last possible one."""
    first, last = payload.get(f"{name}_first"), payload.get(f"{name}_last")
    return span(date.fromisoformat(first or last), date.fromisoformat(last)) if last else None


def _source_day(payload: Payload, _names: Names) -> str | None:
    first, last = payload.get("source_first"), payload.get("source_last")
    return span(date.fromisoformat(first), date.fromisoformat(last)) if first and last else None


def _where(payload: Payload, _names: Names) -> str | None:
    return where_text(payload.get("where"))


def _figure(payload: Payload, _names: Names, *, key: str) -> str | None:
    value = payload.get(key)
    if key == "value" and value is None and payload.get("value_status") in SAID_OF_NO_VALUE:
        return label_of(ValueStatus, payload["value_status"])
    exact = payload.get("qualifier") if key != "baseline_value" else None
    text = value_text(Decimal(value), exact, payload.get("unit")) if value is not None else None
    when = _span(payload, {"baseline_value": "baseline", "increase": "counted_from"}.get(key, ""))
    if when is None:
        return text
    words = _("%(figure)s in %(when)s") if key == "baseline_value" else _("%(figure)s since %(when)s")
    return words % {"figure": text or _("number not known"), "when": when}


def _instrument(payload: Payload, names: Names) -> str | None:
    row = payload.get("instrument")
    if not row:
        return None
    words = [isolated(row["title"]), label_of(Instrument.Kind, row["kind"]), isolated(row["reference"] or "")]
    for name, label in INSTRUMENT_DAYS.items():
        if first := row.get(f"{name}_first"):
            words.append(f"{label} {span(date.fromisoformat(first), date.fromisoformat(row[f'{name}_last']))}")
    branches = [names.branches.get(code, code) for code in row.get("branches") or ()]
    return ", ".join(filter(None, [*words, *branches]))


def _pool(payload: Payload, _names: Names) -> str | None:
    row = payload.get("pool")
    return f"{isolated(row['name'])}: {isolated(row['reason'])}" if row else None


def _duration(payload: Payload, _names: Names) -> str | None:
    text = label_of(Result.Duration, payload.get("duration"))
    months = payload.get("months")
    return _("%(duration)s, %(months)s months") % {"duration": text, "months": months} if text and months else text


def _tags(payload: Payload, names: Names) -> str:
    rows = [(names.themes.get(row["theme"], row["theme"]), row["state"]) for row in payload.get("tags", [])]
    return "\n".join(f"{theme} ({label_of(Tag.State, state)})" for theme, state in sorted(rows))


def _standings(payload: Payload, _names: Names) -> str:
    return "\n".join(standing_text(row) for row in payload.get("standings", []))


def standing_text(row: Payload) -> str:
    """What was said of whether it still stands: "lost, 15 January 2023: The decree was repealed."."""
    return f"{label_of(Standing.Kind, row['kind'])}, {day(date.fromisoformat(row['day']))}: {isolated(row['reason'])}"


def _evidence(payload: Payload, _names: Names) -> str:
    return "\n".join(_piece_of_evidence(row) for row in payload.get("evidence", []))


def _piece_of_evidence(row: Payload) -> str:
    """Title and place; for whom, if not for everyone."""
    reviewers = row["audience"] == Evidence.Audience.REVIEWERS
    whom = label_of(Evidence.Audience, row["audience"]) if reviewers else None
    return " – ".join(filter(None, [isolated(row["title"]), place_text(row), whom]))


def place_text(row: Payload) -> str:
    """Where a piece of evidence is. The fingerprint tells a file from the one that it replaces."""
    words = {"file": row["file_name"], "hash": (row["sha256"] or "")[:8]}
    return row["url"] or _("%(file)s, fingerprint %(hash)s") % words


def _others(payload: Payload, _names: Names) -> str:
    return "\n".join(
        ": ".join(isolated(text) for text in (row["who"], row["what"]) if text) for row in payload.get("others", [])
    )


def _consultations(payload: Payload, _names: Names) -> str:
    return "\n".join(_consultation(row) for row in payload.get("consultations", []))


def _consultation(row: Payload) -> str:
    told = ", ".join(filter(None, [isolated(row["who"]) if row["who"] else None, answer_text(row)]))
    return f"{label_of(Consultation.Group, row['group'])}: {told}"


def answer_text(row: Payload) -> str:
    """When constituents were consulted, and whether they endorsed the result; if not, in their words."""
    when = day(date.fromisoformat(row["when"])) if row["when"] else None
    if row["endorsed"] is None:
        answer = _("consulted; whether it endorsed is not stated")
    elif row["endorsed"]:
        answer = _("endorsed")
    else:
        answer = ": ".join(filter(None, [_("not endorsed"), isolated(row["why_not"])]))
    return ", ".join(filter(None, [when, answer]))


def _follows(payload: Payload, names: Names) -> str:
    return "\n".join(names.results.get(key, _("a result that is not published")) for key in payload.get("follows", []))


def _projects(payload: Payload, _names: Names) -> str:
    return "\n".join(
        " ".join(filter(None, [row["symbol"], isolated(row["title"]), f"({label_of(Contribution.Role, row['role'])})"]))
        for row in payload.get("projects", [])
    )


def _partners(payload: Payload, _names: Names) -> str:
    return "\n".join(row["name"] for row in payload.get("partners", []))


FUNCTIONS: Mapping[str, Words] = {
    "where": _where,
    "value": partial(_figure, key="value"),
    "baseline_value": partial(_figure, key="baseline_value"),
    "increase": partial(_figure, key="increase"),
    "duration": _duration,
    "language": _language,
    "origin": _origin,
}
"""The plain fields that are more than a text or a choice."""

AFTER: Mapping[str, Sequence[tuple[str, Any, Words]]] = {
    "title": (
        ("country", gettext_lazy("Country"), _country),
        ("indicator", gettext_lazy("Indicator"), partial(_named, key="indicator", kind="indicators")),
        ("achieved", gettext_lazy("When"), _when),
        ("convention", gettext_lazy("Convention"), partial(_named, key="convention", kind="conventions")),
    ),
    "contribution": (
        ("others", gettext_lazy("What others did"), _others),
        ("projects", gettext_lazy("Projects that supported it"), _projects),
        ("partners", gettext_lazy("Partners that fund them"), _partners),
    ),
    "gender": (("instrument", gettext_lazy("Law, strategy or scheme"), _instrument),),
    "increase": (("pool", gettext_lazy("Pool of people"), _pool),),
    "source_kind": (("source_dated", gettext_lazy("Day of the source"), _source_day),),
    "note": (
        ("evidence", gettext_lazy("Evidence"), _evidence),
        ("themes", gettext_lazy("Themes"), _tags),
        ("consultations", gettext_lazy("Who was consulted"), _consultations),
        ("follows", gettext_lazy("Follows from"), _follows),
        ("standings", gettext_lazy("Still in force?"), _standings),
        ("pb_output", gettext_lazy("Programme and budget"), partial(_named, key="pb_output", kind="outputs")),
    ),
    "un_outcome": (("round", gettext_lazy("Reported in"), partial(_named, key="round", kind="rounds")),),
}
"""What belongs to a result or is referred to by it, each after the plain field that readers have read before it."""


def _lines() -> Iterator[tuple[str, Any, Words]]:
    """Everything that a result says, in the order in which it is read: key, heading, words."""
    for plain in FIELDS:
        if plain.name in FUNCTIONS:
            yield plain.name, plain.label, FUNCTIONS[plain.name]
        elif plain.choices:
            yield plain.name, plain.label, partial(_choice, key=plain.name, choices=plain.choices)
        elif plain.label:
            yield plain.name, plain.label, partial(_plain, key=plain.name)
        yield from AFTER.get(plain.name, ())


LINES = tuple(_lines())

# What tells the same in another way, or does not concern people: `test_every_key_of_a_payload_is_told`.
NOT_IN_WORDS = frozenset({"schema", "uuid", "number", "value_status", "criteria_version"})
