"""The practice desk of one person: a database file and a folder of uploads, used by one request at a time."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache.backends.dummy import DummyCache
from django.core.mail import EmailMessage
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

_sits_at: ContextVar["PracticeDesk | None"] = ContextVar("practice_desk", default=None)

# One request at a time uses a file, and nothing in it is worth a wait for the disk.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
}


@dataclass(frozen=True)
class PracticeDesk:
    """Everything of one person's practice, in one folder.

    Two fields are of this request alone: `unsent`, the mail that would have been sent, and Django's `content_types`.
    """

    folder: Path
    unsent: list[EmailMessage] = field(default_factory=list, compare=False)
    content_types: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def database(self) -> Path:
        return self.folder / "practice.sqlite3"

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @property
    def seed(self) -> str:
        """The name of the seed that this is a copy of; "" while there is no whole copy."""
        try:
            return (self.folder / "seed").read_text()
        except FileNotFoundError:
            return ""

    def start_again(self, seed: Path) -> None:
        """Make a fresh copy of `seed`, with no uploads and nothing looked at. The caller must hold the lock."""
        if current() == self:
            connections[DEFAULT_DB_ALIAS].close()
        self.content_types.clear()
        self.clear_away()
        self.folder.mkdir(mode=0o700, parents=True)
        shutil.copyfile(seed, self.database)
        (self.folder / "seed").write_text(seed.name)  # last: half a copy is none

    def clear_away(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def remember(self, page: str) -> None:
        """Note that a page was looked at: the one thing in the course that no row of the database shows."""
        (self.folder / f"saw-{page}").touch()

    def looked_at(self, page: str) -> datetime | None:
        """When `page` was looked at last; `None` if never."""
        try:
            return datetime.fromtimestamp((self.folder / f"saw-{page}").stat().st_mtime, UTC)
        except FileNotFoundError:
            return None

    def days_unused(self) -> float:
        return (time.time() - self.folder.stat().st_mtime) / (24 * 60 * 60)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Wait until no other request of this person uses the desk, in this process or another."""
        with locked(self.folder.with_suffix(".lock")):
            if self.folder.is_dir():
                os.utime(self.folder)
            yield


def people() -> Path:
    """The folder of everybody's desks."""
    return Path(settings.PRACTICE_ROOT) / "people"


def desk_of(user) -> PracticeDesk:
    """The practice desk of somebody who is signed in."""
    return PracticeDesk(people() / str(user.pk))


def current() -> PracticeDesk | None:
    """The practice desk that this request is at; `None` on the real site."""
    return _sits_at.get()


@contextmanager
def at(desk: PracticeDesk) -> Iterator[None]:
    """Inside the block, the database of this thread is the desk's, and the cache keeps nothing.

    Whatever happens, the thread has the real ones again afterwards, and the file is closed.
    """
    real, store = connections[DEFAULT_DB_ALIAS], caches[DEFAULT_CACHE_ALIAS]
    practice = _connection_to(desk.database)
    before = _sits_at.set(desk)
    connections[DEFAULT_DB_ALIAS] = practice
    caches[DEFAULT_CACHE_ALIAS] = DummyCache("practice", {})
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS], caches[DEFAULT_CACHE_ALIAS] = real, store
        _sits_at.reset(before)
        practice.close()


def _connection_to(path: Path) -> BaseDatabaseWrapper:
    """A connection that bears the name of the default one, so that rows, transactions and routers use it."""
    wanted = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": SQLITE}
    full = connections.configure_settings({DEFAULT_DB_ALIAS: wanted})[DEFAULT_DB_ALIAS]
    return load_backend(full["ENGINE"]).DatabaseWrapper(full, DEFAULT_DB_ALIAS)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file's lock, across threads and processes of this host."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
