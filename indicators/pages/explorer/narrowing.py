"""What a question finds, and how many results have each value of each facet: arithmetic on sets of statements."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from indicators.models import Publication
from indicators.pages.explorer.facets import BY_NAME, NOWHERE, FacetValue, values_of
from indicators.pages.explorer.filters import ResultFilter
from indicators.pages.explorer.index import Bits, bits_of, either, places_of, statements
from rmt import search


class Narrowed:
    """The statements that fit the conditions of `filters`, as `ResultFilter.found` has them of the database."""

    def __init__(self, filters: ResultFilter) -> None:
        self.filters = filters
        self.held = statements()
        self.published = self.held.as_of(filters.as_of) if filters.form.is_valid() else 0
        self.values = values_of(self.held, on=filters.on)
        self.conditions = {name: self._fitting(name, value) for name, value in filters.asked.items()}

    def without(self, name: str) -> Bits:
        """What fits every condition but one."""
        found = self.published
        for other, bits in self.conditions.items():
            if other != name:
                found &= bits
        return found

    @cached_property
    def found(self) -> Bits:
        """What fits every condition."""
        return self.without("")

    def counted(self, facet: str) -> list[tuple]:
        """The values of a facet among what fits the other conditions: key, names, place, number of results."""
        among = self.without(facet)
        counts = ((key, value, (value.bits & among).bit_count()) for key, value in self.values[facet].items())
        return [(key, *value.names, value.place, n) for key, value, n in counts if n]

    def keys(self) -> list[int]:
        """The keys of the publications that are found."""
        return [self.held.keys[place] for place in places_of(self.found)]

    def _fitting(self, name: str, value: Any) -> Bits:
        match name:
            case "q":
                return self._with_words(value)
            case "year_from":
                return either(bits for year, bits in self.held.values["first_year"].items() if year >= value)
            case "year_to":
                return either(bits for year, bits in self.held.values["last_year"].items() if year <= value)
        return self._in_facet(name, value)

    def _in_facet(self, name: str, chosen: Sequence[str]) -> Bits:
        if self.filters.as_of and not BY_NAME[name].in_ledger and name != "project":
            return 0
        none = FacetValue((), 0, 0)
        codes = [code.upper() for code in chosen] if name == "indicator" else chosen
        bits = either(self.values[name].get(code, none).bits for code in codes)
        return bits | self.held.values["country"].get(None, 0) if name == "country" and NOWHERE in chosen else bits

    def _with_words(self, text: str) -> Bits:
        if self.filters.as_of is None:
            numbers = self.held.by_number
            found = search.numbers_of(text).values_list("number", flat=True)
            return bits_of([numbers[number] for number in found if number in numbers])
        places = self.held.by_pk()
        titled = self.filters.with_words(Publication.objects.as_of(self.filters.as_of), "q", text)
        return bits_of([places[pk] for pk in titled.order_by().values_list("pk", flat=True) if pk in places])
