"""Projects, partners and money as people keep them on the desk."""

import pytest
from django.urls import reverse

from indicators.results import record_funding
from indicators.results import support as contributions
from projects import actions
from projects.models import FundingGap, Partner, Project, ProjectStaff
from rmt.models import User
from tests.counting import queries
from tests.projects import helpers

pytestmark = pytest.mark.django_db

EMPTY_ROWS = {
    "countries-TOTAL_FORMS": "1", "countries-INITIAL_FORMS": "0",
    "purposes-TOTAL_FORMS": "1", "purposes-INITIAL_FORMS": "0",
}  # fmt: skip


@pytest.fixture
def found(manager) -> Project:
    return helpers.project(manager, "Health insurance", countries=["TGO"], symbol="TGO/21/01/FRA")


def typed(project: Project | None = None, **fields) -> dict[str, str]:
    """The form of a project as a browser sends it."""
    said = {"title": project.title, "symbol": project.symbol or "", "version": project.version} if project else {}
    return {**EMPTY_ROWS, **said, **fields}


def at(name: str, *args) -> str:
    return reverse(name, args=args)


def test_a_manager_adds_a_project_with_countries_themes_and_dates(desk):
    page = desk.post(
        at("new_project"),
        typed(
            title="Floors in Togo", symbol="tgo/24/01/chf", start_year="2024", end_day="31", end_month="12",
            end_year="2026", budget="1 200 000", currency="usd", is_flagship="yes", gender_marker="1",
            themes="financing", **{
                "countries-0-country": "TGO", "countries-0-share": "60", "purposes-0-code": "16010",
            },
        ),
    )  # fmt: skip
    kept = Project.objects.get(symbol="TGO/24/01/CHF")
    assert page["Location"] == at("desk_project", kept.slug)
    assert (kept.budget, kept.currency, kept.is_flagship, kept.gender_marker) == (1200000, "USD", True, 1)
    assert [(str(kept.start_first), str(kept.start_last)), str(kept.end_first)] == [
        ("2024-01-01", "2024-12-31"), "2026-12-31",
    ]  # fmt: skip
    assert [(row.country.iso3, row.share) for row in kept.shares.all()] == [("TGO", 60)]
    assert [row.code for row in kept.purposes.all()] == [16010]
    assert [theme.slug for theme in kept.themes.all()] == ["financing"]


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(desk):
    page = desk.post(
        at("new_project"),
        typed(title="Backwards", symbol="INT/00/000/AAA", start_year="2024", end_year="2020", budget="five"),
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert 'value="Backwards"' in text
    assert "“five” is not read as a number" in text
    page = desk.post(at("new_project"), typed(title="Backwards", start_year="2024", end_year="2020"))
    assert set(page.context["form"].errors) == {"end"}
    page = desk.post(at("new_project"), typed(title="Nobody's", symbol="INT/00/000/AAA"))
    assert set(page.context["form"].errors) == {"symbol"}
    assert not Project.objects.filter(title__in=["Backwards", "Nobody's"]).exists()


def test_shares_above_a_hundred_are_refused_above_their_rows(desk):
    rows = {"countries-TOTAL_FORMS": "2", "countries-0-country": "TGO", "countries-0-share": "60"}
    page = desk.post(
        at("new_project"), typed(title="Too much", **rows | {"countries-1-country": "SEN", "countries-1-share": "60"})
    )
    assert "more than 100" in page.content.decode()
    page = desk.post(at("new_project"), typed(title="Twice", **rows | {"countries-1-country": "TGO"}))
    assert "This stands above already" in page.content.decode()
    assert not Project.objects.filter(title__in=["Too much", "Twice"]).exists()


def test_editing_replaces_countries_and_keeps_a_date_that_the_form_cannot_show(desk, found):
    Project.objects.filter(pk=found.pk).update(start_first="2016-01-01", start_last="2019-12-31")
    page = desk.get(at("edit_project", found.slug))
    assert 'value="TGO/21/01/FRA"' in page.content.decode()
    rows = {"countries-INITIAL_FORMS": "1", "countries-TOTAL_FORMS": "2", "countries-0-country": "TGO"}
    removed = rows | {"countries-0-DELETE": "on", "countries-1-country": "SEN"}
    desk.post(at("edit_project", found.slug), typed(found, title="Another title", **removed))
    found = Project.objects.get(pk=found.pk)
    assert (found.title, str(found.start_last)) == ("Another title", "2019-12-31")
    assert [row.country.iso3 for row in found.shares.all()] == ["SEN"]


def test_two_people_at_once_both_versions_are_shown_and_nothing_typed_is_lost(desk, found, manager):
    actions.change_project(project=found, version=found.version, fields={"title": "Theirs"}, by=manager)
    sent = typed(found, title="Mine", description="My words", **{"countries-0-country": "TGO"})
    page = desk.post(at("edit_project", found.slug), sent)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Theirs" in text
    assert 'value="Mine"' in text
    assert "My words" in text
    assert Project.objects.get(pk=found.pk).title == "Theirs"
    again = sent | {"version": str(page.context["entry"].data["version"])}
    assert desk.post(at("edit_project", found.slug), again).status_code == 302
    assert Project.objects.get(pk=found.pk).title == "Mine"


@pytest.mark.parametrize("version", ["", "x", "٣", "99999999999"])
def test_a_form_without_a_version_is_a_conflict(desk, found, version):
    page = desk.post(at("edit_project", found.slug), typed(found, title="Mine", version=version))
    assert page.status_code == 409
    assert Project.objects.get(pk=found.pk).title == "Health insurance"


def test_money_is_added_changed_and_taken_back(desk, found, manager):
    partner = helpers.partner(manager)
    row = {"partner": partner.slug, "year": "2024", "resource": "XBDC", "planned": "500 000", "currency": "chf"}
    assert desk.post(at("new_funding", found.slug), row).status_code == 302
    page = desk.post(at("new_funding", found.slug), row | {"planned": "1"})
    assert "change that one" in page.content.decode()
    kept = found.fundings.get()
    assert (kept.planned, kept.currency, kept.usd_rate) == (500000, "CHF", None)
    page = desk.post(at("edit_funding", found.slug, kept.pk), row | {"usd_rate": "1.1"})
    assert set(page.context["form"].errors) == {"usd_rate_source"}
    desk.post(at("edit_funding", found.slug, kept.pk), row | {"received": "250 000"})
    assert found.fundings.get().received == 250000
    assert set(desk.post(at("drop_funding", found.slug, kept.pk), {}).context["form"].errors) == {"reason"}
    desk.post(at("drop_funding", found.slug, kept.pk), {"reason": "Entered twice"})
    assert not found.fundings.exists()


def test_money_of_another_project_is_404(desk, found, manager):
    other = helpers.project(manager, "Another")
    row = record_funding(project=other, fields={"partner": helpers.partner(manager)}, by=manager)
    assert desk.get(at("edit_funding", found.slug, row.pk)).status_code == 404
    assert desk.post(at("drop_funding", found.slug, row.pk), {"reason": "x"}).status_code == 404


def test_outputs_documents_and_other_names(desk, found):
    desk.post(at("new_output", found.slug), {"code": "1.1", "title": "A costing", "due_year": "2020"})
    page = desk.post(at("new_output", found.slug), {"code": "1.1", "title": "Another"})
    assert set(page.context["form"].errors) == {"code"}
    output = found.outputs.get()
    assert "late" in desk.get(at("desk_project", found.slug)).content.decode()
    sent = {"code": "1.1", "title": "A costing", "due_year": "2020", "delivered": "2021-02-01"}
    desk.post(at("edit_output", found.slug, output.pk), sent)
    assert "delivered late" in desk.get(at("desk_project", found.slug)).content.decode()
    assert desk.post(at("new_document", found.slug), {"title": "x", "url": "javascript:alert(1)"}).status_code == 200
    desk.post(at("new_document", found.slug), {"title": "Report", "url": "https://example.org/r.pdf"})
    assert [document.title for document in found.documents.all()] == ["Report"]
    desk.post(at("new_project_alias", found.slug), {"text": "HI Togo"})
    assert "HI Togo" in [alias.text for alias in found.aliases.all()]


def test_a_partner_is_added_and_corrected_and_another_spelling_is_known(desk):
    desk.post(at("new_partner"), {"name": "Ministry of Things", "kind": "government"})
    partner = Partner.objects.get(name="Ministry of Things")
    page = desk.post(at("new_partner"), {"name": "MINISTRY of things"})
    assert "already known" in page.content.decode()
    desk.post(at("edit_partner", partner.slug), {"name": "Ministry of All Things", "kind": "government"})
    desk.post(at("new_partner_alias", partner.slug), {"text": "MoT"})
    names = {alias.text for alias in partner.aliases.all()}
    assert names == {"Ministry of Things", "Ministry of All Things", "MoT"}
    page = desk.post(at("new_partner_alias", partner.slug), {"text": "Portugal"})
    assert page.status_code == 200
    assert "Portugal” is already known" in page.content.decode()


def test_merging_shows_first_what_will_move_and_needs_a_reason(desk, found, manager):
    gone = helpers.project(manager, "Health insurance, again", symbol="TGO/21/01/XXX")
    result = helpers.published("TLS").result
    contributions.link_project(result=result, project=gone, by=manager)
    two = {"kept": found.slug, "gone": gone.slug}
    page = desk.get(at("merge", "projects"), two)
    assert f"No. {result.number}" in page.content.decode()
    assert set(desk.post(at("merge", "projects"), two).context["form"].errors) == {"reason"}
    assert desk.get(at("merge", "projects"), two | {"gone": found.slug}).context["chosen"] is None
    page = desk.post(at("merge", "projects"), two | {"reason": "The same project"})
    assert page["Location"] == at("desk_project", found.slug)
    assert desk.get(at("desk_project", gone.slug))["Location"] == at("desk_project", found.slug)
    assert [link.result for link in found.contributions.all()] == [result]
    assert desk.get(at("merge", "countries")).status_code == 404


def test_merging_two_partners(desk, manager):
    kept, gone = helpers.partner(manager, "The Fund"), helpers.partner(manager, "Fund, The Great")
    desk.post(at("merge", "partners"), {"kept": kept.slug, "gone": gone.slug, "reason": "One and the same"})
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert desk.get(at("edit_partner", gone.slug)).status_code == 404


def test_a_gap_is_opened_and_closed(desk):
    row = {"title": "Registry", "country": "TGO", "amount": "2 000 000", "currency": "USD", "buys": "A registry"}
    page = desk.post(at("new_gap"), row | {"country": ""})
    assert set(page.context["form"].errors) == {"country"}
    assert 'value="2 000 000"' in page.content.decode()
    desk.post(at("new_gap"), row | {"persons": "30 000"})
    gap = FundingGap.objects.open().get(title="Registry")
    assert gap.persons == 30000
    desk.post(at("close_gap", gap.pk))
    assert not FundingGap.objects.open().filter(pk=gap.pk).exists()


def test_staff_see_their_own_projects_and_record_outputs_only(client, found, manager):
    staff = User.objects.create_user("staff.of.a.project@example.org")
    ProjectStaff.objects.create(user=staff, project=found, start=helpers.LONG_AGO)
    other = helpers.project(manager, "Another project")
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    listed = client.get(at("desk_projects")).content.decode()
    assert "Health insurance" in listed
    assert "Another project" not in listed
    assert client.get(at("desk_project", other.slug)).status_code == 403
    assert client.get(at("desk_project", "no-such-project")).status_code == 404
    assert client.get(at("edit_project", found.slug)).status_code == 403
    assert client.post(at("new_output", found.slug), {"title": "Mine"}).status_code == 302
    assert client.post(at("new_output", other.slug), {"title": "Theirs"}).status_code == 403


def test_nothing_of_the_desk_is_kept_by_a_cache(desk, found):
    for address in (at("desk_projects"), at("desk_project", found.slug), at("project_results", found.slug)):
        assert "no-store" in desk.get(address)["Cache-Control"]


def test_a_project_never_gets_the_address_of_a_page(manager):
    slugs = [helpers.project(manager, title).slug for title in ("New", "Partners", "Gaps")]
    assert not {"new", "partners", "gaps"} & set(slugs)


@pytest.mark.both_engines
def test_the_lists_ask_the_database_as_often_for_many_as_for_few(desk, manager):
    addresses = (at("desk_projects"), at("desk_partners"), at("desk_gaps"), at("unlinked") + "?show=projects")
    few = [queries(desk, address) for address in addresses]
    for number in range(8):
        project = helpers.project(manager, f"More {number}", countries=["TGO", "SEN"])
        fields = {"partner": helpers.partner(manager, f"Giver {number}")}
        record_funding(project=project, fields=fields, by=manager)
        helpers.gap(manager, f"Gap {number}")
    assert [queries(desk, address) for address in addresses] == few
    assert max(few) < 25
