"""How the people of a figure are divided, and which small groups are hidden in every version (rule 12)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.figures.entries import PARTICIPATION, PERSON, Entry
from indicators.figures.people import ACCESS, ADEQUATE, COMPREHENSIVE, EFFECTIVE, LEGAL, POTENTIAL

SMALLEST_SHOWN = 10

FIGURE = "figure"
"""The whole figure of a result among the keys of what is hidden: it is hidden in the versions in which it is small."""

PEOPLE_COVERED = (POTENTIAL, LEGAL, EFFECTIVE, ADEQUATE, COMPREHENSIVE, ACCESS)
OF_RECORDS = frozenset({"product-type"})
OF_PEOPLE_COVERED_ONLY = frozenset({"sex", "constituency"})

DEFINING_DIMENSIONS = frozenset({"disability", "migration"})
DEFINING_CATEGORIES = frozenset({"sdg-1-3-1-group:persons-with-severe-disabilities"})
DEFINING_THEMES = frozenset(
    {
        "disability-inclusive-social-protection",
        "migrants-and-forcibly-displaced-persons",
        "social-health-protection",
    }
)


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


def breakdown(parts: Mapping[str, Decimal], *, total: Decimal, hidden: Iterable[str] = ()) -> Breakdown:
    """Divide a figure by the categories of one dimension; what is hidden and what is left is "not known".

    `parts` are what is shown. Raises ValueError if they are more than the total.

    >>> b = breakdown({"women": Decimal(600), "men": Decimal(300)}, total=Decimal(1000))
    >>> b.not_known, b.share_known
    (Decimal('100'), Decimal('90'))
    >>> [cell.value for cell in breakdown({"no": Decimal(500)}, total=Decimal(1000), hidden=["yes"]).cells]
    [Decimal('500'), None]
    """
    shown = sum(parts.values(), Decimal(0))
    if shown > total:
        raise ValueError("the parts are more than the total")
    withheld = (Cell(name, None) for name in sorted(hidden))
    return Breakdown((*(Cell(name, value) for name, value in parts.items()), *withheld), total - shown, total)


def groups_to_hide(divisions: Iterable[Mapping[str, Decimal]], *, people: Decimal) -> frozenset[str]:
    """The groups that no version shows, of one dimension as every public version of a result divides it.

    A group that has 1 to 9 people in one version is hidden in all of them, past days included. So that nobody can work
    it out, the next smallest are hidden too, until ten people or more are left of the fewest `people` that any version
    divides, when the largest that each group ever was is taken off: any total with any groups, whatever their days.
    Zero is not a small group.

    >>> sorted(groups_to_hide([{"women": Decimal(95), "men": Decimal(5)}], people=Decimal(100)))
    ['men', 'women']
    >>> sorted(groups_to_hide([{"women": Decimal(95)}, {"women": Decimal(95), "men": Decimal(5)}], people=Decimal(100)))
    ['men', 'women']
    >>> sorted(groups_to_hide([{"women": Decimal(95), "men": Decimal(5)}], people=Decimal(200)))
    ['men']
    >>> groups_to_hide([{"women": Decimal(95), "men": Decimal(0)}], people=Decimal(95))
    frozenset()
    """
    largest: dict[str, Decimal] = {}
    hidden: set[str] = set()
    for parts in divisions:
        hidden.update(name for name, value in parts.items() if 0 < value < SMALLEST_SHOWN)
        largest |= {name: max(value, largest.get(name, value)) for name, value in parts.items() if value > 0}
    if not hidden:
        return frozenset()
    others = sorted(largest.keys() - hidden, key=lambda name: (largest[name], name))
    while others and people - sum(largest[name] for name in others) < SMALLEST_SHOWN:
        hidden.add(others.pop(0))
    return frozenset(hidden)


def hidden_in(versions: Sequence[Entry]) -> frozenset[str]:
    """What is hidden of a result in all of its versions: keys of groups ("sex:men"), and FIGURE for the whole figure.

    Groups by sex and constituency are hidden of people covered (I1 to I6) and not of people trained; kinds of products
    are records, which are never hidden.

    >>> from datetime import date
    >>> parts = (("sex:men", Decimal(5)), ("sex:women", Decimal(95)))
    >>> covered, trained = (Entry("a", code, date(2022, 5, 1), date(2022, 5, 1), parts=parts) for code in ("I3", "D2"))
    >>> sorted(hidden_in([covered])), sorted(hidden_in([trained]))
    (['sex:men', 'sex:women'], [])
    """
    is_of_people_covered = any(entry.indicator in PEOPLE_COVERED for entry in versions)
    never = OF_RECORDS if is_of_people_covered else OF_RECORDS | OF_PEOPLE_COVERED_ONLY
    people = fewest_divided(versions)
    found = {FIGURE} if has_small_total(versions) else set()
    for name in set().union(*(dimensions_of(entry) for entry in versions)) - never:
        hidden = groups_to_hide((parts_of(entry, name) for entry in versions), people=people)
        found.update(f"{name}:{code}" for code in hidden)
    return frozenset(found)


def fewest_divided(versions: Sequence[Entry]) -> Decimal:
    """How many people the parts of a result divide at least, whatever else is or was published on any day.

    All dimensions divide the same people, so these are at least those of the largest. A total is counted on where each
    version states it. An increase from the level of another result is not: that may be restated or withdrawn.

    >>> from datetime import date
    >>> trained = Entry("a", "D2", date(2022, 5, 1), date(2022, 5, 1), value=Decimal(40))
    >>> fewest_divided([trained, replace(trained, value=Decimal(30))])
    Decimal('30')
    """
    stated = [entry.increase if entry.indicator in PEOPLE_COVERED else entry.value for entry in versions]
    named = [
        max(
            (sum(parts_of(entry, name).values(), Decimal(0)) for name in dimensions_of(entry) - OF_RECORDS),
            default=None,
        )
        for entry in versions
    ]
    if None in stated:
        return min((number for number in named if number is not None), default=Decimal(0))
    return min(max(total or Decimal(0), number or Decimal(0)) for total, number in zip(stated, named, strict=True))


def has_small_total(versions: Sequence[Entry]) -> bool:
    """Whether the figure of a result is 1 to 9 people whom disability, health, migration or displacement defines.

    It is defined so where the result carries a theme about such people, or where one part by disability or migration
    is everybody in it. Other totals are never hidden, nor is what remains between two totals that are both shown.

    >>> from datetime import date
    >>> def covered(number, **more):
    ...     return Entry("a", "I3", date(2022, 5, 1), date(2022, 5, 1), unit="person", value=Decimal(number), **more)
    >>> has_small_total([covered(5, parts=(("disability:yes", Decimal(5)),))]), has_small_total([covered(5)])
    (True, False)
    """
    return any(map(_is_small, versions)) and any(map(_is_defined_by_its_people, versions))


def _is_small(entry: Entry) -> bool:
    return entry.unit in (PERSON, PARTICIPATION) and any(0 < amount < SMALLEST_SHOWN for amount in _totals(entry))


def _is_defined_by_its_people(entry: Entry) -> bool:
    if any(theme in DEFINING_THEMES for theme, _state in entry.tags):
        return True
    defining = (
        value
        for key, value in entry.parts
        if key in DEFINING_CATEGORIES or key.partition(":")[0] in DEFINING_DIMENSIONS
    )
    return any(value > 0 and value in _totals(entry) for value in defining)


def _totals(entry: Entry) -> list[Decimal]:
    return [amount for amount in (entry.value, entry.increase) if amount is not None]


def shown(entry: Entry, *, hidden: Collection[str]) -> Entry:
    """An entry as readers get it: without the numbers that are hidden, of which it keeps the keys.

    >>> from datetime import date
    >>> parts = (("sex:men", Decimal(5)), ("sex:women", Decimal(95)))
    >>> seen = shown(Entry("a", "I3", date(2022, 5, 1), date(2022, 5, 1), parts=parts), hidden={"sex:men"})
    >>> seen.parts, sorted(seen.hidden)
    ((('sex:women', Decimal('95')),), ['sex:men'])
    """
    if not hidden:
        return entry
    if FIGURE in hidden and _is_small(entry):
        keys = entry.hidden | {FIGURE, *(key for key, _value in entry.parts)}
        return replace(entry, parts=(), hidden=keys, value=None, baseline_value=None, increase=None)
    kept = tuple((key, value) for key, value in entry.parts if key not in hidden)
    return replace(entry, parts=kept, hidden=entry.hidden | {key for key, _value in entry.parts if key in hidden})


def parts_of(entry: Entry, dimension: str) -> dict[str, Decimal]:
    """The people of an entry by the categories of one dimension, as far as they are known."""
    keys = ((key.partition(":"), value) for key, value in entry.parts)
    return {code: value for (name, _colon, code), value in keys if name == dimension}


def dimensions_of(entry: Entry) -> set[str]:
    """The dimensions by which somebody of an entry is counted, shown or hidden."""
    keys = [*(key for key, _value in entry.parts), *(entry.hidden - {FIGURE})]
    return {key.partition(":")[0] for key in keys}
