"""How exact a figure is, and how it is rounded for readers (rule 13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

EXACT, ABOUT, OVER, ROUNDED = "", "about", "over", "rounded"
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something counted, between two bounds, with the precision of what it was counted from.

    `low` and `high` are exact; `step` is the largest rounding step of the parts; `qualifiers` are those of the parts.
    Quantities are added bound by bound (rule 9).

    >>> both = Quantity.of(2100000, "about") + Quantity.of(428582)
    >>> both.low, both.high, both.step, sorted(both.qualifiers)
    (Decimal('2528582'), Decimal('2528582'), Decimal('100000'), ['', 'about'])
    """

    low: Decimal
    high: Decimal
    step: Decimal = ONE
    qualifiers: frozenset[str] = frozenset({EXACT})

    @classmethod
    def of(cls, value: Decimal | int, qualifier: str | None = EXACT) -> "Quantity":
        """One value with its qualifier."""
        value = Decimal(value)
        return cls(value, value, rounding_step(value, qualifier), frozenset({qualifier or EXACT}))

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(
            self.low + other.low,
            self.high + other.high,
            max(self.step, other.step),
            self.qualifiers | other.qualifiers,
        )

    @property
    def is_one_number(self) -> bool:
        """Equal bounds print one number."""
        return self.low == self.high

    @property
    def qualifier(self) -> str:
        """The one word for the whole."""
        return combined_qualifier(self.qualifiers)

    @property
    def is_open_above(self) -> bool:
        """Whether nobody said how many there are at most: every part is exact or "over" a number."""
        return self.qualifier == OVER

    @property
    def at_most(self) -> Decimal | None:
        """The upper bound; `None` where the figure is open above.

        >>> Quantity.of(50000, "over").at_most is None
        True
        """
        return None if self.is_open_above else self.high

    def rounded(self) -> tuple[Decimal, Decimal]:
        """Both bounds, rounded to the largest step of the parts: one number to the nearest, two of them outwards.

        What is "over" is rounded down, so that the word stays true; what is something is never rounded to nothing.

        >>> [str(n) for n in Quantity.of(2100000, "about").__add__(Quantity.of(428582)).rounded()]
        ['2500000', '2500000']
        >>> wide = Quantity(Decimal(2810000), Decimal(2890000), Decimal(100000), frozenset({"about"}))
        >>> [str(n) for n in wide.rounded()]
        ['2800000', '2900000']
        """
        step = self.shown_step
        if self.is_open_above:
            return round_to(self.low, step, ROUND_FLOOR), round_to(self.high, step, ROUND_FLOOR)
        if self.is_one_number:
            return round_to(self.low, step), round_to(self.high, step)
        return round_to(self.low, step, ROUND_FLOOR), round_to(self.high, step, ROUND_CEILING)

    @property
    def shown_step(self) -> Decimal:
        """The step to which it is rounded: the largest of the parts, but no larger than the figure itself.

        >>> str((Quantity.of(2000000, "about") + Quantity.of(-1600000)).shown_step)
        '100000'
        """
        sizes = [Decimal(10) ** value.adjusted() for value in (self.low, self.high) if value]
        return max(min([self.step, *sizes]), ONE)


def total(quantities: Iterable[Quantity]) -> Quantity | None:
    """The sum, bound by bound; `None` of nothing, because nothing reported is not zero.

    >>> total([]) is None
    True
    """
    result: Quantity | None = None
    for quantity in quantities:
        result = quantity if result is None else result + quantity
    return result


def rounding_step(value: Decimal, qualifier: str | None) -> Decimal:
    """The power of ten of the last non-zero digit of a qualified value; 1 if it is exact.

    >>> rounding_step(Decimal(2100000), "about"), rounding_step(Decimal(428582), "")
    (Decimal('100000'), Decimal('1'))
    """
    if not qualifier or value == 0:
        return ONE
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** max(int(exponent), 0)


def round_to(value: Decimal, step: Decimal, mode: str = ROUND_HALF_UP) -> Decimal:
    """`value` as a multiple of `step`.

    >>> str(round_to(Decimal(2581298), Decimal(100000)))
    '2600000'
    """
    return (value / step).quantize(ONE, rounding=mode) * step


def combined_qualifier(qualifiers: Iterable[str]) -> str:
    """Exact with "over" gives "over"; any other mixture gives "about" (rule 13).

    >>> combined_qualifier({"", "over"}), combined_qualifier({"", "about", "over"}), combined_qualifier({""})
    ('over', 'about', '')
    """
    kinds = set(qualifiers)
    if kinds <= {EXACT, OVER}:
        return OVER if OVER in kinds else EXACT
    return ROUNDED if kinds == {ROUNDED} else ABOUT


def progress(value: Decimal, *, target: Decimal, baseline: Decimal = Decimal(0)) -> Decimal | None:
    """How much of the way to a target is done, in per cent, above 100 if it is passed; `None` where it means nothing.

    Progress = (value - baseline) ÷ (target - baseline), in the target's own unit and window.

    >>> str(progress(Decimal(15), target=Decimal(20), baseline=Decimal(10)))
    '50'
    >>> progress(Decimal(15), target=Decimal(10), baseline=Decimal(10)) is None
    True
    """
    if target == baseline:
        return None
    return (value - baseline) * 100 / (target - baseline)
