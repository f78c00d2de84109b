"""Migrations from the release before, with data in it: everything is there afterwards, the rules hold, and back again.

In a process and a database of its own, on whichever engine the other tests run. At each release, RELEASE_BEFORE moves
on to the last migration of each application in it, and `plant` writes what such a database holds.
"""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.migrations import schema
from tests.scratch import scratch_database

RELEASE_BEFORE = {
    "briefs": None,  # it had no tables
    "countries": "0008_proposals_and_history_of_instruments",
    "indicators": "0023_removals",
    "projects": "0006_lists_on_their_way_in",
    "rmt": "0003_what_can_be_found",
}

STEPS = """
import gc, json, sys
from datetime import UTC, date, datetime

import django
django.setup()
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

gc.set_threshold(100_000, 50, 1000)  # each operation draws the models anew: looking for rubbish as often takes a tenth
before = list(json.loads(sys.argv[1]).items())
now = datetime(2026, 9, 1, 12, tzinfo=UTC)
found = {}


def go_to_the_release_before():
    executor = MigrationExecutor(connection)
    others = [target for target in executor.loader.graph.leaf_nodes() if target[0] not in dict(before)]
    executor.migrate(others + before)


def apps_before():
    return MigrationExecutor(connection).loader.project_state([node for node in before if node[1]]).apps


def plant(apps):
    get = apps.get_model
    region = get("countries", "Region").objects.create(code="africa", name_en="Africa", order=1)
    country = get("countries", "Country").objects.create(
        name_en="Togo", iso3="TGO", iso2="TG", m49="768", slug="togo", region=region, time_zone="Africa/Lome"
    )
    author, reviewer = (
        get("rmt", "User").objects.create(email=f"{name}@example.org", password="!") for name in ("author", "reviewer")
    )
    get("countries", "FocalPoint").objects.create(user=author, country=country, start=date(2021, 1, 1))
    get("rmt", "Manager").objects.create(user=reviewer, start=date(2021, 1, 1))
    framework = get("indicators", "Framework").objects.create(code="first", name="First", source="A plan")
    indicator = get("indicators", "Indicator").objects.create(
        framework=framework, code="D1", level="deliverable", pillar=1, name_en="Studies", unit="study",
        measure="records", adds_up="sum", collected_by="focal-point", what_counts="A study.",
    )
    half = get("indicators", "Round").objects.create(
        code="2026-2", start=date(2026, 7, 1), end=date(2027, 1, 1), due=date(2027, 1, 10), state="open"
    )
    result = get("indicators", "Result").objects.create(
        country=country, indicator=indicator, level=indicator.level, title="A study", author=author, reported_in=half,
        status="draft", version=2,
    )
    get("indicators", "Evidence").objects.create(
        result=result, title="The study", url="https://example.org/", audience="public"
    )
    get("projects", "Project").objects.create(slug="health", title="Health insurance in Togo")
    get("countries", "Profile").objects.create(country=country, situation="Few are covered.", recorded_at=now)
    event = get("indicators", "ReviewEvent")
    event.objects.create(result=result, kind="created", by=author, version=1, at=now)
    event.objects.create(result=result, kind="returned", by=reviewer, comment="Add a source.", version=2, at=now)


def read(apps):
    get = apps.get_model
    return {
        "people": sorted(get("rmt", "User").objects.values_list("email", flat=True)),
        "managers": get("rmt", "Manager").objects.count(),
        "focal points": list(get("countries", "FocalPoint").objects.values_list("user__email", "country__iso3")),
        "rounds": list(get("indicators", "Round").objects.values_list("code", "due", "state")),
        "results": list(
            get("indicators", "Result").objects.values_list("title", "country__iso3", "reported_in__code", "version")
        ),
        "evidence": list(get("indicators", "Evidence").objects.values_list("title", "url", "audience")),
        "projects": list(get("projects", "Project").objects.values_list("slug", "title")),
        "profiles": list(get("countries", "Profile").objects.values_list("country__iso3", "situation")),
        "events": list(
            get("indicators", "ReviewEvent").objects.order_by("pk")
            .values_list("result__title", "kind", "by__email", "comment", "version")
        ),
    }


def refused(write):
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


go_to_the_release_before()
apps = apps_before()
plant(apps)
found["planted"] = read(apps)

call_command("migrate", verbosity=0)
from django.apps import apps as now_apps
found["after"] = read(now_apps)
from tests.migrations import schema
found["schema"] = [schema.columns(), schema.rules()]

from countries.models import Profile
from indicators.models import CountryUpdate, ReviewEvent, Round, RoundEvent, Result
from projects.models import Project
from rmt.models import User
author, half = User.objects.get(email="author@example.org"), Round.objects.get()
found["new columns"] = [Profile.objects.get().source, Project.objects.get().taken_back_at]
event = {"kind": "created", "by": author, "version": 1, "at": now}
update = CountryUpdate.objects.create(country_id=Result.objects.get().country_id, round=half)
found["refused"] = {
    "an event of nothing": refused(lambda: ReviewEvent.objects.create(**event)),
    "an event of two": refused(lambda: ReviewEvent.objects.create(result=Result.objects.get(), update=update, **event)),
    "a second update": refused(lambda: CountryUpdate.objects.create(country_id=update.country_id, round=half)),
    "two people of one address": refused(lambda: User.objects.create(email="Author@example.org")),
    "a changed event of a round": refused(lambda: (
        RoundEvent.objects.create(round=half, kind="opened", by=author, at=now),
        connection.cursor().execute("UPDATE indicators_roundevent SET kind = 'closed'"),
    )),
}
update.delete()

go_to_the_release_before()
found["back"] = read(apps_before())
from rmt.records import install_triggers
install_triggers()  # as each `migrate` does, whichever way it goes
change = "UPDATE indicators_reviewevent SET comment = 'Another.'"
found["guarded"] = refused(lambda: connection.cursor().execute(change))
call_command("migrate", verbosity=0)
found["forward again"] = read(now_apps)
ours = [each for key, each in MigrationLoader(connection).disk_migrations.items() if key[0] in dict(before)]
found["migrations"] = len(ours)
found["no way back"] = [f"{each}: {it}" for each in ours for it in each.operations if not it.reversible]
print(json.dumps(found, default=str))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict:
    """What was read before, after, after going back, after coming again, and what is left of it all."""
    with scratch_database(tmp_path_factory.mktemp("release")) as address:
        ended = subprocess.run(
            [sys.executable, "-c", STEPS, json.dumps(RELEASE_BEFORE)],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "rmt.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert ended.stderr == ""
    return json.loads(ended.stdout)


def test_everything_is_there_afterwards(found):
    assert found["planted"]["results"] == [["A study", "TGO", "2026-2", 2]]
    assert len(found["planted"]["events"]) == 2
    assert found["after"] == found["planted"]


def test_new_columns_say_what_nobody_said_yet(found):
    """A profile in the words of the country team, taken from no document; a project that nobody took back."""
    assert found["new columns"] == ["", None]


def test_the_rules_hold_on_what_was_there(found):
    assert [what for what, is_refused in found["refused"].items() if not is_refused] == []
    assert len(found["refused"]) == 5


@pytest.mark.django_db
def test_they_make_the_tables_that_the_models_describe(found):
    """The other tests run on tables that were made from the models, which takes a tenth of the time."""
    made = [schema.columns(), schema.rules()]
    assert len(made[1]) > 50
    assert found["schema"] == made


def test_it_goes_back_and_forward_again(found):
    """Back is possible while nothing that only the new release knows was written."""
    assert found["back"] == found["planted"]
    assert found["forward again"] == found["planted"]


def test_what_is_written_once_is_guarded_on_the_way_back_too(found):
    """By triggers that know the columns which are there."""
    assert found["guarded"]


def test_every_migration_of_ours_has_a_way_back(found):
    """No data needs the way on to nothing, so it is not walked: each operation says that it can."""
    assert found["migrations"] > 30
    assert found["no way back"] == []


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True)
    assert "No changes detected" in capsys.readouterr().out
