"""The columns of the files of results: each with its title, what it holds, and how it is read of a publication."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import figures
from indicators.fields import BY_NAME, FIELDS
from indicators.figures import Breakdown, Entry
from indicators.models import ValueStatus


@dataclass(frozen=True)
class ExportedResult:
    """One publication as an export reads it: its statement, its entry, and the columns that are beside it."""

    payload: Mapping[str, Any]
    entry: Entry
    row: Mapping[str, Any]
    day: date
    divided: Mapping[str, Breakdown]
    kinds: Mapping[str, Decimal]


@dataclass(frozen=True)
class Column:
    """A column of the files: its title, what it holds, and its value."""

    title: str
    meaning: Any
    value: Callable[[ExportedResult], Any]


def _payload(name: str) -> Callable[[ExportedResult], Any]:
    return lambda p: p.payload.get(name)


def _row(name: str) -> Callable[[ExportedResult], Any]:
    return lambda p: p.row[name]


def _entry(name: str) -> Callable[[ExportedResult], Any]:
    return lambda p: getattr(p.entry, name)


def _instrument(name: str) -> Callable[[ExportedResult], Any]:
    return lambda p: (p.payload["instrument"] or {}).get(name)


def _listed(name: str, text: Callable[[Mapping[str, Any]], str]) -> Callable[[ExportedResult], str]:
    return lambda p: "; ".join(text(item) for item in p.payload.get(name, []))


def _standings(p: ExportedResult) -> str:
    return "; ".join(f"{s.kind} {s.day.isoformat()}" for s in p.entry.standings)


def _last_reason(p: ExportedResult) -> str | None:
    last = max(p.payload["standings"], key=lambda s: s["day"], default=None)
    return last["reason"] if last else None


def _not_reported_lost(p: ExportedResult) -> str | None:
    if p.entry.indicator not in figures.STEP_INDICATORS:
        return None
    return _("yes") if figures.stands(p.entry, on=p.day) else _("no")


def _address(p: ExportedResult) -> str:
    return f"{settings.SITE_URL}/results/{p.entry.number}/"


def plain(name: str) -> Column:
    """The column of a plain field, as `indicators.fields` describes it."""
    title, meaning = BY_NAME[name].export
    return Column(title, meaning, lambda p: _text(p.payload.get(name)))


def _text(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value


STANDING_ORDER = (
    Column("number", gettext_lazy("Public number of the result"), _entry("number")),
    Column("version", gettext_lazy("Version of its statement in force"), _row("version")),
    Column("published_on", gettext_lazy("Day on which this version was published, UTC"),
           lambda p: p.row["recorded_at"].date()),
    Column("uuid", gettext_lazy("Identifier that never changes"), _entry("key")),
    Column("address", gettext_lazy("Page of the result"), _address),
    plain("title"),
    Column("country_iso3", gettext_lazy("Country, code of ISO 3166; empty is global"), _entry("country")),
    Column("country", gettext_lazy("Country, name"), _row("country__name_en")),
    Column("region", gettext_lazy("Region"), _row("country__region__name_en")),
    Column("level", gettext_lazy("Level: deliverable, result or impact; never added up"), _row("indicator__level")),
    Column("indicator", gettext_lazy("Indicator, code"), _entry("indicator")),
    Column("indicator_name", gettext_lazy("Indicator, name"), _row("indicator__name_en")),
    Column("step", gettext_lazy("Step 1 to 3 of an institutional result"), _entry("step")),
    Column("achieved_first", gettext_lazy("First day on which it may have happened"), _entry("first")),
    Column("achieved_last", gettext_lazy("Last day on which it may have happened"), _entry("last")),
    Column("round", gettext_lazy("Reporting round; empty is from a published source"), _payload("round")),
    Column("unit", gettext_lazy("Unit of value, baseline and increase"), _entry("unit")),
    Column("value", gettext_lazy("Value, exact"), _entry("value")),
    Column("value_status", gettext_lazy("Reported, not reported, not applicable, not yet due, or withheld"),
           lambda p: str(ValueStatus(p.payload["value_status"]).label)),
    Column("qualifier", gettext_lazy("How exact the source is: about, over, rounded"), _entry("qualifier")),
    Column("baseline_first", gettext_lazy("First possible day of the baseline"), _entry("baseline_first")),
    Column("baseline_last", gettext_lazy("Last possible day of the baseline"), _entry("baseline_last")),
    Column("baseline_value", gettext_lazy("How many there were before"), _entry("baseline_value")),
    Column("increase_stated", gettext_lazy("Increase that the source states"), _entry("increase")),
    Column("coverage_basis", gettext_lazy("In what sense people are covered"), _entry("basis")),
    Column("duration", gettext_lazy("Continuing or temporary"), _entry("duration")),
    Column("months", gettext_lazy("Months of a temporary payment"), _entry("months")),
    Column("target_year", gettext_lazy("Target year of potential coverage"), _entry("target_year")),
    Column("group_of_people", gettext_lazy("Who these people are, if other people than in the country's other figures"),
           _entry("pool")),
    plain("grade"),
    plain("method"),
    Column("instrument_uuid", gettext_lazy("Law, strategy or scheme, identifier: figures on one are one series"),
           _entry("instrument")),
    Column("instrument", gettext_lazy("Law, strategy or scheme, title"), _instrument("title")),
    Column("instrument_kind", gettext_lazy("Law, decree, strategy or scheme"), _instrument("kind")),
    Column("pb_output", gettext_lazy("Output of the programme and budget: biennium and code"), _entry("pb_output")),
    plain("cpo_code"),
    Column("sdg", gettext_lazy("Sustainable Development Goal, target or indicator"), _row("indicator__sdg")),
    Column("not_reported_lost", gettext_lazy("Whether a step was not reported lost by the day of this file"),
           _not_reported_lost),
    Column("standings", gettext_lazy("What was said of it since: confirmed, lost or restored, and the day"),
           _standings),
    Column("standing_reason", gettext_lazy("Reason of the last of these"), _last_reason),
    Column("themes", gettext_lazy("Themes, each confirmed by its lead or proposed only"),
           _listed("tags", lambda t: f"{t['theme']} {t['state']}")),
    Column("projects", gettext_lazy("Projects that supported it"), _listed("projects", lambda p: p["slug"])),
    Column("project_titles", gettext_lazy("The same, titles"), _listed("projects", lambda p: p["title"])),
    Column("partners", gettext_lazy("Partners that fund these projects; nothing is divided between them"),
           _listed("partners", lambda p: p["name"])),
    plain("outcome"),
    plain("contribution"),
    Column("others", gettext_lazy("What others did"), _listed("others", lambda o: f"{o['who']}: {o['what']}")),
    plain("gender"),
    Column("follows", gettext_lazy("Results that it followed from, identifiers"),
           lambda p: "; ".join(p.payload["follows"])),
    Column("source", gettext_lazy("Source"), _entry("source")),
    plain("note"),
    plain("language"),
    plain("origin"),
)  # fmt: skip
COLUMNS = (
    *STANDING_ORDER,
    *(plain(f.name) for f in FIELDS if f.export[0] and f.export[0] not in {c.title for c in STANDING_ORDER}),
)
"""What is newer stands at the end, so that nobody's formulas point to another column than before."""
BESIDE = (
    "payload", "version", "recorded_at", "country__name_en", "country__region__name_en", "indicator__level",
    "indicator__name_en", "indicator__step", "indicator__sdg", "indicator__measure",
)  # fmt: skip
