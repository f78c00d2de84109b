"""Rules 10, 11 and 16: potential coverage, the funnel, the share of people not covered, views, and old claims."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.figures import (
    Comparison,
    NotCounted,
    by_first_cover,
    funnels,
    hidden_in,
    only_part,
    people,
    registered_only,
    shown,
    with_confirmed_tag,
)
from tests.figures.make import PHASE_1, change, persons

END = date(2020, 12, 31)


@pytest.mark.parametrize(("year", "counts"), [(2018, True), (2019, True), (2020, False), (2021, False)])
def test_a_potential_coverage_counts_up_to_the_year_before_its_target_year(year, counts):
    entry = persons("a", 2017, increase=955400, indicator="I1", target_year=2020)
    found = people([entry], indicator="I1", period=PHASE_1, day=date(year, 12, 31))
    assert (found.quantity is not None) is counts
    assert (NotCounted.EXPIRED in [why for _, why in found.apart]) is not counts


def test_a_potential_coverage_ends_with_31_december():
    entry = persons("a", 2017, increase=1, indicator="I1", target_year=2020)
    days = [date(2019, 12, 31), date(2020, 1, 1)]
    assert [people([entry], indicator="I1", period=PHASE_1, day=d).quantity is None for d in days] == [False, True]


def test_a_target_year_ends_nothing_else():
    entry = persons("a", 2017, increase=5, target_year=2018)
    assert people([entry], indicator="I3", period=PHASE_1, day=END).quantity.low == 5


@pytest.mark.parametrize("indicator", ["I1", "I2", "I4", "I5", "I6"])
def test_kinds_of_coverage_are_never_added_up(indicator):
    entries = [persons("a", 2018, increase=5), persons("b", 2018, increase=7, indicator=indicator)]
    assert people(entries, indicator="I3", period=PHASE_1, day=END).quantity.low == 5


def test_the_funnel_is_for_each_instrument_and_a_missing_bar_is_not_known():
    entries = [
        persons("a", 2018, increase=900, indicator="I2", instrument="law"),
        persons("b", 2018, increase=300, basis="registered-only", instrument="law"),
        persons("c", 2018, increase=200, instrument="law"),
        persons("d", 2018, increase=50, instrument="decree"),
        persons("e", 2018, increase=70),
    ]
    law, decree = sorted(funnels(entries, period=PHASE_1, day=END), key=lambda f: f.instrument, reverse=True)
    assert [q.low for q in (law.entitled, law.registered, law.covered)] == [900, 300, 200]
    assert (decree.entitled, decree.registered, decree.covered.low) == (None, None, 50)


def test_registered_only_counts_persons_and_no_temporary_payment():
    entries = [
        persons("a", 2018, increase=300, basis="registered-only"),
        persons("b", 2018, increase=40, basis="registered-only", duration="temporary"),
        persons("c", 2018, increase=50, basis="registered-only", unit="household"),
    ]
    assert registered_only(entries, period=PHASE_1).quantity.low == 300


def test_first_cover_is_said_of_each_result_and_what_is_not_known_stands_beside_it():
    """Rule 10: against an aim for people who were excluded before, only "yes" counts."""
    answers = {"a": "yes", "b": "no", "c": "not-known", "d": None}
    entries = [persons(key, 2018, increase=5, first_cover=answer) for key, answer in answers.items()]
    found = by_first_cover(people(entries, indicator="I3", period=PHASE_1, day=END))
    assert {answer: [e.key for e in some] for answer, some in found.items()} == {
        "yes": ["a"],
        "no": ["b"],
        "not-known": ["c", "d"],
    }


def test_a_view_by_category_counts_what_was_entered_once():
    entries = [persons("a", 2018, value=900, baseline=(2016, 0), parts=(("disability:yes", Decimal(120)),))]
    seen = people(only_part(entries, category="disability:yes"), indicator="I3", period=PHASE_1, day=END)
    assert seen.quantity.low == 120


def test_a_view_leaves_out_who_said_nothing_about_the_category():
    assert only_part([persons("a", 2018, increase=5)], category="disability:yes") == []


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        ({"yes": 9, "no": 500}, []),
        ({"yes": 10, "no": 500}, [10]),
        ({"yes": 0, "no": 500}, [0]),
        ({"yes": 95, "no": 5}, []),  # 100 - 95 would tell the five
    ],
)
def test_a_view_adds_no_group_that_is_withheld(parts, seen):
    total = 100 if parts["no"] == 5 else 1000
    entry = persons(
        "a", 2018, increase=total, parts=tuple((f"disability:{code}", Decimal(n)) for code, n in parts.items())
    )
    public = shown(entry, hidden=hidden_in([entry]))
    assert [e.increase for e in only_part([public], category="disability:yes")] == seen


@pytest.mark.parametrize(("state", "counts"), [("confirmed", 1), ("proposed", 0)])
def test_a_view_by_theme_counts_confirmed_tags_only(state, counts):
    entry = change("a", 2018, tags=(("financing", state),))
    assert len(with_confirmed_tag([entry], theme="financing")) == counts
    assert with_confirmed_tag([entry], theme="informal-economy") == []


@pytest.mark.parametrize(("ours", "published", "difference"), [(8, 10, -2), (10, 8, 2), (7, 7, 0)])
def test_a_claim_stands_beside_ours_with_the_difference_of_either_sign(ours, published, difference):
    comparison = Comparison(Decimal(ours), Decimal(published))
    assert (comparison.ours, comparison.published, comparison.difference) == (ours, published, difference)
