"""What every test stands on: the reference data and the entries of the evaluation, loaded once, and a cast of people.

The rest of the record grows with what is found: tests that are about it load it (`tests/reference`).

A test runs in a transaction on top of the loaded data. One that commits (`transaction=True`, `live_server`) ends with
a flush; the triggers are lifted for it, and whatever test comes next finds the data again.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from countries.models import Country
from rmt.caching.early_answers import kept_answers
from rmt.models import User
from rmt.records import append_only
from tests import snapshot
from tests.cast import Cast, make_cast, sign_in
from tests.kept import forget_pages

hypothesis_settings.register_profile(
    "rmt", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("rmt")

# Passwords are slow to check on purpose; who guesses them is no matter of these tests.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Managers of the tests are signed in without a phone; `tests/signing_in` asks them for one.
settings.SECOND_STEP_REQUIRED = False

override_settings(TASKS={"default": {"BACKEND": "tests.sending_at_once.AtOnce"}}).enable()

COMMITTING_FIXTURES = {"transactional_db", "live_server", "django_db_reset_sequences"}
flushed = pytest.StashKey[object]()  # present after a flush: what lets the next test reach the database


def commits(item: pytest.Item) -> bool:
    """Whether a test writes for good, so that a flush comes after it."""
    marker = item.get_closest_marker("django_db")
    marked = bool(marker and marker.kwargs.get("transaction"))
    return marked or not COMMITTING_FIXTURES.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("load_reference", without=snapshot.REST_OF_THE_RECORD, verbosity=0)
        snapshot.keep()
        assert connection.features.supports_json_field  # Django asks SQLite once: not while queries are counted


@pytest.fixture(autouse=True)
def _flush_is_possible(request, django_db_blocker):
    """Before a flush: no page left in the cache, which it does not empty, and no trigger in its way."""
    if not commits(request.node):
        yield
        return
    request.getfixturevalue("transactional_db")  # set up before this, so its flush comes after
    forget_pages()
    yield
    forget_pages()
    append_only.drop_triggers()  # the flush sends post_migrate, which puts them back
    request.config.stash[flushed] = django_db_blocker


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Nothing is kept of a page that another test read; after a flush, the reference data is put back."""
    kept_answers.clear()
    if blocker := item.config.stash.get(flushed, None):
        with blocker.unblock():
            snapshot.restore()
        del item.config.stash[flushed]


@pytest.fixture(autouse=True)
def _what_locks_is_in_a_transaction_of_its_own(monkeypatch):
    """A test that wraps everything in one transaction hides what PostgreSQL refuses in service: a lock outside one."""
    as_sql = SQLCompiler.as_sql

    def watched(self, *args, **kwargs):
        if self.query.select_for_update and self.connection.in_atomic_block:
            ours = [block for block in self.connection.atomic_blocks if not block._from_testcase]
            assert ours, "it locks rows outside a transaction"
        return as_sql(self, *args, **kwargs)

    monkeypatch.setattr(SQLCompiler, "as_sql", watched)


@pytest.fixture
def programme(request):
    """The loaded data, said by name, for tests that commit (a live server, two connections) and those that do not."""
    request.getfixturevalue("transactional_db" if commits(request.node) else "db")


@pytest.fixture
def cast(request) -> Cast:
    """One person of each kind, with what they hold; see `tests/cast.py`."""
    request.getfixturevalue("programme")
    return make_cast()


@pytest.fixture
def signed_in(request) -> Callable[[str | User], Client]:
    """`signed_in("manager")`: the browser of this person of the cast, or of any user; the same one each time."""
    browsers: dict[User, Client] = {}

    def browser_of(who: str | User) -> Client:
        user = getattr(request.getfixturevalue("cast"), who) if isinstance(who, str) else who
        if user not in browsers:
            browsers[user] = sign_in(Client(), user)
        return browsers[user]

    return browser_of


@pytest.fixture
def togo(programme) -> Country:
    return Country.objects.get(iso3="TGO")


@pytest.fixture
def on_day(request) -> Iterator[Callable[[date | datetime | str], time_machine.Traveller]]:
    """`clock = on_day("2026-11-22T10:00Z")`: it is that moment, and stays it until `clock.move_to(…)` or the end."""
    with ExitStack() as travels:
        yield lambda moment: travels.enter_context(time_machine.travel(moment, tick=False))
