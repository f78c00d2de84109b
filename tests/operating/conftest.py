from collections.abc import Callable, Iterator
from subprocess import CompletedProcess

import pytest
from django.db import connection

from tests.scratch import manage, scratch_database


@pytest.fixture(scope="module")
def installation(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Callable[..., CompletedProcess]]:
    """`installation("verify_ledger")`: a command, in a process of its own, on a database with the reference data."""
    folder = tmp_path_factory.mktemp("installation")
    with django_db_blocker.unblock():
        like = connection.settings_dict["NAME"]
        connection.close()  # PostgreSQL copies no database that somebody uses
        with scratch_database(folder, like=str(like)) as address:
            place = {
                "DATABASE_URL": address, "EMAIL_URL": "dummymail://",
                "MEDIA_ROOT": folder / "media", "PRACTICE_ROOT": folder / "practice", "STATIC_ROOT": folder / "static",
            }  # fmt: skip

            def run(*arguments, **environment) -> CompletedProcess:
                return manage(*arguments, **place | environment)

            made = run("migrate", "--fake", "--verbosity", "0")  # its tables were made without migrations
            assert made.returncode == 0, made.stderr
            yield run


@pytest.fixture
def empty_place(django_db_blocker, tmp_path) -> Iterator[dict]:
    """The environment of a new installation: an empty database, and a folder for uploads that is not there yet."""
    with django_db_blocker.unblock(), scratch_database(tmp_path, name="empty") as address:
        yield {"DATABASE_URL": address, "MEDIA_ROOT": tmp_path / "media"}
