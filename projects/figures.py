"""The arithmetic of projects and money: pure functions; nothing here knows Django, the request or today's date.

Rule 15 of docs/design.md: nothing is attributed to a partner alone, split between partners or added across them.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Kind = Literal["planned", "received", "spent"]
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Money:
    """One row of funding. `year` is `None` for the whole project; `rate` is US dollars for one unit of `currency`."""

    partner: str | None
    project: str
    year: int | None = None
    currency: str | None = None
    planned: Decimal | None = None
    received: Decimal | None = None
    spent: Decimal | None = None
    rate: Decimal | None = None
    resource: str | None = None
    modality: int | None = None

    def usd(self, kind: Kind) -> Decimal | None:
        """The amount in US dollars; `None` if it is not known, or has another currency and no rate."""
        amount: Decimal | None = getattr(self, kind)
        rate = Decimal(1) if self.currency == "USD" else self.rate
        return None if amount is None or rate is None else (amount * rate).quantize(CENT)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in US dollars: of `expected` rows, `known` are in it. `value` is `None` if none is: not known is not 0.

    `others` are amounts in other currencies without a rate, each currency by itself: they are never added.
    """

    value: Decimal | None
    known: int
    expected: int
    others: tuple[tuple[str, Decimal], ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every row is in the sum."""
        return self.known == self.expected


@dataclass(frozen=True, slots=True)
class MoneySums:
    """The money of one partner, year, project, …: whatever is in `key`."""

    key: tuple[Hashable, ...]
    planned: Amount
    received: Amount
    spent: Amount


def total(rows: Iterable[Money], kind: Kind) -> Amount:
    """The sum of one kind of amount over some rows.

    >>> chf = Money("Switzerland", "A", 2024, "CHF", planned=Decimal(500))
    >>> usd = Money("Switzerland", "A", 2025, "USD", planned=Decimal(100))
    >>> total([chf, usd, Money("Switzerland", "B")], "planned")
    Amount(value=Decimal('100.00'), known=1, expected=3, others=(('CHF', Decimal('500')),))
    >>> total([Money("Switzerland", "B")], "planned").value is None
    True
    """
    rows = list(rows)
    in_usd = [amount for row in rows if (amount := row.usd(kind)) is not None]
    others: dict[str, Decimal] = {}
    for row in rows:
        amount = getattr(row, kind)
        if amount is not None and row.usd(kind) is None:
            others[row.currency or "?"] = others.get(row.currency or "?", Decimal(0)) + amount
    return Amount(sum(in_usd, Decimal(0)) if in_usd else None, len(in_usd), len(rows), tuple(sorted(others.items())))


def money_by(rows: Iterable[Money], *names: str) -> list[MoneySums]:
    """The money by the named columns, in their order; what has no year or partner comes last.

    >>> rows = [Money("B", "p", 2024), Money("A", "p"), Money("A", "p", 2023)]
    >>> [line.key for line in money_by(rows, "partner", "year")]
    [('A', 2023), ('A', None), ('B', 2024)]
    """
    groups: dict[tuple[Hashable, ...], list[Money]] = {}
    for row in rows:
        groups.setdefault(tuple(getattr(row, name) for name in names), []).append(row)
    in_order = sorted(groups, key=lambda key: [(part is None, str(part or "")) for part in key])
    return [
        MoneySums(key, total(groups[key], "planned"), total(groups[key], "received"), total(groups[key], "spent"))
        for key in in_order
    ]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many projects there are, and how many are flagship or active, as `definitions.py` says."""

    all: int
    flagship: int
    active: int


class OutputState(StrEnum):
    """Whether an output is delivered, due or late on a day."""

    DELIVERED = "delivered"
    DELIVERED_LATE = "delivered-late"
    LATE = "late"
    DUE = "due"
    NO_DATE = "no-date"


def output_state(due_last: date | None, delivered: date | None, *, day: date) -> OutputState:
    """The state of an output at the end of `day`. What is due in a year is late on 1 January of the next.

    >>> output_state(date(2025, 12, 31), None, day=date(2026, 1, 1))
    <OutputState.LATE: 'late'>
    >>> output_state(date(2025, 12, 31), date(2026, 2, 1), day=date(2025, 6, 30))
    <OutputState.DUE: 'due'>
    """
    if delivered is not None and delivered <= day:
        is_late = due_last is not None and delivered > due_last
        return OutputState.DELIVERED_LATE if is_late else OutputState.DELIVERED
    if due_last is None:
        return OutputState.NO_DATE
    return OutputState.LATE if due_last < day else OutputState.DUE


@dataclass(frozen=True, slots=True)
class Outputs:
    """How many outputs are in which state; `delivered` includes those that were delivered late."""

    delivered: int
    delivered_late: int
    late: int
    due: int
    no_date: int

    @property
    def expected(self) -> int:
        """All of them."""
        return self.delivered + self.late + self.due + self.no_date


def outputs_on(outputs: Iterable[tuple[date | None, date | None]], *, day: date) -> Outputs:
    """The outputs of a project, or of several, on a day: each given by its last due day and its delivery.

    >>> outputs_on([(date(2025, 1, 31), None), (None, date(2025, 1, 1))], day=date(2025, 3, 1))
    Outputs(delivered=1, delivered_late=0, late=1, due=0, no_date=0)
    """
    states = [output_state(due_last, delivered, day=day) for due_last, delivered in outputs]
    late = states.count(OutputState.DELIVERED_LATE)
    return Outputs(
        delivered=states.count(OutputState.DELIVERED) + late,
        delivered_late=late,
        late=states.count(OutputState.LATE),
        due=states.count(OutputState.DUE),
        no_date=states.count(OutputState.NO_DATE),
    )


@dataclass(frozen=True, slots=True)
class Aligned:
    """How many indicators of another framework have one of ours; `in_part` of them are measured in part only."""

    aligned: int
    in_part: int
    expected: int

    @property
    def per_cent(self) -> Decimal | None:
        """The share that has one of ours, in per cent; `None` if no indicator is recorded."""
        return (Decimal(self.aligned) * 100 / self.expected).quantize(Decimal(1)) if self.expected else None


def aligned(indicators: Sequence[tuple[str | None, Decimal | None]]) -> Aligned:
    """The share aligned of some indicators, each given as (code of ours, share in per cent that ours measures).

    >>> found = aligned([("I3", None), ("D2", Decimal(50)), (None, None)])
    >>> found, found.per_cent
    (Aligned(aligned=2, in_part=1, expected=3), Decimal('67'))
    """
    matched = [share for code, share in indicators if code]
    in_part = sum(1 for share in matched if share is not None and share < 100)
    return Aligned(len(matched), in_part, len(indicators))
