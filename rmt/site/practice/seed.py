"""The seed that practice desks are copied from: a whole database with reference data and made-up entries."""

import hashlib
import io
import shutil
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from rmt.records import install_triggers
from rmt.site.practice import entries
from rmt.site.practice.desks import PracticeDesk, at, locked, people

DAYS_UNUSED = 30
MADE_FROM = (
    "*/migrations/*.py",
    "fixtures/*.*",
    "indicators/loading/reference.py",
    "indicators/loading/results.py",
    "rmt/site/practice/seed.py",
    "rmt/site/practice/entries.py",
    "rmt/site/practice/personas.py",
)


def ready() -> Path:
    """The seed of this release and this half-year; if there is none yet, it is built now, in some seconds."""
    today = timezone.localdate()
    path = root() / f"seed-{digest(entries.half_year(today))}.sqlite3"
    if not path.exists():
        with locked(root() / "seed.lock"):
            if not path.exists():
                _build(path, today=today)
    return path


def root() -> Path:
    """The folder of everything that is practice."""
    return Path(settings.PRACTICE_ROOT)


@lru_cache
def digest(half_year: date) -> str:
    """A digest of what a seed is made from: tables, reference data, entries, and the round that is practised."""
    total = hashlib.sha256(f"{django.VERSION} {half_year}".encode())
    for pattern in MADE_FROM:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def _build(path: Path, *, today: date) -> None:
    folder = Path(mkdtemp(prefix="making-", dir=root()))
    made = PracticeDesk(folder)
    try:
        with at(made):
            with connection.schema_editor() as editor:  # tables as the models are now, without all the migrations
                for model in apps.get_models():
                    if model._meta.can_migrate(connection):
                        editor.create_model(model)
            install_triggers()
            call_command("load_reference", stdout=io.StringIO())
            entries.make(today=today)
        made.database.replace(path)
    finally:
        shutil.rmtree(folder)


def remove_unused() -> int:
    """Remove practice desks that lay unused for 30 days; returns how many (rule 21)."""
    unused = [desk for desk in map(PracticeDesk, people().glob("*/")) if desk.days_unused() > DAYS_UNUSED]
    for desk in unused:
        with locked(desk.folder.with_suffix(".lock")):
            desk.clear_away()
    return len(unused)


def tidy() -> int:
    """Remove seeds of other releases, desks that copy them, and unused ones; returns how many desks."""
    seed, removed = ready(), remove_unused()
    for path in root().glob("seed-*.sqlite3"):
        if path != seed:
            path.unlink()
    for folder in people().glob("*/"):
        desk = PracticeDesk(folder)
        if desk.seed != seed.name:
            with locked(folder.with_suffix(".lock")):
                desk.clear_away()
            removed += 1
    return removed
