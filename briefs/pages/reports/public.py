"""Reports in public: the list, each report as it was built, its versions and files, and previews by link."""

from dataclasses import replace
from datetime import date, datetime

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from briefs import documents
from briefs.actions import newest_issue, preview_of
from briefs.building import document_of, is_served, newest_of, removal_of
from briefs.models import Issue, PreviewLink, Report
from briefs.pages.reports.selectors import PublicReport, moment_of, public_reports
from briefs.pages.stored_files import issue_file
from rmt.caching import public_page
from rmt.text import as_day, day, moment

KINDS = {place: kind for kind, place in Report.PLACES.items()}


@require_safe
@public_page
def reports(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """Every public report by its kind, the newest first."""
    by_kind: dict[str, list[PublicReport]] = {kind: [] for kind in Report.PUBLIC_KINDS}
    for public in public_reports(moment_of(as_of)):
        by_kind[public.report.kind].append(public)
    groups = [(Report.Kind(kind).label, rows) for kind, rows in by_kind.items() if rows]
    context = {"groups": groups, "day": as_of}
    return render(request, "briefs/reports/reports.html", context)


@require_safe
def reports_of_kind(request: HttpRequest, place: str) -> HttpResponse:
    """Whoever cuts the end off the address of a report finds the list."""
    return redirect("reports")


@require_safe
@public_page
def report(request: HttpRequest, place: str, slug: str, *, as_of: date | None) -> HttpResponse:
    """A report as it was built, in the language of the page or else in another in which there is one."""
    try:
        found, issue = _public(place, slug, moment_of(as_of))
    except Http404:
        found, issue = _public(place, slug, timezone.now())
        context = {"title": issue.title, "language": found.language, "url": found.get_absolute_url(), "day": as_of}
        return render(request, "briefs/public/not_yet.html", context, status=404)
    return _issue_page(request, found, issue, as_of=as_of)


@require_safe
@public_page
def report_version(request: HttpRequest, place: str, slug: str, number: int, *, as_of: date | None) -> HttpResponse:
    """One version of a report that was public once: it stays at its address for good (rule 4)."""
    found, issue = _public_version(place, slug, number)
    return _issue_page(request, found, issue, is_version=True)


@require_safe
def report_file(request: HttpRequest, place: str, slug: str, ending: str) -> HttpResponse | FileResponse:
    """The PDF or Word file of a report, as it was built."""
    return _file(request, *_public(place, slug, timezone.now()), ending)


@require_safe
def report_version_file(
    request: HttpRequest, place: str, slug: str, number: int, ending: str
) -> HttpResponse | FileResponse:
    """The same of one version."""
    return _file(request, *_public_version(place, slug, number), ending)


def _file(request: HttpRequest, found: Report, issue: Issue, ending: str) -> HttpResponse | FileResponse:
    return issue_file(issue, ending) if is_served(issue) else _not_served(request, found, issue)


def _in_languages(place: str, slug: str) -> list[Report]:
    """The report in every language in which there is one, that of the page first, then English."""
    reports = Report.objects.filter(kind=KINDS[place], slug=slug).exclude(public_issue=None)
    order = (get_language(), "en")
    return sorted(reports, key=lambda one: order.index(one.language) if one.language in order else len(order))


def _public(place: str, slug: str, at: datetime) -> tuple[Report, Issue]:
    for found in _in_languages(place, slug):
        if issue := found.issue_at(at):
            return found, issue
    raise Http404


def _public_version(place: str, slug: str, number: int) -> tuple[Report, Issue]:
    for found in _in_languages(place, slug):
        if issue := found.issues_until(timezone.now()).filter(number=number).select_related("edition").first():
            return found, issue
    raise Http404


def _issue_page(
    request: HttpRequest, found: Report, issue: Issue, *, as_of: date | None = None, is_version: bool = False
) -> HttpResponse:
    """The stored page of an issue, within ours. A past day shows nothing that came later (rule 3)."""
    if not is_served(issue):
        return _not_served(request, found, issue)
    context = {
        "report": found,
        "issue": issue,
        "versions": found.issues_until(moment_of(as_of)).order_by("-number"),
        "place": found.PLACES[Report.Kind(found.kind)],
        "is_version": is_version,
        "day": as_of,
        "trail": _trail(found, issue.number if is_version else None),
    }
    return render(request, "briefs/reports/report.html", context)


def _trail(found: Report, version: int | None = None) -> list[tuple[str, str | None]]:
    trail: list[tuple[str, str | None]] = [(_("Reports"), reverse("reports"))]
    if version is None:
        return [*trail, (found.title, None)]
    return [*trail, (found.title, found.get_absolute_url()), (_("Version %(number)s") % {"number": version}, None)]


def _not_served(request: HttpRequest, found: Report, issue: Issue) -> HttpResponse:
    """That something had to be hidden in an issue, and what came out instead, if it did already (rule 12)."""
    context = {
        "report": found,
        "issue": issue,
        "newer": newest_of(issue),
        "removal": removal_of(issue),
        "trail": _trail(found),
    }
    return render(request, "briefs/reports/not_served.html", context, status=410)


# Previews


@never_cache
@require_safe
def report_preview(request: HttpRequest, token: str) -> HttpResponse:
    """What was built last of a report that is not public yet, for the reader whom the link names."""
    return _for_one_reader(_preview(request, token))


def _preview(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    preview = preview_of(token, now=now)
    if preview is None:
        return render(request, "briefs/reports/preview_closed.html", status=404)
    if preview.report.is_public(now):
        return redirect(preview.report)
    issue = newest_issue(preview.report)
    if issue is None or not is_served(issue):
        return render(request, "briefs/reports/preview_closed.html", {"is_built_again": True}, status=404)
    document = _marked(issue, preview)
    context = {"preview": preview, "issue": issue, "html": documents.page_of(document), "token": token}
    return render(request, "briefs/reports/preview.html", context)


@never_cache
@require_safe
def report_preview_file(request: HttpRequest, token: str) -> HttpResponse:
    """The same as a PDF, with the warning on every sheet; once the report is public, its public PDF."""
    now = timezone.now()
    preview = preview_of(token, now=now)
    if preview and preview.report.is_public(now):
        found = preview.report
        with override(found.language):
            return redirect("report_file", found.PLACES[Report.Kind(found.kind)], found.slug, "pdf")
    issue = newest_issue(preview.report) if preview else None
    if preview is None or issue is None or not is_served(issue):
        raise Http404
    document = _marked(issue, preview)
    response = HttpResponse(documents.pdf_of(document), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{issue.kind}-{issue.slug}-{issue.language}-preview.pdf"'
    return _for_one_reader(response)


def _marked(issue: Issue, preview: PreviewLink) -> documents.Document:
    """The document of a preview: for whom and until when stands on every sheet, in the language of the report."""
    document = document_of(issue)
    with override(issue.language):
        if preview.report.public_from:
            words = _("Embargoed until %(when)s. For %(reader)s alone.")
            said = words % {"when": moment(preview.report.public_from), "reader": preview.reader}
        else:
            words = _("Not published yet. For %(reader)s alone, until %(day)s.")
            said = words % {"reader": preview.reader, "day": day(as_day(preview.expires_at))}
    return replace(document, warning=f"{document.warning} {said}".strip())


def _for_one_reader(response: HttpResponse) -> HttpResponse:
    """Stored by nobody, found by no search engine, and its address is passed on to no other site."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
