"""What was published before, beside what the entries support (rule 16)."""

from dataclasses import dataclass
from decimal import Decimal


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
