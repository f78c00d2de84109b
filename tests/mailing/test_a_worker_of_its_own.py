"""The command that README names, in a process of its own, on the database of this test."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from rmt import mail
from rmt.models import Heartbeat, OutgoingMail

pytestmark = pytest.mark.django_db(transaction=True)


def database_url() -> str:
    """Of the database that this test uses, for another process."""
    about = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(about['NAME']))}"
    login = quote(about["USER"]) + (f":{quote(about['PASSWORD'])}" if about["PASSWORD"] else "")
    host = about["HOST"]
    where = f"/{host}/{about['NAME']}" if host.startswith("/") else f"{host}:{about['PORT'] or 5432}/{about['NAME']}"
    return f"postgres://{login}@{where}"


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    given = {"SECRET_KEY": settings.SECRET_KEY, "SITE_URL": "http://localhost", "DATABASE_URL": database_url()}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **given, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_sends_what_waits_leaves_a_sign_of_life_and_ends(programme, real_queue, tmp_path: Path):
    mail.post(OutgoingMail(to="somebody@example.org", subject="A law", text="It is adopted."))
    ended = manage("db_worker", "--batch", EMAIL_URL=f"filemail:///{tmp_path}")
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
    [file] = tmp_path.iterdir()
    assert "It is adopted." in file.read_text()
    row = OutgoingMail.objects.get()
    assert (row.text, row.failure, row.ended_at is not None) == ("", "", True)
    assert Heartbeat.objects.get(name="worker").at >= row.made_at


def test_a_server_that_refuses_ends_nothing(programme, real_queue):
    mail.post(OutgoingMail(to="somebody@example.org", subject="A law", text="It is adopted."))
    ended = manage("db_worker", "--batch", EMAIL_URL="smtp://127.0.0.1:1")
    assert ended.returncode == 0, ended.stderr
    assert "mail.not_sent" in ended.stderr
    assert "somebody@" not in ended.stderr
    row = OutgoingMail.objects.get()
    assert (row.tries, row.failure, row.ended_at) == (1, "ConnectionRefusedError", None)
