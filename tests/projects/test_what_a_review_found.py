"""Ways around a rule of projects and money that were found once, and stay closed."""

from datetime import date

import pytest
from django.urls import reverse

from indicators import results
from indicators.ledger import in_force
from indicators.permissions import can_link_project
from indicators.results import merge_project, record_funding
from indicators.results.project_money import drop_funding
from indicators.results.support import link_project
from projects import actions
from projects.models import Project
from projects.pages.portfolio.selectors import new_results
from tests import factories
from tests.projects.helpers import csv_table, partner, preview, project

pytestmark = pytest.mark.django_db


def test_project_staff_link_nothing_to_what_was_sent_once(cast):
    """A link of a published result is public at once: the focal point or a manager decides."""
    result = factories.publish(by=cast.project_staff).result
    assert can_link_project(cast.project_staff, factories.draft(by=cast.project_staff))
    reopened = factories.reopen(result, by=cast.focal_togo)
    assert not can_link_project(cast.project_staff, reopened)
    assert can_link_project(cast.focal_togo, reopened)


def test_money_that_is_recorded_later_is_named_beside_the_result_and_is_news(cast):
    result = factories.publish().result
    funded, donor = project(cast.manager), partner(cast.manager)
    link_project(result=result, project=funded, by=cast.manager)
    before = in_force(result)
    row = record_funding(project=funded, fields={"partner": donor, "resource": "XBDC"}, by=cast.manager)
    assert donor.name in in_force(result).payload
    assert [found.listed.number for found in new_results(donor, after=before.seq)] == [before.number]
    drop_funding(funding=row, reason="Another project.", by=cast.manager)
    assert donor.name not in in_force(result).payload


def test_the_project_that_stays_takes_the_symbol_and_the_outputs(cast):
    kept, gone = project(cast.manager, "Kept"), project(cast.manager, "Gone", symbol="TGO/22/01/EUR")
    for owner, title in ((kept, "A study"), (gone, "Another study")):
        actions.record_output(project=owner, fields={"title": title}, by=cast.manager)
    merge_project(kept=kept, gone=gone, reason="Entered twice.", by=cast.manager)
    assert Project.objects.get(pk=kept.pk).symbol == "TGO/22/01/EUR"
    assert kept.outputs.count() == 2


def test_an_amount_in_another_currency_than_the_one_that_stays_is_refused(cast):
    project(cast.manager, "Health insurance", spent=100, currency="USD")
    found = preview(csv_table("Title,Budget (XOF)", "Health insurance,900"))
    assert [problem.row for problem in found.problems] == [2]
    assert "USD" in str(found.problems[0].message)


@pytest.mark.parametrize(("name", "key"), [("portfolio", "partner"), ("desk_partners", "q")])
def test_a_nul_is_no_error(client, cast, name, key):
    client.force_login(cast.manager, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse(name), {key: "\0"}).status_code in (200, 302, 404)


def test_an_edit_reaches_readers_after_validation_only(cast):
    """Restating the support of a published result does not publish its draft."""
    statement = factories.publish(achieved=date(2022, 5, 1))
    edit = factories.reopen(statement.result)
    results.save_result(
        result=edit, version=edit.version, fields={"title": "Not yet"}, children=results.Children(), by=cast.focal_togo
    )
    link_project(result=edit, project=project(cast.manager), by=cast.manager)
    assert "Not yet" not in in_force(edit).payload
