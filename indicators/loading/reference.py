"""Reads `fixtures/` into the database: reference data, and the real entries through the same actions.

Loading twice changes nothing. A file that does not fit stops the load with its name and what is wrong, and nothing
is written.
"""

import csv
import hashlib
import json
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction

from countries.actions import hold_ratifications, record_facts
from countries.models import (
    Branch,
    Convention,
    Country,
    CountryPriority,
    Ratification,
    Region,
    Series,
    Statistic,
    Theme,
)
from indicators.loading.countries import LOADERS as COUNTRY_LOADERS
from indicators.loading.projects import AFTER_RESULTS
from indicators.loading.projects import LOADERS as PROJECT_LOADERS
from indicators.loading.results import LOADERS as RESULT_LOADERS
from indicators.models import (
    Category,
    Claim,
    Dimension,
    Framework,
    Indicator,
    PBOutput,
    ProgrammePeriod,
    Round,
    Target,
)
from indicators.rounds import record_periods
from rmt import search
from rmt.models import SiteVersion

# What a row that does not fit raises: a missing column or cell, a number or day that is none, an unknown key, a rule.
MISFITS = (LookupError, TypeError, ValueError, ArithmeticError, ValidationError, ObjectDoesNotExist, DatabaseError)

Row = dict[str, Any]


class DoesNotFit(Exception):
    """A fixture that cannot be loaded: the message names the file and what is wrong."""


def digest(folder: Path, *, without: Collection[str] = ()) -> str:
    """One hash over every file of the folder: the version of the reference data."""
    total = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in {".csv", ".json"} and path.name not in without:
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


@transaction.atomic
def load(folder: Path, *, without: Collection[str] = ()) -> bool:
    """Load every file of `folder`, but those `without`; returns False, with nothing done, if that is loaded already."""
    version = digest(folder, without=without)
    if SiteVersion.objects.filter(pk=1, reference=version).exists():
        return False
    for name, loader in LOADERS:
        if name in without:
            continue
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
    periods = sorted((r["iso3"], r["start"], r["end"] or "9999-12-31") for r in rows)
    for (iso3, _start, end), (other, start, _end) in pairwise(periods):
        if iso3 == other and start < end:
            raise ValueError(f"two periods of {iso3} overlap: one begins on {start}, before {end}")
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
    complete = {(row.kind, row.code) for row in ProgrammePeriod.objects.as_of(None) if row.is_record_complete}
    record_periods(
        {
            **{name: row[name] for name in same},
            "start": _day(row["start"]),
            "end": _day(row["end"]),
            "reason": row["reason"] or "",
            # What a manager said once stays said.
            "is_record_complete": row["record_complete"] == "1" or (row["kind"], row["code"]) in complete,
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
                **_subject({"headline": None, **r}),
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
    """The vintages that the file holds, and no point of an earlier one: mixed, they would show trends that never were.

    A past day still reads the vintage of that day.
    """
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
        is_complete=True,
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
    """What is known with its day comes before the vaguer row of another source, which is then left out."""
    countries, conventions = _by(Country, "iso3"), _by(Convention, "number")
    hold_ratifications(
        Ratification(
            country_id=countries[row["iso3"]],
            convention_id=conventions[row["convention"]],
            kind=Ratification.Kind(row["kind"]),
            first_day=date.fromisoformat(row["first_day"]),
            last_day=date.fromisoformat(row["last_day"]),
            parts=row["parts"] or "",
            source=row["source"],
        )
        for row in rows
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


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
    *COUNTRY_LOADERS,
    *PROJECT_LOADERS,
    *RESULT_LOADERS,
    *AFTER_RESULTS,
)
