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
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from countries.actions import hold_ratifications, record_facts
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
from indicators.ledger import payload_of
from indicators.loading.countries import LOADERS as COUNTRY_LOADERS
from indicators.loading.projects import LOADERS as PROJECT_LOADERS
from indicators.models import (
    Category,
    Claim,
    Dimension,
    Evidence,
    Framework,
    Indicator,
    PBOutput,
    ProgrammePeriod,
    Result,
    Round,
    Target,
)
from indicators.results import actions, read_back
from indicators.rounds import record_periods
from rmt import search
from rmt.models import SiteVersion, User

RECORDER = "phase-1.recorder@rmt.invalid"
REVIEWER = "phase-1.reviewer@rmt.invalid"
SAID_OF_THE_SOURCE = {"source_kind", "source_first", "source_last", "note", "remark", "remark_source"}
ABOUT_ITS_SOURCE = "What its source says of itself, and what we remark on it, is recorded apart."
ENTRY_NAMESPACE = uuid.UUID("6f1c7a52-0f9e-4b7f-9a53-9f7d2a8f2c11")

# What a row that does not fit raises: a missing column or cell, a number or day that is none, an unknown key, a rule.
MISFITS = (LookupError, TypeError, ValueError, ArithmeticError, ValidationError, ObjectDoesNotExist, DatabaseError)

Row = dict[str, Any]

DATES = ("achieved", "baseline", "counted_from", "source")
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


def load_results(rows: list[Row]) -> None:
    """The real entries, as `origin=historical`, through the actions, by two accounts that nobody can sign in to."""
    recorder = _account(RECORDER, "Phase I records", "entry")
    reviewer = _account(REVIEWER, "Phase I records", "review")
    for row in rows:
        identity = uuid.uuid5(ENTRY_NAMESPACE, row["entry"])
        result = Result.objects.filter(uuid=identity).first()
        if result is None:
            _enter(row, identity=identity, recorder=recorder, reviewer=reviewer)
        else:
            _correct(result, row, recorder=recorder, reviewer=reviewer)


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


def _correct(result: Result, row: Row, *, recorder: User, reviewer: User) -> None:
    """Restate an entry whose plain fields the file now gives differently, with the reason; else nothing is written.

    What a person has edited, reopened or withdrawn is theirs and stays. What belongs to an entry (instrument, pool,
    themes, evidence, …) is not looked at.
    """
    changed = {name: value for name, value in _plain_fields(row).items() if getattr(result, name) != value}
    is_ours = result.is_historical and not result.revisions.exclude(by=recorder).exists()
    is_draft = result.status == Result.Status.DRAFT and result.number is None
    if not changed or not is_ours or not (is_draft or result.status == Result.Status.VALIDATED):
        return
    reason = ABOUT_ITS_SOURCE if changed.keys() <= SAID_OF_THE_SOURCE else row["corrected"]
    if not reason:
        raise ValueError(f"{row['entry']} differs from what is loaded in {sorted(changed)}: say why in `corrected`")
    if not is_draft:
        result = actions.reopen_result(result=result, version=result.version, by=recorder)
    children = read_back(payload_of(result), result).children
    fields = changed if is_draft else {**changed, "restated_because": reason}
    result = actions.save_result(result=result, version=result.version, fields=fields, children=children, by=recorder)
    if is_draft:
        return
    today = timezone.localdate()
    result = actions.submit_result(result=result, version=result.version, by=recorder, today=today, historical=True)
    actions.validate_result(result=result, version=result.version, by=reviewer, today=today, comment=reason)


def _result_fields(row: Row, country: Country) -> Row:
    """An entry as columns, with what it refers to."""
    output = row["pb_output"]
    return {
        **_plain_fields(row),
        "pb_output": PBOutput.objects.get(biennium=output["biennium"], code=output["code"]) if output else None,
        "instrument": _instrument(row["instrument"], country) if row["instrument"] else None,
    }


def _plain_fields(row: Row) -> Row:
    same = (
        "title", "outcome", "contribution", "gender", "source", "source_kind", "note", "cpo_code", "unit",
        "coverage_basis", "duration", "months", "qualifier", "grade", "first_cover", "abroad",
    )  # fmt: skip
    remarks = [row["remark"], f"Still missing: {row['missing']}" if row["missing"] else None]
    remark = " ".join(filter(None, remarks)) or None
    return {
        **{name: row[name] for name in same},
        **{f"{name}_{end}": _day(row[f"{name}_{end}"]) for name in DATES for end in ("first", "last")},
        **{name: _decimal(row[name]) for name in ("value", "baseline_value", "increase")},
        "target_year": int(row["target_year"]) if row["target_year"] else None,
        "remark": remark,
        "remark_source": row["remark_source"] or row["source"] if remark else None,
        "criteria_version": "phase-1" if row["entry"].startswith("P1") else "2021",
    }


def _instrument(row: Row, country: Country) -> Instrument:
    """One that is here already is left alone: it is kept on the desk, with its history."""
    return actions.name_instrument(
        country=country,
        title=row["title"],
        kind=row["kind"],
        adopted_first=_day(row["adopted_first"]),
        adopted_last=_day(row["adopted_last"]),
        reference=row["reference"] or "",
    )


def _children(row: Row) -> actions.Children:
    return actions.Children(
        parts={
            Category.objects.get(dimension__code=p["dimension"], code=p["category"]): Decimal(p["value"])
            for p in row["parts"]
        },
        themes=[Theme.objects.get(slug=slug) for slug in row["tags"]],
        evidence=[
            actions.EvidenceItem(title=item["title"], url=item["url"], audience=Evidence.Audience.PUBLIC)
            for item in row["evidence"]
        ],
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
    *COUNTRY_LOADERS,
    *PROJECT_LOADERS,
    ("phase1_results.json", load_results),
)
