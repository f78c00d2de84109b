"""The real entries of `fixtures/`, as `origin=historical`, through the actions, by two accounts that nobody can use.

A key that is absent is not known. Loading twice changes nothing; an entry that the file gives differently now is
restated with its reason. What a person has edited, reopened or withdrawn is theirs and stays.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from countries.models import Convention, Country, Instrument, Theme
from indicators.ledger import payload_of
from indicators.models import Category, Evidence, Indicator, PBOutput, Result, Tag
from indicators.results import actions, change_instrument, read_back
from rmt.models import User

RECORDER = "phase-1.recorder@rmt.invalid"
REVIEWER = "phase-1.reviewer@rmt.invalid"
SAID_OF_THE_SOURCE = {"source_kind", "source_first", "source_last", "note", "remark", "remark_source"}
ABOUT_ITS_SOURCE = "What its source says of itself, and what we remark on it, is recorded apart."
FROM_ITS_SOURCE = "The source of an entry that rests on it says so."
ENTRY_NAMESPACE = uuid.UUID("6f1c7a52-0f9e-4b7f-9a53-9f7d2a8f2c11")

DATES = ("achieved", "baseline", "counted_from", "source")
"""What is known of a result as a first and a last possible day."""

TEXTS = (
    "title", "outcome", "contribution", "gender", "source", "source_kind", "note", "cpo_code", "unit",
    "coverage_basis", "duration", "months", "qualifier", "grade", "first_cover", "abroad", "convention_event",
)  # fmt: skip
NUMBERS = ("value", "baseline_value", "increase")
LISTS = ("others", "evidence", "themes", "consulted", "parts", "follows", "leads_to")
KEYS = frozenset({
    *TEXTS, *NUMBERS, *LISTS, *(f"{name}_{end}" for name in DATES for end in ("first", "last")),
    "entry", "country", "indicator", "state", "missing", "corrected", "remark", "remark_source", "source_url",
    "pb_output", "instrument", "convention", "pool", "target_year", "standing",
})  # fmt: skip

SAME_ENTRY = {
    "P1-24": "P1-24 P1-25",
    "P1-25": "P1-24 P1-25",
    "gimi-70": "P1-03",
    "gimi-77": "P1-04",
    "gimi-91": "P1-16",
    "gimi-80": "P1-19",
    "gimi-121": "P1-21",
    "gimi-136": "P1-26",
    "gimi-141": "P1-27",
    "gimi-780": "P1-28",
    "gimi-858": "P1-15",
    "gimi-949": "P1-15",
    "gimi-959": "P1-12",
    "gimi-1283": "gimi-1283-1",
}
"""Other keys by which the sources name an entry that is held once."""

Row = dict[str, Any]


def result_of(key: str) -> Result | None:
    """The result that a source names by its key (`P1-07`, `gimi-956`, `VNM-2024-law`); `None` if it is not held."""
    return Result.objects.filter(uuid=_identity(SAME_ENTRY.get(key, key))).first()


def _identity(entry: str) -> uuid.UUID:
    return uuid.uuid5(ENTRY_NAMESPACE, entry)


def load_results(rows: list[Row]) -> None:
    """All entries of a file: first every new one as a draft, so that each can follow another, then what is published.

    The numbers that readers see follow the order of the file.
    """
    rows = [_whole(row) for row in rows]
    recorder, reviewer = _account(RECORDER, "entry"), _account(REVIEWER, "review")
    identities = {row["entry"]: _identity(row["entry"]) for row in rows}
    loaded = {result.uuid: result for result in Result.objects.filter(uuid__in=identities.values())}
    started: dict[str, Result] = {}
    for row in _in_order(rows):
        if identities[row["entry"]] not in loaded:
            started[row["entry"]] = _start(row, recorder=recorder)
    for row in rows:
        if result := started.get(row["entry"]):
            if row["state"] == "published":
                _publish(result, row, recorder=recorder, reviewer=reviewer)
            for later in Result.objects.filter(uuid__in=[_identity(key) for key in row["leads_to"]]):
                actions.add_earlier(result=later, earlier=result, by=reviewer)
        else:
            _correct(loaded[identities[row["entry"]]], row, recorder=recorder, reviewer=reviewer)


def _whole(row: Row) -> Row:
    """A row with every key: what the file leaves out is not known. Raises KeyError for a key that means nothing."""
    if unknown := row.keys() - KEYS:
        raise KeyError(f"{row['entry']}: {', '.join(sorted(unknown))}")
    return {**dict.fromkeys(KEYS), **{name: [] for name in LISTS}, **row}


def _in_order(rows: list[Row]) -> Iterable[Row]:
    """The rows of a file, each after those that it follows from."""
    waiting = {row["entry"]: row for row in rows}

    def with_earlier(row: Row) -> Iterable[Row]:
        for entry in row["follows"]:
            if entry in waiting:
                yield from with_earlier(waiting.pop(entry))
        yield row

    while waiting:
        yield from with_earlier(waiting.pop(next(iter(waiting))))


def _account(email: str, last_name: str) -> User:
    found = User.objects.filter(email=email).first()
    names = {"first_name": "Historical records", "last_name": last_name}
    return found or User.objects.create_user(email, is_active=False, **names)


def _start(row: Row, *, recorder: User) -> Result:
    country = Country.objects.get(iso3=row["country"])
    result = actions.start_result(
        indicator=Indicator.objects.get(code=row["indicator"]) if row["indicator"] else None,
        country=country,
        by=recorder,
        historical=True,
        fields={"uuid": _identity(row["entry"]), **_plain_fields(row), **_references(row, country, by=recorder)},
        children=_children(row),
    )
    if pool := row["pool"]:
        actions.place_in_pool(
            result=result, version=result.version, name=pool["name"], reason=pool["reason"], by=recorder
        )
    return result


def _publish(result: Result, row: Row, *, recorder: User, reviewer: User, comment: str = "") -> None:
    today = timezone.localdate()
    result = actions.submit_result(result=result, version=result.version, by=recorder, today=today, historical=True)
    result = actions.validate_result(result=result, version=result.version, by=reviewer, today=today, comment=comment)
    if (standing := row["standing"]) and not result.standings.exists():
        actions.record_standing(
            result=result,
            kind=standing["kind"],
            day=date.fromisoformat(standing["date"]),
            reason=standing["reason"],
            by=reviewer,
        )


def _correct(result: Result, row: Row, *, recorder: User, reviewer: User) -> None:
    """Restate an entry that the file gives differently now, with the reason; else nothing is written.

    Pool and standing are loaded once. Themes, evidence, consultations, what others did and what it follows from are
    completed while nobody but us has written it; what a lead has decided of a theme stays.
    """
    is_ours = result.is_historical and not result.revisions.exclude(by=recorder).exists()
    is_draft = result.status == Result.Status.DRAFT and result.number is None
    if not is_ours or not (is_draft or result.status == Result.Status.VALIDATED):
        return
    changed = {name: value for name, value in _plain_fields(row).items() if getattr(result, name) != value}
    country = Country.objects.get(iso3=row["country"])
    if result.instrument is None and row["instrument"]:
        changed |= _references(row, country, by=recorder)
    elif row["instrument"]:
        _instrument(row["instrument"], country, by=recorder)
    children = _children(row, of=result)
    now = read_back(payload_of(result), result).children
    children = replace(children, follows={*children.follows, *now.follows})  # an earlier entry may have added itself
    if not changed and _says(children) == _says(now):
        return
    reason = ABOUT_ITS_SOURCE if changed and changed.keys() <= SAID_OF_THE_SOURCE else row["corrected"]
    if not reason:
        what = sorted(changed) or "what belongs to it"
        raise ValueError(f"{row['entry']} differs from what is loaded in {what}: say why in `corrected`")
    if not is_draft:
        result = actions.reopen_result(result=result, version=result.version, by=recorder)
    fields = changed if is_draft else {**changed, "restated_because": reason}
    result = actions.save_result(result=result, version=result.version, fields=fields, children=children, by=recorder)
    if not is_draft:
        _publish(result, row, recorder=recorder, reviewer=reviewer, comment=reason)


def _says(children: actions.Children) -> tuple[Any, ...]:
    """What belongs to a result, to be compared."""
    return (
        dict(children.parts),
        {theme.pk for theme in children.themes},
        sorted((item.title, item.url or "") for item in children.evidence),
        [(other["who"], other["what"]) for other in children.others],
        [(row["group"], row["who"]) for row in children.consultations],
        {result.pk for result in children.follows},
    )


def _plain_fields(row: Row) -> Row:
    remarks = [row["remark"], f"Still missing: {row['missing']}" if row["missing"] else None]
    remark = " ".join(filter(None, remarks)) or None
    return {
        **{name: row[name] for name in TEXTS},
        **{f"{name}_{end}": _day(row[f"{name}_{end}"]) for name in DATES for end in ("first", "last")},
        **{name: Decimal(row[name]) if row[name] else None for name in NUMBERS},
        "target_year": int(row["target_year"]) if row["target_year"] else None,
        "remark": remark,
        "remark_source": row["remark_source"] or row["source"] if remark else None,
        "criteria_version": "phase-1" if row["entry"].startswith("P1") else "2021",
    }


def _references(row: Row, country: Country, *, by: User) -> Row:
    output = row["pb_output"]
    return {
        "pb_output": PBOutput.objects.get(biennium=output["biennium"], code=output["code"]) if output else None,
        "instrument": _instrument(row["instrument"], country, by=by) if row["instrument"] else None,
        "convention": Convention.objects.get(number=row["convention"]) if row["convention"] else None,
    }


def _instrument(row: Mapping[str, Any], country: Country, *, by: User) -> Instrument:
    """The instrument by its title. What is not recorded of it yet is filled in, unless somebody changed it.

    It is kept on the desk, with its history: nothing that it says already is written over.
    """
    known = {name: value for name, value in row.items() if value and name not in ("title", "kind")}
    facts: Row = {name: _day(value) if name.endswith(("_first", "_last")) else value for name, value in known.items()}
    instrument = actions.name_instrument(country=country, title=row["title"], kind=row["kind"], **facts)
    says = instrument.says()
    new = {name: value for name, value in known.items() if not says[name]}
    if not new or instrument.changes.exclude(by=by).exists():
        return instrument
    return change_instrument(instrument=instrument, version=instrument.version, says=new, reason=FROM_ITS_SOURCE, by=by)


def _children(row: Row, *, of: Result | None = None) -> actions.Children:
    """What belongs to an entry; what `of`, loaded earlier, has already is the same row."""
    kept = {(item.title, item.url): item.uuid for item in of.evidence.all()} if of else {}
    rejected = of.tags.filter(state=Tag.State.REJECTED).values_list("theme__slug", flat=True) if of else ()
    bases = {theme["theme"]: theme["basis"] for theme in row["themes"] if theme["theme"] not in rejected}
    themes = {theme: bases[theme.slug] for theme in Theme.objects.filter(slug__in=bases)}
    follows = Result.objects.filter(uuid__in=[_identity(SAME_ENTRY.get(key, key)) for key in row["follows"]])
    if len(themes) < len(bases) or len(follows) < len(row["follows"]):
        raise LookupError(f"{row['entry']}: a theme, or an entry that it follows, is not known")
    return actions.Children(
        parts={
            Category.objects.get(dimension__code=p["dimension"], code=p["category"]): Decimal(p["value"])
            for p in row["parts"]
        },
        themes=themes,
        bases=themes,
        evidence=[
            actions.EvidenceItem(
                title=item["title"],
                url=item["url"],
                audience=Evidence.Audience.PUBLIC,
                uuid=kept.get((item["title"], item["url"])),
            )
            for item in row["evidence"]
        ],
        others=[{"who": other["who"], "what": other.get("what", "")} for other in row["others"]],
        # The source says that they were consulted, not whether they endorsed it.
        consultations=[
            {"group": c["group"], "who": c.get("who", ""), "when": None, "endorsed": None, "why_not": ""}
            for c in row["consulted"]
        ],
        follows=follows,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


LOADERS = (
    ("phase1_results.json", load_results),
    ("phase1_more_results.json", load_results),
    ("phase2_results.json", load_results),
)
