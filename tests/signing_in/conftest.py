"""Signing in by the form, from somewhere."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rmt.models import User

PASSWORD = "green kettle over the moat"
HOME, ELSEWHERE = "203.0.113.7", "198.51.100.20"


@pytest.fixture(autouse=True)
def _no_failures_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def owner(cast) -> User:
    return with_password(cast.focal_togo)


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def sign_in() -> Callable:
    """Send the form of the sign-in, in a new browser at a network address; the browser is `response.client`."""

    def send(email: str, password: str = PASSWORD, *, network: str = HOME, **more):
        return Client(REMOTE_ADDR=network).post(
            reverse("account_login"), {"login": email, "password": password}, **more
        )

    return send
