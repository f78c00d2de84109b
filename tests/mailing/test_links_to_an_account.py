"""Links to a new password: the same answer for every address, our words, one site, one hour; a week for invitations."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from countries.models import FocalPoint
from rmt.models import AccountEvent, Manager, OutgoingMail, User
from rmt.people import invitations
from tests.mailing.test_the_queue import TOGO
from tests.people.conftest import address_of, end, give, hand_over, invite

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-enough-one-7"
RESET = "/accounts/password/reset/"


def link_in(mail) -> str:
    found = re.search(r"http://localhost(/accounts/password/reset/key/\S+)", mail.body)
    assert found, mail.body
    return found[1]


def works(link: str) -> bool:
    return b"This link no longer works" not in Client().get(link, follow=True).content


def choose(link: str) -> None:
    browser = Client()
    form = browser.get(link, follow=True)
    browser.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})


def ask(email: str, client: Client | None = None, **extra):
    return (client or Client()).post(RESET, {"email": email}, **extra)


@pytest.fixture
def known(cast) -> User:
    cast.nobody.set_password("the-one-before-7")
    cast.nobody.save()
    return cast.nobody


@pytest.mark.parametrize("server", ["works", "refuses"])
def test_an_address_without_an_account_is_answered_as_one_with(known, cast, worker, request, mailoutbox, server):
    mend = request.getfixturevalue("refused") if server == "refuses" else lambda: None
    User.objects.filter(pk=cast.evaluator.pk).update(is_active=False)
    answers = []
    for email in (known.email, known.email.upper(), "stranger@example.org", cast.evaluator.email):
        cache.clear()  # where allauth counts who asks too often
        with CaptureQueriesContext(connection) as used:
            page = ask(email)
        answers.append((page.status_code, page.url, page.content, [query["sql"].split()[0] for query in used]))
    assert answers[1:] == answers[:-1]
    assert answers[0][0] == 302
    worker()
    mend()
    for row in OutgoingMail.objects.all():
        assert row.to.lower() == known.email  # what was typed of strangers is gone
    assert {mail.to[0] for mail in mailoutbox} <= {known.email.upper(), known.email}
    assert len(mailoutbox) == (0 if server == "refuses" else 2)


def test_it_is_in_our_words_and_with_the_address_of_the_site(known, worker, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask(known.email, headers={"host": "evil.example"})
    worker()
    [mail] = mailoutbox
    assert mail.subject == "A new password for the Results Monitoring Tool"
    html = mail.alternatives[0][0]
    for text in (mail.body, html):
        assert "http://localhost/accounts/password/reset/key/" in text
        assert "It works until 22 November 2026, 13:00 UTC." in text
        assert not re.search("evil|Hello from|example.com|localhost:", text)


@pytest.mark.parametrize("broken", ["letter", "deliver"])
def test_what_could_not_be_written_is_written_by_the_next_run(known, worker, mailoutbox, clock, monkeypatch, broken):
    """Nothing of a try that fails stays."""
    with monkeypatch.context() as patched:
        patched.setattr(invitations, broken, None)
        ask(known.email)
        worker()
    assert not AccountEvent.objects.exists()
    assert OutgoingMail.objects.get().text == ""
    clock.shift(timedelta(hours=1))
    call_command("run_due", stdout=StringIO())
    worker()
    [mail] = [mail for mail in mailoutbox if mail.to == [known.email]]
    assert works(link_in(mail))
    assert AccountEvent.objects.count() == 1


def test_an_invitation_that_would_come_too_late_is_not_sent(signed_in, worker, mailoutbox, clock):
    invite(signed_in("manager"), "new@example.org", TOGO)
    clock.shift(timedelta(days=7))
    worker()
    assert mailoutbox == []
    assert OutgoingMail.objects.get().was_given_up


def test_a_new_password_is_told_to_its_owner_in_our_words(known, worker, mailoutbox):
    ask(known.email)
    worker()
    choose(link_in(mailoutbox[0]))
    assert Client().login(email=known.email, password=PASSWORD)
    worker()
    told = mailoutbox[1]
    assert (told.to, told.subject) == ([known.email], "A password was chosen for your account")
    assert "Was it not you?" in told.body
    assert "http://localhost/accounts/password/reset/" in told.body
    assert not re.search(r"Hello from|Thank you for using|[{]", told.body)


@pytest.mark.parametrize(
    ("kind", "after", "is_open"),
    [
        ("reset", timedelta(minutes=59), True),
        ("reset", timedelta(minutes=61), False),
        ("invitation", timedelta(days=6, hours=23), True),
        ("invitation", timedelta(days=7, minutes=1), False),
    ],
)
def test_a_reset_lives_an_hour_and_an_invitation_a_week(known, signed_in, mailoutbox, clock, kind, after, is_open):
    if kind == "reset":
        ask(known.email)
    else:
        invite(signed_in("manager"), "new@example.org", TOGO)
    link = link_in(mailoutbox[0])
    clock.shift(after)
    assert works(link) == is_open


@pytest.mark.parametrize("kind", ["reset", "invitation"])
def test_a_copy_of_the_site_with_the_same_key_makes_no_links_for_it(known, signed_in, mailoutbox, settings, kind):
    settings.SITE_URL = "https://rehearsal.example.org"
    if kind == "reset":
        ask(known.email)
    else:
        invite(signed_in("manager"), "new@example.org", TOGO)
    link = mailoutbox[0].body.partition("https://rehearsal.example.org")[2].split()[0]
    assert works(link)
    settings.SITE_URL = "http://localhost"
    assert not works(link)


# Managers are told of each other


def by_role(manager: Client, cast) -> User:
    give(manager, cast.nobody, role="manager", start="2026-12-01")
    return cast.nobody


def by_invitation(manager: Client, cast) -> User:
    invite(manager, "new@example.org", {"role": "manager", "subject": "", "start": "2026-12-01", "end": ""})
    return User.objects.get(email="new@example.org")


def by_hand_over(manager: Client, cast) -> User:
    hand_over(manager, Manager.objects.get(user=cast.manager), to=cast.nobody.email, on="2026-12-01")
    return cast.nobody


def by_longer_dates(manager: Client, cast) -> User:
    row = Manager.objects.create(user=cast.nobody, start="2021-01-01", end="2022-01-01")
    manager.post(address_of(row), {"do": "dates", "dates-start": "2021-01-01", "dates-end": ""})
    return cast.nobody


def by_an_account_that_is_opened(manager: Client, cast) -> User:
    Manager.objects.create(user=cast.nobody, start="2021-01-01")
    User.objects.filter(pk=cast.nobody.pk).update(is_active=False)
    manager.post(reverse("person_account", args=[cast.nobody.pk]), {"do": "open"})
    return cast.nobody


@pytest.mark.parametrize(
    "made",
    [by_role, by_invitation, by_hand_over, by_longer_dates, by_an_account_that_is_opened],
    ids=lambda each: each.__name__,
)
def test_the_other_managers_are_told_of_a_new_one(cast, signed_in, mailoutbox, made):
    new = made(signed_in("manager"), cast)
    told = [mail for mail in mailoutbox if "is a programme manager" in mail.subject]
    assert [mail.to for mail in told] == [[cast.other_manager.email]]
    for text in (told[0].body, told[0].alternatives[0][0]):
        assert new.email in text
        assert cast.manager.email in text
        assert f"http://localhost/desk/people/{new.pk}/" in text


def test_an_administrator_who_makes_one_is_told_of_too(cast, signed_in, mailoutbox):
    typed = {"user": cast.nobody.pk, "start": "2026-12-01", "end": ""}
    assert signed_in("admin").post(reverse("admin:rmt_manager_add"), typed).status_code == 302
    assert {mail.to[0] for mail in mailoutbox} == {cast.manager.email, cast.other_manager.email}


def test_nobody_is_told_of_another_role_or_of_an_end(cast, signed_in, mailoutbox):
    give(signed_in("manager"), cast.nobody, **TOGO)
    end(signed_in("manager"), FocalPoint.objects.get(user=cast.nobody), "2026-12-01")
    end(signed_in("manager"), Manager.objects.get(user=cast.other_manager), "2026-12-01")
    assert mailoutbox == []
