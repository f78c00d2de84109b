"""What a result says, as text: one definition for revisions, comparison, restoring, the ledger and past days.

Keys are the field's own (ISO3, codes, slugs, uuids), decimals are strings, keys are sorted, and no person is named.
"""

import json
from datetime import date
from typing import Any

from indicators.figures import plain_decimal
from indicators.models import Evidence, Result, Tag
from projects.models import Partner

SCHEMA = 1

PLAIN = (
    "title", "outcome", "contribution", "gender", "cpo_code", "unit", "value_status", "baseline_year",
    "coverage_basis", "duration", "months", "qualifier", "target_year", "method", "grade", "source", "note",
    "language", "origin", "criteria_version",
)  # fmt: skip
DECIMALS = ("value", "baseline_value", "increase")
DAYS = ("achieved_first", "achieved_last")


def payload(result: Result) -> dict[str, Any]:
    """Everything that a result says, with its children, ready for `canonical`."""
    said: dict[str, Any] = {"schema": SCHEMA, "uuid": str(result.uuid), "number": result.number}
    said |= {name: getattr(result, name) for name in PLAIN}
    said |= {name: plain_decimal(getattr(result, name)) for name in DECIMALS}
    said |= {name: _day(getattr(result, name)) for name in DAYS}
    said["country"] = result.country.iso3 if result.country else None
    said["indicator"] = result.indicator.code if result.indicator else None
    said["round"] = result.reported_in.code if result.reported_in else None
    said["pb_output"] = result.pb_output.key if result.pb_output else None
    said["instrument"] = _instrument(result)
    said["pool"] = {"name": result.pool.name, "reason": result.pool.reason} if result.pool else None
    said["parts"] = [
        {"category": p.category.key, "value": plain_decimal(p.value), "status": p.value_status}
        for p in result.parts.select_related("category__dimension")
    ]
    said["tags"] = [
        {"theme": t.theme.slug, "state": t.state}
        for t in result.tags.exclude(state=Tag.State.REJECTED).select_related("theme")
    ]
    said["standings"] = [{"kind": s.kind, "day": _day(s.day), "reason": s.reason} for s in result.standings.all()]
    said["evidence"] = [_evidence(item) for item in result.evidence.all()]
    said["others"] = [{"who": o.who, "what": o.what} for o in result.others.all()]
    said["consultations"] = [
        {"group": c.group, "who": c.who, "when": _day(c.when), "endorsed": c.endorsed, "why_not": c.why_not}
        for c in result.consultations.all()
    ]
    said["follows"] = sorted(str(uuid) for uuid in result.follows.values_list("uuid", flat=True))
    return said | support(result)


def support(result: Result) -> dict[str, Any]:
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


def _instrument(result: Result) -> dict[str, str] | None:
    instrument = result.instrument
    if instrument is None:
        return None
    return {
        "uuid": str(instrument.uuid),
        "title": instrument.title,
        "kind": instrument.kind,
        "reference": instrument.reference,
    }


def _evidence(item: Evidence) -> dict[str, str | None]:
    return {
        "uuid": str(item.uuid),
        "title": item.title,
        "url": item.url,
        "file_name": item.file_name,
        "sha256": item.sha256,
        "audience": item.audience,
    }


def for_the_public(said: dict[str, Any]) -> dict[str, Any]:
    """The same without the evidence that is for reviewers only."""
    public = [item for item in said["evidence"] if item["audience"] == Evidence.Audience.PUBLIC]
    return said | {"evidence": public}


def canonical(said: dict[str, Any]) -> str:
    """The one way to write a payload down: sorted keys, no spaces, text as it is.

    >>> canonical({"b": "é", "a": None})
    '{"a":null,"b":"é"}'
    """
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """The keys in which two payloads differ, with both values, in alphabetical order.

    A key that an older payload does not have yet differs only if the newer one says something by it.

    >>> differences({"title": "A"}, {"title": "B", "projects": []})
    [('title', 'A', 'B')]
    """
    keys = sorted(before.keys() | after.keys())
    pairs = [(key, before.get(key), after.get(key)) for key in keys]
    return [(key, old, new) for key, old, new in pairs if old != new and (old, new) not in ((None, []), ([], None))]
