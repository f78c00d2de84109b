"""Entries for tests of arithmetic, in one line each; the dates are years unless a test says otherwise."""

from datetime import date
from decimal import Decimal

from indicators.figures import Entry, years

PHASE_1, PHASE_2, PHASE_3 = years(2016, 2020), years(2021, 2025), years(2026, 2030)


def persons(key: str, year: int, *, value=None, baseline=None, increase=None, indicator="I3", **more) -> Entry:
    """A figure of people achieved in a year; `baseline` is (year, value).

    A stated increase is counted from the beginning of its own year, unless `since` gives another, or `None`.
    """
    baseline_year, baseline_value = baseline or (None, None)
    since = more.pop("since", year if increase is not None else None)
    return Entry(
        key,
        indicator,
        more.pop("first", date(year, 1, 1)),
        more.pop("last", date(year, 12, 31)),
        value=decimal(value),
        baseline_first=baseline_year and date(baseline_year, 1, 1),
        baseline_last=baseline_year and date(baseline_year, 12, 31),
        counted_from=more.pop("counted_from", since and date(since, 1, 1)),
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
