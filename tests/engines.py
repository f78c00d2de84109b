"""Which engine each test runs on, and the minutes that each folder may take: both from the table of docs/testing.md.

A run is on one engine, that of DATABASE_URL, and leaves out what belongs to the other; `--everywhere` runs all. Tests
outside `tests/` (doctests of figures and charts) carry no SQL: SQLite. A folder that is not in the table stops the run.

`python -m tests.engines FOLDER` prints what the runs that wrote into FOLDER took (RMT_TEST_MINUTES=FOLDER).
"""

import json
import os
import re
import resource
import sys
from collections import Counter
from pathlib import Path
from time import process_time
from types import CodeType

import pytest

TESTS = Path(__file__).parent
TABLE = TESTS.parent / "docs" / "testing.md"
ROW = re.compile(
    r"^\| `(?P<where>[^`]+)` \| (?P<engine>both|SQLite|PostgreSQL) \| (?P<minutes>[\d.]+|–) \|", re.MULTILINE
)
VENDORS = {"SQLite": {"sqlite"}, "PostgreSQL": {"postgresql"}, "both": {"sqlite", "postgresql"}}
FIRST = "migrations"  # longer than any other test: what starts last keeps one core waiting
BEGINNING = "beginning"  # collection, tables, reference data: what a worker does once for all its tests

USED = "processor seconds"

began = pytest.StashKey[float]()  # for what is made once, since the last report
counted = pytest.StashKey[float]()  # when the last report was made


def rows() -> dict[str, tuple[set[str], float | None]]:
    """Folder or file → the engines it runs on, and its minutes; a file has none of its own."""
    found = ROW.finditer(TABLE.read_text())
    return {r["where"]: (VENDORS[r["engine"]], None if r["minutes"] == "–" else float(r["minutes"])) for r in found}


def folders() -> set[str]:
    return {path.relative_to(TESTS).parts[0] for path in TESTS.rglob("test_*.py")}


def folder_of(path: Path) -> str:
    """`workflow` for what is in `tests/workflow/`, `doctests` for what is not in `tests/`."""
    return path.relative_to(TESTS).parts[0] if path.is_relative_to(TESTS) else "doctests"


def engines_of(item: pytest.Item) -> set[str]:
    """The engines of a test: of its file, if the table has it, else of its folder."""
    if item.get_closest_marker("both_engines"):
        return VENDORS["both"]
    table = rows()
    name = item.path.relative_to(TESTS).as_posix() if item.path.is_relative_to(TESTS) else ""
    return (table.get(name) or table[folder_of(item.path)])[0]


def counts_queries(item: pytest.Item) -> bool:
    """Whether a test counts queries, with or without `tests/counting.py`."""
    if {"django_assert_num_queries", "django_assert_max_num_queries"} & set(getattr(item, "fixturenames", ())):
        return True
    code = getattr(getattr(item, "function", None), "__code__", None)
    return code is not None and not {"CaptureQueriesContext", "queries"}.isdisjoint(names_in(code))


def names_in(code: CodeType) -> set[str]:
    inside = [each for each in code.co_consts if isinstance(each, CodeType)]
    return {*code.co_names, *(name for each in inside for name in names_in(each))}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--everywhere", action="store_true", help="run each test, on whichever engine this run is")


def pytest_configure(config: pytest.Config) -> None:
    known = {where.partition("/")[0] for where in rows()}
    if missing := folders() - known:
        raise pytest.UsageError(f"docs/testing.md does not say on which engine these run: {sorted(missing)}")
    gone = [where for where in rows() if where not in ("doctests", BEGINNING) and not (TESTS / where).exists()]
    if gone:
        raise pytest.UsageError(f"docs/testing.md has rows of what is not there: {gone}")
    config.stash[began] = config.stash[counted] = 0.0


def pytest_report_header(config: pytest.Config) -> str:
    vendor = vendor_of_this_run()
    return f"engine: {vendor}" + ("" if config.option.everywhere else ", without what runs elsewhere (--everywhere)")


def vendor_of_this_run() -> str:
    from django.db import connection

    return connection.vendor


def pytest_collection_finish(session: pytest.Session) -> None:
    session.config.stash[began] = processor_seconds()  # imports and collection


@pytest.hookimpl(trylast=True)  # after pytest-django, which puts what commits last
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.option.everywhere:
        vendor = vendor_of_this_run()
        left_out = [item for item in items if vendor not in engines_of(item)]
        items[:] = [item for item in items if vendor in engines_of(item)]
        config.hook.pytest_deselected(items=left_out)
    items.sort(key=lambda item: folder_of(item.path) != FIRST)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if counts_queries(item) and engines_of(item) != VENDORS["both"]:
        pytest.fail("It counts queries, which differ by engine: mark it `both_engines`.", pytrace=False)


def processor_seconds() -> float:
    """What this process has used so far, and those that it started and waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    """What is made once for all tests of a worker is not the time of the test that came first."""
    start = processor_seconds()
    try:
        return (yield)
    finally:
        if fixturedef.scope == "session":
            request.config.stash[began] += processor_seconds() - start


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Each phase of a test carries what it used to where the reports arrive."""
    report, stash = (yield), item.config.stash
    now = processor_seconds()
    report.user_properties.append((USED, (now - stash[counted] - stash[began], stash[began])))
    stash[counted], stash[began] = now, 0.0
    return report


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        session.config.pluginmanager.register(Adding())


class Adding:
    """Adds up what the tests of each folder used, in the one process in which the reports of all workers arrive."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        own, shared = dict(report.user_properties).get(USED, (0.0, 0.0))  # none, if a worker died
        self.seconds[folder_of(TESTS.parent / report.fspath)] += own
        self.seconds[BEGINNING] += shared

    def pytest_sessionfinish(self) -> None:
        if folder := os.environ.get("RMT_TEST_MINUTES"):
            (Path(folder) / f"{vendor_of_this_run()}.json").write_text(json.dumps(self.seconds))


def table_of(taken: Counter) -> str:
    """What was used beside what is planned, in minutes; a warning is all that comes of more."""
    planned = {where: minutes for where, (_engines, minutes) in rows().items() if minutes is not None}
    lines = [f"{'':16}{'used':>6}{'planned':>9}"]
    for where in sorted(taken, key=lambda each: -taken[each]):
        minutes, plan = taken[where] / 60, planned.get(where, 0.0)
        lines.append(f"{where:16}{minutes:6.1f}{plan:9.1f}{'   more than planned' if minutes > plan else ''}")
    return "\n".join([*lines, f"{'all':16}{taken.total() / 60:6.1f}{sum(planned.values()):9.1f}"])


if __name__ == "__main__":
    total: Counter = Counter()
    for file in Path(sys.argv[1]).glob("*.json"):
        total.update(json.loads(file.read_text()))
    sys.stdout.write(table_of(total) + "\n")
