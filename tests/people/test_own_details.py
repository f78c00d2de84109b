"""Everybody keeps their own name, language, time zone and mail; the language decides how numbers are read."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from rmt.models import User
from rmt.people.selectors import log_of
from rmt.reader import reading_as, reading_language
from tests import factories
from tests.people.conftest import give

pytestmark = pytest.mark.django_db

MINE = {"first_name": "Afi", "last_name": "Mensah", "language": "fr", "time_zone": "Africa/Lome"}


@pytest.fixture
def mine(signed_in) -> Client:
    return signed_in("focal_togo")


def test_they_are_saved(mine, cast):
    assert mine.post(reverse("me"), MINE | {"mail_digests": "on"}).status_code == 302
    now = User.objects.get(pk=cast.focal_togo.pk)
    assert (now.get_full_name(), now.language, now.time_zone) == ("Afi Mensah", "fr", "Africa/Lome")
    assert (now.mail_reminders, now.mail_digests) == (False, True)


def test_they_say_what_i_hold_and_until_when(mine):
    text = mine.get(reverse("me")).content.decode()
    assert "Country focal point, Togo" in text
    assert "from 1 July 2024" in text
    assert reverse("account_change_password") in text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"time_zone": "Africa/Atlantis"}, "There is no such time zone."),
        ({"first_name": ""}, "Fill this in."),
        ({"language": "xx"}, "xx"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_changed(mine, cast, said, words):
    page = mine.post(reverse("me"), MINE | said)
    assert words in page.content.decode()
    assert User.objects.get(pk=cast.focal_togo.pk).last_name == "Togo"


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("UTC", "22 November 2026, 23:30 UTC"),
        ("Pacific/Fiji", "23 November 2026, 11:30 +12"),
        ("America/Lima", "22 November 2026, 18:30 -05"),
        ("Nowhere/At_all", "22 November 2026, 23:30 UTC"),
    ],
)
def test_moments_on_the_desk_are_in_the_zone_of_the_person(desk, cast, zone, text):
    User.objects.filter(pk=cast.nobody.pk).update(date_joined=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    User.objects.filter(pk=cast.manager.pk).update(time_zone=zone)
    assert text in desk.get(reverse("person", args=[cast.nobody.pk])).content.decode()


def test_a_public_page_asks_nobody_where_they_are(client, cast):
    number = factories.publish(country="TGO").number
    address = reverse("result", args=[number])
    before = client.get(address)
    User.objects.filter(pk=cast.manager.pk).update(time_zone="Pacific/Kiritimati", language="fr")
    client.force_login(cast.manager, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/desk/")
    after = client.get(address)
    assert (after.content, after.headers.get("Vary")) == (before.content, "Accept-Encoding")


def test_nothing_of_a_person_is_left_after_their_request(desk, cast):
    User.objects.filter(pk=cast.manager.pk).update(language="fr")
    give(desk, cast.nobody, role="evaluator", start="2026-11-22")
    assert reading_language() == "en"
    with reading_as(User.objects.get(pk=cast.manager.pk)):
        assert reading_language() == "fr"
    assert [line["who"] for line in log_of(cast.nobody)] == ["Manager"]
