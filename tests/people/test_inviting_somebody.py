"""An invitation makes an account that nobody can sign in to until the link in the mail has been used, once, in time."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from countries.models import FocalPoint, ThemeLead
from rmt.models import User
from tests.people.conftest import give, invite

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOGO = {"role": "focal-point", "subject": "Togo", "start": "2026-11-22", "end": ""}
HEALTH = {"role": "deputy-lead", "subject": "Social health protection", "start": "2026-11-22", "end": "2027-07-01"}
PASSWORD = "a-long-enough-one-7"


@pytest.fixture(autouse=True)
def clock(on_day):
    return on_day(NOW)


@pytest.fixture
def invited(desk, django_capture_on_commit_callbacks) -> User:
    with django_capture_on_commit_callbacks(execute=True):
        assert invite(desk, "New.Person@example.org", TOGO, HEALTH).status_code == 302
    return User.objects.get(email="new.person@example.org")


def link_in(mail) -> str:
    found = re.search(r"http://localhost(/accounts/password/reset/key/\S+)", mail.body)
    assert found
    return found.group(1)


def choose_password(browser: Client, link: str):
    form = browser.get(link, follow=True)
    address = form.redirect_chain[-1][0] if form.redirect_chain else link
    return browser.post(address, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)


def test_it_says_in_text_and_html_who_invites_and_what_to_do(invited, mailoutbox):
    [mail] = mailoutbox
    assert mail.to == ["new.person@example.org"]
    html, kind = mail.alternatives[0]
    assert kind == "text/html"
    for text in (mail.body, html):
        for words in ("Manager", "Ada Koné", "Country focal point, Togo", "until 1 July 2027", "29 November 2026"):
            assert words in text


def test_the_link_lets_them_choose_a_password_and_works_once(invited, mailoutbox):
    link = link_in(mailoutbox[0])
    assert not invited.has_usable_password()
    choose_password(Client(), link)
    assert Client().login(email=invited.email, password=PASSWORD)
    again = Client().get(link, follow=True)
    assert b"This link no longer works" in again.content


def test_the_link_expires_and_can_be_sent_again(invited, mailoutbox, clock, desk, django_capture_on_commit_callbacks):
    clock.shift(timedelta(days=8))
    assert b"This link no longer works" in Client().get(link_in(mailoutbox[0]), follow=True).content
    desk.cookies.clear()
    desk.force_login(User.objects.get(email="manager@example.org"))
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("person_account", args=[invited.pk]), {"do": "invite"})
    choose_password(Client(), link_in(mailoutbox[1]))
    assert User.objects.get(pk=invited.pk).has_usable_password()


def test_nobody_signs_in_before_a_password_is_chosen(invited):
    assert not invited.has_usable_password()
    assert not Client().login(email=invited.email, password="")


def test_several_roles_are_given_at_once(invited):
    assert FocalPoint.objects.get(user=invited).country.iso3 == "TGO"
    lead = ThemeLead.objects.get(user=invited)
    assert (lead.theme.slug, lead.is_deputy, str(lead.end)) == ("social-health-protection", True, "2027-07-01")
    assert invited.language == "fr"
    assert not invited.is_staff | invited.is_superuser


def test_a_refused_invitation_makes_no_account_and_sends_no_mail(
    desk, mailoutbox, django_capture_on_commit_callbacks, cast
):
    with django_capture_on_commit_callbacks(execute=True) as waiting:
        page = invite(desk, "new@example.org", TOGO, TOGO)
    assert b"They hold this already: Country focal point, Togo" in page.content
    assert not User.objects.filter(email="new@example.org").exists()
    assert (mailoutbox, waiting) == ([], [])


def test_somebody_known_just_gets_the_role(desk, cast, mailoutbox, django_capture_on_commit_callbacks):
    cast.nobody.set_password(PASSWORD)
    cast.nobody.save()
    with django_capture_on_commit_callbacks(execute=True):
        invite(desk, "NOBODY@example.org", TOGO, first_name="", last_name="")
    assert FocalPoint.objects.filter(user=cast.nobody).exists()
    assert User.objects.filter(email__iexact="nobody@example.org").count() == 1
    assert "password/reset/key" not in mailoutbox[0].body
    assert "Country focal point, Togo" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("backend", "state"),
    [
        ("django.core.mail.backends.locmem.EmailBackend", "was sent"),
        ("tests.people.conftest.NoMail", "waits to be sent"),
    ],
)
def test_what_became_of_the_mail_is_said_and_it_can_be_sent_again(desk, settings, backend, state):
    settings.EMAIL_BACKEND = backend
    invite(desk, "new@example.org", TOGO)
    person = User.objects.get(email="new@example.org")
    page = desk.get(reverse("person", args=[person.pk])).content.decode()
    assert f"“Your account for the Results Monitoring Tool” {state}" in page
    assert "Send the invitation again" in page


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ({}, "Choose a role."),
        (TOGO | {"subject": "Togoo"}, "There is no country called “Togoo”."),
        (TOGO | {"subject": ""}, "Say for which country."),
        (TOGO | {"start": ""}, "Choose a day."),
        (TOGO | {"start": "soon"}, "Write the day as year, month, day"),
        (TOGO | {"end": "2026-11-22"}, "Choose a day after the first one"),
        (TOGO | {"end": "2206-11-22"}, "more than twenty years"),
        (TOGO | {"role": "superuser"}, "superuser"),
    ],
)
def test_a_role_that_is_not_clear_is_said_and_nothing_typed_is_lost(desk, role, words):
    page = invite(desk, "new@example.org", role)
    text = page.content.decode()
    assert words in text
    assert 'value="new@example.org"' in text
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_new_person_has_a_name_and_an_address(desk):
    assert "Fill this in." in invite(desk, "new@example.org", TOGO, first_name="").content.decode()
    assert "This is not an e-mail address" in invite(desk, "new", TOGO).content.decode()


def test_a_closed_account_is_not_opened_by_an_invitation(desk, cast):
    User.objects.filter(pk=cast.nobody.pk).update(is_active=False)
    assert b"The account of this address is closed" in invite(desk, cast.nobody.email, TOGO).content
    assert b"This account is closed" not in desk.get(reverse("people")).content
    assert give(desk, cast.nobody, **TOGO).status_code == 200
    assert not FocalPoint.objects.filter(user=cast.nobody).exists()
