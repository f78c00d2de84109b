"""Rule 7: changes are records, countries are distinct; what is lost is taken off what is in force, and named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures import (
    StandingOn,
    changes,
    countries,
    countries_by_output,
    countries_not_lost,
    in_force,
    lost,
    stands,
    temporary,
    years,
)
from tests.figures.make import PHASE_1, PHASE_2, change, persons

END = date(2020, 12, 31)


def standing(*pairs: tuple[str, int]) -> tuple[StandingOn, ...]:
    return tuple(StandingOn(kind, date(year, 6, 1)) for kind, year in pairs)


def test_two_laws_of_one_country_are_two_changes_in_one_country():
    laws = [change("a", 2017), change("b", 2018)]
    assert len(changes(laws, period=PHASE_1)) == 2
    assert countries(laws, period=PHASE_1, step=2) == {"TGO"}


def test_a_country_counts_once_for_each_step_and_phase():
    entries = [change("a", 2017), change("b", 2022), change("c", 2017, indicator="R1")]
    assert [len(countries(entries, period=p, step=2)) for p in (PHASE_1, PHASE_2)] == [1, 1]
    assert countries(entries, period=PHASE_1, step=1) == {"TGO"}
    assert countries(entries, period=PHASE_1, step=3) == frozenset()


@pytest.mark.parametrize("indicator", ["T1", "T2", "D1", "I3"])
def test_only_r1_to_r3_are_changes(indicator):
    assert changes([change("a", 2018, indicator=indicator)], period=PHASE_1) == []


def test_a_change_of_no_country_is_a_change_but_no_country():
    entries = [change("a", 2018, country=None)]
    assert len(changes(entries, period=PHASE_1)) == 1
    assert countries(entries, period=PHASE_1, step=2) == frozenset()


def test_adopted_since_does_not_fall_when_a_step_is_lost():
    gone = change("a", 2017, standings=standing(("lost", 2019)))
    assert countries([gone], period=PHASE_1, step=2) == {"TGO"}
    assert countries_not_lost([gone], period=PHASE_1, step=2, day=END) == frozenset()
    assert lost([gone], period=PHASE_1, day=END) == [gone]


def test_a_country_with_another_law_still_has_the_step():
    entries = [change("a", 2017, standings=standing(("lost", 2019))), change("b", 2018)]
    assert countries_not_lost(entries, period=PHASE_1, step=2, day=END) == {"TGO"}


@pytest.mark.parametrize(
    ("said", "on", "still"),
    [
        ([], 2020, True),
        ([("confirmed", 2018)], 2020, True),
        ([("lost", 2018)], 2017, True),
        ([("lost", 2018)], 2018, False),
        ([("lost", 2018), ("restored", 2019)], 2018, False),
        ([("lost", 2018), ("restored", 2019)], 2019, True),
        ([("restored", 2019), ("lost", 2018)], 2019, True),
        ([("lost", 2018), ("restored", 2019), ("lost", 2020)], 2020, False),
    ],
)
def test_what_was_said_last_decides(said, on, still):
    assert stands(change("a", 2016, standings=standing(*said)), on=date(on, 12, 31)) is still


def test_a_loss_counts_from_its_very_day():
    entry = change("a", 2016, standings=standing(("lost", 2019)))
    assert [stands(entry, on=date(2019, 5, 31)), stands(entry, on=date(2019, 6, 1))] == [True, False]


def test_a_country_counts_once_for_each_output_and_biennium():
    output = "2018-19 3.1"
    entries = [
        change("a", 2018, pb_output=output),
        change("b", 2019, pb_output=output),
        change("c", 2019, pb_output=output, country="SEN"),
        change("d", 2020, pb_output="2020-21 8.1.1"),
        change("e", 2019),
    ]
    assert countries_by_output(entries, biennium=years(2018, 2019)) == {output: {"TGO", "SEN"}}


steps = st.lists(
    st.builds(
        change,
        st.uuids().map(str),
        st.integers(2016, 2020),
        indicator=st.sampled_from(["R1", "R2", "R3"]),
        country=st.sampled_from(["TGO", "SEN", "KHM"]),
        standings=st.lists(
            st.tuples(st.sampled_from(["lost", "restored", "confirmed"]), st.integers(2016, 2021)), max_size=3
        ).map(lambda said: standing(*said)),
    ),
    max_size=12,
)


@given(steps)
def test_in_force_is_never_more_than_adopted_and_adopted_never_falls(entries):
    before = frozenset()
    for year in range(2016, 2021):
        adopted = countries(entries, period=years(2016, year), step=2)
        in_force = countries_not_lost(entries, period=years(2016, year), step=2, day=date(year, 12, 31))
        assert before <= adopted
        assert in_force <= adopted
        before = adopted


@given(steps)
def test_each_change_either_stands_or_is_named_as_lost(entries):
    gone = {e.key for e in lost(entries, period=PHASE_1, day=END)}
    assert gone == {e.key for e in changes(entries, period=PHASE_1) if not stands(e, on=END)}


def test_people_are_in_no_count_of_changes():
    assert changes([persons("a", 2018, increase=5)], period=PHASE_1) == []


FROM = {"in_force_from": date(2019, 7, 1)}


@pytest.mark.parametrize(
    ("more", "is_in_force"),
    [
        ({}, False),
        (FROM, True),
        ({"in_force_from": END}, True),
        ({"in_force_from": date(2021, 1, 1)}, False),
        (FROM | {"in_force_until": date(2020, 6, 1)}, False),
        (FROM | {"in_force_until": date(2021, 6, 1)}, True),
        (FROM | {"standings": (StandingOn("lost", date(2020, 1, 1)),)}, False),
        (FROM | {"standings": (StandingOn("lost", date(2021, 1, 1)),)}, True),
        (FROM | {"duration": "temporary", "months": 17}, False),
        (FROM | {"duration": "temporary", "months": 18}, True),
        (FROM | {"duration": "temporary"}, False),
    ],
)
def test_in_force_needs_a_recorded_entry_into_force_and_no_end(more, is_in_force):
    """Rule 7: adopted, adopted and not reported lost, and in force are three things; temporary is a fourth."""
    law = change("a", 2018, **more)
    assert bool(in_force([law], period=PHASE_1, day=END)) is is_in_force
    assert changes([law], period=PHASE_1) == [law]
    assert (law in temporary([law], period=PHASE_1)) is (more.get("duration") == "temporary")
