"""An import is taken back while nothing rests on it: what it made is gone, what it changed is as it was."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from indicators.results import record_funding, take_back_import
from indicators.results import support as contributions
from indicators.results.project_money import record_fundings
from projects import actions
from projects.models import Funding, Partner, PartnerAlias, Project, ProjectImport
from projects.pages.public.listing import partner_list_page
from rmt.models import SearchEntry
from tests.factories import draft
from tests.projects.helpers import csv_table, imported, partner, preview, project

pytestmark = pytest.mark.django_db

HEADERS = "Title;Symbol;Donor;Countries;Start;End;Budget (USD);Status"
LIST = csv_table(
    HEADERS,
    "Floors;TOG/24/01/CHE;Agency of the tests;Togo (60%), Benin;2024;2026;2 000;ongoing",
    "Old;OLD/1;Agency of the tests;Kenya;2021;2023;9;closed",
)


def recorded() -> dict[str, object]:
    return {
        "projects": [actions.record_of(p) for p in Project.objects.current().order_by("pk")],
        "money": list(Funding.objects.order_by("pk").values()),
        "partners": list(Partner.objects.order_by("pk").values()),
        "spellings": list(PartnerAlias.objects.order_by("pk").values()),
        "found": sorted(SearchEntry.objects.values_list("kind", "key", "called", "text")),
    }


@pytest.fixture
def old(manager) -> Project:
    return project(manager, "Old", symbol="OLD/1", status="in-progress", countries=["TGO"])


@pytest.fixture
def before(old) -> dict[str, object]:
    return recorded()


@pytest.fixture
def made(before, manager) -> ProjectImport:
    return imported(LIST, by=manager).made


def page_of(desk, made: ProjectImport) -> str:
    return desk.get(made.get_absolute_url()).content.decode()


def take_back(desk, made: ProjectImport, **sent: str):
    typed = {"reason": "the wrong list", "confirmed": str(made.uuid), **sent}
    return desk.post(reverse("take_back_import", args=[made.uuid]), typed, follow=True)


def test_all_is_as_it_was_before(desk, made, before):
    assert recorded() != before
    assert "is taken back" in take_back(desk, made).content.decode()
    assert recorded() == before


def test_the_page_says_what_was_made_and_changed(desk, made):
    page = page_of(desk, made)
    assert "2 rows in the file = 1 new + 1 changed" in page
    for words in ("Floors", "Old", "Agency of the tests", "Take this import back"):
        assert words in page
    assert made.get_absolute_url() in desk.get(reverse("imports")).content.decode()


def test_the_history_keeps_both(desk, made, old):
    new = Project.objects.get(title="Floors")
    take_back(desk, made)
    assert [change.what for change in new.changes.all()][:1] == ["taken back"]
    assert [change.what for change in old.changes.all()][:2] == ["changed", "funding"]
    assert "Taken back on" in page_of(desk, made)
    assert "Take this import back" not in page_of(desk, made)


def test_what_was_taken_back_is_found_nowhere(desk, made, client):
    new = Project.objects.get(title="Floors")
    address = new.get_absolute_url()
    assert client.get(address).status_code == 200
    take_back(desk, made)
    new.refresh_from_db()
    assert client.get(address).status_code == 404
    assert client.get(new.get_absolute_url()).status_code == 404
    assert desk.get(reverse("desk_project", args=[new.slug])).status_code == 404
    assert address not in client.get(reverse("projects")).content.decode()


def test_the_same_list_can_be_imported_again(desk, made, manager):
    slug = Project.objects.get(title="Floors").slug
    take_back(desk, made)
    found = preview(LIST)
    assert (len(found.new), len(found.changed)) == (1, 1)
    imported(LIST, by=manager)
    assert Project.objects.current().get(symbol="TOG/24/01/CHE").slug == slug


def test_it_is_taken_back_once(desk, made, manager):
    take_back(desk, made)
    with pytest.raises(ValidationError, match="already"):
        take_back_import(made, reason="the wrong list", by=manager)


def changed_later(made: ProjectImport, manager) -> None:
    new = Project.objects.get(title="Floors")
    actions.change_project(project=new, version=new.version, fields={"status": "completed"}, by=manager)


def linked_to_a_result(made: ProjectImport, manager) -> None:
    contributions.link_project(result=draft(), project=Project.objects.get(title="Floors"), by=manager)


def funded_later(made: ProjectImport, manager) -> None:
    fields = {"partner": partner(manager), "year": 2024}
    record_funding(project=Project.objects.get(title="Old"), fields=fields, by=manager)


@pytest.mark.parametrize(
    ("happens", "title", "why"),
    [
        (changed_later, "Floors", "it was changed later"),
        (linked_to_a_result, "Floors", "a result is linked to it"),
        (funded_later, "Old", "it was changed later"),
    ],
)
def test_what_rests_on_it_is_named_and_nothing_is_written(desk, made, manager, happens, title, why):
    happens(made, manager)
    now = recorded()
    page = page_of(desk, made)
    assert "Take this import back" not in page
    assert f"{title}</bdi></a>: {why}" in page
    response = take_back(desk, made)
    assert response.status_code == 409
    assert f"{title}: {why}." in response.content.decode()
    assert recorded() == now


def test_a_partner_that_another_project_names_meanwhile_stays(desk, made, manager):
    other = project(manager, "Another")
    record_funding(project=other, fields={"partner": Partner.objects.get(name="Agency of the tests")}, by=manager)
    take_back(desk, made)
    assert other.fundings.get().partner.name == "Agency of the tests"


def test_money_that_lines_gave_is_put_back(desk, manager):
    old = project(manager, "Old", symbol="OLD/1")
    funder = partner(manager, "China of the tests")
    record_funding(project=old, fields={"partner": funder}, by=manager)
    lines = csv_table(HEADERS, *(f"Old;OLD/1;China of the tests;{c};;;5;" for c in ("Togo", "Kenya")))
    now = recorded()
    done = imported(lines, by=manager, answers={"lines:": "add"})
    assert old.fundings.get().planned == 10
    take_back(desk, done.made)
    assert recorded() == now


def test_it_asks_why_and_then_once_more(desk, made):
    now = recorded()
    assert "Say why" in take_back(desk, made, reason=" ", confirmed="").content.decode()
    asked = take_back(desk, made, confirmed="").content.decode()
    for words in ("Take back the import of", "1 project that it made is gone", 'value="the wrong list"'):
        assert words in asked
    assert recorded() == now


def test_the_history_of_each_project_keeps_why(desk, made, old):
    new = Project.objects.get(title="Floors")
    take_back(desk, made)
    for row in (old, new):
        assert "the wrong list" in row.changes.all()[0].changes
    assert "the wrong list" in desk.get(reverse("desk_project", args=[old.slug])).content.decode()
    assert "the wrong list" in page_of(desk, made)


def test_a_partner_written_twice_in_one_cell_leaves_no_money(desk, manager):
    before = recorded()
    done = imported(csv_table("Title;Donor", "A;Germany, BMZ"), by=manager)
    take_back(desk, done.made)
    assert recorded() == before


def test_money_written_twice_is_put_back_to_what_it_was_first(manager):
    old, funder = project(manager, "Old"), partner(manager)
    record_funding(project=old, fields={"partner": funder, "currency": "USD", "planned": 7}, by=manager)
    other = project(manager, "Another")
    rows = [(p, {"partner": funder, "currency": "USD", "planned": n}) for n in (8, 9) for p in (old, other)]
    found = {project_id: before for project_id, _funding, before in record_fundings(rows, by=manager)}
    assert found[other.pk] is None
    assert found[old.pk]["planned"] == "7"
    assert old.fundings.get().planned == other.fundings.get().planned == 9


def test_money_of_a_project_that_was_taken_back_counts_nowhere(desk, made):
    take_back(desk, made)
    gone = Project.objects.get(title="Floors")
    Funding.objects.create(project=gone, partner=Partner.objects.get(slug="germany"))
    assert not Funding.objects.of_current().filter(project=gone).exists()
    lines = partner_list_page({}, today=date(2026, 1, 1))["lines"]
    assert [line[1] for line in lines if line[0].slug == "germany"] == [
        Project.objects.current().filter(fundings__partner__slug="germany").distinct().count()
    ]


def test_a_former_symbol_that_is_in_use_by_now_is_said(desk, manager):
    old = project(manager, "Old", symbol="OLD/1", iati_id="XX-1")
    done = imported(csv_table("Title;Symbol;IATI identifier", "Old;OLD/2;XX-1"), by=manager)
    other = project(manager, "Another", symbol="OLD/1")
    response = take_back(desk, done.made)
    assert response.status_code == 409
    assert "another project has the symbol “OLD/1” already" in response.content.decode()
    old.refresh_from_db()
    assert (old.symbol, other.symbol) == ("OLD/2", "OLD/1")


def test_the_symbol_of_one_project_with_the_identifier_of_another_is_not_understood(manager):
    project(manager, "One", symbol="ONE/1", iati_id="XX-1")
    two = project(manager, "Two", symbol="TWO/1", iati_id="XX-2")
    (problem,) = preview(csv_table("Title;Symbol;IATI identifier", "One;ONE/1;XX-2")).problems
    assert f"Another project has “XX-2” already: {two.slug}" in str(problem)
    with pytest.raises(ValidationError, match="another project has the symbol"):
        actions.change_projects([(two, {"symbol": "ONE/1"}, actions.Links())], by=manager)


def test_an_import_can_be_taken_back_once_a_later_one_was(desk, made, manager, before):
    later = imported(csv_table("Title;Symbol;Donor;Status", "Old;OLD/1;Luxembourg;suspended"), by=manager).made
    assert "it was changed later" in page_of(desk, made)
    take_back(desk, later)
    take_back(desk, made)
    assert recorded() == before


def test_a_spelling_that_was_taken_back_finds_nobody(desk, manager):
    before = recorded()
    table = csv_table("Title;Donor", "A;Luxemburg")
    done = imported(table, by=manager, answers={"luxemburg": "luxembourg"})
    assert recorded()["found"] != before["found"]
    take_back(desk, done.made)
    assert recorded() == before
