"""How the people of a figure are divided, and which small groups are hidden (rule 12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

SMALLEST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """People of one category; `value` is `None` when it is withheld because it is a small group."""

    category: str
    value: Decimal | None

    @property
    def is_withheld(self) -> bool:
        return self.value is None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A figure divided by one dimension. What is withheld counts as not known, here and in every sum above."""

    cells: tuple[Cell, ...]
    not_known: Decimal
    total: Decimal

    @property
    def share_known(self) -> Decimal | None:
        """The part of the people whose category is known, in per cent; `None` of nobody."""
        return (self.total - self.not_known) * 100 / self.total if self.total else None


def breakdown(parts: Mapping[str, Decimal], *, total: Decimal) -> Breakdown:
    """Divide a figure by the categories of one dimension, with small groups hidden; the rest is "not known".

    Groups of 1 to 9 persons are withheld. If what remains unnamed would still tell how many they are, the next
    smallest group is withheld too. Raises ValueError if the parts are more than the total.

    >>> b = breakdown({"women": Decimal(600), "men": Decimal(300)}, total=Decimal(1000))
    >>> b.not_known, b.share_known
    (Decimal('100'), Decimal('90'))
    >>> [cell.value for cell in breakdown({"yes": Decimal(4), "no": Decimal(500)}, total=Decimal(1000)).cells]
    [None, Decimal('500')]
    """
    if sum(parts.values()) > total:
        raise ValueError("the parts are more than the total")
    hidden = suppressed(parts, total=total)
    cells = tuple(Cell(name, None if name in hidden else value) for name, value in parts.items())
    shown = sum((cell.value for cell in cells if cell.value is not None), Decimal(0))
    return Breakdown(cells, total - shown, total)


def suppressed(parts: Mapping[str, Decimal], *, total: Decimal) -> frozenset[str]:
    """The categories whose people are not shown: groups of 1 to 9, and those that would give them away.

    Totals, records and countries are never hidden; zero is not a small group.

    >>> sorted(suppressed({"women": Decimal(95), "men": Decimal(5)}, total=Decimal(100)))
    ['men', 'women']
    >>> sorted(suppressed({"women": Decimal(95), "men": Decimal(5)}, total=Decimal(200)))
    ['men']
    """
    hidden = {name for name, value in parts.items() if 0 < value < SMALLEST_SHOWN}
    if not hidden:
        return frozenset()
    by_size = sorted((name for name in parts if name not in hidden and parts[name] > 0), key=lambda name: parts[name])
    while by_size and _unnamed(parts, hidden, total) < SMALLEST_SHOWN:
        hidden.add(by_size.pop(0))
    return frozenset(hidden)


def _unnamed(parts: Mapping[str, Decimal], hidden: set[str], total: Decimal) -> Decimal:
    return total - sum((value for name, value in parts.items() if name not in hidden), Decimal(0))
