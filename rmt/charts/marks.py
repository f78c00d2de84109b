"""Bars with bounds, columns by year and points of a series, with sizes in per cent of the space that they stand in.

Each function takes what is to be shown and returns the same with its place, as the templates of
`templates/components/charts/` read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

LINE_NEEDS = 3
"""A line joins at least so many comparable points; fewer stand alone."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure: `low` is certain, up to `high` possible; `None` is not known, and drawn as a gap, never as 0."""

    label: str
    text: str
    low: Decimal | None
    high: Decimal | None = None
    target: Decimal | None = None
    note: str = ""
    href: str = ""
    level: int = 3
    is_open: bool = False
    """Whether there may be more of them: the source says "over"."""

    @property
    def largest(self) -> Decimal:
        """The largest of its numbers, which a scale must reach."""
        return max(value for value in (self.low, self.high, self.target, Decimal(0)) if value is not None)


def bars(rows: Sequence[Bar], *, largest: Decimal | None = None) -> list[dict[str, Any]]:
    """Bars on one scale: up to the largest of their own numbers, or to that of all the bars of the page.

    Each is `certain` so far, `possible` so much beyond that, and has its `target` there.

    >>> one, other = bars([Bar("a", "5", Decimal(5), target=Decimal(10)), Bar("b", "2 to 4", Decimal(2), Decimal(4))])
    >>> one["certain"], one["target"], other["certain"], other["possible"]
    (Decimal('50.0'), Decimal('100.0'), Decimal('20.0'), Decimal('20.0'))
    """
    whole = max([*(bar.largest for bar in rows), largest or Decimal(0)])
    placed = []
    for bar in rows:
        low = max(bar.low or Decimal(0), Decimal(0))
        high = max(bar.high if bar.high is not None else low, low)
        placed.append(
            {
                "bar": bar,
                "is_known": bar.low is not None,
                "certain": _percent(low, whole),
                "possible": _percent(high - low, whole),
                "target": None if bar.target is None else _percent(bar.target, whole),
            }
        )
    return placed


def _percent(value: Decimal, whole: Decimal) -> Decimal:
    return (100 * value / whole).quantize(Decimal("0.1")) if whole else Decimal("0.0")


@dataclass(frozen=True, slots=True)
class YearColumn:
    """How many of each level there were in a year: deliverables, institutional results, impact."""

    label: str
    counts: tuple[int, int, int]
    href: str = ""

    @property
    def total(self) -> int:
        """The sum of the levels: it counts records, never people."""
        return sum(self.counts)


def columns(rows: Sequence[YearColumn], *, highest: int | None = None) -> list[dict[str, Any]]:
    """Columns beside each other on one scale; `highest` makes several charts comparable (small multiples).

    Each has `parts` from the lowest up, as (level, top, height), and its count stands at `middle` and `top`.

    >>> first, last = columns([YearColumn("2019", (1, 1, 0)), YearColumn("2020", (0, 3, 1))])
    >>> first["parts"]
    [(1, Decimal('75.0'), Decimal('25.0')), (2, Decimal('50.0'), Decimal('25.0'))]
    >>> last["parts"][-1]
    (3, Decimal('0.0'), Decimal('25.0'))
    """
    whole = Decimal(highest or max((column.total for column in rows), default=0))
    step = Decimal(100) / len(rows) if rows else Decimal(100)
    width = (step * Decimal("0.7")).quantize(Decimal("0.01"))
    placed = []
    for place, column in enumerate(rows):
        x = (step * (place + Decimal("0.15"))).quantize(Decimal("0.01"))
        top, parts = Decimal(100), []
        for level, count in enumerate(column.counts, 1):
            if count:
                height = _percent(Decimal(count), whole)
                top -= height
                parts.append((level, top, height))
        placed.append({"column": column, "x": x, "width": width, "middle": x + width / 2, "top": top, "parts": parts})
    return placed


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series in a year."""

    year: int
    value: Decimal
    text: str


def points(rows: Sequence[Point], *, whole: Decimal = Decimal(100)) -> tuple[list[dict[str, Any]], bool]:
    """Points of a series between 0 and `whole`, and whether a line may join them: from three points on.

    Each stands at `x` from the left and `y` from the top.

    >>> placed, is_line = points([Point(2010, Decimal(20), "20"), Point(2020, Decimal(50), "50")])
    >>> [(p["x"], p["y"]) for p in placed], is_line
    ([(Decimal('4.0'), Decimal('80.0')), (Decimal('96.0'), Decimal('50.0'))], False)
    """
    ordered = sorted(rows, key=lambda point: point.year)
    if not ordered:
        return [], False
    placed = [
        {"point": point, "x": place_of_year(point.year, rows), "y": 100 - _percent(min(point.value, whole), whole)}
        for point in ordered
    ]
    return placed, len(ordered) >= LINE_NEEDS


def place_of_year(year: int, rows: Sequence[Point]) -> Decimal:
    """Where a year stands on the line of a series, from the left; in the middle, for a single year.

    >>> place_of_year(2015, [Point(2010, Decimal(20), "20"), Point(2020, Decimal(50), "50")])
    Decimal('50.0')
    """
    first, last = min(point.year for point in rows), max(point.year for point in rows)
    if first == last:
        return Decimal("50.0")
    return (4 + Decimal(92 * (year - first)) / (last - first)).quantize(Decimal("0.1"))
