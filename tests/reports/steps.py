"""A report as people make one: planned, its edition chosen, built by the worker, published."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from briefs import actions, documents
from briefs.building import ask_for_building
from briefs.building import build as worker_builds
from briefs.models import Building, Issue, Report
from briefs.pages.reports.selectors import paragraphs_of
from indicators import ledger
from indicators.models import Edition
from rmt.models import User

MARCH = datetime(2027, 3, 15, 9, tzinfo=UTC)


def plan(by: User, *, edition: Edition | None = None, **about) -> Report:
    """An annual report on 2026, from an edition that is pinned now unless another is given."""
    said = {"kind": "annual", "slug": "2026", "language": "en", "title": "Annual report 2026"} | about
    said = {"period_start": date(2026, 1, 1), "period_end": date(2027, 1, 1)} | said
    report = actions.plan_report(**said, by=by, now=timezone.now())
    edition = edition or ledger.pin_edition(note=said["title"], by=by)
    return actions.choose_edition(report=report, edition=edition, by=by)


def build(report: Report, by: User) -> Issue:
    """What the worker makes of it, at once. Fails with what went wrong."""
    building = ask_for_building(report, by)
    building.refresh_from_db()
    if building.ended_at is None:
        worker_builds.call(building.pk)
        building.refresh_from_db()
    assert building.state == Building.State.DONE, building.failure
    assert building.issue
    return building.issue


def publish(report: Report, issue: Issue, by: User, *, public_from: datetime | None = None) -> Report:
    report.refresh_from_db()
    return actions.publish_report(report=report, issue=issue, public_from=public_from, by=by, now=timezone.now())


def in_two_weeks() -> datetime:
    return timezone.now() + timedelta(days=14)


def keys_of(report: Report, chapter: str) -> list[str]:
    """The keys of the paragraphs of a chapter that can be written by hand."""
    return [line.key for line in paragraphs_of(report, now=timezone.now())[chapter]]


def set_no_files(monkeypatch) -> None:
    """Where a test is not about files, a second of typesetting is saved: some bytes stand for each."""
    monkeypatch.setattr(documents, "pdf_of", lambda document: b"%PDF-1.7")
    monkeypatch.setattr(documents, "word_of", lambda document: b"PK")
