"""Which projects supported which results, said from either side; a project's own indicators, and its logframe."""

import io

import openpyxl
import pytest
from django.urls import reverse

from indicators import ledger
from indicators.models import Contribution, Indicator, Result
from indicators.results import support as contributions
from projects import actions
from projects.actions import Links
from projects.models import ProjectStaff
from rmt.models import User
from tests import factories
from tests.cast import sign_in
from tests.projects import helpers
from tests.projects.test_desk_projects import at, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(manager):
    return helpers.project(manager, "Health insurance", countries=["TGO"], symbol="TGO/21/01/FRA")


@pytest.fixture
def result(manager) -> Result:
    return factories.publish(country="TGO", title="A law on health insurance").result


def test_one_button_links_what_is_suggested_and_readers_see_it(desk, project, result, manager):
    project.themes.add(factories.theme_of("financing"))
    actions.change_project(
        project=project, version=project.version, fields={}, links=Links(helpers.countries("TGO", "SEN")), by=manager
    )
    page = desk.get(at("result_projects", result.uuid))
    assert page.context["shown"]["suggested"].count(project) == 1
    desk.post(at("result_projects", result.uuid), {"do": "link", "project": project.slug})
    assert [row.project for row in ledger.in_force(result).contributions.all()] == [project]
    page = desk.get(at("result_projects", result.uuid))
    assert project not in page.context["shown"]["suggested"]


def test_a_role_is_changed_and_a_link_is_removed(desk, project, result, manager):
    contributions.link_project(result=result, project=project, by=manager)
    about = {"project": project.slug, "role": "trained"}
    desk.post(at("result_projects", result.uuid), {"do": "link", **about})
    assert Contribution.objects.get(result=result).role == "trained"
    desk.post(at("result_projects", result.uuid), {"do": "unlink", **about})
    assert desk.post(at("result_projects", result.uuid), {"do": "unlink", **about}).status_code == 302
    assert not result.contributions.exists()
    assert desk.post(at("result_projects", result.uuid), {"do": "link", **about, "role": "x"}).status_code == 400


@pytest.mark.parametrize("words", ["TGO/21/01", "health insur"])
def test_a_project_is_found_by_symbol_or_title(desk, project, result, words):
    page = desk.get(at("result_projects", result.uuid), {"q": words})
    assert project in page.context["shown"]["found"]


def test_from_the_side_of_the_project(desk, project, result):
    address = at("project_results", project.slug)
    assert result in desk.get(address).context["shown"]["suggested"]
    assert result in desk.get(address, {"q": f"No. {result.number}"}).context["shown"]["found"]
    assert result in desk.get(address, {"q": "law on health"}).context["shown"]["found"]
    desk.post(address, {"do": "link", "result": str(result.uuid), "role": "advised"})
    assert Contribution.objects.get(result=result).role == "advised"
    assert desk.post(address, {"do": "link", "result": "not-a-uuid"}).status_code == 404


def test_staff_link_their_own_draft_and_do_not_know_of_others(client, project, result):
    staff = User.objects.create_user("staff.who.links@example.org")
    ProjectStaff.objects.create(user=staff, project=project, start=helpers.LONG_AGO)
    own, foreign = factories.draft(title="Mine", by=staff), factories.draft(title="A secret plan")
    address = at("project_results", project.slug)
    page = sign_in(client, staff).get(address, {"q": "a"})
    assert own in page.context["shown"]["suggested"]
    assert "A secret plan" not in page.content.decode()
    assert client.post(address, {"do": "link", "result": str(foreign.uuid)}).status_code == 404
    assert client.get(at("result_projects", foreign.uuid)).status_code == 404
    assert client.post(address, {"do": "link", "result": str(own.uuid)}).status_code == 302
    assert client.post(address, {"do": "link", "result": str(result.uuid)}).status_code == 404


def test_what_others_linked_is_not_shown_to_staff_who_do_not_know_of_it(client, project, result, manager):
    staff = User.objects.create_user("staff.who.reads@example.org")
    ProjectStaff.objects.create(user=staff, project=project, start=helpers.LONG_AGO)
    secret = factories.draft(title="A secret plan")
    contributions.link_project(result=secret, project=project, by=manager)
    for name in ("project_results", "desk_project"):
        assert "A secret plan" not in sign_in(client, staff).get(at(name, project.slug)).content.decode()
    assert client.get(at("desk_projects")).context["page"].object_list[0].linked == 0


def test_lists_of_links_that_are_missing(desk, project, result, manager):
    assert result in desk.get(at("unlinked")).context["page"].object_list
    before = desk.get(at("unlinked")).context
    contributions.link_project(result=result, project=project, by=manager)
    after = desk.get(at("unlinked")).context
    assert after["results_count"] == before["results_count"] - 1
    assert after["projects_count"] == before["projects_count"] - 1


@pytest.mark.both_engines
def test_lists_of_links_ask_the_database_as_often_for_many_as_for_few(desk, project, result, manager):
    addresses = (at("result_projects", result.uuid), at("project_results", project.slug), at("unlinked"))
    contributions.link_project(result=result, project=project, by=manager)
    factories.submit(title="Another")
    helpers.project(manager, "Another in Togo", countries=["TGO"])
    few = [queries(desk, address) for address in addresses]
    for number in range(6):
        more = helpers.project(manager, f"More {number}", countries=["TGO"])
        contributions.link_project(result=result, project=more, by=manager)
        other = factories.submit(title=f"More {number}")
        contributions.link_project(result=other, project=project, by=manager)
        helpers.project(manager, f"Suggested {number}", countries=["TGO"])
        factories.submit(title=f"Suggested {number}")
    assert [queries(desk, address) for address in addresses] == few
    assert max(few) < 30


def test_own_indicators_are_mapped_or_have_no_match(desk, project):
    address = at("new_project_indicator", project.slug)
    assert set(desk.post(address, {"wording": "People covered"}).context["form"].errors) == {"indicator"}
    desk.post(address, {"wording": "People covered", "code": "2.1", "indicator": "I3", "share": "50"})
    desk.post(address, {"wording": "Satisfaction of staff", "indicator": "none", "note": "Ours measures none"})
    page = desk.post(address, {"wording": "Kilometres of road", "indicator": "none", "share": "10"})
    assert set(page.context["form"].errors) == {"share"}
    page = desk.post(address, {"wording": "People  covered", "indicator": "none"})
    assert set(page.context["form"].errors) == {"wording"}
    shown = desk.get(at("project_indicators", project.slug))
    assert (shown.context["aligned"].aligned, shown.context["aligned"].expected) == (1, 2)
    assert "50 per cent" in shown.content.decode()
    row = project.own_indicators.get(code="2.1")
    edit = at("edit_project_indicator", project.slug, row.pk)
    desk.post(edit, {"wording": "Another wording", "code": "2.2", "indicator": "I2"})
    row.refresh_from_db()
    assert (row.wording, row.code, row.indicator.code, row.share) == ("People covered", "2.2", "I2", None)
    desk.post(at("drop_project_indicator", project.slug, row.pk))
    assert project.own_indicators.count() == 1


def test_the_logframe_has_our_indicators_and_text_stays_text(desk, project, manager):
    ours = Indicator.objects.get(code="I3")
    formula = '=HYPERLINK("https://example.org")'
    contributions.map_indicator(owner=project, wording=formula, indicator=ours, by=manager)
    for sign in "+-@":
        contributions.map_indicator(owner=project, wording=f"{sign}1 road", indicator=None, by=manager)
    page = desk.get(at("project_logframe", project.slug))
    assert page["Content-Disposition"] == f'attachment; filename="logframe-{project.slug}.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(page.content)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2))
    collected = set(Indicator.objects.exclude(collected_by="").values_list("code", flat=True))
    assert {row[1].value for row in rows} == collected | {"no match"}
    cells = {row[6].value: row[6] for row in rows if row[6].value}
    assert set(cells) == {formula, "+1 road", "-1 road", "@1 road"}
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells.values())


def test_a_result_page_leads_to_its_projects(desk, project, result, manager):
    contributions.link_project(result=result, project=project, by=manager)
    page = desk.get(reverse("desk_result", args=[result.uuid])).content.decode()
    assert project.title in page
    assert at("result_projects", result.uuid) in page
