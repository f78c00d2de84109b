"""The verbs that write projects, partners and money."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from indicators.results import record_funding
from indicators.results.project_money import drop_funding
from projects import actions
from projects.actions import Links
from projects.models import Funding, Partner, Project
from rmt.models import SiteVersion
from tests.projects import helpers

pytestmark = pytest.mark.django_db


def test_a_new_project_has_an_address_and_a_history(manager):
    made = helpers.project(manager, "Été à Lomé", symbol=" tog/20/01/fra ", countries=["TGO"])
    assert (made.slug, made.symbol) == ("ete-a-lome", "TOG/20/01/FRA")
    assert json.loads(made.changes.get().changes)["countries"] == {"TGO": None}
    assert helpers.project(manager, "Eté à Lomé").slug == "ete-a-lome-2"


def test_what_is_not_known_is_null(manager):
    made = helpers.project(manager, symbol=" ", description="", source="")
    assert (made.symbol, made.description, made.source) == (None, None, None)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": "  "}, "title"),
        ({"symbol": "int/00/000/aaa"}, "symbol"),
        ({"symbol": "GLO/15/12/PRT"}, "symbol"),
        (
            {
                "start_first": date(2017, 5, 10),
                "start_last": date(2017, 5, 10),
                "end_first": date(2016, 6, 24),
                "end_last": date(2016, 6, 24),
            },
            "end",
        ),
        ({"budget": Decimal(5)}, "currency"),
        ({"budget": Decimal(-5), "currency": "USD"}, "budget"),
    ],
)
def test_a_broken_rule_is_said_beside_its_field(manager, fields, field):
    with pytest.raises(ValidationError) as broken:
        actions.create_project(fields={"title": "A project", **fields}, by=manager)
    assert field in broken.value.message_dict


def test_shares_are_at_most_a_hundred_in_all(manager):
    sixty = dict.fromkeys(helpers.countries("TGO", "BEN"), Decimal(60))
    with pytest.raises(ValidationError, match="120 per cent"):
        actions.create_project(fields={"title": "A project"}, links=Links(countries=sixty), by=manager)


def test_a_change_names_each_field_before_and_after(manager):
    made = helpers.project(manager, countries=["TGO"])
    version = SiteVersion.current()
    changed = actions.change_project(
        project=made, version=made.version, fields={"status": "completed"}, by=manager,
        links=Links(countries=dict.fromkeys(helpers.countries("BEN"), Decimal(100))),
    )  # fmt: skip
    assert json.loads(changed.changes.first().changes) == {
        "countries": [{"TGO": None}, {"BEN": "100"}],
        "status": [None, "completed"],
    }
    assert SiteVersion.current() > version


def test_of_two_people_who_change_a_project_the_second_is_told(manager):
    made = helpers.project(manager)
    actions.change_project(project=made, version=made.version, fields={"status": "completed"}, by=manager)
    with pytest.raises(ValidationError, match="meanwhile"):
        actions.change_project(project=made, version=made.version, fields={"status": "planned"}, by=manager)


def test_a_spelling_means_one_partner(manager):
    germany = Partner.objects.get(slug="germany")
    assert actions.partners_by_name()["bmz"] == germany
    with pytest.raises(ValidationError, match="it means Germany"):
        helpers.partner(manager, "bmz")
    with pytest.raises(ValidationError, match="it means Germany"):
        actions.add_alias(partner=Partner.objects.get(slug="china"), text="Germany  (BMZ)", by=manager)


def test_an_earlier_name_stays_a_spelling(manager):
    made = helpers.partner(manager, "Old name")
    actions.change_partner(partner=made, fields={"name": "New name"}, by=manager)
    assert actions.partners_by_name()["old name"] == actions.partners_by_name()["new name"] == made


def test_the_first_amounts_fill_the_row_that_only_named_the_partner(manager):
    made, giver = helpers.project(manager), helpers.partner(manager)
    bare = record_funding(project=made, fields={"partner": giver}, by=manager)
    amounts = {"partner": giver, "year": 2024, "currency": "USD", "planned": Decimal(100)}
    assert record_funding(project=made, fields=amounts, by=manager) == bare
    assert record_funding(project=made, fields=amounts | {"spent": Decimal(40)}, by=manager) == bare
    assert (bare.project.fundings.get().planned, bare.project.fundings.get().spent) == (100, 40)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"partner": None}, "partner"),
        ({"planned": Decimal(1)}, "currency"),
        ({"currency": "CHF", "planned": Decimal(1), "usd_rate": Decimal(1)}, "usd_rate_source"),
        ({"currency": "USD", "planned": Decimal(-1)}, "planned"),
    ],
)
def test_money_that_says_nothing_is_refused(manager, fields, field):
    made, row = helpers.project(manager), {"partner": Partner.objects.get(slug="china"), **fields}
    with pytest.raises(ValidationError) as broken:
        record_funding(project=made, fields=row, by=manager)
    assert field in broken.value.message_dict


def test_dropping_a_row_of_money_needs_a_reason_and_leaves_a_trace(manager):
    funding = Funding.objects.get(partner__slug="china")
    with pytest.raises(ValidationError):
        drop_funding(funding=funding, reason=" ", by=manager)
    drop_funding(funding=funding, reason="Entered twice", by=manager)
    assert "Entered twice" in Project.objects.get(slug="south-south-lao-pdr-kenya").changes.first().changes


def test_a_gap_is_for_a_country_or_a_theme(manager):
    with pytest.raises(ValidationError):
        actions.open_gap(fields={"title": "A gap", "amount": Decimal(3), "buys": "Training"}, by=manager)
    (togo,) = helpers.countries("TGO")
    gap = actions.open_gap(
        fields={"title": "A gap", "amount": Decimal(3), "buys": "Training", "country": togo}, by=manager
    )
    assert list(togo.funding_gaps.open()) == [gap]
    actions.close_gap(gap=gap, by=manager)
    assert not togo.funding_gaps.open()
