"""Every command of ours runs as itself, in a process of its own, where nothing wraps it in a transaction.

One that fails says why in one line and changes nothing.
"""

import pytest
from django.core.management import get_commands

from tests.snapshot import REST_OF_THE_RECORD

pytestmark = pytest.mark.django_db  # so that there is a database to copy

OURS = ("briefs", "countries", "indicators", "projects", "rmt")

# Command, arguments, exit code, and what its last line says; `{folder}` is a folder that is empty at first.
RUNS = (
    ("build_assets", [], 0, None),
    ("load_reference", ["--without", *REST_OF_THE_RECORD], 0, "Reference data is up to date."),
    ("load_reference", ["--from", "{folder}/nowhere"], 1, "There is no folder"),
    ("run_due", [], 0, "What can be found is what is public."),
    ("db_worker", ["--batch", "--no-startup-delay"], 0, None),
    ("send_reminders", ["--dry-run", "--day", "2026-07-03"], 0, "Reminders that would be sent:"),
    ("send_reminders", ["--day", "2026-07-03"], 1, "add --dry-run"),
    ("generate_load", ["--results", "0"], 1, "Say how many results"),
    ("generate_load", ["--results", "12"], 0, "Made-up results written: 12."),
    ("build_report", ["annual", "2025"], 1, "No edition is pinned yet"),
    ("build_report", ["annual", "2025", "--pin", "--by", "nobody@example.org"], 1, "Nobody signs in as"),
    ("verify_ledger", [], 0, "The ledger is whole:"),
    ("verify_ledger", ["--against", "{folder}/nowhere"], 1, "cannot be read"),
    ("make_practice", [], 0, "Practice is ready."),
    ("demo", ["--no-serve"], 1, "This is not a demonstration."),
    ("backup", ["{folder}/all.tar"], 0, "uploaded files."),
    ("backup", ["{folder}/all.tar"], 1, "is there already"),
    ("restore", ["{folder}/all.tar"], 1, "has tables already"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("written")


@pytest.mark.parametrize(("command", "arguments", "code", "says"), RUNS, ids=lambda value: str(value)[:40])
def test_it_runs_and_ends_as_it_should(installation, folder, command, arguments, code, says):
    ended = installation(command, *(argument.format(folder=folder) for argument in arguments))
    lines = (ended.stderr if code else ended.stdout).strip().splitlines()
    assert ended.returncode == code, ended.stderr
    assert says is None or says in lines[-1]
    if code:
        assert len(lines) == 1, ended.stderr


def test_each_command_is_tried():
    ours = {name for name, app in get_commands().items() if app in OURS}
    assert ours == {command for command, *_rest in RUNS}


def test_a_database_that_does_not_answer_is_said_in_one_line(installation):
    ended = installation("verify_ledger", DATABASE_URL="postgres://nobody@127.0.0.1:9/nothing")
    assert ended.returncode == 1
    assert len(ended.stderr.strip().splitlines()) == 1
    assert "127.0.0.1" in ended.stderr
