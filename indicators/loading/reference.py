"""Reads `fixtures/` into the database: reference data, and the real entries of phase I through the same actions.

Loading twice changes nothing. A file that does not fit stops the load with its name and what is wrong, and nothing
is written.
"""

import csv
import hashlib
import json
import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from countries.actions import record_facts
from countries.models import (
    Branch,
    Convention,
    Country,
    CountryPriority,
    Instrument,
    Ratification,
    Region,
    Series,
    Statistic,
    Theme,
)
from indicators.loading.projects import LOADERS as PROJECT_LOADERS
from indicators.models import (
    Category,
    Claim,
    Dimension,
    Framework,
    Indicator,
    PBOutput,
    Result,
    Round,
    Target,
)
from indicators.results import actions
from indicators.rounds import record_periods
from rmt import search
from rmt.models import SiteVersion, User

RECORDER = "phase-1.recorder@rmt.invalid"
REVIEWER = "phase-1.reviewer@rmt.invalid"
ENTRY_NAMESPACE = uuid.UUID("6f1c7a52-0f9e-4b7f-9a53-9f7d2a8f2c11")

# What a row that does not fit raises: a missing column or cell, a number or day that is none, an unknown key, a rule.
MISFITS = (LookupError, TypeError, ValueError, ArithmeticError, ValidationError, ObjectDoesNotExist, DatabaseError)

Row = dict[str, Any]

DATES = ("achieved", "baseline", "counted_from")
"""What is known of a result as a first and a last possible day."""


class DoesNotFit(Exception):
    """A fixture that cannot be loaded: the message names the file and what is wrong."""


def digest(folder: Path) -> str:
    """One hash over every file of the folder: the version of the reference data."""
    total = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in {".csv", ".json"}:
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


@transaction.atomic
def load(folder: Path) -> bool:
    """Load every file of `folder`; returns False, with nothing done, if this very version is loaded already."""
    version = digest(folder)
    if SiteVersion.objects.filter(pk=1, reference=version).exists():
        return False
    for name, loader in LOADERS:
        try:
            loader(list(_rows(folder / name)))
        except MISFITS as problem:
            words = " ".join(str(problem).split())  # PostgreSQL answers in several lines
            raise DoesNotFit(f"{name}: {type(problem).__name__}: {words}") from problem
    search.rebuild()
    SiteVersion.bump()
    SiteVersion.objects.filter(pk=1).update(reference=version)
    return True


def _rows(path: Path) -> Iterator[Row]:
    if path.suffix == ".json":
        yield from json.loads(path.read_text())
        return
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            yield {name: value or None for name, value in row.items()}


def _save_rows(model, rows: list[Row], *, key: tuple[str, ...]) -> None:
    """Create or correct the rows of a model by their natural key."""
    existing = {tuple(getattr(o, name) for name in key): o for o in model.objects.all()}
    for row in rows:
        wanted = model(**row)
        found = existing.get(tuple(getattr(wanted, name) for name in key))
        if found is None:
            wanted.save()
            continue
        if any(getattr(found, name) != getattr(wanted, name) for name in row):
            for name in row:
                setattr(found, name, getattr(wanted, name))
            found.clean()
            found.save()


def _names(row: Row) -> Row:
    return {f"name_{code}": row.get(f"name_{code}") or "" for code in ("en", "fr", "es") if f"name_{code}" in row}


def _by(model, field: str) -> dict[str, int]:
    return dict(model.objects.values_list(field, "pk"))


def load_regions(rows: list[Row]) -> None:
    _save_rows(
        Region, [{"code": r["code"], "name_en": r["name_en"], "order": int(r["order"])} for r in rows], key=("code",)
    )


def load_countries(rows: list[Row]) -> None:
    regions = _by(Region, "code")
    same = ("iso2", "iso3", "m49", "slug", "time_zone")
    _save_rows(
        Country,
        [{**{n: r[n] for n in same}, **_names(r), "region_id": regions[r["region"]]} for r in rows],
        key=("iso3",),
    )


def load_priorities(rows: list[Row]) -> None:
    countries = _by(Country, "iso3")
    record_facts(
        CountryPriority,
        [
            {
                "country_id": countries[r["iso3"]],
                "phase": r["phase"],
                "start": _day(r["start"]),
                "end": _day(r["end"]),
                "source": r["source"],
            }
            for r in rows
        ],
        key=("country_id", "phase"),
    )


def load_periods(rows: list[Row]) -> None:
    same = ("kind", "code", "source")
    record_periods(
        {
            **{name: row[name] for name in same},
            "start": _day(row["start"]),
            "end": _day(row["end"]),
            "reason": row["reason"] or "",
        }
        for row in rows
    )


def load_themes(rows: list[Row]) -> None:
    _save_rows(
        Theme,
        [{"slug": r["slug"], "order": int(r["order"]), "group": r["group"], **_names(r)} for r in rows],
        key=("slug",),
    )


def load_branches(rows: list[Row]) -> None:
    _save_rows(
        Branch,
        [{"code": r["code"], "order": int(r["order"]), "name_en": r["name_en"], "source": r["source"]} for r in rows],
        key=("code",),
    )


def load_dimensions(rows: list[Row]) -> None:
    for place, row in enumerate(rows):
        _save_rows(Dimension, [{"code": row["code"], "name_en": row["name"], "order": place}], key=("code",))
        dimension = Dimension.objects.get(code=row["code"])
        for order, category in enumerate(row["categories"]):
            Category.objects.update_or_create(
                dimension=dimension, code=category["code"], defaults={"name_en": category["name"], "order": order}
            )


def load_framework(rows: list[Row]) -> None:
    framework, _created = Framework.objects.get_or_create(
        code="phase-2",
        defaults={
            "name": "Indicator framework of phase II",
            "source": "Reconstructed from the monitoring and evaluation plan; its own annex is not available",
        },
    )
    themes, dimensions = _by(Theme, "slug"), _by(Dimension, "code")
    same = ("code", "level", "name_en", "unit", "measure", "adds_up", "what_counts")
    blank = ("other_units", "collected_by", "usual_pb_output", "sdg")
    indicators = [
        {
            **{name: row[name] for name in same},
            **{name: row[name] or "" for name in blank},
            "framework_id": framework.pk,
            "step": int(row["step"]) if row["step"] else None,
            "pillar": int(row["pillar"]),
            "theme_id": themes[row["theme"]] if row["theme"] else None,
            "view_tag_id": themes[row["view_tag"]] if row["view_tag"] else None,
            "view_category_id": _category(row["view_category"]) if row["view_category"] else None,
            "order": place,
        }
        for place, row in enumerate(rows)
    ]
    _save_rows(Indicator, indicators, key=("code",))
    codes = _by(Indicator, "code")
    for row in rows:
        indicator = Indicator.objects.get(code=row["code"])
        indicator.dimensions.set(dimensions[code] for code in _list(row["dimensions"]))
        indicator.view_of.set(codes[code] for code in _list(row["view_of"]))


def _category(key: str) -> int:
    dimension, code = key.split(":")
    return Category.objects.get(dimension__code=dimension, code=code).pk


def load_targets(rows: list[Row]) -> None:
    _save_rows(
        Target,
        [{**_subject(r), "state": r["state"], "reason": r["reason"] or ""} for r in rows],
        key=("indicator_id", "headline", "country_id", "window_start", "window_end", "unit", "value"),
    )


def load_country_targets(rows: list[Row]) -> None:
    countries = _by(Country, "iso3")
    _save_rows(
        Target,
        [
            {
                **_subject({"headline": None, "window_start": "2016-01-01", **r}),
                "country_id": countries[r["iso3"]],
                "qualifier": r["qualifier"] or "",
                "state": Target.State.IN_USE,
                "reason": r["note"] or "",
            }
            for r in rows
        ],
        key=("indicator_id", "headline", "country_id", "window_start", "window_end", "unit", "value"),
    )


def load_claims(rows: list[Row]) -> None:
    _save_rows(
        Claim,
        [{**_subject(r), "note": r["note"] or ""} for r in rows],
        key=("indicator_id", "headline", "window_start", "window_end", "unit", "value"),
    )


def _subject(row: Row) -> Row:
    return {
        "indicator_id": Indicator.objects.get(code=row["indicator"]).pk if row["indicator"] else None,
        "headline": row["headline"],
        "window_start": _day(row["window_start"]),
        "window_end": _day(row["window_end"]),
        "unit": row["unit"],
        "value": Decimal(row["value"]),
        "source": row["source"],
    }


def load_pb_outputs(rows: list[Row]) -> None:
    same = ("biennium", "outcome", "code", "name_en")
    _save_rows(
        PBOutput,
        [
            {
                **{n: r[n] for n in same},
                "start": _day(r["start"]),
                "end": _day(r["end"]),
                "wording_known": r["wording_known"] == "1",
            }
            for r in rows
        ],
        key=("biennium", "code"),
    )


def load_rounds(rows: list[Row]) -> None:
    """Only rounds that are missing: the state of an existing one is the managers' business."""
    for row in rows:
        days = {name: _day(row[name]) for name in ("start", "end", "due")}
        Round.objects.get_or_create(code=row["code"], defaults={**days, "state": row["state"]})


def load_series(rows: list[Row]) -> None:
    _save_rows(
        Series,
        [{"code": r["code"], "name_en": r["name_en"], "population_group": r["population_group"] or ""} for r in rows],
        key=("code",),
    )


def load_statistics(rows: list[Row]) -> None:
    countries, series = _by(Country, "iso3"), _by(Series, "code")
    record_facts(
        Statistic,
        [
            {
                "country_id": countries[r["iso3"]],
                "series_id": series[r["series"]],
                "year": int(r["year"]),
                "value": Decimal(r["value"]),
                "source": r["source"],
                "vintage": r["vintage"],
            }
            for r in rows
        ],
        key=("country_id", "series_id", "year"),
    )


def load_conventions(rows: list[Row]) -> None:
    _save_rows(
        Convention,
        [
            {
                "number": r["number"],
                "short_title": f"No. {r['number'].removeprefix('C')}",
                "name_en": r["short_title"] + " Convention",
                "adopted_year": int(r["adopted_year"]),
            }
            for r in rows
        ],
        key=("number",),
    )


def load_ratifications(rows: list[Row]) -> None:
    countries, conventions = _by(Country, "iso3"), _by(Convention, "number")
    record_facts(
        Ratification,
        [
            {
                "country_id": countries[r["iso3"]],
                "convention_id": conventions[r["convention"]],
                "kind": r["kind"],
                "first_day": _day(r["first_day"]),
                "last_day": _day(r["last_day"]),
                "source": r["source"],
            }
            for r in rows
        ],
        key=("country_id", "convention_id", "kind", "first_day"),
    )


def load_results(rows: list[Row]) -> None:
    """The real entries, as `origin=historical`, through the actions, by two accounts that nobody can sign in to."""
    recorder = _account(RECORDER, "Phase I records", "entry")
    reviewer = _account(REVIEWER, "Phase I records", "review")
    for row in rows:
        identity = uuid.uuid5(ENTRY_NAMESPACE, row["entry"])
        if not Result.objects.filter(uuid=identity).exists():
            _enter(row, identity=identity, recorder=recorder, reviewer=reviewer)


def _account(email: str, first_name: str, last_name: str) -> User:
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, is_active=False, first_name=first_name, last_name=last_name)


def _enter(row: Row, *, identity: uuid.UUID, recorder: User, reviewer: User) -> None:
    today = timezone.localdate()
    country = Country.objects.get(iso3=row["country"])
    indicator = Indicator.objects.get(code=row["indicator"]) if row["indicator"] else None
    result = actions.start_result(
        indicator=indicator,
        country=country,
        by=recorder,
        historical=True,
        fields={"uuid": identity, **_result_fields(row, country)},
        children=_children(row),
    )
    if row["pool"]:
        pool = row["pool"]
        actions.place_in_pool(
            result=result, version=result.version, name=pool["name"], reason=pool["reason"], by=recorder
        )
    if row["state"] != "published":
        return
    result = actions.submit_result(result=result, version=result.version, by=recorder, today=today, historical=True)
    result = actions.validate_result(result=result, version=result.version, by=reviewer, today=today)
    if row["standing"]:
        standing = row["standing"]
        actions.record_standing(
            result=result,
            kind=standing["kind"],
            day=date.fromisoformat(standing["date"]),
            reason=standing["reason"],
            by=reviewer,
        )


def _result_fields(row: Row, country: Country) -> Row:
    same = (
        "title", "outcome", "contribution", "gender", "source", "cpo_code", "unit", "coverage_basis", "duration",
        "months", "qualifier", "grade", "first_cover", "abroad",
    )  # fmt: skip
    notes = [row["note"], f"Still missing: {row['missing']}" if row["missing"] else None]
    output = row["pb_output"]
    return {
        **{name: row[name] for name in same},
        **{name: _decimal(row[name]) for name in ("value", "baseline_value", "increase")},
        "target_year": int(row["target_year"]) if row["target_year"] else None,
        **{f"{name}_{end}": _day(row[f"{name}_{end}"]) for name in DATES for end in ("first", "last")},
        "note": " ".join(filter(None, notes)) or None,
        "pb_output": PBOutput.objects.get(biennium=output["biennium"], code=output["code"]) if output else None,
        "instrument": _instrument(row["instrument"], country) if row["instrument"] else None,
        "criteria_version": "phase-1" if row["entry"].startswith("P1") else "2021",
    }


def _instrument(row: Row, country: Country) -> Instrument:
    instrument = actions.name_instrument(country=country, title=row["title"], kind=row["kind"])
    instrument.adopted_first, instrument.adopted_last = _day(row["adopted_first"]), _day(row["adopted_last"])
    instrument.reference = row["reference"] or ""
    instrument.save()
    return instrument


def _children(row: Row) -> actions.Children:
    return actions.Children(
        parts={
            Category.objects.get(dimension__code=p["dimension"], code=p["category"]): Decimal(p["value"])
            for p in row["parts"]
        },
        themes=[Theme.objects.get(slug=slug) for slug in row["tags"]],
        evidence=[actions.EvidenceItem(title=item["title"], url=item["url"]) for item in row["evidence"]],
        others=row["others"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _list(text: str | None) -> list[str]:
    return text.split(";") if text else []


LOADERS = (
    ("regions.csv", load_regions),
    ("countries.csv", load_countries),
    ("priority_periods.csv", load_priorities),
    ("periods.csv", load_periods),
    ("themes.csv", load_themes),
    ("branches.csv", load_branches),
    ("dimensions.json", load_dimensions),
    ("framework.csv", load_framework),
    ("targets.csv", load_targets),
    ("country_targets.csv", load_country_targets),
    ("claims.csv", load_claims),
    ("pb_outputs.csv", load_pb_outputs),
    ("rounds.csv", load_rounds),
    ("series.csv", load_series),
    ("statistics.csv", load_statistics),
    ("conventions.csv", load_conventions),
    ("ratifications.csv", load_ratifications),
    *PROJECT_LOADERS,
    ("phase1_results.json", load_results),
)
