"""Rule 9: results on one instrument are a series of levels; series of one pool may overlap; pools and countries add."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures import (
    better_protected,
    people,
    pool_increase,
    registered_only,
    series_increase,
    series_of,
    years,
)
from tests.figures.make import PHASE_1, PHASE_2, persons

END = date(2020, 12, 31)


def i3(entries, *, period=PHASE_1):
    return people(entries, indicator="I3", period=period, day=END)


def bounds(found):
    return (found.quantity.low, found.quantity.high)


def test_a_series_counts_from_its_baseline_to_its_last_level():
    levels = [
        persons("a", 2017, value=150, baseline=(2015, 100), instrument="law"),
        persons("b", 2019, value=180, baseline=(2015, 100), instrument="law"),
    ]
    assert bounds(i3(levels)) == (80, 80)


def test_levels_are_taken_in_the_order_in_which_they_happened():
    levels = [persons("a", 2019, value=180, instrument="law"), persons("b", 2017, value=150, instrument="law")]
    assert bounds(i3(levels)) == (30, 30)


def test_a_stated_increase_adds_to_the_levels_of_its_series():
    levels = [
        persons("a", 2016, value=100, baseline=(2015, 40), instrument="law"),
        persons("b", 2018, increase=25, baseline=(2016, None), instrument="law"),
    ]
    assert bounds(i3(levels)) == (85, 85)


def test_a_level_outside_the_period_is_what_was_there_before():
    levels = [persons("a", 2018, value=100, instrument="law"), persons("b", 2021, value=130, instrument="law")]
    assert bounds(i3(levels, period=PHASE_2)) == (30, 30)


def test_a_level_after_the_period_changes_nothing_in_it():
    first = persons("a", 2018, value=100, baseline=(2016, 0), instrument="law")
    later = persons("b", 2022, value=500, instrument="law")
    assert bounds(i3([first])) == bounds(i3([first, later]))


def test_results_without_instrument_are_each_a_series_by_itself():
    assert series_of(persons("a", 2018)) != series_of(persons("b", 2018))
    assert series_of(persons("a", 2018, instrument="law")) == series_of(persons("b", 2019, instrument="law"))


@pytest.mark.parametrize("apart", [{"duration": "temporary"}, {"basis": "registered-only"}])
def test_temporary_and_registered_only_are_never_in_a_series_with_others(apart):
    assert series_of(persons("a", 2018, instrument="law", **apart)) != series_of(persons("b", 2018, instrument="law"))


def test_two_series_of_one_pool_may_be_the_same_people():
    assert bounds(i3([persons("a", 2018, increase=215), persons("b", 2018, increase=140)])) == (215, 355)


def test_two_pools_are_other_people_and_are_added():
    entries = [persons("a", 2018, increase=215, pool="workers"), persons("b", 2018, increase=140, pool="families")]
    assert bounds(i3(entries)) == (355, 355)


def test_pools_are_added_bound_by_bound():
    entries = [
        persons("a", 2018, increase=10, pool="x"),
        persons("b", 2018, increase=4, pool="x"),
        persons("c", 2018, increase=100),
    ]
    assert bounds(i3(entries)) == (110, 114)


def test_countries_are_added_bound_by_bound():
    entries = [
        persons("a", 2018, increase=10),
        persons("b", 2018, increase=4),
        persons("c", 2018, increase=10, country="SEN"),
        persons("d", 2018, increase=4, country="SEN"),
    ]
    assert bounds(i3(entries)) == (20, 28)


def test_a_pool_of_the_same_name_in_another_country_is_another_pool():
    entries = [persons("a", 2018, increase=7, pool="x"), persons("b", 2018, increase=9, pool="x", country="SEN")]
    assert bounds(i3(entries)) == (16, 16)


@pytest.mark.parametrize(
    ("i4", "i5", "expected"), [(100, 40, (100, 140)), (40, 100, (100, 140)), (100, None, (100, 100))]
)
def test_better_and_wider_benefits_lie_between_the_larger_and_the_sum(i4, i5, expected):
    entries = [persons("a", 2018, increase=i4, indicator="I4"), persons("b", 2018, increase=i5, indicator="I5")]
    assert bounds(better_protected(entries, period=PHASE_1, day=END)) == expected


def test_better_protected_countries_are_added_bound_by_bound():
    entries = [
        persons(f"{country}{code}", 2018, increase=amount, indicator=code, country=country)
        for country in ("TGO", "SEN")
        for code, amount in (("I4", 10), ("I5", 3))
    ]
    assert bounds(better_protected(entries, period=PHASE_1, day=END)) == (20, 26)


def test_registered_only_stand_apart_in_their_own_sum():
    entries = [persons("a", 2018, increase=29744, basis="registered-only"), persons("b", 2018, increase=5)]
    assert bounds(registered_only(entries, period=PHASE_1)) == (29744, 29744)
    assert bounds(i3(entries)) == (5, 5)


# What holds whatever is entered

increases = st.integers(0, 10**7)
stated = st.lists(
    st.tuples(increases, st.sampled_from([None, "x", "y"]), st.sampled_from(["TGO", "SEN"])), min_size=1, max_size=8
)


def entries_from(rows):
    return [persons(str(n), 2018, increase=i, pool=p, country=c) for n, (i, p, c) in enumerate(rows)]


@given(st.lists(increases, min_size=1, max_size=8))
def test_a_pool_lies_between_its_largest_series_and_the_sum_of_its_series(amounts):
    quantity, *_ = pool_increase(entries_from([(i, None, "TGO") for i in amounts]), period=PHASE_1)
    assert (quantity.low, quantity.high) == (max(amounts), sum(amounts))


@given(stated)
def test_a_figure_lies_between_its_largest_series_and_the_sum_of_all(rows):
    low, high = bounds(i3(entries_from(rows)))
    assert max(i for i, *_ in rows) <= low <= high == sum(i for i, *_ in rows)


@given(stated, st.randoms(use_true_random=False))
def test_the_order_of_the_entries_changes_nothing(rows, random):
    entries = entries_from(rows)
    shuffled = random.sample(entries, len(entries))
    assert i3(shuffled).quantity == i3(entries).quantity


chain = st.lists(st.integers(0, 10**6), min_size=1, max_size=5)


@given(chain, st.integers(2016, 2019))
def test_two_adjacent_periods_add_up_to_the_whole_for_chained_levels(values, last):
    levels = [persons(str(n), 2016 + n, value=v, instrument="law") for n, v in enumerate(values)]
    levels[0] = persons("0", 2016, value=values[0], baseline=(2015, 0), instrument="law")

    def added(first, last):
        quantity, *_ = series_increase(levels, period=years(first, last))
        return quantity.low if quantity else 0

    assert added(2016, last) + added(last + 1, 2020) == added(2016, 2020) == values[-1]


@given(chain)
def test_a_series_adds_what_it_ends_with_less_what_it_began_with(values):
    levels = [persons(str(n), 2016 + n, value=v, instrument="law") for n, v in enumerate(values)]
    quantity, counted, unknown = series_increase(levels, period=PHASE_1)
    assert (quantity.low if quantity else 0) == values[-1] - values[0]
    assert (len(counted), len(unknown)) == (len(values) - 1, 1)


@given(stated)
def test_each_entry_is_counted_or_apart_and_never_both(rows):
    entries = [*entries_from(rows), persons("none", 2018), persons("household", 2018, increase=1, unit="household")]
    found = i3(entries)
    counted, apart = {e.key for e in found.counted}, {e.key for e, _ in found.apart}
    assert counted.isdisjoint(apart)
    assert counted | apart == {e.key for e in entries}
