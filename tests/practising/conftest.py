"""Practice in the tests: desks in a folder of each test, the seed built once for a run."""

import os
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from rmt.site.practice import seed

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(scope="session")
def seed_of_the_run(django_db_setup, django_db_blocker) -> Path:
    """The seed, shared by every worker of this run; the real database is not asked for it."""
    from django.conf import settings

    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(settings, "PRACTICE_ROOT", Path(os.environ["RMT_TEST_STATE"]) / "practice")
        return seed.ready()


@pytest.fixture(autouse=True)
def practice_root(settings, tmp_path, seed_of_the_run) -> Path:
    """A folder of this test for desks, with the seed in it."""
    settings.PRACTICE_ROOT = tmp_path / "practice"
    settings.PRACTICE_ROOT.mkdir()
    (settings.PRACTICE_ROOT / seed_of_the_run.name).symlink_to(seed_of_the_run)
    return settings.PRACTICE_ROOT


@pytest.fixture(autouse=True)
def _real_again(practice_root):
    """After each test the thread has the connection again with which it began."""
    before = connections[DEFAULT_DB_ALIAS]
    yield
    assert connections[DEFAULT_DB_ALIAS] is before


@pytest.fixture
def focal_point(signed_in):
    """The focal point of Togo, signed in."""
    return signed_in("focal_togo")
