"""Rule 12: one dimension at a time, the rest is "not known", groups of 1 to 9 persons are hidden."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures import breakdown, suppressed


def parts_of(**parts: int) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in parts.items()}


def values(found):
    return {cell.category: cell.value for cell in found.cells}


@pytest.mark.parametrize(("size", "withheld"), [(0, False), (1, True), (9, True), (10, False)])
def test_groups_of_one_to_nine_are_withheld_and_zero_is_not(size, withheld):
    found = breakdown(parts_of(women=size, men=500), total=Decimal(1000))
    assert found.cells[0].is_withheld is withheld


def test_what_is_withheld_counts_as_not_known():
    found = breakdown(parts_of(women=9, men=500), total=Decimal(1000))
    assert (found.not_known, found.share_known) == (500, 50)


def test_the_rest_is_not_known_and_always_there():
    found = breakdown(parts_of(women=600, men=300), total=Decimal(1000))
    assert (found.not_known, found.share_known, found.total) == (100, 90, 1000)


def test_nothing_entered_is_wholly_not_known():
    found = breakdown({}, total=Decimal(1000))
    assert (found.cells, found.not_known, found.share_known) == ((), 1000, 0)


def test_a_group_is_hidden_with_the_one_that_the_total_would_give_away():
    assert values(breakdown(parts_of(women=95, men=5), total=Decimal(100))) == {"women": None, "men": None}


def test_the_smallest_of_the_others_is_hidden_with_it():
    found = breakdown(parts_of(young=5, adult=60, old=35), total=Decimal(100))
    assert values(found) == {"young": None, "adult": 60, "old": None}


def test_an_empty_group_hides_nobody_and_stays():
    found = breakdown(parts_of(young=5, adult=95, old=0), total=Decimal(100))
    assert values(found) == {"young": None, "adult": None, "old": 0}


def test_parts_above_the_total_are_refused():
    with pytest.raises(ValueError, match="more than the total"):
        breakdown(parts_of(women=60, men=50), total=Decimal(100))


def test_the_total_is_never_hidden():
    assert breakdown(parts_of(women=3), total=Decimal(3)).total == 3


def test_of_nobody_no_share_is_known():
    assert breakdown({}, total=Decimal(0)).share_known is None


groups = st.lists(st.one_of(st.integers(0, 20), st.integers(0, 10_000)), min_size=1, max_size=6)


def divided(sizes, rest):
    parts = {f"group {n}": Decimal(size) for n, size in enumerate(sizes)}
    return parts, sum(parts.values()) + rest


@given(groups, st.integers(0, 30))
def test_no_cell_is_ever_a_group_of_one_to_nine(sizes, rest):
    parts, total = divided(sizes, rest)
    shown = [cell.value for cell in breakdown(parts, total=total).cells if cell.value is not None]
    assert not [value for value in shown if 0 < value < 10]


@given(groups, st.integers(0, 30))
def test_what_is_shown_never_tells_exactly_how_many_a_hidden_group_has(sizes, rest):
    parts, total = divided(sizes, rest)
    found = breakdown(parts, total=total)
    hidden = [cell.category for cell in found.cells if cell.is_withheld]
    everybody_is_hidden = not any(cell.value for cell in found.cells)
    # A reader takes what is shown off the total: ten people or more remain, so one group may have any size of 1 to 9.
    assert not hidden or found.not_known >= 10 or everybody_is_hidden


@given(groups, st.integers(0, 30))
def test_cells_and_not_known_add_up_to_the_total(sizes, rest):
    parts, total = divided(sizes, rest)
    found = breakdown(parts, total=total)
    assert sum(cell.value or 0 for cell in found.cells) + found.not_known == found.total == total


@given(groups, st.integers(0, 30))
def test_only_what_must_be_is_hidden(sizes, rest):
    parts, total = divided(sizes, rest)
    if not any(0 < size < 10 for size in sizes):
        assert suppressed(parts, total=total) == frozenset()
    else:
        assert {name for name, size in parts.items() if 0 < size < 10} <= suppressed(parts, total=total)
