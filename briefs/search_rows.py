"""Published briefs, stories and reports as they can be found by words."""

import json
from collections.abc import Iterator

from django.utils import timezone

from briefs.documents import from_json, text_of
from briefs.models import Brief, Issue, Report, ReportEvent
from countries.names import names_of
from rmt import search
from rmt.models import SearchEntry
from rmt.search import Kind, search_row


def brief_rows() -> Iterator[SearchEntry]:
    """Every brief that is published now, as its issue says it: a draft is never here."""
    for issue in Issue.objects.briefs_on(None).defer(None):
        if issue.brief:
            yield _row(issue, issue.brief)


def rows() -> Iterator[SearchEntry]:
    """Everything of this kind: briefs and stories, and with them reports."""
    yield from brief_rows()
    yield from report_rows()


def report_rows() -> Iterator[SearchEntry]:
    """Every report that is public now, by its title and kind alone: its text is that of results, which are found."""
    published = ReportEvent.objects.public(timezone.now())
    readable = published.filter(issue__in=Issue.objects.not_removed())
    for report in Report.objects.filter(pk__in=readable.values("report")):
        kind = report.get_kind_display()
        yield search_row(
            Kind.BRIEF,
            str(report.uuid),
            report.title,
            f"/reports/{report.PLACES[Report.Kind(report.kind)]}/{report.slug}/",
            called=[report.title],
            words=[kind, report.slug.replace("-", " ")],
            in_english=["reports"],
            language=report.language,
            detail=kind.capitalize(),
            day=report.last_day,
        )


def index_reports() -> None:
    """Find every report that is public by now."""
    search.write(report_rows)


def forget_report(*, kind: str, slug: str, language: str) -> None:
    """Find a report no more."""
    reports = Report.objects.filter(kind=kind, slug=slug, language=language)
    search.forget(Kind.BRIEF, *map(str, reports.values_list("uuid", flat=True)))


def index_issue(issue: Issue, brief: Brief) -> None:
    """Find a brief as this issue says it."""
    search.write(lambda: [_row(issue, brief)])


def forget_brief(slug: str) -> None:
    """Find a brief no more."""
    search.forget(Kind.BRIEF, slug)


def _row(issue: Issue, brief: Brief) -> SearchEntry:
    country, theme = brief.country, brief.theme
    about = [*(names_of(country) if country else []), theme.name_en if theme else ""]
    return search_row(
        Kind.BRIEF,
        brief.slug,
        issue.title,
        f"/briefs/{brief.slug}/",
        called=[issue.title],
        words=[*about, *text_of(from_json(json.loads(issue.content)))],
        language=issue.language,
        detail=f"{brief.get_kind_display().capitalize()} · {country.name_en if country else about[-1]}",
        day=issue.recorded_at.date(),
    )
