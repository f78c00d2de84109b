"""Two rows that are one: history stays, the address redirects, nothing is counted twice."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from indicators import ledger
from indicators.results import merge_partner, merge_project, record_funding
from indicators.results import support as contributions
from projects import actions
from projects.models import MergeEvent, Partner, PartnerRepresentative, Project
from tests.projects import helpers

pytestmark = pytest.mark.django_db

SAME = {"year": 2024, "currency": "USD", "planned": Decimal(100)}


def test_a_partner_that_goes_stays_as_a_row_and_a_spelling(manager):
    kept, gone = Partner.objects.get(slug="germany"), helpers.partner(manager, "GIZ")
    made = helpers.project(manager)
    record_funding(project=made, fields={"partner": gone, **SAME}, by=manager)
    PartnerRepresentative.objects.create(user=manager, partner=gone, start=helpers.LONG_AGO)
    event = merge_partner(kept=kept, gone=gone, reason="GIZ acts for Germany", by=manager)
    gone.refresh_from_db()
    assert (gone.merged_into, event.kept_partner, event.by) == (kept, kept, manager)
    assert actions.partners_by_name()["giz"] == kept
    assert made.fundings.get().partner == kept
    assert kept.representatives.get().user == manager
    assert gone not in Partner.objects.current()


def test_what_both_say_is_kept_once(manager):
    kept, gone, made = helpers.partner(manager, "One"), helpers.partner(manager, "Two"), helpers.project(manager)
    for giver in (kept, gone):
        record_funding(project=made, fields={"partner": giver, **SAME}, by=manager)
    merge_partner(kept=kept, gone=gone, reason="The same", by=manager)
    assert made.fundings.get().planned == 100


def test_what_they_say_differently_is_corrected_first(manager):
    kept, gone, made = helpers.partner(manager, "One"), helpers.partner(manager, "Two"), helpers.project(manager)
    record_funding(project=made, fields={"partner": kept, **SAME}, by=manager)
    record_funding(project=made, fields={"partner": gone, **SAME, "planned": Decimal(7)}, by=manager)
    with pytest.raises(ValidationError, match="differ"):
        merge_partner(kept=kept, gone=gone, reason="The same", by=manager)


def test_an_address_redirects_in_one_step(manager):
    first, second, third = (helpers.partner(manager, name) for name in ("First", "Second", "Third"))
    merge_partner(kept=second, gone=first, reason="The same", by=manager)
    merge_partner(kept=third, gone=second, reason="The same", by=manager)
    assert set(third.merged.all()) == {first, second}


@pytest.mark.parametrize("case", ["itself", "no reason", "merged already"])
def test_a_merge_that_is_refused(manager, case):
    one, two = helpers.partner(manager, "One"), helpers.partner(manager, "Two")
    reason = "" if case == "no reason" else "The same"
    if case == "merged already":
        merge_partner(kept=one, gone=two, reason="The same", by=manager)
    with pytest.raises(ValidationError):
        merge_partner(kept=one, gone=one if case == "itself" else two, reason=reason, by=manager)
    assert MergeEvent.objects.count() == (1 if case == "merged already" else 0)


def test_the_results_of_a_project_that_goes_are_restated(manager):
    kept, gone = Project.objects.get(slug="action-portugal-phase-3"), helpers.project(manager, countries=["TGO"])
    publication = helpers.published("TLS")
    contributions.link_project(result=publication.result, project=gone, by=manager)
    merge_project(kept=kept, gone=gone, reason="Entered twice", by=manager)
    now = ledger.in_force(publication.result)
    assert [row.project for row in now.contributions.all()] == [kept]
    assert kept.countries.filter(iso3="TGO").exists()
    assert kept.aliases.filter(text="A project of the tests").exists()
    assert gone not in Project.objects.current()
    assert list(ledger.verify()) == []


def test_outputs_documents_and_staff_go_over(manager):
    kept = Project.objects.get(slug="malawi-accelerating-universal-social-protection")
    gone = helpers.project(manager)
    actions.record_output(project=gone, fields={"code": "9", "title": "Another output"}, by=manager)
    actions.add_document(project=gone, title="A page", url="https://example.org/", by=manager)
    merge_project(kept=kept, gone=gone, reason="Entered twice", by=manager)
    assert kept.outputs.filter(code="9").exists()
    assert kept.documents.filter(url="https://example.org/").exists()
