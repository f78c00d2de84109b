"""What was published before, beside what the entries support (rule 16)."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.figures.precision import Quantity


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published number beside ours; neither is ever adjusted to agree with the other."""

    ours: Decimal
    published: Decimal

    @property
    def difference(self) -> Decimal:
        """Ours minus the published number: below zero when the entries support less than was published.

        >>> Comparison(Decimal(8), Decimal(10)).difference
        Decimal('-2')
        """
        return self.ours - self.published


def difference_of(ours: Quantity, published: Quantity) -> Quantity:
    """Ours minus the published number, bound by bound, with the precision of both (rule 13).

    >>> gap = difference_of(Quantity.of(75000, "about"), Quantity.of(11600000, "rounded"))
    >>> gap.low, gap.step
    (Decimal('-11525000'), Decimal('100000'))
    """
    return Quantity(
        ours.low - published.high,
        ours.high - published.low,
        max(ours.step, published.step),
        ours.qualifiers | published.qualifiers,
    )
