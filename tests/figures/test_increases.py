"""Rule 8: increase = value - baseline; which baseline counts; what is shown and added to nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.figures import (
    SINCE_2016,
    NotCounted,
    Quantity,
    increase_of,
    people,
    temporary_recipients,
    total,
    why_not_in,
    world_total,
    years,
)
from tests.figures.make import PHASE_1, PHASE_2, persons

END = date(2020, 12, 31)


def i3(*entries, period=PHASE_1, day=END):
    return people(entries, indicator="I3", period=period, day=day)


@pytest.mark.parametrize(
    ("entry", "period", "why"),
    [
        (persons("a", 2018, value=100, baseline=(2014, 40)), PHASE_1, NotCounted.EARLIER),
        (persons("a", 2018, value=100, baseline=(2015, 40)), PHASE_1, None),
        (persons("a", 2022, value=100, baseline=(2019, 40)), PHASE_2, NotCounted.EARLIER),
        (persons("a", 2022, value=100, baseline=(2019, 40)), SINCE_2016, None),
        (persons("a", 2022, value=100, baseline=(2020, 40)), PHASE_2, None),
        (persons("a", 2022, value=100, baseline=(2016, 40)), SINCE_2016, None),
        (persons("a", 2022, value=100, baseline=(2014, 40)), SINCE_2016, NotCounted.EARLIER),
        (persons("a", 2022, value=100, baseline=(None, 40)), PHASE_2, NotCounted.NO_START),
        (persons("a", 2022, increase=60), PHASE_2, None),
        (persons("a", 2022, increase=60, since=2021), PHASE_2, None),
        (persons("a", 2022, increase=60, since=2020), PHASE_2, NotCounted.EARLIER),
        (persons("a", 2022, increase=60, since=2020), SINCE_2016, None),
        (persons("a", 2022, increase=60, since=None), PHASE_2, NotCounted.NO_START),
        (persons("a", 2022, value=100, increase=60, baseline=(2021, 40), since=None), PHASE_2, None),
        (persons("a", 2022, increase=60, since=None, baseline=(2020, None)), PHASE_2, NotCounted.NO_START),
        (persons("a", 2022, value=100, baseline=(2022, 40)), years(2022, 2022), None),
        (persons("a", 2022, value=100, baseline=(2021, 40)), years(2022, 2022), None),
        (persons("a", 2022, value=100, baseline=(2021, 40)), PHASE_1, NotCounted.OUTSIDE),
    ],
)
def test_an_increase_counts_in_a_period_only_if_its_span_lies_inside(entry, period, why):
    """Rule 8: from the day of its baseline, or from when its source says, to the day achieved."""
    assert why_not_in(entry, before=None, period=period) is why


def test_the_baseline_of_a_known_day_begins_the_span_on_that_day():
    january = persons("a", 2021, value=100, baseline=(2020, 40))
    december = replace(january, baseline_first=date(2020, 12, 31), baseline_last=date(2020, 12, 31))
    november = replace(january, baseline_first=date(2020, 11, 30), baseline_last=date(2020, 11, 30))
    assert [i3(e, period=PHASE_2).quantity is None for e in (january, december, november)] == [False, False, True]


def test_pakistan_s_increase_until_april_2021_of_unknown_start_counts_nowhere():
    """The headline of phase II was this: shown, with its increase, in no sum."""
    entry = persons("a", 2021, value=1928838, baseline=(None, 1713174), increase=215664, since=None)
    for period in (PHASE_1, PHASE_2, SINCE_2016):
        assert i3(entry, period=period, day=date(2025, 12, 31)).quantity is None
    assert increase_of(entry) == 215664


def test_without_a_baseline_the_increase_is_unknown_and_not_the_value():
    found = i3(persons("a", 2018, value=87759))
    assert found.quantity is None
    assert [why for _, why in found.apart] == [NotCounted.NO_BASELINE]


def test_a_year_without_a_baseline_value_is_no_baseline():
    assert i3(persons("a", 2018, value=100, baseline=(2016, None))).quantity is None


def test_an_early_baseline_is_named_as_such():
    found = i3(persons("a", 2018, value=100, baseline=(2008, 10)))
    assert [why for _, why in found.apart] == [NotCounted.EARLIER]


def test_a_baseline_before_the_phase_counts_if_it_was_published_in_the_series():
    series = [persons("a", 2019, value=100, instrument="law"), persons("b", 2022, value=160, instrument="law")]
    assert i3(*series, period=PHASE_2).quantity.low == 60


def test_an_increase_stated_by_the_source_is_accepted_before_any_subtraction():
    entry = persons("a", 2018, value=1928838, baseline=(2016, 1713000), increase=215664)
    assert increase_of(entry) == 215664


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
