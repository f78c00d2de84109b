"""Bars with bounds, columns by year and points of a series: sizes in per cent of the space that they are drawn in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

LINE_NEEDS = 3
"""A line is drawn through at least so many comparable points; fewer stand as points."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure: `low` is certain, up to `high` possible; `None` is not known, which is drawn as a gap, never as 0."""

    label: str
    text: str
    low: Decimal | None
    high: Decimal | None = None
    target: Decimal | None = None
    note: str = ""
    href: str = ""
    level: int = 3


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar and its sizes in per cent: certain, possible beyond that, and where the target stands."""

    bar: Bar
    certain: Decimal
    possible: Decimal
    target: Decimal | None

    @property
    def is_known(self) -> bool:
        """Whether there is a figure at all."""
        return self.bar.low is not None


def bars(rows: Sequence[Bar], *, on_one_scale: bool = True) -> list[PlacedBar]:
    """Bars on one scale, or each against the largest of its own figure and target.

    >>> one, other = bars([Bar("a", "5", Decimal(5), target=Decimal(10)), Bar("b", "2 to 4", Decimal(2), Decimal(4))])
    >>> one.certain, one.target, other.certain, other.possible
    (Decimal('50.0'), Decimal('100.0'), Decimal('20.0'), Decimal('20.0'))
    """
    together = max((_largest(row) for row in rows), default=Decimal(0))
    return [_placed(row, together if on_one_scale else _largest(row)) for row in rows]


def _largest(bar: Bar) -> Decimal:
    return max(value for value in (bar.low, bar.high, bar.target, Decimal(0)) if value is not None)


def _placed(bar: Bar, whole: Decimal) -> PlacedBar:
    low = max(bar.low or Decimal(0), Decimal(0))
    high = max(bar.high if bar.high is not None else low, low)
    target = _share(bar.target, whole) if bar.target is not None else None
    return PlacedBar(bar, _share(low, whole), _share(high - low, whole), target)


def _share(value: Decimal, whole: Decimal) -> Decimal:
    return (100 * value / whole).quantize(Decimal("0.1")) if whole else Decimal("0.0")


@dataclass(frozen=True, slots=True)
class Column:
    """How many of each level there were in a year: deliverables, institutional results, impact."""

    label: str
    counts: tuple[int, int, int]
    href: str = ""

    @property
    def total(self) -> int:
        """All levels together: records, never people."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column and its parts from the lowest up, as (level, top, height) in per cent."""

    column: Column
    x: Decimal
    width: Decimal
    parts: tuple[tuple[int, Decimal, Decimal], ...]

    @property
    def middle(self) -> Decimal:
        """Where its count stands, from the left."""
        return self.x + self.width / 2

    @property
    def top(self) -> Decimal:
        """Its upper end; of an empty one, the axis."""
        return self.parts[-1][1] if self.parts else Decimal(100)


def columns(rows: Sequence[Column], *, highest: int | None = None) -> list[PlacedColumn]:
    """Columns beside each other on one scale; `highest` makes several charts comparable (small multiples).

    >>> first, last = columns([Column("2019", (1, 1, 0)), Column("2020", (0, 3, 1))])
    >>> first.parts
    ((1, Decimal('75.0'), Decimal('25.0')), (2, Decimal('50.0'), Decimal('25.0')))
    >>> last.parts[-1]
    (3, Decimal('0.0'), Decimal('25.0'))
    """
    whole = Decimal(highest or max((row.total for row in rows), default=0))
    step = Decimal(100) / len(rows) if rows else Decimal(100)
    return [
        PlacedColumn(
            row, (step * (place + Decimal("0.15"))).quantize(Decimal("0.01")),
            (step * Decimal("0.7")).quantize(Decimal("0.01")), tuple(_stacked(row.counts, whole)),
        )
        for place, row in enumerate(rows)
    ]  # fmt: skip


def _stacked(counts: Iterable[int], whole: Decimal) -> Iterable[tuple[int, Decimal, Decimal]]:
    below = Decimal(0)
    for level, count in enumerate(counts, 1):
        if count:
            height = _share(Decimal(count), whole)
            below += height
            yield level, 100 - below, height


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series in a year."""

    year: int
    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class PlacedPoint:
    """A point and where it stands, in per cent from the left and from the top."""

    point: Point
    x: Decimal
    y: Decimal


def points(rows: Sequence[Point], *, whole: Decimal = Decimal(100)) -> tuple[list[PlacedPoint], bool]:
    """Points of a series between 0 and `whole`, and whether a line may join them: from three points on.

    >>> placed, is_line = points([Point(2010, Decimal(20), "20"), Point(2020, Decimal(50), "50")])
    >>> [(p.x, p.y) for p in placed], is_line
    ([(Decimal('4.0'), Decimal('80.0')), (Decimal('96.0'), Decimal('50.0'))], False)
    """
    ordered = sorted(rows, key=lambda row: row.year)
    if not ordered:
        return [], False
    first, span = ordered[0].year, max(ordered[-1].year - ordered[0].year, 1)
    middle = len({row.year for row in ordered}) == 1
    placed = [
        PlacedPoint(
            row,
            Decimal("50.0") if middle else (4 + Decimal(92 * (row.year - first)) / span).quantize(Decimal("0.1")),
            100 - _share(min(row.value, whole), whole),
        )
        for row in ordered
    ]
    return placed, len(ordered) >= LINE_NEEDS
