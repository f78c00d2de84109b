"""What a person has sent to people without an account: at most twenty a day, counted so that two at once are two."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client
from django.urls import reverse

from indicators.models import CountryUpdate, ReplyRequest, ReviewEvent
from rmt import mail
from rmt.models import OutgoingMail, User
from tests.cast import sign_in
from tests.mailing.test_the_queue import TOGO, a_mail
from tests.people.conftest import invite
from tests.replying.steps import FEDERATION, published
from tests.updating import steps

pytestmark = pytest.mark.django_db

TOO_MANY = "You have had 20 mails sent to addresses outside within a day"


def send_already(user: User, count: int) -> None:
    for number in range(count):
        mail.post(a_mail(f"office{number}@union.example"), outside_by=user)


def clearance(focal: Client):
    typed = {"who": "Director Diallo", "email": "director@ilo.example", "goes_to": "…@ilo.example"}
    return focal.post(steps.address("ask_clearance"), typed)


def reply(focal: Client):
    return focal.post(reverse("replies", args=[published().result.uuid]), FEDERATION)


@pytest.mark.parametrize("door", [clearance, reply], ids=lambda each: each.__name__)
def test_the_twentieth_leaves_and_the_next_is_refused_with_what_was_typed(cast, signed_in, clock, mailoutbox, door):
    send_already(cast.focal_togo, 20)
    mailoutbox.clear()
    page = door(signed_in("focal_togo"))
    assert page.status_code == 200
    text = page.content.decode()
    assert TOO_MANY in text
    assert "Try again after 23 November 2026, 12:00 UTC" in text
    assert "director@ilo.example" in text or FEDERATION["email"] in text
    assert (ReviewEvent.objects.count(), ReplyRequest.objects.count(), CountryUpdate.objects.count())[1:] == (0, 0)
    assert mailoutbox == []
    clock.shift(timedelta(days=1))
    assert door(sign_in(Client(), cast.focal_togo)).status_code == 302
    assert len(mailoutbox) == 1


def test_nineteen_leave_room_for_one_and_each_person_counts_alone(cast, signed_in, mailoutbox):
    send_already(cast.focal_togo, 19)
    send_already(cast.deputy_togo, 20)
    assert TOO_MANY in clearance(signed_in("deputy_togo")).content.decode()
    assert clearance(signed_in("focal_togo")).status_code == 302


def test_whoever_is_invited_has_an_account_and_is_not_counted(cast, signed_in):
    send_already(cast.manager, 20)
    assert invite(signed_in("manager"), "new@example.org", TOGO).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_make_twenty_one(cast, real_queue):
    send_already(cast.focal_togo, 19)
    together = Barrier(2)

    def one_more(number: int) -> bool:
        try:
            together.wait()
            mail.post(a_mail(f"more{number}@union.example"), outside_by=cast.focal_togo)
        except ValidationError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one_more, range(2))) == [False, True]
    assert OutgoingMail.objects.filter(outside_by=cast.focal_togo).count() == 20


@pytest.mark.parametrize("door", ["clearance", "reply"])
def test_a_copy_of_the_site_with_the_same_key_makes_no_links_for_it(signed_in, mailoutbox, settings, door):
    settings.SITE_URL = "https://rehearsal.example.org"
    {"clearance": clearance, "reply": reply}[door](signed_in("focal_togo"))
    link = next(word for word in mailoutbox[-1].body.split() if f"/{door}/" in word)
    path = link.removeprefix("https://rehearsal.example.org")
    assert Client().get(path).status_code == 200
    settings.SITE_URL = "http://localhost"
    assert Client().get(path).status_code == 404
