"""Each person has a practice desk of their own, in any number of tries, and finds the way in and out."""

import re

import pytest
from django.core.management import call_command

from indicators.models import Milestone, Result
from rmt.models import SentForm
from rmt.site.practice.desks import desk_of
from tests.practising.conftest import BACKEND
from tests.practising.trying import COURSE, DESK, become, looking_into, open_result, send

pytestmark = pytest.mark.django_db

RETURNED = {"title__startswith": "Labour inspectors"}
SOME_PAGES = ("", "results/", "results/new/", "course/", "course/sheet/", "practice/again/")


def test_two_people_practise_without_seeing_each_other(client, cast):
    for user in (cast.focal_togo, cast.deputy_togo):
        client.force_login(user, backend=BACKEND)
        client.get(DESK)
    send(client, open_result(cast.deputy_togo, **RETURNED))
    assert open_result(cast.deputy_togo, **RETURNED).status == Result.Status.SUBMITTED
    assert open_result(cast.focal_togo, **RETURNED).status == Result.Status.DRAFT


def test_a_form_sent_twice_is_done_once_there_and_nothing_of_it_is_here(focal_point, cast):
    typed = {"expected_year": "2031", "form_key": "one"}
    focal_point.get(DESK)
    places = {focal_point.post(f"{DESK}milestones/togo/", typed | {"title": title})["Location"] for title in ("A", "A")}
    assert places == {f"{DESK}milestones/togo/"}
    assert focal_point.post(f"{DESK}milestones/togo/", typed | {"title": "B"}).status_code == 409
    with looking_into(cast.focal_togo):
        assert Milestone.objects.filter(title__in=["A", "B"]).count() == SentForm.objects.count() == 1
    assert not SentForm.objects.exists()


@pytest.mark.parametrize("person", ["partner", "evaluator", "manager", "nobody"])
def test_everybody_who_is_signed_in_practises_as_a_focal_point(client, cast, person):
    client.force_login(getattr(cast, person), backend=BACKEND)
    page = client.get(DESK).content.decode()
    assert "Amina Sow" in page
    assert "Practice: nothing here is real and nobody else sees it." in page


def test_starting_again_asks_once_and_gives_a_fresh_desk(focal_point, cast):
    focal_point.get(DESK)
    send(focal_point, open_result(cast.focal_togo, **RETURNED))
    become(focal_point, "manager")
    assert "Start practice again?" in focal_point.get(f"{DESK}practice/again/").content.decode()
    assert open_result(cast.focal_togo, **RETURNED).status == Result.Status.SUBMITTED
    response = focal_point.post(f"{DESK}practice/again/", follow=True)
    assert "Your practice desk is fresh again." in response.content.decode()
    assert "Amina Sow" in response.content.decode()
    assert open_result(cast.focal_togo, **RETURNED).status == Result.Status.DRAFT


@pytest.mark.parametrize("page", SOME_PAGES)
def test_links_stay_in_practice_but_for_the_way_out(focal_point, page):
    content = focal_point.get(DESK + page).content.decode()
    inside = set(re.findall(r'(?:href|action|hx-[a-z]+|data-[a-z-]+)="(/[^"]*)"', content))
    assert {link for link in inside if not link.startswith(("/practice/", "/static/"))} == {"/desk/"}


def test_a_redirect_stays_in_practice(focal_point, cast):
    focal_point.get(DESK)
    response = send(focal_point, open_result(cast.focal_togo, **RETURNED))
    assert response.url.startswith(DESK)


def test_a_missing_slash_is_added(focal_point):
    assert focal_point.get("/practice/desk").url == DESK


@pytest.mark.parametrize("address", ["/practice/desk/", "/practice/countries/togo/", "/practice/desk/course/"])
def test_a_visitor_is_asked_to_sign_in(client, db, address):
    response = client.get(address)
    assert response.url == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("path", ["accounts/login/", "admin/", "healthz", "readyz", "practice/desk/"])
def test_accounts_and_administration_are_not_in_practice(client, cast, path):
    client.force_login(cast.admin, backend=BACKEND)
    assert client.get(f"/practice/{path}").status_code == 404


def test_signing_out_works_from_practice(focal_point):
    assert 'action="/practice/accounts/logout/"' in focal_point.get(DESK).content.decode()
    focal_point.post("/practice/accounts/logout/")
    assert "_auth_user_id" not in focal_point.session


def test_a_page_of_practice_is_never_kept(client, cast):
    """One address, other bytes for each desk: no ETag, no copy, and another person's copy does not answer."""
    seen = []
    for user in (cast.focal_togo, cast.deputy_togo):
        client.force_login(user, backend=BACKEND)
        real = client.get("/countries/togo/")
        response = client.get("/practice/countries/togo/", HTTP_IF_NONE_MATCH=f"{real['ETag']}, *")
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert "ETag" not in response
        seen.append(b"made up for practice" in response.content)
        assert b"made up for practice" not in client.get("/countries/togo/").content
    assert seen == [True, True]


def test_the_addresses_of_practice_are_none_on_the_real_site(focal_point):
    assert focal_point.get("/desk/course/").url == COURSE
    assert focal_point.post("/desk/practice/as/", {"as": "manager"}).status_code == 404
    assert focal_point.post("/desk/practice/again/").status_code == 404


@pytest.mark.parametrize("following", ["https://elsewhere.example.org/", "/desk/", "//elsewhere.example.org"])
def test_being_somebody_else_leads_nowhere_outside(focal_point, following):
    focal_point.get(DESK)
    response = focal_point.post(f"{DESK}practice/as/", {"as": "lead", "next": following})
    assert response.url == DESK
    assert focal_point.post(f"{DESK}practice/as/", {"as": "director"}).status_code == 404


def test_old_desks_are_removed(focal_point, cast, practice_root, capsys):
    focal_point.get(DESK)
    call_command("make_practice")
    assert desk_of(cast.focal_togo).database.exists()
    (desk_of(cast.focal_togo).folder / "seed").write_text("seed-of-another-release.sqlite3")
    old = practice_root / "seed-of-another-release.sqlite3"
    old.touch()
    call_command("make_practice")
    assert not desk_of(cast.focal_togo).folder.exists()
    assert not old.exists()


def test_a_desk_of_another_release_is_replaced_when_it_is_opened(focal_point, cast):
    focal_point.get(DESK)
    send(focal_point, open_result(cast.focal_togo, **RETURNED))
    (desk_of(cast.focal_togo).folder / "seed").write_text("seed-of-another-release.sqlite3")
    assert focal_point.get(DESK).status_code == 200
    with looking_into(cast.focal_togo):
        assert Result.objects.get(**RETURNED).status == Result.Status.DRAFT
