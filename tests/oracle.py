"""Figures worked out a second time, plainly, from the texts of the ledger: it shares no code with `indicators.figures`.

Slow and literal on purpose. Days are compared as text: ISO days sort as days do. Periods are [start, end).
"""

import json
from datetime import date, timedelta
from decimal import Decimal

from indicators.models import Publication

STEPS = {"R1": 1, "R2": 2, "R3": 3}


def in_force_now() -> list[dict]:
    """What each statement in force says."""
    rows = Publication.objects.filter(kind="statement", superseded_at=None)
    return [json.loads(text) for text in rows.values_list("payload", flat=True)]


def happened(said: dict, start: str, end: str) -> bool:
    return start <= said["achieved_first"] and said["achieved_last"] < end


def changes(payloads: list[dict], step: int, start: str, end: str) -> list[dict]:
    return [said for said in payloads if STEPS.get(said["indicator"]) == step and happened(said, start, end)]


def countries(payloads: list[dict], step: int, start: str, end: str) -> set[str]:
    return {said["country"] for said in changes(payloads, step, start, end) if said["country"]}


def countries_not_lost(payloads: list[dict], step: int, start: str, end: str, day: str) -> set[str]:
    standing = set()
    for said in changes(payloads, step, start, end):
        word = "confirmed"
        for one in sorted(said["standings"], key=lambda s: s["day"]):
            if one["day"] <= day:
                word = one["kind"]
        if word != "lost":
            standing.add(said["country"])
    return standing - {None}


def people(payloads: list[dict], indicator: str, start: str, end: str, day: str) -> tuple[Decimal, Decimal] | None:
    """Lower and upper bound of the people added; `None` if nothing counts."""
    eve = (date.fromisoformat(start) - timedelta(days=1)).isoformat()
    bounds = []
    eligible = [said for said in payloads if said["indicator"] == indicator and counts_people(said, day)]
    for where in {(said["country"], pool_name(said)) for said in eligible}:
        pool = [said for said in eligible if (said["country"], pool_name(said)) == where]
        amounts = []
        for name in {series_name(said) for said in pool}:
            series = [said for said in pool if series_name(said) == name]
            added = [a for said in series if (a := increase(said, series, eve, start, end)) is not None]
            if added:
                amounts.append(sum(added))
        if amounts:
            bounds.append((min(max(amounts), sum(amounts)), max(max(amounts), sum(amounts))))
    return (sum(low for low, _ in bounds), sum(high for _, high in bounds)) if bounds else None


def counts_people(said: dict, day: str) -> bool:
    if said["unit"] != "person" or said["duration"] == "temporary" or said["coverage_basis"] == "registered-only":
        return False
    return said["indicator"] != "I1" or bool(said["target_year"] and day < f"{said['target_year']}-01-01")


def pool_name(said: dict) -> str | None:
    return said["pool"]["name"] if said["pool"] else None


def series_name(said: dict) -> str:
    return said["instrument"]["uuid"] if said["instrument"] else said["uuid"]


def increase(said: dict, series: list[dict], eve: str, start: str, end: str) -> Decimal | None:
    """What one result adds to its series in [start, end); a span of its own begins on the eve at the earliest."""
    if not happened(said, start, end):
        return None
    baseline_day = said.get("baseline_last") and min(said["baseline_last"], said["achieved_last"])
    has_levels = said["value"] is not None and said["baseline_value"] is not None
    if said["increase"] is not None:
        since = said.get("counted_from_first") or (baseline_day if has_levels else None)
        return Decimal(said["increase"]) if since and since >= eve else None
    if said["value"] is None:
        return None
    earlier = [other for other in series if other["value"] is not None and when(other) < when(said)]
    if earlier:
        return Decimal(said["value"]) - Decimal(max(earlier, key=when)["value"])
    if not has_levels or not baseline_day or baseline_day < eve:
        return None
    return Decimal(said["value"]) - Decimal(said["baseline_value"])


def when(said: dict) -> tuple[str, str, str]:
    return said["achieved_last"], said["achieved_first"], said["uuid"]
