"""Two databases that are the same whenever they are made: the demonstration, and made-up results with a history."""

import io
import os
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import django
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import call_command

LOADED = datetime(2026, 9, 14, 9, tzinfo=UTC)
READ = datetime(2026, 11, 29, 9, tzinfo=UTC)
PAST_DAYS = ("2026-10-15", "2025-03-31")
"""After the demonstration was loaded, and before; between them lies much of the made-up history."""

RESULTS, SEED = 2000, 1


def make(dataset: str, state: Path) -> None:
    """Set Django up in `state`, with everything that could differ fixed, and fill the database."""
    _set_environment(state)
    _repeat_uuids()
    django.setup()
    _repeat_passwords(state)
    with time_machine.travel(LOADED, tick=False):
        DATASETS[dataset]()


def _set_environment(state: Path) -> None:
    """None of the machine's own variables says anything about the application."""
    for name in ("ALLOWED_HOSTS", "CACHE_URL", "CHROMIUM", "CONTACT", "DEBUG", "MAIL_FROM", "PORT"):
        os.environ.pop(name, None)
    (state / "static").mkdir(parents=True)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="rmt.settings",
        DATABASE_URL=f"sqlite:///{state / 'db.sqlite3'}",
        SECRET_KEY="only-to-compare-" + "x" * 40,
        SITE_URL="http://localhost",
        MEDIA_ROOT=str(state / "media"),
        STATIC_ROOT=str(state / "static"),
        PRACTICE_ROOT=str(state / "practice"),
        STATIC_MANIFEST="0",
        EMAIL_URL="dummymail://",
        DEMO="1",
    )


def _repeat_uuids() -> None:
    """The same ones in the same order; before Django loads models, whose defaults keep the function."""
    source = Random("compare")  # generate_load has a source of its own, and UUIDs of it
    uuid.uuid4 = lambda: uuid.UUID(int=source.getrandbits(128), version=4)


def _repeat_passwords(state: Path) -> None:
    """One password, with one salt, that takes no time to check: administrators see the beginning of its digest."""
    settings.STATE = state
    (state / "password").write_text("the same every time")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    MD5PasswordHasher.salt = lambda self: "salt"


def _make_demo() -> None:
    """What `make demo` shows: reference data, the real entries, an account for each role."""
    _call("demo", no_serve=True)


def _make_made_up() -> None:
    """Made-up results, and on top of them the real entries and the accounts of the demonstration."""
    _call("generate_load", results=RESULTS, seed=SEED)
    _call("demo", no_serve=True)


def _call(command: str, **options) -> None:
    call_command(command, stdout=io.StringIO(), **options)


DATASETS: Mapping[str, Callable[[], None]] = {"demo": _make_demo, "made-up": _make_made_up}
