"""What a demonstration publishes from its record: the briefs of `fixtures/briefs`, and reports."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError

from briefs.actions import choose_edition, latest_edition, newest_issue, publish_report, report_by_name
from briefs.building import ask_for_building, build
from briefs.loading import load_briefs, read_briefs
from briefs.models import Brief, Report
from countries.models import Country, FocalPoint, Theme, ThemeLead
from indicators.ledger import pin_edition
from indicators.models import Edition, LedgerHead
from rmt.models import User


def publish_briefs(*, now: datetime) -> dict[str, list[str]]:
    """Publish the briefs of `fixtures/briefs` that are not held yet; by slug, why one could not be.

    Each is written by whoever answers for its country or theme here, and published by another.
    """
    manager, second = (User.objects.get(email=f"{name}@example.org") for name in ("manager", "second.manager"))
    held = set(Brief.objects.values_list("slug", flat=True))
    waiting = [brief for brief in read_briefs(settings.BASE_DIR / "fixtures" / "briefs") if brief["slug"] not in held]
    if not waiting:
        return {}

    def author_of(country: Country | None, theme: Theme | None) -> User:
        points = FocalPoint.objects.filter(country=country, is_deputy=False)
        leads = ThemeLead.objects.filter(theme=theme, is_deputy=False)
        own = (points if country else leads).select_related("user").order_by("pk").first()
        return own.user if own else second

    edition = edition_of_now(by=manager)
    return load_briefs(waiting, edition=edition, author_of=author_of, reviewer=manager, now=now)


def publish_reports(*, now: datetime) -> dict[str, list[str]]:
    """Build and publish the report on phase I, the one from 2021 to today, that of last year and the dashboard of the
    quarter that has ended, where they are not public yet; by name, why one could not be.
    """
    manager = User.objects.get(email="manager@example.org")
    refused = {}
    for kind, name in named_reports(now):
        if Report.objects.filter(kind=kind, slug=name).exclude(public_issue=None).exists():
            continue
        try:
            _publish(kind, name, by=manager, now=now)
        except ValidationError as problem:
            refused[name] = problem.messages
    return refused


def named_reports(now: datetime) -> Iterator[tuple[str, str]]:
    """Which reports, by kind and name."""
    yield Report.Kind.PERIOD, "phase-1"
    yield Report.Kind.PERIOD, "since-2021"
    yield Report.Kind.ANNUAL, str(now.year - 1)
    ended = now.year * 4 + (now.month - 1) // 3 - 1
    yield Report.Kind.DASHBOARD, f"{ended // 4}-q{ended % 4 + 1}"


def _publish(kind: str, name: str, *, by: User, now: datetime) -> None:
    report = report_by_name(kind=kind, name=name, language=User.Language.ENGLISH, by=by, now=now)
    report = choose_edition(report=report, edition=edition_of_now(by=by), by=by)
    building = ask_for_building(report, by)
    build.func(building.pk)
    building.refresh_from_db()
    issue = newest_issue(report)
    if issue is None or building.issue != issue:
        raise ValidationError(building.failure or "Another process is building it.")
    publish_report(report=report, issue=issue, public_from=None, by=by, now=now)


def edition_of_now(*, by: User) -> Edition:
    """The edition that holds all that is published; pinned where the last one does not."""
    latest = latest_edition()
    if latest and latest.seq == LedgerHead.objects.get().seq:
        return latest
    return pin_edition(note="Pinned by the demonstration, for its briefs and reports.", by=by)
