"""The real queue in the database, a worker that does what is in it, and mail servers that work or refuse."""

from collections.abc import Callable, Iterator

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.test import override_settings
from django_tasks_db.management.commands import db_worker

NOW = "2026-11-22T12:00Z"


class Refusing(BaseEmailBackend):
    """A mail server that takes nothing."""

    error: Exception = ConnectionRefusedError("nobody@example.org is not welcome")

    def send_messages(self, messages):
        raise self.error


@pytest.fixture(autouse=True)
def clock(on_day):
    return on_day(NOW)


@pytest.fixture
def real_queue() -> Iterator[None]:
    with override_settings(TASKS={"default": {"BACKEND": "rmt.site.practice.queue.Queue"}}):
        yield


@pytest.fixture
def worker(real_queue, monkeypatch) -> Callable[[], None]:
    """`worker()`: all that is due now is done, inside the transaction of the test and with the signals of pytest."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(db_worker.Worker, "configure_signals", lambda worker: None)
    return lambda: call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)


@pytest.fixture
def refused(settings, mailoutbox) -> Callable[[], None]:
    """From here on every mail is refused; `refused()` mends it."""
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.mailing.conftest.Refusing"

    def mend() -> None:
        settings.EMAIL_BACKEND = working

    return mend
