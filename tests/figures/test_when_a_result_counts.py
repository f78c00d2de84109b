"""Rules 6 and 14: three arguments, half-open periods, dates known to the year or the month."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures import (
    SINCE_2016,
    Entry,
    Period,
    StandingOn,
    changes,
    countries_not_lost,
    is_reported_later,
    is_within,
    last_day,
    people,
    reported_in_period,
    years,
)
from tests.figures.make import PHASE_1, PHASE_2, change, persons

days = st.dates(date(2015, 1, 1), date(2027, 12, 31))


def on(first: date, last: date) -> Entry:
    return Entry("a", "R1", first, last)


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        (date(2016, 1, 1), date(2016, 1, 1), True),
        (date(2015, 12, 31), date(2015, 12, 31), False),
        (date(2020, 12, 31), date(2020, 12, 31), True),
        (date(2021, 1, 1), date(2021, 1, 1), False),
        (date(2020, 12, 1), date(2020, 12, 31), True),
        (date(2020, 12, 15), date(2021, 1, 14), False),
        (date(2015, 1, 1), date(2015, 12, 31), False),
    ],
)
def test_phase_one_is_2016_to_2020_and_its_end_is_not_inside(first, last, counts):
    assert is_within(on(first, last), PHASE_1) is counts


def test_a_date_known_to_the_year_is_in_no_half_of_that_year():
    entry = on(date(2022, 1, 1), date(2022, 12, 31))
    halves = [Period(date(2022, 1, 1), date(2022, 7, 1)), Period(date(2022, 7, 1), date(2023, 1, 1))]
    assert [is_within(entry, half) for half in halves] == [False, False]
    assert is_within(entry, years(2022, 2022))


def test_a_date_known_to_the_month_is_in_the_half_that_holds_it():
    entry = on(date(2022, 2, 1), date(2022, 2, 28))
    assert is_within(entry, Period(date(2022, 1, 1), date(2022, 7, 1)))


@given(days, st.integers(0, 400), days, st.integers(1, 2000))
def test_within_means_every_possible_day_is_inside(first, width, start, length):
    last, period = first + timedelta(days=width), Period(start, start + timedelta(days=length))
    possible = (first + timedelta(days=n) for n in range(width + 1))
    assert is_within(on(first, last), period) is all(period.start <= day < period.end for day in possible)


@given(days, st.integers(0, 60), st.integers(0, 60))
def test_two_adjacent_periods_share_no_day_and_leave_none_out(start, one, other):
    middle, end = start + timedelta(days=one), start + timedelta(days=one + other)
    for n in range(one + other):
        day = start + timedelta(days=n)
        assert (day in Period(start, middle)) + (day in Period(middle, end)) == (day in Period(start, end)) == 1


def test_the_phases_follow_each_other_without_a_gap():
    assert PHASE_1.end == PHASE_2.start == date(2021, 1, 1)
    assert (PHASE_1.last, PHASE_2.last) == (date(2020, 12, 31), date(2025, 12, 31))


def test_what_came_after_the_phases_stands_in_since_2016():
    late = change("a", 2026)
    assert [len(changes([late], period=p)) for p in (PHASE_1, PHASE_2, SINCE_2016)] == [0, 0, 1]


def test_what_came_before_2016_is_counted_nowhere():
    early = change("a", 2015)
    assert [len(changes([early], period=p)) for p in (PHASE_1, PHASE_2, SINCE_2016)] == [0, 0, 0]


def test_the_day_is_the_last_of_the_period_and_at_most_as_of():
    assert last_day(PHASE_1, as_of=date(2026, 1, 1)) == date(2020, 12, 31)
    assert last_day(PHASE_2, as_of=date(2023, 5, 5)) == date(2023, 5, 5)


def test_what_stands_is_asked_on_the_day_and_not_today():
    lost = change("a", 2017, standings=(StandingOn("lost", date(2019, 6, 1)),))
    standing = [
        countries_not_lost([lost], period=years(2016, year), step=2, day=date(year, 12, 31)) for year in (2018, 2019)
    ]
    assert standing == [{"TGO"}, frozenset()]


def test_reported_in_period_keeps_the_order_of_what_happened():
    entries = [change("b", 2018), change("a", 2017), change("c", 2022), change("d", 2017, indicator="R1")]
    assert [e.key for e in reported_in_period(entries, PHASE_1)] == ["a", "d", "b"]
    assert [e.key for e in reported_in_period(entries, PHASE_1, indicator="R2")] == ["a", "b"]


@pytest.mark.parametrize(
    ("round_start", "later"),
    [(None, False), (date(2022, 1, 1), False), (date(2022, 6, 2), True), (date(2023, 1, 1), True)],
)
def test_a_result_is_reported_later_when_its_round_began_after_it_had_happened(round_start, later):
    assert is_reported_later(achieved_last=date(2022, 6, 1), round_start=round_start) is later


def test_a_late_report_counts_in_the_period_in_which_it_happened():
    late = persons("a", 2019, increase=500)
    assert people([late], indicator="I3", period=PHASE_1, day=date(2020, 12, 31)).quantity.low == 500
    assert people([late], indicator="I3", period=PHASE_2, day=date(2025, 12, 31)).quantity is None
