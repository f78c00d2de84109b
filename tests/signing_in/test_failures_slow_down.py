"""Who fails too often waits, at their network address; the owner of the account signs in elsewhere, unhindered."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rmt.models import OutgoingMail
from tests.signing_in.conftest import ELSEWHERE, HOME

pytestmark = pytest.mark.django_db

NOW = "2026-11-22T12:00Z"


@pytest.fixture
def clock(on_day):
    return on_day(NOW)


def fail(sign_in, email: str, times: int, **more):
    for _ in range(times):
        response = sign_in(email, "a wrong one", **more)
    return response


def test_a_stranger_waits_and_the_owner_signs_in_elsewhere(sign_in, owner, clock):
    assert "Try again in" not in fail(sign_in, owner.email, 5).text
    assert "Try again in 5 minutes." in sign_in(owner.email).text
    assert sign_in(owner.email, network=ELSEWHERE).status_code == 302


def test_the_wait_is_over_when_it_said_and_grows(sign_in, owner, clock):
    fail(sign_in, owner.email, 5)
    clock.shift(timedelta(minutes=5, seconds=1))
    fail(sign_in, owner.email, 5)
    assert "Try again in 55 minutes." in sign_in(owner.email).text
    clock.shift(timedelta(minutes=56))
    assert sign_in(owner.email).status_code == 302


def test_an_address_without_an_account_is_answered_alike(sign_in, owner, clock):
    known, unknown = fail(sign_in, owner.email, 6), fail(sign_in, "nobody.at.all@example.org", 6, network=ELSEWHERE)
    assert "Try again in 5 minutes." in known.text
    assert "Try again in 5 minutes." in unknown.text


def test_a_place_that_tries_many_addresses_waits_as_a_whole(sign_in, owner, clock):
    for number in range(30):
        sign_in(f"person{number}@example.org", "a wrong one")
    assert "Try again in" in sign_in(owner.email).text or sign_in(owner.email).status_code == 429
    assert sign_in(owner.email, network=ELSEWHERE).status_code == 302


def test_whoever_has_one_address_of_a_network_of_ipv6_has_them_all(sign_in, owner, clock):
    for number in range(5):
        sign_in(owner.email, "a wrong one", network=f"2001:db8:1:2::{number}")
    assert "Try again in" in sign_in(owner.email, network="2001:db8:1:2:ffff::1").text
    assert sign_in(owner.email, network="2001:db8:1:3::1").status_code == 302


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(sign_in, owner, clock, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(5):  # the client can write what it likes in front
        sign_in(
            owner.email, "a wrong one", network="10.0.0.1", headers={"X-Forwarded-For": f"192.0.2.{number}, {HOME}"}
        )
    at_home, away = ({"X-Forwarded-For": address} for address in (HOME, ELSEWHERE))
    assert "Try again in" in sign_in(owner.email, network="10.0.0.1", headers=at_home).text
    assert sign_in(owner.email, network="10.0.0.1", headers=away).status_code == 302


def test_a_good_sign_in_costs_nothing(sign_in, owner, clock):
    for _ in range(8):
        assert sign_in(owner.email).status_code == 302


def test_a_mailbox_gets_three_links_an_hour_from_wherever_they_are_asked(owner, cast, clock):
    def ask(email: str, number: int) -> int:
        return (
            Client(REMOTE_ADDR=f"192.0.2.{number}")
            .post(reverse("account_reset_password"), {"email": email})
            .status_code
        )

    assert [ask(owner.email.upper(), number) for number in range(5)] == [302, 302, 302, 429, 429]
    assert OutgoingMail.objects.filter(to=owner.email).count() == 3
    assert ask(cast.manager.email, 9) == 302
    clock.shift(timedelta(hours=1, seconds=1))
    assert ask(owner.email, 9) == 302


def test_tab_leads_from_the_address_to_the_password(client, db):
    page = client.get(reverse("account_login")).text
    assert page.index('name="login"') < page.index('name="password"') < page.index("Forgot your password?")
    assert page.count("Forgot your password?") == 1
