"""What cannot be undone, or not easily, asks first; and the page after it tells the truth."""

from datetime import date

import pytest
from django.urls import reverse

from countries.models import FocalPoint
from indicators.models import Edition, Publication
from rmt.models import AccountEvent, Manager, User
from tests.factories import now, submit
from tests.people.conftest import address_of, end
from tests.questions import say_yes

pytestmark = pytest.mark.django_db

ENDED = {"do": "end", "end-on": date(2026, 11, 22)}


@pytest.fixture(autouse=True)
def clock(on_day):
    return on_day("2026-11-22T12:00Z")


def account_of(user: User) -> str:
    return reverse("person_account", args=[user.pk])


def test_a_role_of_ones_own_is_not_ended_without_a_yes(desk, cast):
    role = Manager.objects.get(user=cast.manager)
    page = desk.post(address_of(role), ENDED)
    assert "End a role of your own?" in page.text
    assert "You hold nothing else: your desk is empty then." in page.text
    assert 'name="end-on" value="2026-11-22"' in page.text
    role.refresh_from_db()
    assert role.end is None


def test_the_page_after_the_last_right_says_what_is_gone(desk, cast):
    page = say_yes(desk, address_of(Manager.objects.get(user=cast.manager)), ENDED, follow=True)
    assert (page.status_code, page.request["PATH_INFO"]) == (200, reverse("me"))
    assert "You are no programme manager any more, and hold no other role" in page.text
    assert desk.get(reverse("people")).status_code == 403


def test_the_page_after_the_last_right_says_what_is_left(desk, cast):
    FocalPoint.objects.create(user=cast.manager, country_id=FocalPoint.objects.first().country_id, start="2026-01-01")
    page = say_yes(desk, address_of(Manager.objects.get(user=cast.manager)), ENDED, follow=True)
    assert "You still hold: Country focal point" in page.text


def test_a_yes_to_another_question_is_none(desk, cast):
    role = Manager.objects.get(user=cast.manager)
    desk.post(address_of(role), ENDED | {"confirmed": "hand-over"})
    role.refresh_from_db()
    assert role.end is None


def test_the_role_of_somebody_else_ends_without_a_question(desk, cast):
    role = FocalPoint.objects.get(user=cast.focal_togo)
    assert desk.post(address_of(role), ENDED).status_code == 302
    assert end(desk, FocalPoint.objects.get(user=cast.deputy_togo), date(2026, 12, 1)).status_code == 302


def test_an_account_is_not_closed_without_a_yes_and_its_roles_are_named(desk, cast):
    page = desk.post(account_of(cast.focal_togo), {"do": "close"})
    assert "Close the account of Focal Togo?" in page.text
    assert "Country focal point, Togo" in page.text
    assert User.objects.get(pk=cast.focal_togo.pk).is_active


@pytest.mark.parametrize("person", ["focal_togo", "manager", "evaluator", "nobody"])
def test_whoever_closes_their_own_account_is_signed_out_and_told(signed_in, cast, person):
    browser, user = signed_in(person), getattr(cast, person)
    assert "Close your own account?" in browser.get(reverse("close_my_account")).text
    assert User.objects.get(pk=user.pk).is_active
    page = say_yes(browser, reverse("close_my_account"), {}, follow=True)
    assert "You are signed out, and your account is closed." in page.text
    assert browser.get("/desk/").status_code == 302
    assert AccountEvent.objects.get(user=user).what == "closed"


def test_a_manager_who_closes_their_own_account_on_their_page_is_asked_there_too(desk, cast):
    assert desk.post(account_of(cast.manager), {"do": "close"})["Location"] == reverse("close_my_account")


@pytest.mark.parametrize("person", ["admin", "manager"])
def test_the_last_manager_and_administrators_keep_theirs_and_learn_why(signed_in, cast, person):
    Manager.objects.filter(user=cast.other_manager).update(end="2026-11-22")
    page = say_yes(signed_in(person), reverse("close_my_account"), {}, follow=True)
    assert page.request["PATH_INFO"] == reverse("me")
    assert ("nobody would be programme manager" if person == "manager" else "an administrator") in page.text
    assert User.objects.get(pk=getattr(cast, person).pk).is_active


def test_an_edition_is_not_pinned_without_a_yes_to_what_is_published_now(desk, cast):
    asked = desk.post(reverse("editions"), {"note": "Annual report"})
    assert "Pin an edition?" in asked.text
    later = {"note": "Annual report", "confirmed": int(asked.context["confirms"]) - 1}
    assert "Pin an edition?" in desk.post(reverse("editions"), later).text
    assert not Edition.objects.exists()


def test_many_results_are_not_published_without_a_yes_and_are_named(desk, cast):
    waiting = [submit(by=cast.focal_togo, indicator="D1", achieved=now(), title=title) for title in ("One", "Two")]
    before = Publication.objects.count()
    chosen = {"chosen": [f"{result.uuid}:{result.version}" for result in waiting]}
    asked = desk.post(reverse("review"), chosen)
    assert "Publish 2 results?" in asked.text
    assert [f"<bdi>{title}</bdi>" in asked.text for title in ("One", "Two")] == [True, True]
    assert Publication.objects.count() == before
    one = {"chosen": chosen["chosen"][:1], "confirmed": asked.context["confirms"]}
    assert desk.post(reverse("review"), one).status_code == 302  # one alone is not asked about
    assert Publication.objects.count() == before + 1
