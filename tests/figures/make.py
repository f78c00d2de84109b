"""Entries for tests of arithmetic, in one line each; the dates are years unless a test says otherwise."""

from datetime import date
from decimal import Decimal

from indicators.figures import Entry


def persons(key: str, year: int, *, value=None, baseline=None, increase=None, indicator="I3", **more) -> Entry:
    """A figure of people achieved in a year; `baseline` is (year, value)."""
    baseline_year, baseline_value = baseline or (None, None)
    return Entry(
        key,
        indicator,
        more.pop("first", date(year, 1, 1)),
        more.pop("last", date(year, 12, 31)),
        value=decimal(value),
        baseline_year=baseline_year,
        baseline_value=decimal(baseline_value),
        increase=decimal(increase),
        **{"unit": "person", "country": "TGO", **more},
    )


def change(key: str, year: int, *, indicator="R2", country="TGO", **more) -> Entry:
    """An institutional change of a year."""
    step = {"R1": 1, "R2": 2, "R3": 3}.get(indicator)
    return Entry(key, indicator, date(year, 1, 1), date(year, 12, 31), country=country, step=step, **more)


def decimal(value: int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)
