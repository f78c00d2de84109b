"""Make one dataset, read it as a visitor and as each role, and save what every address says."""

import logging
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from uuid import UUID

import time_machine
from django.apps import apps
from django.db.models import UUIDField

from tests.compare import datasets
from tests.compare.crawling import crawl
from tests.compare.html import digest
from tests.compare.people import people_of
from tests.compare.text import masked, text_of

LONGEST_NAME = 200


def take(dataset: str, folder: Path) -> None:
    """Everything of one dataset, below `folder`; what it needs meanwhile is thrown away."""
    state = Path(tempfile.mkdtemp(prefix=f"rmt-compare-{dataset}-"))
    try:
        datasets.make(dataset, state)
        with time_machine.travel(datasets.READ, tick=False):
            read(dataset, folder, rows_of(state))
    finally:
        shutil.rmtree(state)


def read(dataset: str, folder: Path, rows: dict[str, str]) -> None:
    """One file for each answer, below the folder of who read it; and how many there were, as it goes on."""
    missed = MissedByTemplates()
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    for person in people_of(dataset):
        statuses: Counter[int] = Counter()
        for answer in crawl(person.client, person.start, within=person.may_follow, limits=person.limits):
            path = folder / person.name / file_name(masked(answer.address, rows))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(masked(text_of(answer.response, answer.body, answer.page), rows))
            statuses[answer.response.status_code] += 1
            if answer.response.status_code >= 500:
                say(f"{dataset}: {person.name}: {answer.response.status_code} {answer.address}")
        about = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
        say(f"{dataset}: {person.name}: {statuses.total()} pages ({about})")
    (folder / "missed-by-templates").write_text("".join(f"{name}\n" for name in sorted(missed.names)))


def rows_of(state: Path) -> dict[str, str]:
    """UUID → "result-12": every row that has one, also of what people practise on."""
    found = {}
    columns = [(model, field) for model in apps.get_models() for field in model._meta.concrete_fields]
    for database in sorted(state.rglob("*.sqlite3")):
        with closing(sqlite3.connect(database)) as connection:
            for model, field in columns:
                if isinstance(field, UUIDField):
                    names = (model._meta.pk.column, field.column, model._meta.db_table)
                    for key, value in connection.execute('SELECT "{}", "{}" FROM "{}"'.format(*names)):
                        if value:
                            found[str(UUID(value))] = f"{model._meta.model_name}-{key}"
    return found


def file_name(address: str) -> str:
    """`countries/togo/index?as_of=2026-10-15.txt`; what is too long for a file system ends in a digest."""
    path, mark, query = address.removeprefix("/").partition("?")
    name = f"{path}index" if path.endswith("/") or not path else path
    folder, _slash, last = name.rpartition("/")
    last += mark + query.replace("/", "%2F")
    if len(last.encode()) > LONGEST_NAME:
        last = f"{last[: LONGEST_NAME // 2]}…{digest(last.encode())[:16]}"
    return f"{folder}/{last}.txt".removeprefix("/")


class MissedByTemplates(logging.Handler):
    """Django leaves out what a template asks for in vain, and says so only here."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        log = logging.getLogger("django.template")
        log.setLevel(logging.DEBUG)
        log.addHandler(self)
        log.propagate = False

    def emit(self, record: logging.LogRecord) -> None:
        self.names.add(str(record.args[0]))


def say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
