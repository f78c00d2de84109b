"""What the entries of the independent evaluation of phase I show, from publications to figures."""

import json
from datetime import date
from decimal import Decimal

import pytest

from countries.models import Ratification
from indicators.figures import (
    SINCE_2016,
    Comparison,
    NotCounted,
    better_protected,
    by_first_cover,
    countries,
    countries_not_lost,
    last_day,
    lost,
    people,
    registered_only,
    temporary_recipients,
    years,
)
from indicators.ledger import entries_of
from indicators.models import Claim, Publication, Result, Target
from indicators.wording import difference_text, quantity_text
from tests.figures.make import PHASE_1, PHASE_2

pytestmark = pytest.mark.django_db

EVALUATION = ["Independent evaluation of phase I (2021), Box 4", "Independent evaluation of phase I (2021), Table 8"]
YEARS = range(2016, 2021)
END = date(2020, 12, 31)


@pytest.fixture
def box_4():
    return entries_of(Publication.objects.as_of(None).from_source(EVALUATION[0]))


@pytest.fixture
def everything():
    return entries_of(Publication.objects.as_of(None))


def of(country, found):
    return [e for e in found if e.country == country]


def apart(found, country):
    return {why for e, why in found.apart if e.country == country}


def test_26_institutional_results_and_16_impacts_of_the_evaluation_are_published():
    counts = [Publication.objects.as_of(None).from_source(source).count() for source in EVALUATION]
    assert counts == [26, 16]
    assert Publication.objects.as_of(None).count() == 45  # and 967, and two of 1283


@pytest.mark.parametrize(
    ("step", "reached", "published"),
    [
        (1, [2, 5, 7, 7, 8], [2, 5, 7, 10, 10]),
        (2, [5, 6, 9, 13, 13], [5, 7, 8, 12, 13]),
        (3, [0, 0, 1, 1, 1], [3, 10, 10, 14, 16]),
    ],
)
def test_countries_by_step_to_the_end_of_each_year_beside_the_published(box_4, step, reached, published):
    found = [len(countries(box_4, period=years(2016, year), step=step)) for year in YEARS]
    claims = Claim.objects.filter(indicator__code=f"R{step}", unit="countries").order_by("window_end")
    assert found == reached
    assert [int(claim.value) for claim in claims] == published


def test_entry_967_makes_14_countries_with_a_step_2_in_2020(everything):
    assert len(countries(everything, period=PHASE_1, step=2)) == 14
    assert len(countries(everything, period=years(2016, 2019), step=2)) == 13


def test_in_force_the_occupied_palestinian_territory_is_lost_in_2019(box_4):
    found = [len(countries_not_lost(box_4, period=years(2016, year), step=2, day=date(year, 12, 31))) for year in YEARS]
    assert found == [5, 6, 9, 12, 12]
    assert [e.country for e in lost(box_4, period=PHASE_1, day=END)] == ["PSE"]


@pytest.mark.parametrize(
    ("ours", "published", "words"),
    [
        (8, 10, "the entries support 2 fewer than was published"),
        (9, 8, "the entries support 1 more than was published"),
        (13, 13, "the same"),
    ],
)
def test_the_difference_is_told_in_words_of_either_sign(ours, published, words):
    assert difference_text(Comparison(Decimal(ours), Decimal(published))) == words


# People, by country


def i3(found, period=PHASE_1, day=END):
    return people(found, indicator="I3", period=period, day=day)


def test_cambodia_is_exact_in_the_data_and_about_on_the_page(everything):
    quantity = i3(of("KHM", everything)).quantity
    assert (quantity.low, quantity.high) == (2528582, 2528582)
    assert quantity_text(quantity) == "about 2.5 million"


def test_cameroon_is_over_50_000_and_nobody_said_how_many_at_most(everything):
    """Rule 13: "over" stays open above; it has no "at most 50 000"."""
    quantity = i3(of("CMR", everything)).quantity
    assert (quantity.low, quantity.qualifier, quantity.at_most) == (50000, "over", None)


def test_cabo_verde_is_2_716_with_temporary_recipients_apart(everything):
    cabo_verde = of("CPV", everything)
    quantity = i3(cabo_verde).quantity
    assert (quantity.low, quantity.high, quantity_text(quantity)) == (2716, 2716, "2\u202f716")
    assert [e.value for e in temporary_recipients(cabo_verde, period=PHASE_1)] == [28297]
    assert sorted(e.increase or e.value for e in cabo_verde if e.pool) == [1270, 1446]


def test_cabo_verde_s_per_cent_figures_are_added_to_nothing(everything):
    found = better_protected(of("CPV", everything), period=PHASE_1, day=END)
    assert found.quantity is None
    assert [why for _, why in found.apart] == [NotCounted.OTHER_UNIT] * 2


def test_the_unit_of_cabo_verde_s_families_is_noted_as_to_be_checked():
    families = Result.objects.get(country__iso3="CPV", pool__name="Poor families")
    assert "unit (persons) is to be checked" in families.remark


def test_el_salvador_is_about_75_000_by_law_only(everything):
    legal = people(of("SLV", everything), indicator="I2", period=PHASE_1, day=END).quantity
    assert (legal.low, legal.qualifier) == (75000, "about")
    assert i3(of("SLV", everything)).quantity is None


def test_malawi_s_pension_has_no_target_year_so_it_is_shown_and_counts_nowhere(everything):
    """Rule 10."""
    for period in (PHASE_1, PHASE_2, SINCE_2016):
        found = [people(of("MWI", everything), indicator=f"I{n}", period=period, day=END) for n in range(1, 7)]
        assert [some.quantity for some in found] == [None] * 6
    shown = people(of("MWI", everything), indicator="I1", period=PHASE_1, day=END)
    assert [(e.increase, why) for e, why in shown.apart] == [(600000, NotCounted.NO_TARGET_YEAR)]


@pytest.mark.parametrize(
    ("year", "potential"), [(2016, None), (2017, 955400), (2018, 955400), (2019, 955400), (2020, None)]
)
def test_viet_nam_s_potential_ends_the_year_before_its_target_year(everything, year, potential):
    found = people(of("VNM", everything), indicator="I1", period=years(2016, year), day=date(year, 12, 31))
    assert (found.quantity.low if found.quantity else None) == potential


def test_viet_nam_is_in_no_other_figure(everything):
    others = [
        people(of("VNM", everything), indicator=f"I{n}", period=SINCE_2016, day=END).quantity for n in range(2, 7)
    ]
    assert others == [None] * 5


def test_mozambique_s_households_and_timor_leste_are_shown_and_in_no_sum(everything):
    found = i3(everything)
    assert apart(found, "MOZ") == {NotCounted.OTHER_UNIT}
    assert apart(found, "TLS") == {NotCounted.REGISTERED}
    assert {"MOZ", "TLS"}.isdisjoint(found.countries)
    assert [e.value for e in of("TLS", everything) if e.indicator == "I3"] == [87759]


@pytest.mark.parametrize("period", [PHASE_1, PHASE_2, SINCE_2016])
def test_pakistan_is_in_no_sum_because_its_source_does_not_say_since_when(everything, period):
    """Rule 8: the headline of phase II was an increase "until March/April 2021", of unknown start."""
    pakistan = of("PAK", everything)
    day = last_day(period, as_of=date(2026, 12, 31))
    assert i3(pakistan, period=period, day=day).quantity is None
    assert registered_only(pakistan, period=period).quantity is None


def test_the_world_in_practice_in_phase_1(everything):
    world = i3(everything)
    assert (world.quantity.low, world.quantity.high) == (2581298, 2581298)
    assert quantity_text(world.quantity) == "about 2.6 million"
    assert world.countries == {"KHM", "CMR", "CPV"}
    assert i3(everything, period=SINCE_2016, day=date(2026, 11, 29)).quantity == world.quantity
    assert by_first_cover(world)["yes"] == []


# What is not a result, and what is not public


def test_togo_s_aim_is_a_target_and_no_result(everything):
    aim = Target.objects.get(country__iso3="TGO")
    assert aim.state == "in-use"
    assert of("TGO", everything) == []
    assert not Result.objects.filter(country__iso3="TGO").exists()


def test_cabo_verde_s_approval_is_an_event_of_a_convention_and_no_result():
    events = Ratification.objects.filter(country__iso3="CPV", convention__number="C102")
    assert [event.kind for event in events] == ["approved-by-parliament", "ratified"]
    assert not Publication.objects.filter(country__iso3="CPV", indicator__code="D4").exists()


def test_two_laws_of_timor_leste_are_one_record_of_2016(everything):
    laws = [e for e in of("TLS", everything) if e.indicator == "R2"]
    assert [(e.first, e.last) for e in laws] == [(date(2016, 1, 1), date(2016, 12, 31))]


def test_five_drafts_are_not_public_and_say_what_is_missing():
    drafts = Result.objects.filter(origin="historical", status="draft")
    assert drafts.count() == 5
    assert not Publication.objects.filter(result__in=drafts).exists()
    assert all("Still missing" in draft.remark for draft in drafts)
    assert {draft.number for draft in drafts} == {None}


def test_of_1283_the_pilot_and_the_amended_rules_are_step_2(everything):
    bangladesh = sorted((e.indicator, e.first) for e in of("BGD", everything))
    assert bangladesh == [("R2", date(2022, 6, 21)), ("R2", date(2022, 9, 1))]


def test_everything_went_through_the_actions_of_two_accounts_that_cannot_sign_in():
    results = Result.objects.filter(origin="historical", status="validated").select_related("author", "validated_by")
    accounts = {result.author for result in results} | {result.validated_by for result in results}
    assert len(accounts) == 2
    assert not [a for a in accounts if a.has_usable_password() or a.is_active]
    kinds = {
        tuple(r.review_events.exclude(kind__in=["standing", "pooled", "linked"]).values_list("kind", flat=True))
        for r in results
    }
    assert kinds == {("created", "submitted", "validated", "published")}


def test_groups_that_are_two_pools_say_why():
    pools = Result.objects.filter(pool__isnull=False).values_list("country__iso3", "pool__reason")
    assert sorted(country for country, _ in pools) == ["CPV", "CPV", "KHM", "KHM"]
    assert all(reason for _, reason in pools)


# No more than the source (rule 15)


def entry_that_says(words: str) -> dict:
    return json.loads(Publication.objects.as_of(None).get(title__contains=words).payload)


@pytest.mark.parametrize(
    ("title", "basis"),
    [
        ("215\u202f664 more workers registered with the provincial institutions", "registered-only"),
        ("139\u202f937 more people insured with the old-age benefits institution", "contributing"),
        ("29\u202f744 domestic workers registered in Punjab", "registered-only"),
        ("87\u202f759 workers registered in the contributory general regime", "registered-only"),
        ("More than 135\u202f000 workers of the informal and rural economy affiliated", "affiliated"),
    ],
)
def test_registered_stays_registered_until_affiliation_is_shown(title, basis):
    assert entry_that_says(title)["coverage_basis"] == basis


def test_timor_leste_registered_workers_and_employers():
    outcome = entry_that_says("87\u202f759 workers")["outcome"]
    assert "87\u202f759 workers and 2\u202f846 employers were registered" in outcome


def test_when_the_campaign_in_punjab_was_is_not_said():
    said = entry_that_says("domestic workers registered in Punjab")
    assert (said["achieved_first"], said["achieved_last"]) == ("2016-01-01", "2021-04-30")


def test_cambodia_does_not_say_that_it_is_first_cover():
    assert "First cover is not known." in entry_that_says("About 2.1 million")["remark"]


def test_malawi_s_pension_has_no_target_year_and_says_so():
    said = entry_that_says("More than 600\u202f000 people")
    assert (said["indicator"], said["target_year"]) == ("I1", None)
    assert "Without a target year it is shown and counts nowhere." in said["remark"]


def test_every_historical_entry_knows_its_kind_of_source_and_no_remark_is_without_one():
    found = [json.loads(text) for text in Publication.objects.as_of(None).values_list("payload", flat=True)]
    kinds = {(said["source_kind"], said["source_first"], said["source_last"]) for said in found}
    assert kinds == {("evaluation", "2021-07-01", "2021-07-31"), ("organization-tool", None, None)}
    assert [said["title"] for said in found if said["remark"] and not said["remark_source"]] == []
    ours = ("to be checked", "To check", "Not counted", "Contested", "one record", "Potential only", "Registered only")
    assert [said["note"] for said in found if said["note"] and any(words in said["note"] for words in ours)] == []


# Targets (rule 18)


def test_80_changes_are_in_use_in_phase_2_and_what_they_were_before_stays():
    aims = Target.objects.filter(unit="changes", country=None, window_start=PHASE_2.start).order_by("value")
    said = [(aim.indicator.code if aim.indicator else aim.headline, int(aim.value), aim.state) for aim in aims]
    assert said == [
        ("R1", 20, "earlier"), ("R2", 30, "earlier"), ("R3", 40, "earlier"), ("institutional-changes", 80, "in-use"),
        ("institutional-changes", 90, "earlier"),
    ]  # fmt: skip
    assert all(aim.reason for aim in aims)


@pytest.mark.parametrize("address", ["/", "/indicators/r2/"])
def test_pages_measure_against_80(client, address):
    page = client.get(address).content.decode()
    assert "also published: contested" not in page
    if address == "/":
        assert "the aim: 80 changes by the end of 2025" in page
    else:
        assert "since 2025 the programme reports against 80" in page
