"""Which engine a test runs on is said in docs/testing.md, or the run does not begin (`tests/engines.py`)."""

from collections import Counter
from types import SimpleNamespace

import pytest

from tests import engines
from tests.counting import queries


def test_a_folder_that_the_table_does_not_name_stops_the_run(monkeypatch, request):
    monkeypatch.setattr(engines, "folders", lambda: {"workflow", "something_new"})
    with pytest.raises(pytest.UsageError, match=r"\['something_new'\]"):
        engines.pytest_configure(request.config)


def test_a_row_of_what_is_gone_stops_the_run(monkeypatch, request):
    known = engines.rows()
    monkeypatch.setattr(engines, "rows", lambda: known | {"projects/test_gone.py": ({"sqlite"}, None)})
    with pytest.raises(pytest.UsageError, match=r"\['projects/test_gone.py'\]"):
        engines.pytest_configure(request.config)


def test_the_engines_are_those_of_the_folder_of_the_file_or_of_the_mark(request):
    assert engines.engines_of(request.node) == {"sqlite"}
    request.node.add_marker("both_engines")
    assert engines.engines_of(request.node) == {"sqlite", "postgresql"}


def counts() -> int:
    return max(queries(None, address) for address in ())


def test_who_counts_queries_without_the_mark_fails():
    of_one_engine = SimpleNamespace(
        function=counts, path=engines.TESTS / "pages" / "test_it.py", get_closest_marker=lambda _name: None
    )
    with pytest.raises(pytest.fail.Exception, match="mark it `both_engines`"):
        engines.pytest_runtest_setup(of_one_engine)


def test_more_than_planned_is_said_and_nothing_else(monkeypatch):
    monkeypatch.setattr(engines, "rows", lambda: {"workflow": ({"postgresql"}, 1.0), "pages": ({"sqlite"}, 2.0)})
    lines = engines.table_of(Counter(workflow=90, pages=60)).splitlines()
    assert lines[1].split() == ["workflow", "1.5", "1.0", "more", "than", "planned"]
    assert lines[2].split() == ["pages", "1.0", "2.0"]
