"""Migrations: none is missing; all apply to an empty database and go back to nothing."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command

STEPS = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
ours = ("indicators", "projects", "countries", "rmt")
tables = lambda: {t for t in connection.introspection.table_names() if t.split("_")[0] in ours} - {"rmt_cache"}
call_command("migrate", verbosity=0)
print(len(tables()) > 30)
for app in (*ours[:-1], "account", "admin", "rmt"):
    call_command("migrate", app, "zero", verbosity=0)
print(sorted(tables()))
"""


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True)
    assert "No changes detected" in capsys.readouterr().out


def test_they_apply_and_go_back_to_nothing(tmp_path):
    """In a process and a file of its own: the database of the tests is not touched."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'scratch.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "rmt.settings",
    }
    ended = subprocess.run(
        [sys.executable, "-c", STEPS],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stderr == ""
    assert ended.stdout.split() == ["True", "[]"]
