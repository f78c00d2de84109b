"""Rule 9: what cannot both be right in one series."""

from datetime import date

import pytest

from indicators.figures import Contradiction, clashes
from indicators.wording import clash_text
from tests.figures.make import persons

MARCH = {"first": date(2018, 3, 1), "last": date(2018, 3, 31)}
MARCH_31 = {"first": date(2018, 3, 31), "last": date(2018, 3, 31)}
SEPTEMBER = {"first": date(2018, 9, 1), "last": date(2018, 9, 30)}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"value": 100}, {"value": 120}, "two values for 2018"),
        ({"value": 100}, {"value": 100}, "two values for 2018"),
        (
            {"value": 100, "baseline": (2016, 10)},
            {"value": 120, "baseline": (2016, 20), "year": 2019},
            "two baselines for 2016",
        ),
        (
            {"value": 100},
            {"increase": 20, "since": None, "year": 2019},
            "a stated increase that does not say since when",
        ),
        (
            {"increase": 20, "since": 2016},
            {"increase": 30, "since": 2017, "year": 2019},
            "a stated increase that overlaps another figure",
        ),
        (
            {"value": 100, "baseline": (2015, 0)},
            {"increase": 30, "since": 2017, "year": 2019},
            "a stated increase that overlaps another figure",
        ),
        ({"value": 150, "increase": 50, **MARCH_31}, {"value": 180, **MARCH_31}, "two values for 31 March 2018"),
        (
            {"increase": 50, "counted_from": MARCH_31["last"], **MARCH_31},
            {"increase": 50, "counted_from": MARCH_31["last"], **MARCH_31},
            "a stated increase that overlaps another figure",
        ),
        (
            {"value": 100, "baseline": (2018, 0)},
            {"increase": 60, "since": 2018},
            "a stated increase that overlaps another figure",
        ),
        ({"value": 100, **MARCH}, {"value": 120, **MARCH}, "two values for March 2018"),
        ({"value": 100, **MARCH_31}, {"value": 120, **MARCH_31}, "two values for 31 March 2018"),
        ({"value": 100}, {"value": 120, **MARCH}, "two values for 2018"),
    ],
)
def test_it_is_found_and_says_why(one, other, why):
    series = [persons("a", one.pop("year", 2018), **one), persons("b", other.pop("year", 2018), **other)]
    assert why in [clash_text(clash) for clash in clashes(series)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"value": 100}, {"value": 120, "year": 2019}),
        ({"value": 100, "baseline": (2016, 10)}, {"value": 120, "baseline": (2016, 10), "year": 2019}),
        ({"value": 100, "baseline": (2016, 10)}, {"value": 120, "baseline": (2017, 20), "year": 2019}),
        ({"increase": 20, "since": 2016}, {"increase": 30, "since": 2019, "year": 2019}),
        ({"value": 100, "baseline": (2016, 10)}, {"increase": 30, "since": 2019, "year": 2019}),
        ({"value": 15000, **MARCH}, {"value": 25000, **SEPTEMBER}),
        ({"value": 100}, {"value": 120, **MARCH_31}),
        ({}, {"value": 100}),
    ],
)
def test_what_agrees_is_no_clash(one, other):
    series = [persons("a", one.pop("year", 2018), **one), persons("b", other.pop("year", 2018), **other)]
    assert clashes(series) == []


@pytest.mark.parametrize("fields", [{"value": 100}, {"increase": 20}, {"increase": 20, "since": 2019}])
def test_a_result_alone_never_clashes(fields):
    assert clashes([persons("a", 2018, **fields)]) == []


def test_a_clash_names_the_results():
    both = [persons("a", 2018, value=1), persons("b", 2018, value=2)]
    assert clashes(both)[0].entries == tuple(both)


def test_a_stated_increase_inside_the_years_of_a_level_that_chains_over_it():
    """The next level would count its people a second time (rule 9)."""
    first, last = persons("first", 2016, value=100), persons("last", 2020, value=180)
    stated = persons("stated", 2018, increase=50, since=2017)
    assert [clash.why for clash in clashes([first, stated, last])] == [Contradiction.OVERLAP]


def test_one_that_does_not_say_since_when_clashes_with_each_other_figure_of_its_series():
    """Asked of either: what is published already, or what comes to it."""
    published, new = persons("a", 2018, increase=50, since=None), persons("b", 2019, value=100, baseline=(2018, 0))
    for one in (published, new):
        assert [clash.why for clash in clashes([published, new], of=one)] == [Contradiction.NO_START]
