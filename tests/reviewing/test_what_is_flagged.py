"""Each flag by itself: when it is raised, what it says to check, and when it is not."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.figures import Clash, Contradiction
from indicators.review import flags
from indicators.review.flags import Facts
from tests.figures.make import persons

LAW = {"instrument": "law", "country": "TGO"}


def facts(year: int = 2026, *, own: dict | None = None, **more) -> Facts:
    return Facts(own=persons("own", year, **(LAW | (own or {}))), **more)


def earlier(key: str, year: int, **fields):
    return persons(key, year, number=7, **(LAW | fields))


def amount(value: int) -> dict:
    return {"amount": Decimal(value)}


def test_nothing_to_look_at_is_no_flag():
    assert flags.flags_of(facts(own={"value": 100}, **amount(100), public_evidence=1, needs_evidence=True)) == []


def test_a_clash_says_what_contradicts():
    clash = Clash(Contradiction.TWO_VALUES, (persons("own", 2026),), date(2026, 1, 1), date(2026, 12, 31))
    assert "Two values for 2026." in flags.clash(facts(clashes=[clash])).check


@pytest.mark.parametrize(
    ("evidence", "public", "needed", "text"),
    [
        (0, 0, True, "No evidence"),
        (2, 0, True, "Evidence for reviewers only"),
        (2, 1, True, None),
        (0, 0, False, None),
    ],
)
def test_evidence_that_readers_cannot_see(evidence, public, needed, text):
    flag = flags.evidence(facts(evidence=evidence, public_evidence=public, needs_evidence=needed))
    assert (flag.text if flag else None) == text


def test_groups_above_the_increase_name_the_dimension():
    flag = flags.groups(facts(groups={"Sex": Decimal(120), "Age": Decimal(90)}, **amount(100)))
    assert flag.check.startswith("Sex: the groups add up to more")
    assert flags.groups(facts(groups={"Sex": Decimal(100)}, **amount(100))) is None


@pytest.mark.parametrize(("people", "is_flagged"), [(100, False), (101, True)])
def test_more_than_a_tenth_of_the_population(people, is_flagged):
    assert bool(flags.large(facts(population=Decimal(1000), **amount(people)))) is is_flagged


def test_a_population_that_is_not_known_flags_nothing():
    assert flags.large(facts(**amount(10**9))) is None


@pytest.mark.parametrize(("people", "is_flagged"), [(300, False), (301, True)])
def test_more_than_three_times_the_largest_increase_so_far(people, is_flagged):
    published = [earlier("a", 2023, increase=40, instrument=None), earlier("b", 2024, value=150, baseline=(2020, 50))]
    flag = flags.above_history(facts(published=published, **amount(people)))
    assert bool(flag) is is_flagged
    assert flag is None or "100, in No. 7" in flag.check


def test_the_first_increase_has_no_history():
    assert flags.above_history(facts(published=[earlier("later", 2027, increase=1)], **amount(10**6))) is None


@pytest.mark.parametrize(("value", "is_flagged"), [(100, False), (99, True)])
def test_a_value_below_the_last_of_its_series(value, is_flagged):
    flag = flags.below_last(facts(own={"value": value}, published=[earlier("a", 2024, value=100)]))
    assert bool(flag) is is_flagged


def test_a_value_on_another_law_is_not_the_last_of_the_series():
    assert (
        flags.below_last(facts(own={"value": 1}, published=[earlier("a", 2024, value=9, instrument="other")])) is None
    )


@pytest.mark.parametrize(("baseline", "is_flagged"), [(100, False), (90, True)])
def test_a_baseline_that_is_not_the_value_published_before(baseline, is_flagged):
    own = {"value": 200, "baseline": (2024, baseline)}
    flag = flags.other_baseline(facts(own=own, published=[earlier("a", 2024, value=100)]))
    assert bool(flag) is is_flagged


def test_the_figure_of_an_earlier_year_again():
    published = [earlier("a", 2025, value=4321, instrument="other")]
    flag = flags.same_figure(facts(own={"value": 4321}, published=published))
    assert "No. 7 has the very same figure for 2025" in flag.check
    assert flags.same_figure(facts(own={"value": 4322}, published=published)) is None


def test_its_own_earlier_version_is_not_the_same_figure_again():
    assert flags.same_figure(facts(own={"value": 4321}, published=[persons("own", 2025, value=4321)])) is None


def test_a_figure_that_was_claimed_before():
    flag = flags.same_figure(facts(own={"value": 4321}, claims={Decimal(4321): "Website (2022)"}))
    assert "Website (2022)" in flag.check


@pytest.mark.parametrize(("start", "is_flagged"), [(date(2027, 12, 31), False), (date(2028, 1, 1), True)])
def test_long_before_the_round(start, is_flagged):
    assert bool(flags.long_before(facts(round_start=start))) is is_flagged


@pytest.mark.parametrize(
    ("is_public", "text"), [(True, "Edit of No. 5, published"), (False, "No. 5, withdrawn before")]
)
def test_what_was_published_once_is_read_by_itself(is_public, text):
    assert flags.edit(facts(number=5, is_public=is_public)).text == text
