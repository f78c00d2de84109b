"""The plain fields of a result, one row each: its own words, choices, numbers and days.

The payload, the columns of the ledger, the entries that figures read, the comparison of two versions, what is restored,
the facts of a public page and the exports all read this table. What belongs to a result (parts, themes, evidence, …)
and what it refers to (country, indicator, instrument, …) are functions in `indicators.ledger`.

Adding a field is a row here, a question in `pages/entry/questions.py`, and a migration (docs/how-to).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

from indicators.figures import plain_decimal
from indicators.models import FirstCover, Result

SCHEMA = 3
"""What payloads are written as now. What was published under an earlier number is never written again."""


class Type(Enum):
    """How a field is written down in a payload, and read back."""

    PLAIN = "as it is"
    DECIMAL = "decimal, as text"
    DAY = "day, as text"

    def written(self, value: Any) -> Any:
        """A value as JSON has it; `None` stays `None`."""
        if self is Type.DECIMAL:
            return plain_decimal(value)
        return value.isoformat() if self is Type.DAY and value else value

    def read(self, written: Any) -> Any:
        """A value as a column has it."""
        if written is None or self is Type.PLAIN:
            return written
        return Decimal(written) if self is Type.DECIMAL else date.fromisoformat(written)


@dataclass(frozen=True, slots=True)
class ResultField:
    """A plain field: a column of `Result` and a key of its payload, by one name."""

    name: str
    noun: Any = ""
    """What it is called inside a sentence; empty if none says it."""
    label: Any = ""
    """Its heading where a whole version is read; empty if another line says it (the qualifier is in the figure)."""
    type: Type = Type.PLAIN
    choices: Any = None
    since: int = 1
    """The number of the schema in which payloads say it first."""
    is_drafted: bool = True
    """Whether whoever writes the draft says it; else it follows from something else."""
    in_ledger: bool = False
    """Whether publications have a typed column of this name, for queries."""
    entry: str = ""
    """The attribute of `figures.Entry` that it becomes; empty if no figure reads it."""
    export: tuple[str, Any] = ("", "")
    """Its column in the files, and what that holds; empty if the column is made in another way."""
    restates: bool = False
    """Whether saying it otherwise than it is published restates the figure: whoever sends that says why, to readers."""
    is_fact: bool = False
    """Whether the page of a result lists it among the facts; an empty one is listed only if `gap_is_shown`."""
    gap_is_shown: bool = False


FIELDS = (
    ResultField(
        "title", _("title"), _("What was achieved"), in_ledger=True,
        export=("title", _("What was achieved, in one sentence")),
    ),
    ResultField("achieved_first", _("date"), type=Type.DAY, in_ledger=True, entry="first", restates=True),
    ResultField("achieved_last", _("date"), type=Type.DAY, in_ledger=True, entry="last", restates=True),
    ResultField(
        "where", _("where it happened"), _("Where in the country"), since=2, is_fact=True,
        export=("where", _("“national”, or the provinces, districts or cities named; empty is not stated")),
    ),
    ResultField("outcome", _("what changed"), _("What changed"), export=("outcome", _("What changed"))),
    ResultField(
        "contribution", _("the programme's contribution"), _("What the programme contributed"),
        export=("contribution", _("What the programme contributed")),
    ),
    ResultField(
        "gender", _("gender equality and non-discrimination"), _("Gender equality and non-discrimination"),
        export=("gender", _("Gender equality and non-discrimination")),
    ),
    ResultField("unit", _("unit"), in_ledger=True, entry="unit", restates=True),
    ResultField("value", _("value"), _("Figure"), Type.DECIMAL, in_ledger=True, entry="value", restates=True),
    ResultField("value_status", in_ledger=True),
    ResultField("qualifier", _("how exact the figure is"), in_ledger=True, entry="qualifier", restates=True),
    ResultField(
        "baseline_value", _("baseline"), _("How many there were before"), Type.DECIMAL, in_ledger=True,
        entry="baseline_value", restates=True,
    ),
    ResultField(
        "baseline_first", _("day of the baseline"), type=Type.DAY, in_ledger=True, since=3, entry="baseline_first",
        restates=True,
    ),
    ResultField(
        "baseline_last", _("day of the baseline"), type=Type.DAY, in_ledger=True, since=3, entry="baseline_last",
        restates=True,
    ),
    ResultField(
        "increase", _("increase stated by the source"), _("Increase that the source states"), Type.DECIMAL,
        in_ledger=True, entry="increase", restates=True,
    ),
    ResultField(
        "counted_from_first", _("since when the increase is counted"), type=Type.DAY, in_ledger=True, since=3,
        entry="counted_from", restates=True,
        export=("counted_from_first", _("First day from which the source counts the increase; empty counts nowhere")),
    ),
    ResultField("counted_from_last", _("since when the increase is counted"), type=Type.DAY, in_ledger=True, since=3),
    ResultField(
        "first_cover", _("whether this is their first cover"), _("Whether this is these people's first cover"),
        choices=FirstCover, in_ledger=True, since=3, entry="first_cover", restates=True,
        export=("first_cover", _("Whether it is these people's first cover: yes, no, not-known; empty is not stated")),
    ),
    ResultField(
        "abroad", _("people abroad"), _("People abroad who are counted"), since=3, is_fact=True,
        export=("abroad", _("Why more people are counted than live in the country: people abroad")),
    ),
    ResultField(
        "coverage_basis", _("in what sense people are covered"), _("Who is covered"), choices=Result.Basis,
        in_ledger=True, entry="basis", restates=True,
    ),
    ResultField(
        "duration", _("continuing or temporary"), _("For how long"), choices=Result.Duration, in_ledger=True,
        entry="duration", restates=True,
    ),
    ResultField("months", _("number of months"), in_ledger=True, entry="months", restates=True),
    ResultField("target_year", _("target year"), _("Target year"), in_ledger=True, entry="target_year", restates=True),
    ResultField(
        "method", _("method"), _("How the figure was worked out"),
        export=("method", _("How the figure was worked out")),
    ),
    ResultField(
        "grade", _("where the figure comes from"), _("Where the figure comes from"), choices=Result.Grade,
        export=("grade", _("Where the figure comes from")),
    ),
    ResultField("source", _("source"), _("Source"), in_ledger=True, is_fact=True, gap_is_shown=True),
    ResultField(
        "note", _("note on the source"), _("Note on the source"), is_fact=True,
        export=("note", _("Note on the source")),
    ),
    ResultField(
        "cpo_code", _("country programme outcome"), _("Country programme outcome"), is_fact=True, gap_is_shown=True,
        export=("cpo_code", _("Country programme outcome")),
    ),
    ResultField(
        "un_outcome", _("outcome of the UN cooperation framework"), _("Outcome of the UN cooperation framework"),
        since=2, is_fact=True,
        export=("un_outcome", _("Outcome of the cooperation framework of the United Nations in the country")),
    ),
    ResultField("language", label=_("Language"), export=("language", _("Language of the texts"))),
    ResultField(
        "origin", label=_("Where the record comes from"), in_ledger=True, is_drafted=False,
        export=("origin", _("Entered here, or historical: taken from a published source")),
    ),
    ResultField("criteria_version", is_drafted=False),
)  # fmt: skip

BY_NAME = {field.name: field for field in FIELDS}
