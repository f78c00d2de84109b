"""Links of results and projects: public when the result is, in the ledger, from either side."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from countries.models import FocalPoint
from indicators import ledger
from indicators.ledger import differences, payload_of
from indicators.models import Indicator, Publication, PublishedContribution, Result
from indicators.permissions import can_link_project
from indicators.results import support as contributions
from projects.models import Partner, Project, ProjectStaff
from projects.permissions import can_edit_projects, can_record_output, can_see_portfolio
from rmt.models import User
from rmt.records import append_only
from tests.projects import helpers

pytestmark = pytest.mark.django_db


@pytest.fixture
def portugal():
    return Project.objects.get(slug="action-portugal-phase-3")


def test_a_link_of_a_published_result_is_a_new_statement(manager, portugal):
    before = helpers.published("TLS")
    contributions.link_project(result=before.result, project=portugal, role="advised", by=manager)
    now = ledger.in_force(before.result)
    said = json.loads(now.payload)
    assert (now.version, now.seq) == (before.version + 1, Publication.objects.count())
    assert said["projects"] == [{"slug": portugal.slug, "symbol": None, "title": portugal.title, "role": "advised"}]
    assert said["partners"] == [{"slug": "portugal", "name": "Portugal"}]
    assert list(ledger.verify()) == []


def test_taking_it_back_appends_again_and_keeps_what_was_said(manager, portugal):
    result = helpers.published("TLS").result
    contributions.link_project(result=result, project=portugal, by=manager)
    contributions.unlink_project(result=result, project=portugal, by=manager)
    assert json.loads(ledger.in_force(result).payload)["projects"] == []
    assert PublishedContribution.objects.filter(publication__result=result).count() == 1
    assert list(ledger.verify()) == []


def test_linking_twice_in_the_same_way_says_nothing_new(manager, portugal):
    result = helpers.published("TLS").result
    contributions.link_project(result=result, project=portugal, by=manager)
    count = Publication.objects.count()
    contributions.link_project(result=result, project=portugal, by=manager)
    assert Publication.objects.count() == count
    contributions.link_project(result=result, project=portugal, role="trained", by=manager)
    assert Publication.objects.count() == count + 1


def test_a_link_of_a_draft_publishes_nothing(manager, portugal):
    draft = Result.objects.filter(status="draft")[0]
    published = PublishedContribution.objects.count()
    contributions.link_project(result=draft, project=portugal, by=manager)
    assert PublishedContribution.objects.count() == published
    assert not Publication.objects.supported_by_project(portugal).exists()


def test_verify_notices_a_projection_that_was_planted(manager, portugal):
    now = helpers.published("TLS")
    with append_only.lifted():
        PublishedContribution.objects.create(publication=now, project=portugal, role="advised")
        assert any("projects" in problem for problem in ledger.verify())
        PublishedContribution._base_manager.all()._raw_delete("default")


def test_publications_from_before_carry_no_projects_and_verify():
    said = json.loads(helpers.published().payload)
    old = {key: value for key, value in said.items() if key not in ("projects", "partners")}
    assert differences(old, said) == []


def test_a_project_that_was_merged_is_not_linked(manager, portugal):
    gone = helpers.project(manager)
    Project.objects.filter(pk=gone.pk).update(merged_into=portugal)
    gone.refresh_from_db()
    with pytest.raises(ValidationError):
        contributions.link_project(result=helpers.published().result, project=gone, by=manager)


def test_a_partner_is_named_with_what_its_projects_supported(manager, portugal):
    publication = helpers.published("TLS")
    linked = set(Project.objects.with_result())
    contributions.link_project(result=publication.result, project=portugal, by=manager)
    in_force = Publication.objects.as_of(None)
    partner = Partner.objects.get(slug="portugal")
    assert [p.result for p in in_force.supported_by(partner)] == [publication.result]
    assert not in_force.supported_by(Partner.objects.get(slug="china")).exists()
    assert publication.result not in [p.result for p in in_force.without_project()]
    assert portugal not in Project.objects.without_result()
    assert set(Project.objects.with_result()) - linked == {portugal}


def test_suggestions_share_country_and_time(manager):
    publication = helpers.published("TLS")
    result = publication.result
    year = publication.achieved_last.year
    during = {"start_first": date(year, 1, 1), "start_last": date(year, 1, 1)}
    later = {"start_first": date(year + 1, 1, 1), "start_last": date(year + 1, 1, 1)}
    fits = helpers.project(manager, "Fits", countries=["TLS"], **during)
    helpers.project(manager, "Too late", countries=["TLS"], **later)
    helpers.project(manager, "Elsewhere", countries=["TGO"], **during)
    titles = [p.title for p in Project.objects.suggested_for(result)]
    assert "Fits" in titles
    assert not {"Too late", "Elsewhere"} & set(titles)
    assert result in Result.objects.suggested_for(fits)
    contributions.link_project(result=result, project=fits, by=manager)
    assert fits not in Project.objects.suggested_for(result)
    assert result not in Result.objects.suggested_for(fits)


def test_a_working_copy_says_its_projects_too(manager, portugal):
    result = helpers.published("TLS").result
    contributions.link_project(result=result, project=portugal, by=manager)
    assert [p["slug"] for p in payload_of(result)["projects"]] == [portugal.slug]


def test_other_peoples_indicators_have_one_of_ours_or_none(manager, portugal):
    ours = Indicator.objects.get(code="I3")
    row = contributions.map_indicator(owner=portugal, wording="People  covered", indicator=ours, share=50, by=manager)
    again = contributions.map_indicator(
        owner=portugal, wording="People covered", indicator=None, by=manager, share=None
    )
    assert (again.pk, again.indicator) == (row.pk, None)
    partner = Partner.objects.get(slug="portugal")
    contributions.map_indicator(owner=partner, wording="Persons reached", code="P1", indicator=ours, by=manager)
    assert partner.own_indicators.get().indicator == ours


def test_who_may_do_what(manager, portugal):
    result = helpers.published("TLS").result
    people = {name: User.objects.create_user(f"{name}@example.org") for name in ("focal", "staff", "nobody")}
    FocalPoint.objects.create(user=people["focal"], country=result.country, start=helpers.LONG_AGO)
    ProjectStaff.objects.create(user=people["staff"], project=portugal, start=helpers.LONG_AGO)
    people["manager"] = manager
    partner = Partner.objects.get(slug="portugal")
    assert {name for name, user in people.items() if can_link_project(user, result)} == {"focal", "manager"}
    assert {name for name, user in people.items() if can_record_output(user, portugal)} == {"staff", "manager"}
    assert {name for name, user in people.items() if can_edit_projects(user)} == {"manager"}
    assert {name for name, user in people.items() if can_see_portfolio(user, partner)} == {"manager"}
