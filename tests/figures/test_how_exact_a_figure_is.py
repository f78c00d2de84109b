"""Rule 13: steps and words of precision; the exact value stays in the data; progress."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures import Quantity, combined_qualifier, people, progress, round_to, rounding_step, total, years
from tests.figures.make import PHASE_1, persons


@pytest.mark.parametrize(
    ("value", "qualifier", "step"),
    [
        ("2100000", "about", 100_000),
        ("2100000.00", "about", 100_000),
        ("75000", "about", 1_000),
        ("600000", "over", 100_000),
        ("428582", "about", 1),
        ("428582", None, 1),
        ("2100000", None, 1),
        ("2100000", "", 1),
        ("0", "about", 1),
        ("12.5", "rounded", 1),
    ],
)
def test_the_step_is_the_power_of_ten_of_the_last_digit_of_a_qualified_value(value, qualifier, step):
    assert rounding_step(Decimal(value), qualifier) == step


def test_a_sum_is_rounded_to_the_largest_step_of_its_parts():
    world = total([Quantity.of(2100000, "about"), Quantity.of(428582), Quantity.of(50000, "over"), Quantity.of(2716)])
    assert (world.low, world.rounded()[0], world.qualifier) == (2581298, 2600000, "about")


@pytest.mark.parametrize("kinds", [set(some) for some in product(["", "about", "over", "rounded"], repeat=3)])
def test_exact_with_over_gives_over_and_any_other_mixture_about(kinds):
    expected = {frozenset({""}): "", frozenset({"over"}): "over", frozenset({"", "over"}): "over",
                frozenset({"rounded"}): "rounded"}.get(frozenset(kinds), "about")  # fmt: skip
    assert combined_qualifier(kinds) == expected


def test_over_is_rounded_down_so_that_the_word_stays_true():
    quantity = Quantity.of(600000, "over") + Quantity.of(99999)
    assert (quantity.qualifier, quantity.rounded()[0]) == ("over", 600000)


def test_an_increase_between_two_levels_is_as_exact_as_the_coarser_of_them():
    series = [
        persons("a", 2017, value=1200000, qualifier="about", instrument="law"),
        persons("b", 2018, value=1428582, instrument="law"),
    ]
    quantity = people(series, indicator="I3", period=PHASE_1, day=date(2020, 12, 31)).quantity
    assert (quantity.low, quantity.step, quantity.qualifier) == (228582, 100_000, "about")


def test_bounds_that_are_equal_are_one_number():
    assert Quantity.of(5).is_one_number
    assert not Quantity(Decimal(5), Decimal(6)).is_one_number


@pytest.mark.parametrize(
    ("value", "target", "baseline", "expected"),
    [(15, 20, 10, 50), (30, 20, 10, 200), (5, 20, 10, -50), (0, 20, 0, 0), (15, 10, 10, None), (5, 0, 10, 50)],
)
def test_progress_is_the_part_of_the_way_and_none_where_it_means_nothing(value, target, baseline, expected):
    found = progress(Decimal(value), target=Decimal(target), baseline=Decimal(baseline))
    assert found == expected


amounts = st.tuples(st.integers(0, 10**8), st.sampled_from(["", "about", "over", "rounded"]))


@given(st.lists(amounts, min_size=1, max_size=6))
def test_a_sum_keeps_the_exact_value_and_is_never_off_by_more_than_a_step(parts):
    quantity = total([Quantity.of(value, qualifier) for value, qualifier in parts])
    assert quantity.low == quantity.high == sum(value for value, _ in parts)
    shown, _ = quantity.rounded()
    assert abs(shown - quantity.low) < quantity.step or shown == quantity.low
    assert shown % quantity.step == 0


@given(st.lists(amounts, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_parts_changes_no_word_and_no_step(parts, random):
    one = total([Quantity.of(*part) for part in parts])
    assert total([Quantity.of(*part) for part in random.sample(parts, len(parts))]) == one


@given(st.integers(0, 10**9), st.sampled_from([1, 10, 1000, 10**6]))
def test_rounding_moves_a_value_by_at_most_half_a_step(value, step):
    rounded = round_to(Decimal(value), Decimal(step))
    assert abs(rounded - value) * 2 <= step


@given(st.integers(0, 10**9), st.integers(0, 9))
def test_a_qualified_value_is_a_multiple_of_its_own_step(value, zeros):
    value = Decimal(value * 10**zeros)
    assert value % rounding_step(value, "about") == 0


@pytest.mark.parametrize(
    ("before", "after", "qualifier"),
    [("", "over", "over"), ("over", "over", "about"), ("over", "", "about"), ("about", "", "about"), ("", "", "")],
)
def test_a_difference_is_over_only_if_what_is_taken_off_is_exact(before, after, qualifier):
    """Rule 13: over 180 000 minus over 150 000 is not over 30 000."""
    levels = [
        persons("a", 2018, value=150_000, baseline=(2016, 0), instrument="law", qualifier=before or None),
        persons("b", 2019, value=180_000, instrument="law", qualifier=after or None),
    ]
    found = people(levels, indicator="I3", period=years(2019, 2019), day=date(2019, 12, 31))
    assert found.quantity.qualifier == qualifier
