"""What a result says, in words, and what differs between two versions of it: field by field, word by word.

Reads payloads (`indicators.ledger.statement`), so that a draft, a past version and a publication are compared alike.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from enum import Enum
from functools import partial
from typing import Any

from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from countries.models import Country, Instrument, Theme
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
from indicators.wording import number_text, value_text
from rmt.text import day, span

Payload = dict[str, Any]
Parts = list[tuple[str, str]]

SAID_OF_NO_VALUE = (ValueStatus.WITHHELD, ValueStatus.NOT_YET_DUE)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a version says: `value` is `None` if it says nothing about it; `key` is the field of the entry."""

    label: str
    value: str | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that two versions say differently, as parts for `diff_words`: (same, removed or added; text)."""

    label: str
    before: Parts
    after: Parts
    changed: bool = True


@dataclass(frozen=True)
class Names:
    """The names behind the keys of some payloads."""

    countries: dict[str, str] = field(default_factory=dict)
    indicators: dict[str, str] = field(default_factory=dict)
    rounds: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)


def changes(before: Payload, after: Payload, *, names: Names | None = None) -> list[Change]:
    """What differs between two versions, in the order in which a result is read; empty if they say the same.

    `names` are those of `names_in`, read once where many versions are compared.
    """
    names = names or names_in(before, after)
    pairs = zip(_said(before, names, both=after), _said(after, names, both=before), strict=True)
    return [Change(old.label, *word_by_word(old.value, new.value)) for old, new in pairs if old.value != new.value]


def described(said: Payload) -> list[Said]:
    """Everything that one version says, in words, without what it says nothing about."""
    return [line for line in _said(said, names_in(said)) if line.value]


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


def names_in(*payloads: Payload) -> Names:
    """The names of everything that these payloads refer to: one query for each kind that they name."""

    def keys(name: str) -> set[str]:
        return {said[name] for said in payloads if said.get(name)}

    def keys_below(name: str, key: str) -> set[str]:
        return {row[key] for said in payloads for row in said.get(name, [])}

    followed = {key for said in payloads for key in said.get("follows", [])}
    published = Publication.objects.as_of(None).filter(result__uuid__in=followed) if followed else ()
    return Names(
        countries=_by(Country, "iso3", keys("country")),
        indicators=_by(Indicator, "code", keys("indicator")),
        rounds=_by(Round, "code", keys("round")),
        outputs={output.key: str(output) for output in PBOutput.objects.all()} if keys("pb_output") else {},
        themes=_by(Theme, "slug", keys_below("tags", "theme")),
        categories=_categories() if keys_below("parts", "category") else {},
        results={str(row.result.uuid): row.title for row in published.select_related("result")} if published else {},
    )


def _by(model: Any, key: str, wanted: Iterable[str]) -> dict[str, str]:
    found = model.objects.filter(**{f"{key}__in": wanted}) if wanted else ()
    return {getattr(row, key): str(row) for row in found}


def _categories() -> dict[str, str]:
    rows = Category.objects.select_related("dimension")
    return {row.key: f"{row.dimension.name_en}: {row.name_en}" for row in rows}


# Each thing that a result says, in words


def _said(said: Payload, names: Names, *, both: Payload | None = None) -> list[Said]:
    lines = [Said(str(label), words(said, names) or None, key) for key, label, words in SAYS]
    return lines + _groups(said, names, both or said)


def _groups(said: Payload, names: Names, both: Payload) -> list[Said]:
    """How many people of each group, for the groups of either version in the order of the framework."""
    values = {part["category"]: part["value"] for part in said.get("parts", [])}
    wanted = values.keys() | {part["category"] for part in both.get("parts", [])}
    order = [*names.categories, *sorted(wanted - names.categories.keys())]
    return [Said(names.categories.get(key, key), _number(values.get(key)), "parts") for key in order if key in wanted]


def _plain(said: Payload, _names: Names, *, key: str) -> str | None:
    value = said.get(key)
    return None if value is None else str(value)


def _named(said: Payload, names: Names, *, key: str, kind: str) -> str | None:
    value = said.get(key)
    return getattr(names, kind).get(value, value)


def _choice(said: Payload, _names: Names, *, key: str, choices: type[Enum]) -> str | None:
    return label_of(choices, said.get(key))


def label_of(choices: Any, value: str | None) -> str | None:
    """The word for a choice; the choice itself if it is no longer one."""
    return str(choices(value).label) if value in choices.values else value


def _language(said: Payload, _names: Names) -> str | None:
    try:
        return str(get_language_info(said.get("language") or "")["name_translated"])
    except KeyError:
        return said.get("language")


def _origin(said: Payload, _names: Names) -> str:
    historical = said.get("origin") == Result.Origin.HISTORICAL
    return _("taken over from a published source") if historical else _("entered for this tool")


def _country(said: Payload, names: Names) -> str | None:
    key = said.get("country")
    return names.countries.get(key, key) if key else _("the world")


def _when(said: Payload, _names: Names) -> str | None:
    first, last = said.get("achieved_first"), said.get("achieved_last")
    return span(date.fromisoformat(first or last), date.fromisoformat(last)) if last else None


def _figure(said: Payload, _names: Names, *, key: str) -> str | None:
    value = said.get(key)
    if key == "value" and value is None and said.get("value_status") in SAID_OF_NO_VALUE:
        return label_of(ValueStatus, said["value_status"])
    exact = said.get("qualifier") if key != "baseline_value" else None
    text = value_text(Decimal(value), exact, said.get("unit")) if value is not None else None
    if key == "baseline_value" and text and said.get("baseline_year"):
        return _("%(figure)s in %(year)s") % {"figure": text, "year": said["baseline_year"]}
    return text


def _number(value: str | None) -> str | None:
    return None if value is None else number_text(Decimal(value))


def _instrument(said: Payload, _names: Names) -> str | None:
    row = said.get("instrument")
    if not row:
        return None
    return ", ".join(filter(None, [row["title"], label_of(Instrument.Kind, row["kind"]), row["reference"]]))


def _pool(said: Payload, _names: Names) -> str | None:
    row = said.get("pool")
    return f"{row['name']}: {row['reason']}" if row else None


def _duration(said: Payload, _names: Names) -> str | None:
    text = label_of(Result.Duration, said.get("duration"))
    months = said.get("months")
    return _("%(duration)s, %(months)s months") % {"duration": text, "months": months} if text and months else text


def _tags(said: Payload, names: Names) -> str:
    rows = [(names.themes.get(row["theme"], row["theme"]), row["state"]) for row in said.get("tags", [])]
    return "\n".join(f"{theme} ({label_of(Tag.State, state)})" for theme, state in sorted(rows))


def _standings(said: Payload, _names: Names) -> str:
    return "\n".join(
        f"{label_of(Standing.Kind, row['kind'])}, {day(date.fromisoformat(row['day']))}: {row['reason']}"
        for row in said.get("standings", [])
    )


def _evidence(said: Payload, _names: Names) -> str:
    return "\n".join(_piece_of_evidence(row) for row in said.get("evidence", []))


def _piece_of_evidence(row: Payload) -> str:
    """Title and place; for whom, if not for everyone. The fingerprint tells a file from the one that it replaces."""
    place = row["url"] or _("%(file)s, fingerprint %(hash)s") % {
        "file": row["file_name"],
        "hash": (row["sha256"] or "")[:8],
    }
    reviewers = row["audience"] == Evidence.Audience.REVIEWERS
    whom = label_of(Evidence.Audience, row["audience"]) if reviewers else None
    return " – ".join(filter(None, [row["title"], place, whom]))


def _others(said: Payload, _names: Names) -> str:
    return "\n".join(": ".join(filter(None, [row["who"], row["what"]])) for row in said.get("others", []))


def _consultations(said: Payload, _names: Names) -> str:
    return "\n".join(_consultation(row) for row in said.get("consultations", []))


def _consultation(row: Payload) -> str:
    group = f"{label_of(Consultation.Group, row['group'])}: {row['who']}"
    when = day(date.fromisoformat(row["when"])) if row["when"] else None
    endorsed = _("endorsed") if row["endorsed"] else ": ".join(filter(None, [_("not endorsed"), row["why_not"]]))
    return ", ".join(filter(None, [group, when, endorsed]))


def _follows(said: Payload, names: Names) -> str:
    return "\n".join(names.results.get(key, _("a result that is not published")) for key in said.get("follows", []))


def _projects(said: Payload, _names: Names) -> str:
    return "\n".join(
        " ".join(filter(None, [row["symbol"], row["title"], f"({label_of(Contribution.Role, row['role'])})"]))
        for row in said.get("projects", [])
    )


def _partners(said: Payload, _names: Names) -> str:
    return "\n".join(row["name"] for row in said.get("partners", []))


SAYS: Sequence[tuple[str, Any, Callable[[Payload, Names], str | None]]] = (
    ("title", gettext_lazy("What was achieved"), partial(_plain, key="title")),
    ("country", gettext_lazy("Country"), _country),
    ("indicator", gettext_lazy("Indicator"), partial(_named, key="indicator", kind="indicators")),
    ("achieved", gettext_lazy("When"), _when),
    ("outcome", gettext_lazy("What changed"), partial(_plain, key="outcome")),
    ("contribution", gettext_lazy("What the programme contributed"), partial(_plain, key="contribution")),
    ("others", gettext_lazy("What others did"), _others),
    ("projects", gettext_lazy("Projects that supported it"), _projects),
    ("partners", gettext_lazy("Partners that fund them"), _partners),
    ("gender", gettext_lazy("Gender equality and non-discrimination"), partial(_plain, key="gender")),
    ("instrument", gettext_lazy("Law, strategy or scheme"), _instrument),
    ("value", gettext_lazy("Figure"), partial(_figure, key="value")),
    ("baseline_value", gettext_lazy("How many there were before"), partial(_figure, key="baseline_value")),
    ("increase", gettext_lazy("Increase that the source states"), partial(_figure, key="increase")),
    ("pool", gettext_lazy("Group of people"), _pool),
    ("coverage_basis", gettext_lazy("Who is covered"), partial(_choice, key="coverage_basis", choices=Result.Basis)),
    ("duration", gettext_lazy("For how long"), _duration),
    ("target_year", gettext_lazy("Target year"), partial(_plain, key="target_year")),
    ("method", gettext_lazy("How the figure was worked out"), partial(_plain, key="method")),
    ("grade", gettext_lazy("Where the figure comes from"), partial(_choice, key="grade", choices=Result.Grade)),
    ("source", gettext_lazy("Source"), partial(_plain, key="source")),
    ("note", gettext_lazy("Note on the source"), partial(_plain, key="note")),
    ("evidence", gettext_lazy("Evidence"), _evidence),
    ("themes", gettext_lazy("Themes"), _tags),
    ("consultations", gettext_lazy("Who was consulted"), _consultations),
    ("follows", gettext_lazy("Follows from"), _follows),
    ("standings", gettext_lazy("Still in force?"), _standings),
    ("pb_output", gettext_lazy("Programme and budget"), partial(_named, key="pb_output", kind="outputs")),
    ("cpo_code", gettext_lazy("Country programme outcome"), partial(_plain, key="cpo_code")),
    ("round", gettext_lazy("Reported in"), partial(_named, key="round", kind="rounds")),
    ("language", gettext_lazy("Language"), _language),
    ("origin", gettext_lazy("Where the record comes from"), _origin),
)

# What tells the same in another way, or does not concern people: `test_every_key_of_a_payload_is_told`.
NOT_TOLD = frozenset({"schema", "uuid", "number", "value_status", "criteria_version"})
