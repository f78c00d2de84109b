"""Who the people are: one dimension at a time, with what is not known, and small groups hidden (rules 11 and 12)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from indicators.figures.entries import Entry
from indicators.figures.people import added_by, counted_from, in_one_series, level_before, series_key
from indicators.figures.small_groups import FIGURE, Breakdown, Cell, breakdown, dimensions_of, parts_of

PROPOSED_TAG = "proposed"


def only_part(entries: Iterable[Entry], *, category: str) -> list[Entry]:
    """The same entries seen through one category: its people as a stated increase (a view, rule 11).

    It counts from the day from which the whole counts. What is withheld there is not known here either, so it is in
    no sum.

    >>> from datetime import date
    >>> e = Entry("a", "I3", date(2022, 1, 1), date(2022, 12, 31), unit="person", increase=Decimal(900),
    ...           parts=(("disability:yes", Decimal(120)),))
    >>> [str(seen.increase) for seen in only_part([e], category="disability:yes")]
    ['120']
    """
    listed = list(entries)
    series: dict[tuple[str | None, ...], list[Entry]] = defaultdict(list)
    for entry in listed:
        series[series_key(entry)].append(entry)
    seen = []
    for entry in listed:
        amount = dict(entry.parts).get(category)
        if amount is not None:
            is_step = entry.increase is None and level_before(entry, series[series_key(entry)]) is not None
            start = entry.first if is_step else counted_from(entry)
            seen.append(replace(entry, increase=amount, counted_from=start, value=None, baseline_value=None))
    return seen


def people_divided(entry: Entry, others: Iterable[Entry]) -> Decimal:
    """How many people the parts of a result divide: what it adds to its series, as the page of the result prints it.

    Where that is not known, its value; where even that is not, the parts are all that is known.
    """
    series = [e for e in others if in_one_series(e, entry)]
    added = added_by(entry, before=level_before(entry, series))
    known = added.low if added else entry.value or Decimal(0)
    return max(known, _most_in_one_dimension(entry))


def _most_in_one_dimension(entry: Entry) -> Decimal:
    sums = (sum(parts_of(entry, name).values(), Decimal(0)) for name in dimensions_of(entry))
    return max(sums, default=Decimal(0))


def with_confirmed_tag(entries: Iterable[Entry], *, theme: str) -> list[Entry]:
    """The entries that the lead of a theme confirmed to be about it (a view, rule 11)."""
    return [e for e in entries if e.has_confirmed(theme)]


def with_unchecked_tag(entries: Iterable[Entry], *, theme: str) -> list[Entry]:
    """The entries that somebody proposed for a theme and its lead has not checked: on a line of their own.

    >>> from datetime import date
    >>> entry = Entry("a", "R2", date(2022, 5, 1), date(2022, 5, 1), tags=(("financing", "proposed"),))
    >>> len(with_unchecked_tag([entry], theme="financing"))
    1
    """
    return [e for e in entries if (theme, PROPOSED_TAG) in e.tags]


def breakdowns(entry: Entry, *, total: Decimal | None, dimensions: Iterable[str]) -> dict[str, Breakdown]:
    """A figure of people divided by each dimension that was asked or answered, one at a time (rule 12).

    Without a known total the parts are all that is known of it. All dimensions divide the same people, so all have one
    total, wherever the figure is shown: else what is withheld in one place could be worked out in another.

    >>> from datetime import date
    >>> e = Entry("a", "I3", date(2022, 1, 1), date(2022, 12, 31), parts=(("sex:women", Decimal(600)),))
    >>> found = breakdowns(e, total=Decimal(1000), dimensions=["sex", "disability"])
    >>> [(name, b.not_known, b.share_known) for name, b in found.items()]
    [('sex', Decimal('400'), Decimal('60')), ('disability', Decimal('1000'), Decimal('0'))]
    """
    whole = max(total or Decimal(0), _most_in_one_dimension(entry))
    named = dict.fromkeys([*dimensions, *sorted(dimensions_of(entry))])
    return {name: breakdown(parts_of(entry, name), total=whole, hidden=_hidden_of(entry, name)) for name in named}


def _hidden_of(entry: Entry, dimension: str) -> list[str]:
    keys = (key.partition(":") for key in entry.hidden - {FIGURE})
    return [code for name, _colon, code in keys if name == dimension]


def divided_together(divided: Iterable[tuple[Entry, Decimal]], *, dimensions: Iterable[str]) -> dict[str, Breakdown]:
    """Several results, each with the people whom it divides, in one breakdown a dimension.

    What is hidden in one of them counts as not known in the sum (rule 12).

    >>> from datetime import date
    >>> from indicators.figures import hidden_in, shown
    >>> def result(key, women, men):
    ...     parts = (("sex:men", Decimal(men)), ("sex:women", Decimal(women)))
    ...     entry = Entry(key, "I3", date(2022, 1, 1), date(2022, 12, 31), parts=parts)
    ...     return shown(entry, hidden=hidden_in([entry]))
    >>> both = [(result("a", 600, 300), Decimal(1000)), (result("b", 5, 300), Decimal(1000))]
    >>> found = divided_together(both, dimensions=["sex"])["sex"]
    >>> [(cell.category, str(cell.value)) for cell in found.cells], str(found.not_known)
    ([('men', '300'), ('women', '600')], '1100')
    """
    asked = list(dimensions)
    cells: dict[str, dict[str, Decimal]] = {name: {} for name in asked}
    together = dict.fromkeys(asked, Decimal(0))
    for entry, total in divided:
        for name, found in breakdowns(entry, total=total, dimensions=asked).items():
            if name not in cells:
                continue
            together[name] += found.total
            for cell in found.cells:
                if cell.value is not None:
                    cells[name][cell.category] = cells[name].get(cell.category, Decimal(0)) + cell.value
    return {
        name: Breakdown(
            tuple(Cell(category, value) for category, value in sorted(some.items())),
            together[name] - sum(some.values(), Decimal(0)),
            together[name],
        )
        for name, some in cells.items()
    }
