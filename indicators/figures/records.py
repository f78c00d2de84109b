"""What is counted record by record, or summed as it was reported: deliverables, money, and views of them."""

from collections.abc import Iterable

from indicators.figures.entries import Entry, Period, reported_in_period
from indicators.figures.people import NotCounted, People
from indicators.figures.precision import Quantity, total


def by_country(entries: Iterable[Entry]) -> dict[str | None, list[Entry]]:
    """The entries of each country, by ISO3; those that belong to no country under `None`.

    >>> from datetime import date
    >>> day = date(2022, 5, 1)
    >>> found = by_country([Entry("a", "D1", day, day, country="TGO"), Entry("b", "D1", day, day)])
    >>> {country: len(entries) for country, entries in found.items()}
    {'TGO': 1, None: 1}
    """
    found: dict[str | None, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.country, []).append(entry)
    return found


def with_category(entries: Iterable[Entry], *, category: str) -> list[Entry]:
    """The records that are of one category, such as the products that are actuarial valuations (a view, rule 11).

    Records are never hidden, however few there are (rule 12).

    >>> from datetime import date
    >>> from decimal import Decimal
    >>> def product(key, kind):
    ...     return Entry(key, "D1", date(2022, 5, 1), date(2022, 5, 1), parts=((f"product-type:{kind}", Decimal(1)),))
    >>> found = with_category([product("a", "study"), product("b", "actuarial-valuation")],
    ...                       category="product-type:actuarial-valuation")
    >>> [e.key for e in found]
    ['b']
    """
    return [e for e in entries if (dict(e.parts).get(category) or 0) > 0]


def sums(entries: Iterable[Entry], *, indicator: str, unit: str, period: Period) -> People:
    """What an indicator adds up in its own unit in a period: participations, institutions, money.

    Different units are never added. A result without a figure is shown and added to nothing: it is not zero.

    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from indicators.figures import years
    >>> def trained(key, number):
    ...     return Entry(key, "D2", date(2022, 5, 1), date(2022, 5, 1), unit="participation", value=number)
    >>> found = sums([trained("a", Decimal(30)), trained("b", Decimal(12)), trained("c", None)],
    ...              indicator="D2", unit="participation", period=years(2022, 2022))
    >>> found.quantity.low, [(e.key, str(why)) for e, why in found.apart]
    (Decimal('42'), [('c', 'no value reported')])
    """
    quantities: list[Quantity] = []
    counted: list[Entry] = []
    apart: list[tuple[Entry, NotCounted]] = []
    for entry in reported_in_period(entries, period, indicator=indicator):
        amount = entry.value if entry.value is not None else entry.increase
        if amount is None:
            apart.append((entry, NotCounted.NO_VALUE))
        elif entry.unit != unit:
            apart.append((entry, NotCounted.OTHER_UNIT))
        else:
            counted.append(entry)
            quantities.append(Quantity.of(amount, entry.qualifier))
    return People(total(quantities), tuple(counted), tuple(apart))
