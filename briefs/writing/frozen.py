"""What is read outside the ledger and frozen with an issue, and back again: targets, claims, money."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.models import Claim, Indicator, Target
from projects.figures import Money

SUBJECT = ("headline", "unit", "source")
MONEY = ("partner", "project", "year", "currency", "resource", "modality")
AMOUNTS = ("planned", "received", "spent", "rate")


def frozen_subject(subject: Target | Claim) -> dict[str, Any]:
    """A target or a claim as plain JSON."""
    return {
        **{name: getattr(subject, name) for name in SUBJECT},
        "indicator": subject.indicator.code if subject.indicator else None,
        "name": subject.indicator.name_en if subject.indicator else "",
        "value": str(subject.value),
        "qualifier": getattr(subject, "qualifier", ""),
        "reason": getattr(subject, "reason", ""),
        "note": getattr(subject, "note", ""),
        "window": [subject.window_start.isoformat(), subject.window_end.isoformat()],
    }


def targets_of(rows: Iterable[Mapping[str, Any]]) -> list[Target]:
    """Targets or claims that were frozen, as rows that are in no database: what figures and words read of them."""
    found = []
    for row in rows:
        start, end = (date.fromisoformat(day) for day in row["window"])
        target = Target(
            indicator=Indicator(code=row["indicator"], name_en=row["name"]) if row["indicator"] else None,
            window_start=start,
            window_end=end,
            value=Decimal(row["value"]),
            qualifier=row["qualifier"],
            reason=row["reason"] or row["note"],
            **{name: row[name] for name in SUBJECT},
        )
        found.append(target)
    return found


def frozen_money(rows: Iterable[Money]) -> list[dict[str, Any]]:
    """Rows of funding as plain JSON."""
    return [
        {
            **{name: getattr(row, name) for name in MONEY},
            **{name: None if (value := getattr(row, name)) is None else str(value) for name in AMOUNTS},
        }
        for row in rows
    ]


def money_of(rows: Iterable[Mapping[str, Any]]) -> list[Money]:
    """Rows of funding that were frozen."""
    found = []
    for row in rows:
        columns: dict[str, Any] = {name: row[name] for name in MONEY}
        columns |= {name: None if row[name] is None else Decimal(row[name]) for name in AMOUNTS}
        found.append(Money(**columns))
    return found
