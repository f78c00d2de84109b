"""Databases of their own, on whichever engine the other tests run, for what runs in a process of its own."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connection


@contextmanager
def scratch_database(folder: Path, *, like: str = "template1", name: str = "scratch") -> Iterator[str]:
    """The address of an empty database, or of a copy of the one called `like`; it is gone afterwards."""
    if connection.vendor == "sqlite":
        path = folder / f"{name}.sqlite3"
        if like != "template1":
            with closing(sqlite3.connect(like)) as source, closing(sqlite3.connect(path)) as copy:
                source.backup(copy)
        yield f"sqlite:///{path}"
        return
    name = f"{name}_{os.getpid()}"
    server = psycopg2.connect(**connection.get_connection_params() | {"dbname": "postgres"})
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    server.close()


def manage(*arguments: str | Path, **environment: str | Path) -> subprocess.CompletedProcess[str]:
    """`manage.py …` as an operator runs it."""
    command: Sequence[str] = [sys.executable, "manage.py", *map(str, arguments)]
    given = {name: str(value) for name, value in environment.items()}
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=os.environ | given, capture_output=True, text=True, check=False
    )
