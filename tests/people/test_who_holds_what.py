"""A role works at once and stops at midnight of its end; it is handed over without a gap; a manager always remains."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from countries.models import FocalPoint
from rmt.models import AccountEvent, Manager, User
from tests.people.conftest import address_of, end, give, hand_over
from tests.questions import say_yes

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOW.date()
TOGO = {"role": "focal-point", "subject": "TGO", "start": TODAY, "end": ""}
NEW_LAW = f"{reverse('new_result')}?indicator=R2&country=TGO"


@pytest.fixture(autouse=True)
def clock(on_day):
    return on_day(NOW)


def test_a_role_works_at_once_and_stops_at_midnight_of_its_end(desk, cast, opens, clock):
    assert opens(cast.nobody, NEW_LAW) == 403
    assert give(desk, cast.nobody, **TOGO | {"end": date(2026, 12, 1)}).status_code == 302
    assert opens(cast.nobody, NEW_LAW) == 200
    clock.move_to(datetime(2026, 11, 30, 23, 59, tzinfo=UTC))
    assert opens(cast.nobody, NEW_LAW) == 200
    clock.move_to(datetime(2026, 12, 1, 0, 0, tzinfo=UTC))
    assert opens(cast.nobody, NEW_LAW) == 403


def test_the_time_zone_of_a_person_does_not_move_midnight(desk, cast, opens, clock):
    give(desk, cast.nobody, **TOGO | {"end": date(2026, 12, 1)})
    User.objects.filter(pk=cast.nobody.pk).update(time_zone="Pacific/Honolulu")
    clock.move_to(datetime(2026, 12, 1, 3, 0, tzinfo=UTC))
    assert opens(User.objects.get(pk=cast.nobody.pk), NEW_LAW) == 403


def test_a_role_of_later_is_held_from_its_first_day(desk, cast, opens, clock):
    give(desk, cast.nobody, **TOGO | {"start": date(2026, 12, 1)})
    assert opens(cast.nobody, NEW_LAW) == 403
    clock.move_to(datetime(2026, 12, 1, 0, 1, tzinfo=UTC))
    assert opens(cast.nobody, NEW_LAW) == 200


@pytest.mark.parametrize(
    ("key", "subject"),
    [
        ("deputy-focal-point", "Sénégal"),
        ("project-staff", "Health insurance in Togo"),
        ("specialist", "Africa"),
        ("lead", "financing"),
        ("partner", "A partner"),
        ("manager", ""),
        ("evaluator", ""),
    ],
)
def test_every_role_can_be_given_and_is_listed(desk, cast, key, subject):
    assert give(desk, cast.nobody, role=key, subject=subject, start=TODAY).status_code == 302
    page = desk.get(reverse("people"), {"role": key, "q": "nobody"})
    assert [line["person"] for line in page.context["lines"]] == [cast.nobody]


def test_the_same_role_is_not_held_twice_on_one_day(desk, cast):
    page = give(desk, cast.focal_togo, **TOGO)
    assert "They hold this already: Country focal point, Togo, from 1 July 2024" in page.content.decode()
    deputy = give(desk, cast.focal_togo, **TOGO | {"role": "deputy-focal-point"})
    assert b"They hold this already" in deputy.content
    assert FocalPoint.objects.filter(user=cast.focal_togo).count() == 1


def test_it_is_ended_not_deleted(desk, cast):
    held = FocalPoint.objects.get(user=cast.focal_senegal)
    assert end(desk, held, date(2026, 12, 1)).status_code == 302
    held.refresh_from_db()
    assert held.end == date(2026, 12, 1)
    assert b"Ends soon" in desk.get(reverse("person", args=[held.user_id])).content


def test_the_dates_of_a_past_role_are_corrected(desk, cast):
    held = FocalPoint.objects.get(user=cast.former_focal_togo)
    data = {"do": "dates", "dates-start": "2020-03-01", "dates-end": "2024-06-01"}
    assert desk.post(address_of(held), data).status_code == 302
    held.refresh_from_db()
    assert (held.start, held.end) == (date(2020, 3, 1), date(2024, 6, 1))


def test_a_hand_over_leaves_no_day_without_anybody_and_none_twice(desk, cast, opens, clock):
    held = FocalPoint.objects.get(user=cast.focal_togo)
    assert hand_over(desk, held, to=cast.nobody.email, on=date(2026, 12, 1)).status_code == 302
    team = FocalPoint.objects.filter(country__iso3="TGO", is_deputy=False)
    for day, who in ((date(2026, 11, 30), cast.focal_togo), (date(2026, 12, 1), cast.nobody)):
        assert [row.user for row in team.on(day)] == [who]


def test_a_hand_over_to_somebody_new_invites_them(desk, cast, mailoutbox, django_capture_on_commit_callbacks):
    held = FocalPoint.objects.get(user=cast.focal_togo)
    assert b"Fill this in." in hand_over(desk, held, to="new@example.org", on=date(2026, 12, 1)).content
    with django_capture_on_commit_callbacks(execute=True):
        hand_over(desk, held, to="new@example.org", on=date(2026, 12, 1), first_name="Ama", last_name="Doe")
    assert FocalPoint.objects.get(user__email="new@example.org").start == date(2026, 12, 1)
    assert "password/reset/key" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("to", "on", "words"),
    [
        ("focal.togo@example.org", date(2026, 12, 1), "They hold it already."),
        ("deputy.togo@example.org", date(2026, 12, 1), "They hold this already: Deputy focal point, Togo"),
        ("nobody@example.org", date(2024, 7, 1), "Choose a day on which they hold it: after 1 July 2024."),
    ],
)
def test_a_hand_over_that_cannot_be_is_refused_and_nothing_changes(desk, cast, to, on, words):
    held = FocalPoint.objects.get(user=cast.focal_togo)
    page = hand_over(desk, held, to=to, on=on)
    assert words in page.content.decode()
    held.refresh_from_db()
    assert held.end is None


def last_manager(cast) -> Manager:
    Manager.objects.filter(user=cast.other_manager).update(end=TODAY)
    return Manager.objects.get(user=cast.manager)


def test_the_last_manager_is_not_ended(desk, cast):
    page = end(desk, last_manager(cast), date(2026, 12, 1))
    assert "From 1 December 2026 nobody would be programme manager" in page.content.decode()
    assert Manager.objects.get(user=cast.manager).end is None


def test_a_manager_whose_account_is_closed_is_no_manager(desk, cast):
    User.objects.filter(pk=cast.other_manager.pk).update(is_active=False)
    assert b"nobody would be programme manager" in end(desk, last_manager(cast), TODAY).content


def test_the_last_manager_hands_over(desk, cast):
    assert hand_over(desk, last_manager(cast), to=cast.nobody.email, on=date(2026, 12, 1)).status_code == 302
    assert Manager.objects.get(user=cast.nobody).start == date(2026, 12, 1)


def test_the_account_of_the_last_manager_is_not_closed(desk, cast):
    Manager.objects.filter(user=cast.manager).update(end=date(2026, 12, 1))
    page = say_yes(desk, reverse("person_account", args=[cast.other_manager.pk]), {"do": "close"}, follow=True)
    assert b"nobody would be programme manager" in page.content
    assert User.objects.get(pk=cast.other_manager.pk).is_active


def test_a_closed_account_signs_nobody_in_until_it_is_opened(desk, cast, client):
    theirs = Client()
    theirs.force_login(cast.focal_togo, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("person_account", args=[cast.focal_togo.pk])
    say_yes(desk, address, {"do": "close"})
    assert theirs.get("/desk/").status_code == 302
    desk.post(address, {"do": "open"})
    assert theirs.get("/desk/").status_code == 200


def test_managers_do_not_close_the_account_of_an_administrator(desk, cast):
    say_yes(desk, reverse("person_account", args=[cast.admin.pk]), {"do": "close"})
    assert User.objects.get(pk=cast.admin.pk).is_active


def test_nobody_becomes_an_administrator_or_changes_an_address_here(desk, cast):
    more = {"is_superuser": "on", "is_staff": "on", "email": "mine@example.org"}
    give(desk, cast.nobody, **TOGO | more)
    desk.post(reverse("me"), {"first_name": "M", "last_name": "H", "language": "en", "time_zone": "UTC"} | more)
    for person in (cast.nobody, cast.manager):
        now = User.objects.get(pk=person.pk)
        assert (now.is_superuser, now.is_staff, now.email) == (False, False, person.email)


def test_the_page_of_a_person_says_who_gave_what(desk, cast):
    give(desk, cast.nobody, **TOGO)
    end(desk, FocalPoint.objects.get(user=cast.nobody), date(2026, 12, 1))
    text = desk.get(reverse("person", args=[cast.nobody.pk])).content.decode()
    assert "Country focal point, Togo: from 22 November 2026" in text
    assert "now from 22 November 2026 until 1 December 2026; it was from 22 November 2026" in text
    assert {row.by for row in AccountEvent.objects.all()} == {cast.manager}


def test_a_role_of_somebody_else_or_of_no_kind_is_not_found(desk, cast):
    held = FocalPoint.objects.get(user=cast.focal_togo)
    for args in ([cast.nobody.pk, "focalpoint", held.pk], [held.user_id, "user", held.pk], [held.user_id, "x", 1]):
        assert desk.get(reverse("person_role", args=args)).status_code == 404
