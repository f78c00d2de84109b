"""The reference data, loaded once: projects, partners, and the published results of phase I."""

import pytest
from django.core.management import call_command

from rmt.models import Manager, User
from tests.projects.helpers import LONG_AGO


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)  # nothing to do where it is loaded already


@pytest.fixture
def manager(db) -> User:
    user = User.objects.create_user("manager.of.projects@example.org", first_name="Maya")
    Manager.objects.create(user=user, start=LONG_AGO)
    return user
