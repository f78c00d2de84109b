"""A programme manager, and a browser signed in as one."""

import pytest

from rmt.models import Manager, User
from tests.projects.helpers import LONG_AGO


@pytest.fixture
def manager(db) -> User:
    user = User.objects.create_user("manager.of.projects@example.org", first_name="Maya")
    Manager.objects.create(user=user, start=LONG_AGO)
    return user


@pytest.fixture
def desk(signed_in, manager):
    return signed_in(manager)
