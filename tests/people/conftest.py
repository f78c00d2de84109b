"""A manager at the desk, and the steps that they take."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse

from rmt.models import User
from tests.questions import say_yes

ROLES = {"roles-TOTAL_FORMS": "3", "roles-INITIAL_FORMS": "3"}


@pytest.fixture
def desk(signed_in) -> Client:
    return signed_in("manager")


def invite(desk: Client, email: str, *roles: dict[str, Any], address: str = "/desk/people/new/", **who: str):
    """Send the form of an invitation; each role: role, subject, start, end."""
    said = {"email": email, "first_name": "Ada", "last_name": "Koné", "language": "fr", **who, **ROLES}
    for number, role in enumerate(roles):
        said |= {f"roles-{number}-{name}": value for name, value in role.items()}
    return desk.post(address, said)


def give(desk: Client, person: User, **role: Any):
    return desk.post(reverse("person", args=[person.pk]), role)


def address_of(holding) -> str:
    return reverse("person_role", args=[holding.user_id, holding._meta.model_name, holding.pk])


def hand_over(desk: Client, holding, *, to: str, on: date, **who: str):
    said = {"hand-to": to, "hand-on": on} | {f"hand-{name}": value for name, value in who.items()}
    return say_yes(desk, address_of(holding), {"do": "hand-over"} | said)


def end(desk: Client, holding, on: date):
    return say_yes(desk, address_of(holding), {"do": "end", "end-on": on})


@pytest.fixture
def opens(client: Client) -> Callable[[User, str], int]:
    """The status that somebody gets at an address, in a browser of their own."""

    def status(person: User, address: str) -> int:
        browser = Client()
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return browser.get(address).status_code

    return status


class NoMail(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError
