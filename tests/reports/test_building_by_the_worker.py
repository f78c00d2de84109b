"""A report is built by the worker: step by step, once, again after a worker was killed (rule 4)."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from briefs import documents
from briefs.building import ask_for_building, build, document_of, queue_lost_buildings, remove_files_of_no_issue
from briefs.building.issues import FOLDER
from briefs.models import Building, Issue
from tests.reports import steps

pytestmark = pytest.mark.django_db
NOW = "2027-03-15T09:00Z"


class Killed(BaseException):
    """What a worker cannot catch."""


@pytest.fixture
def clock(on_day):
    return on_day(NOW)


def files() -> set[str]:
    return set(default_storage.listdir(FOLDER)[1]) if default_storage.exists(FOLDER) else set()


def test_it_is_built_once_and_a_mail_says_so(cast, signed_in, clock, worker, mailoutbox, monkeypatch):
    steps.set_no_files(monkeypatch)
    report = steps.plan(cast.manager)
    browser = signed_in("manager")
    asked = browser.post(reverse("build_report", args=[report.uuid]))
    assert asked.url == reverse("report_building", args=[report.uuid])
    assert "Waiting for the worker." in browser.get(asked.url).text
    assert ask_for_building(report, cast.other_manager).pk == report.buildings.get().pk
    worker()
    building = report.buildings.get()
    assert (building.state, building.done, building.failure) == (Building.State.DONE, building.steps, "")
    assert building.issue == Issue.objects.get()
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == ([cast.manager.email], "Built: Annual report 2026")
    assert reverse("desk_report", args=[report.uuid]) in mail.body
    assert "It is built" in browser.get(asked.url).text


def test_a_killed_worker_leaves_nothing_and_another_takes_it_up(cast, clock, real_queue, monkeypatch):
    steps.set_no_files(monkeypatch)
    report, before = steps.plan(cast.manager), files()
    building = ask_for_building(report, cast.manager)
    with monkeypatch.context() as broken:
        broken.setattr(documents, "word_of", lambda document: _raise(Killed()))
        with pytest.raises(Killed):
            build.call(building.pk)
    building.refresh_from_db()
    assert (building.state, building.step, Issue.objects.count()) == ("running", "setting", 0)
    assert files() == before
    build.call(building.pk)  # too early: it may live
    assert not Issue.objects.exists()
    clock.shift(timedelta(minutes=6))
    assert queue_lost_buildings(now=timezone.now()) == 1
    build.call(building.pk)
    build.call(building.pk)
    building.refresh_from_db()
    assert (building.state, Issue.objects.count()) == ("done", 1)


def test_a_worker_that_was_thought_dead_stores_nothing(cast, clock, real_queue, monkeypatch):
    """It comes back after another has built the report: there is one issue, and its files."""
    steps.set_no_files(monkeypatch)
    report = steps.plan(cast.manager)
    building = ask_for_building(report, cast.manager)
    bytes_of, calls = documents.word_of, []

    def slow(document):
        if not calls:
            calls.append(1)
            clock.shift(timedelta(minutes=6))
            build.call(building.pk)  # another worker
        return bytes_of(document)

    monkeypatch.setattr(documents, "word_of", slow)
    before = files()
    build.call(building.pk)
    assert (Issue.objects.count(), report.buildings.get().state) == (1, "done")
    assert len(files() - before) == 2


def test_what_fails_says_so_in_one_line_and_stores_nothing(cast, signed_in, clock, real_queue, mailoutbox, monkeypatch):
    monkeypatch.setattr(documents, "pdf_of", lambda document: _raise(RuntimeError("a secret path\nand more")))
    report, before = steps.plan(cast.manager), files()
    building = ask_for_building(report, cast.manager)
    build.call(building.pk)
    building.refresh_from_db()
    assert (building.state, building.issue, Issue.objects.count()) == ("failed", None, 0)
    assert "RuntimeError" in building.failure
    assert "secret" not in building.failure
    assert "\n" not in building.failure
    assert files() == before
    assert building.failure in signed_in("manager").get(reverse("desk_report", args=[report.uuid])).text
    assert ask_for_building(report, cast.manager) != building


def test_files_of_no_issue_go_after_a_day(cast, clock, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    steps.set_no_files(monkeypatch)
    issue = steps.build(steps.plan(cast.manager), cast.manager)
    lost = default_storage.save(f"{FOLDER}/annual-2026-en-v9.pdf", issue.pdf.file)
    kept_since = default_storage.get_modified_time(lost)
    assert remove_files_of_no_issue(now=kept_since + timedelta(hours=23)) == 0
    assert remove_files_of_no_issue(now=kept_since + timedelta(hours=25)) == 1
    assert not default_storage.exists(lost)
    assert default_storage.exists(issue.pdf.name)
    assert default_storage.exists(issue.docx.name)


def test_the_check_of_the_record_reads_its_text_and_its_files(cast, clock, monkeypatch):
    """Rule 4: `verify_ledger` compares the bytes of each file with what was stored."""
    steps.set_no_files(monkeypatch)
    issue = steps.build(steps.plan(cast.manager), cast.manager)
    call_command("verify_ledger", verbosity=0)
    with default_storage.open(issue.pdf.name, "wb") as file:
        file.write(b"%PDF-1.7 forged")
    with pytest.raises(Exception, match="1 problem"):
        call_command("verify_ledger", verbosity=0)


def test_what_leaves_a_demonstration_says_that_it_is_one(cast, clock, settings, monkeypatch):
    steps.set_no_files(monkeypatch)
    settings.DEMO = True
    issue = steps.build(steps.plan(cast.manager), cast.manager)
    assert "Demonstration" in document_of(issue).warning
    assert document_of(issue).warning in issue.html


def _raise(error: BaseException):
    raise error
