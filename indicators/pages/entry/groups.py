"""How many people of each group: one small table for each dimension, and what is not known (rule 12)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from indicators.models import Category, Dimension, Indicator, Result
from rmt.forms import NumberField

WHOLE = {"person", "household", "participation", "institution"}

# Dimensions of something that is counted once: it has one kind, or several took part; nobody writes a number.
KIND_OF_RECORD = "product-type"

# Asked of every figure of people; the others are one click away.
ASKED_FIRST = {"sex", "disability", "constituency"}


@dataclass(frozen=True)
class Grid:
    """The groups of one dimension, and how many people are left over: "not known" (rule 12)."""

    dimension: Dimension
    fields: list[BoundField]
    known: Decimal
    total: Decimal | None

    @property
    def not_known(self) -> Decimal | None:
        """`None` while the increase is not known, or while the groups are more than it."""
        return self.total - self.known if self.total is not None and not self.is_above else None

    @property
    def is_above(self) -> bool:
        return self.total is not None and self.known > self.total

    @property
    def is_first(self) -> bool:
        """Whether it is shown at once: it is always asked, has numbers, or has an error."""
        return self.dimension.code in ASKED_FIRST or bool(self.known) or any(bound.errors for bound in self.fields)


class Groups(forms.Form):
    """The part of the entry that asks for groups: of people, or of who took part."""

    fields: dict[str, Any]
    of_indicator: Indicator | None
    dimensions: list[Dimension]
    parts: dict[str, Category]
    read: dict[str, Any] | None = None  # what could be read, also where an action then refused it

    def ask_for_groups(self, result: Result | None) -> None:
        parts = {part.category_id: part.value for part in result.parts.all()} if result else {}
        self.parts = {}
        for dimension in self.dimensions:
            categories = dimension.categories.all()
            if dimension.code == KIND_OF_RECORD:
                self.initial["kind_of_record"] = next((c.pk for c in categories if parts.get(c.pk)), None)
                continue
            for category in categories:
                self._ask_for_group(category, f"parts_{dimension.code}_{category.code}", parts.get(category.pk))

    def _ask_for_group(self, category: Category, name: str, value: Decimal | None) -> None:
        self.parts[name] = category
        if self.of_indicator and self.of_indicator.has_value:
            decimals = 0 if self.of_indicator.unit in WHOLE else 2
            self.fields[name] = NumberField(label=category.name_en, decimals=decimals, required=False)
            self.initial[name] = value
        else:
            self.fields[name] = forms.BooleanField(label=category.name_en, required=False)
            self.initial[name] = bool(value)

    def groups(self) -> dict[Category, Decimal]:
        """How many in each group that was filled in; empty is not known, and zero is zero."""
        answers = {category: self.cleaned_data.get(name) for name, category in self.parts.items()}
        found = {category: Decimal(n) for category, n in answers.items() if n is not None and n is not False}
        kind = self.cleaned_data.get("kind_of_record")
        return found | ({kind: Decimal(1)} if kind else {})

    def answer(self, name: str) -> Any:
        """What was answered so far, or is there already; `None` for what is not asked or cannot be read."""
        if name not in self.fields:
            return None
        return self.initial.get(name) if self.read is None else self.read.get(name)

    @property
    def grids(self) -> list[Grid]:
        """One small table for each dimension, those first that are asked of every figure."""
        found = [self._grid(dimension) for dimension in self.dimensions if dimension.code != KIND_OF_RECORD]
        return sorted(found, key=lambda grid: not grid.is_first)

    @property
    def first_grids(self) -> list[Grid]:
        return [grid for grid in self.grids if grid.is_first]

    @property
    def further_grids(self) -> list[Grid]:
        return [grid for grid in self.grids if not grid.is_first]

    def _grid(self, dimension: Dimension) -> Grid:
        names = [name for name, category in self.parts.items() if category.dimension_id == dimension.pk]
        known = sum((Decimal(answer) for name in names if (answer := self.answer(name))), Decimal(0))
        return Grid(dimension, [self[name] for name in names], known, self.worked_out_increase)

    @property
    def worked_out_increase(self) -> Decimal | None:
        """The increase as it stands in the form; the value itself where nothing is known before it."""
        increase, value, before = (self.answer(name) for name in ("increase", "value", "baseline_value"))
        if increase is not None:
            return increase
        return value - before if value is not None and before is not None else value
