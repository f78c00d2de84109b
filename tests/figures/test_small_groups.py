"""Rule 12: one dimension at a time, the rest is "not known", groups of 1 to 9 persons are hidden in every version."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures import FIGURE, Entry, breakdown, breakdowns, groups_to_hide, hidden_in, shown

DAY = date(2022, 5, 1)


def sizes(**parts: int) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in parts.items()}


def entry(indicator: str = "I3", *, unit: str = "person", tags=(), value=None, increase=None, **parts: int) -> Entry:
    """A result; `disability_yes=5` are five people of the category "disability:yes"."""
    keys = tuple(sorted((name.replace("_", ":", 1), Decimal(size)) for name, size in parts.items()))
    tagged = tuple((theme, "proposed") for theme in tags)
    amounts = {"value": value, "increase": increase}
    totals = {name: None if amount is None else Decimal(amount) for name, amount in amounts.items()}
    return Entry("a", indicator, DAY, DAY, unit=unit, tags=tagged, parts=keys, **totals)


@pytest.mark.parametrize(("size", "withheld"), [(0, False), (1, True), (9, True), (10, False)])
def test_groups_of_one_to_nine_are_withheld_and_zero_is_not(size, withheld):
    assert ("women" in groups_to_hide([sizes(women=size, men=500)], people=Decimal(600))) is withheld


@pytest.mark.parametrize(
    ("versions", "hidden"),
    [
        ([entry(sex_women=95, sex_men=5)], "men women"),
        ([entry(sex_women=95, sex_men=5, increase=109)], "men"),
        ([entry(sex_women=95, sex_men=5, increase=104)], "men women"),
        ([entry(sex_women=95, sex_men=5, disability_no=200)], "men"),
        ([entry(sex_women=95, sex_men=5, value=900)], "men women"),  # how much of it is an increase may change
        ([entry(sex_women=95, increase=100), entry(sex_women=95, sex_men=5, increase=100)], "men women"),
        ([entry(sex_women=95, increase=100), entry(sex_men=5, increase=100)], "men women"),
        ([entry(sex_women=95, sex_men=5), entry(sex_women=60, sex_men=40)], "men women"),
        ([entry(increase=100), entry(sex_women=95, sex_men=5, increase=200)], "men women"),
        ([entry(increase=120), entry(sex_women=95, sex_men=5, increase=200)], "men"),
        ([entry(value=120), entry(sex_women=95, sex_men=5, increase=200)], "men women"),
        ([entry(sex_women=60, increase=100), entry(sex_women=60, sex_men=5, increase=65)], "men women"),
        ([entry(age_young=5, age_adult=60, age_old=35)], "old young"),
        ([entry(age_young=5, age_adult=60, age_old=35), entry(age_young=5, age_adult=60)], "adult old young"),
        ([entry(age_adult=60), entry(age_young=5, age_adult=60, age_old=35)], "adult old young"),
        ([entry(age_young=5, age_adult=95, age_old=0)], "adult young"),
        ([entry(age_young=5, age_adult=6, age_old=35)], "adult young"),
        ([entry(sex_women=3)], "women"),
        ([entry(sex_women=60, sex_men=40), entry(sex_women=70, sex_men=30)], ""),
        ([entry(), entry(sex_women=0)], ""),
    ],
)
def test_what_is_hidden_of_a_dimension_in_all_of_its_versions(versions, hidden):
    assert sorted(key.partition(":")[2] for key in hidden_in(versions)) == hidden.split()
    assert hidden_in(versions[::-1]) == hidden_in(versions)


@pytest.mark.parametrize(
    ("indicator", "part", "is_hidden"),
    [
        ("I3", "sex_men", True),
        ("I1", "sex_men", True),
        ("D2", "sex_men", False),
        ("D2", "constituency_workers", False),
        ("D3", "constituency_workers", False),
        ("D2", "disability_yes", True),
        ("D1", "product-type_study", False),
        ("I6", "location_rural", True),
    ],
)
def test_sex_and_constituency_are_hidden_of_people_covered_only(indicator, part, is_hidden):
    assert bool(hidden_in([entry(indicator, **{part: 5})])) is is_hidden


@pytest.mark.parametrize(
    ("versions", "is_hidden"),
    [
        ([entry(value=5)], False),
        ([entry(value=5, disability_yes=5)], True),
        ([entry(value=5, disability_yes=3)], False),
        ([entry(value=5, sex_women=5)], False),
        ([entry(value=5, tags=["migrants-and-forcibly-displaced-persons"])], True),
        ([entry(value=5, tags=["social-health-protection"])], True),
        ([entry(value=5, tags=["financing"])], False),
        ([entry(value=10, tags=["social-health-protection"])], False),
        ([entry(value=5), entry(value=500, tags=["social-health-protection"])], True),
        ([entry("D3", unit="institution", value=5, tags=["social-health-protection"])], False),
        ([entry("D2", unit="participation", value=5, tags=["social-health-protection"])], True),
    ],
)
def test_totals_of_one_to_nine_defined_by_disability_health_or_migration_are_hidden(versions, is_hidden):
    assert (FIGURE in hidden_in(versions)) is is_hidden


def test_with_a_hidden_total_every_part_of_it_is_hidden():
    trained = entry("D2", unit="participation", value=8, tags=["social-health-protection"], sex_women=8)
    seen = shown(trained, hidden=hidden_in([trained]))
    assert (seen.value, seen.parts, seen.hidden) == (None, (), {FIGURE, "sex:women"})


def test_what_is_withheld_counts_as_not_known():
    found = breakdown(sizes(women=500), total=Decimal(1000), hidden=["men"])
    assert (found.not_known, found.share_known, found.cells[1].is_withheld) == (500, 50, True)


def test_the_rest_is_not_known_and_always_there():
    found = breakdown(sizes(women=600, men=300), total=Decimal(1000))
    assert (found.not_known, found.share_known, found.total) == (100, 90, 1000)


def test_nothing_entered_is_wholly_not_known():
    found = breakdown({}, total=Decimal(1000))
    assert (found.cells, found.not_known, found.share_known) == ((), 1000, 0)


def test_parts_above_the_total_are_refused():
    with pytest.raises(ValueError, match="more than the total"):
        breakdown(sizes(women=60, men=50), total=Decimal(100))


def test_other_totals_are_never_hidden():
    small = entry(value=3, sex_women=3)
    seen = shown(small, hidden=hidden_in([small]))
    assert breakdowns(seen, total=seen.value, dimensions=["sex"])["sex"].total == 3


def test_of_nobody_no_share_is_known():
    assert breakdown({}, total=Decimal(0)).share_known is None


# A reader who has every version, on every day


one_group = st.one_of(st.just(0), st.integers(1, 14), st.integers(0, 100))
one_version = st.dictionaries(st.sampled_from(["age:young", "age:adult", "age:old"]), one_group, min_size=1)
none_yet = st.just({})
histories = st.lists(st.tuples(one_version | none_yet, st.integers(0, 12)), min_size=1, max_size=4)


def versions_of(history) -> list[Entry]:
    """Each version divides its people by age; the rest is not known, and the source states the total."""
    return [
        Entry("a", "I3", DAY, DAY, unit="person", increase=Decimal(sum(parts.values()) + rest),
              parts=tuple((key, Decimal(size)) for key, size in parts.items()))
        for parts, rest in history
    ]  # fmt: skip


def possible(left: int, others: int) -> set[int]:
    """The sizes of a hidden group where so many people are left, with `others` hidden beside it and the not known."""
    return {left - sum(rest) for rest in product(range(left + 1), repeat=others + 1) if sum(rest) <= left}


@given(histories)
def test_whoever_reads_every_version_cannot_tell_how_many_a_small_group_has(history):
    """A reader takes the total of one version and the groups of any; unless nobody is shown, 1 to 9 stay possible."""
    hidden = hidden_in(versions_of(history))
    small = {key for parts, _rest in history for key, size in parts.items() if 0 < size < 10}
    assert small <= hidden
    for (parts, rest), (others, _rest) in product(history, history):
        seen = {key: size for key, size in (others | parts).items() if key not in hidden}
        left = sum(parts.values()) + rest - sum(seen.values())
        beside = len((parts.keys() | others.keys()) & hidden) - 1
        assert not small or not any(seen.values()) or set(range(1, 10)) <= possible(min(left, 12), max(beside, 0))


@given(histories)
def test_only_where_there_is_a_small_group_is_anything_hidden(history):
    has_small = any(0 < size < 10 for parts, _rest in history for size in parts.values())
    assert bool(hidden_in(versions_of(history))) is has_small
