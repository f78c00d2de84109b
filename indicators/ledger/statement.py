"""What a result says, as text: one definition for revisions, comparison, restoring, the ledger and past days.

Keys are the field's own (ISO3, codes, slugs, uuids), decimals are strings, keys are sorted, and no person is named.
"""

import json
from datetime import date
from typing import Any

from countries.models import Instrument
from indicators.fields import FIELDS, SCHEMA
from indicators.figures import plain_decimal
from indicators.models import Evidence, Result, Tag
from projects.models import Partner

Payload = dict[str, Any]


def payload_of(result: Result) -> Payload:
    """Everything that a result says, with its children, ready for `canonical`."""
    payload: Payload = {"schema": SCHEMA, "uuid": str(result.uuid), "number": result.number}
    payload |= {field.name: field.type.written(getattr(result, field.name)) for field in FIELDS}
    payload["country"] = result.country.iso3 if result.country else None
    payload["indicator"] = result.indicator.code if result.indicator else None
    payload["round"] = result.reported_in.code if result.reported_in else None
    payload["pb_output"] = result.pb_output.key if result.pb_output else None
    payload["convention"] = result.convention.number if result.convention else None
    payload["instrument"] = None
    if (instrument := result.instrument) is not None:
        payload["instrument"] = instrument_payload(instrument)
    payload["pool"] = {"name": result.pool.name, "reason": result.pool.reason} if result.pool else None
    payload["parts"] = [
        {"category": p.category.key, "value": plain_decimal(p.value), "status": p.value_status}
        for p in result.parts.select_related("category__dimension")
    ]
    payload["tags"] = [
        {"theme": t.theme.slug, "state": t.state} | ({"basis": t.basis} if t.basis else {})
        for t in result.tags.exclude(state=Tag.State.REJECTED).select_related("theme")
    ]
    payload["standings"] = [{"kind": s.kind, "day": _day(s.day), "reason": s.reason} for s in result.standings.all()]
    payload["evidence"] = [
        {
            "uuid": str(item.uuid),
            "title": item.title,
            "url": item.url,
            "file_name": item.file_name,
            "sha256": item.sha256,
            "audience": item.audience,
        }
        for item in result.evidence.all()
    ]
    payload["others"] = [{"who": o.who, "what": o.what} for o in result.others.all()]
    payload["consultations"] = [
        {"group": c.group, "who": c.who, "when": _day(c.when), "endorsed": c.endorsed, "why_not": c.why_not}
        for c in result.consultations.all()
    ]
    payload["follows"] = sorted(str(uuid) for uuid in result.follows.values_list("uuid", flat=True))
    return payload | support(result)


def support(result: Result) -> Payload:
    """The projects that supported a result, and the partners that fund them, as they are recorded now."""
    contributions = result.contributions.select_related("project").order_by("project__slug")
    partners = Partner.objects.filter(fundings__project__contributions__result=result).order_by("slug").distinct()
    return {
        "projects": [
            {"slug": c.project.slug, "symbol": c.project.symbol, "title": c.project.title, "role": c.role}
            for c in contributions
        ],
        "partners": [{"slug": partner.slug, "name": partner.name} for partner in partners],
    }


def instrument_payload(instrument: Instrument) -> Payload:
    """What a result says of the instrument that it rests on: all that is recorded of it."""
    return {"uuid": str(instrument.uuid), **instrument.says()}


def in_force_of(instrument: Payload | None) -> tuple[date | None, date | None]:
    """From which day an instrument is certainly in force, and when it may have ceased to be; `None`: not recorded.

    A day known to the year is certain when the year has ended. What was published before these days were recorded
    says nothing of them.

    >>> in_force_of({"in_force_first": "2021-01-01", "in_force_last": "2021-12-31", "repealed_first": "2024-03-01"})
    (datetime.date(2021, 12, 31), datetime.date(2024, 3, 1))
    >>> in_force_of(None), in_force_of({"title": "Law of before"})
    ((None, None), (None, None))
    """
    said = instrument or {}
    since, ends = said.get("in_force_last"), [said.get("suspended_first"), said.get("repealed_first")]
    until = min((day for day in ends if day), default=None)
    return date.fromisoformat(since) if since else None, date.fromisoformat(until) if until else None


def for_the_public(payload: Payload) -> Payload:
    """The same without the evidence that is for reviewers only."""
    public = [item for item in payload["evidence"] if item["audience"] == Evidence.Audience.PUBLIC]
    return payload | {"evidence": public}


def with_words(field: str, words: str) -> Payload:
    """What a payload says where a passage was removed."""
    return {field: [{"who": words, "what": None}] if field == "others" else words}


def canonical(payload: Payload) -> str:
    """The one way to write a payload down: sorted keys, no spaces, text as it is.

    >>> canonical({"b": "é", "a": None})
    '{"a":null,"b":"é"}'
    """
    return json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def restated(before: Payload, after: Payload) -> list[str]:
    """The keys of figures and dates that `after` says otherwise than `before`, and "parts" for groups of people.

    What the schema of `before` could not say yet is said for the first time: that restates nothing. Nor does the unit
    of a figure that was not there.

    >>> restated({"schema": 2, "value": "10", "title": "A"}, {"schema": 2, "value": "12", "title": "B"})
    ['value']
    """
    said = [field for field in FIELDS if field.since <= before["schema"] or field.name in before]
    keys = [field.name for field in said if field.restates]
    changed = [key for key in (*keys, "parts") if before.get(key) != after.get(key)]
    return [key for key in changed if key != "unit" or before["unit"] is not None]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def differences(before: Payload, after: Payload) -> list[tuple[str, Any, Any]]:
    """The keys in which two payloads differ, with both values, in alphabetical order.

    A key that an older payload does not have yet differs only if the newer one says something by it.

    >>> differences({"title": "A", "pool": {"name": "P"}}, {"title": "B", "pool": {"name": "P", "of": None}, "x": []})
    [('title', 'A', 'B')]
    """
    keys = sorted(before.keys() | after.keys())
    pairs = [(key, before.get(key), after.get(key)) for key in keys]
    return [(key, old, new) for key, old, new in pairs if _said(old) != _said(new)]


def _said(value: Any) -> Any:
    """A value without what says nothing, also inside an instrument or a pool."""
    if isinstance(value, dict):
        value = {key: some for key, some in value.items() if some not in (None, [], "")}
    return value or None if isinstance(value, list | dict) else value
