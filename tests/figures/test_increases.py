"""Rule 8: increase = value - baseline; which baseline counts; what is shown and added to nothing."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.figures import (
    PHASE_1,
    PHASE_2,
    SINCE_2016,
    NotCounted,
    Quantity,
    increase_of,
    people,
    temporary_recipients,
    total,
    world_total,
    years,
)
from tests.figures.make import persons

END = date(2020, 12, 31)


def i3(*entries, period=PHASE_1, day=END):
    return people(entries, indicator="I3", period=period, day=day)


@pytest.mark.parametrize(
    ("year", "period", "increase"),
    [(2014, PHASE_1, None), (2015, PHASE_1, 60), (2019, PHASE_2, None), (2020, PHASE_2, 60), (2016, SINCE_2016, 60)],
)
def test_a_baseline_counts_if_it_is_not_older_than_the_year_before_the_phase(year, period, increase):
    entry = persons("a", 2022, value=100, baseline=(year, 40))
    assert increase_of(entry, period=period) == increase


def test_without_a_baseline_the_increase_is_unknown_and_not_the_value():
    found = i3(persons("a", 2018, value=87759))
    assert found.quantity is None
    assert [why for _, why in found.apart] == [NotCounted.NO_BASELINE]


def test_a_year_without_a_baseline_value_is_no_baseline():
    assert i3(persons("a", 2018, value=100, baseline=(2016, None))).quantity is None


def test_an_early_baseline_is_named_as_such():
    found = i3(persons("a", 2018, value=100, baseline=(2008, 10)))
    assert [why for _, why in found.apart] == [NotCounted.EARLY_BASELINE]


def test_a_baseline_before_the_phase_counts_if_it_was_published_in_the_series():
    series = [persons("a", 2019, value=100, instrument="law"), persons("b", 2022, value=160, instrument="law")]
    assert i3(*series, period=PHASE_2).quantity.low == 60


def test_an_increase_stated_by_the_source_is_accepted_before_any_subtraction():
    entry = persons("a", 2018, value=1928838, baseline=(2016, 1713000), increase=215664)
    assert increase_of(entry, period=PHASE_1) == 215664


def test_a_baseline_of_zero_is_a_baseline():
    assert i3(persons("a", 2018, value=1446, baseline=(2017, 0))).quantity.low == 1446


def test_a_loss_of_people_is_a_negative_increase():
    assert i3(persons("a", 2018, value=100, baseline=(2016, 150))).quantity.low == -50


def test_no_change_is_zero_and_nothing_reported_is_none():
    assert i3(persons("a", 2018, value=100, baseline=(2016, 100))).quantity == Quantity.of(0)
    assert i3().quantity is None
    assert total([]) is None


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"unit": "household"}, NotCounted.OTHER_UNIT),
        ({"unit": "per-cent"}, NotCounted.OTHER_UNIT),
        ({"unit": None}, NotCounted.OTHER_UNIT),
        ({"duration": "temporary"}, NotCounted.TEMPORARY),
        ({"basis": "registered-only"}, NotCounted.REGISTERED),
    ],
)
def test_other_units_temporary_and_registered_are_apart_with_the_reason(more, why):
    apart = persons("a", 2018, increase=500, **more)
    found = i3(apart, persons("b", 2018, increase=7))
    assert (found.quantity.low, found.apart) == (7, ((apart, why),))


def test_one_without_a_value_is_apart_and_not_zero():
    found = i3(persons("a", 2018))
    assert found.quantity is None
    assert [why for _, why in found.apart] == [NotCounted.NO_VALUE]


def test_temporary_payments_are_listed_as_recipients_of_their_period():
    payments = [persons("a", 2020, value=28297, duration="temporary", months=3), persons("b", 2019, value=9)]
    assert [(e.value, e.months) for e in temporary_recipients(payments, period=PHASE_1)] == [(Decimal(28297), 3)]
    assert temporary_recipients(payments, period=PHASE_2) == []


def test_a_world_total_says_how_many_of_those_expected_reported():
    found = i3(persons("a", 2018, increase=5), persons("b", 2018, increase=5, country="SEN"))
    world = world_total(found, expected=["TGO", "KHM", "LAO"])
    assert (world.quantity.low, world.reported, world.expected, world.others) == (10, 1, 3, 1)


def test_what_is_only_shown_is_not_reported():
    found = i3(persons("a", 2018, value=5))
    assert world_total(found, expected=["TGO"]).reported == 0


def test_a_result_that_straddles_the_end_is_outside():
    straddling = persons("a", 2018, increase=5, first=date(2018, 12, 1), last=date(2019, 1, 31))
    assert i3(straddling, period=years(2018, 2018)).quantity is None
    assert i3(straddling, period=years(2019, 2019)).quantity is None
    assert i3(straddling, period=years(2018, 2019)).quantity.low == 5
