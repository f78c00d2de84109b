"""Public pages of indicators and results, and the evidence that was published with them."""

import re
from datetime import date
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.models import Evidence, Indicator
from indicators.pages.public.framework import framework_page
from indicators.pages.public.indicator import find_indicator, indicator_page
from indicators.pages.public.result import evidence_in_force, result_page
from indicators.pages.public.version import version_page
from indicators.pages.published import past_of
from rmt.caching import public_page
from rmt.text import day


@require_safe
@public_page
def indicators(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """The framework: every indicator, by level."""
    return render(request, "indicators/public/indicators.html", {"page": framework_page(as_of=as_of)})


@require_safe
@public_page
def indicator(request: HttpRequest, code: str, *, as_of: date | None) -> HttpResponse:
    """One indicator: what it counts, and what the entries support beside what was aimed at and published."""
    try:
        found = find_indicator(code)
    except Indicator.DoesNotExist as unknown:
        raise Http404 from unknown
    page = indicator_page(found, as_of=as_of, today=timezone.localdate())
    return render(request, "indicators/public/indicator.html", {"page": page})


@require_safe
@public_page
def result(request: HttpRequest, number: int, *, as_of: date | None) -> HttpResponse:
    """One result, as its statement in force has it; of a withdrawn one only that it was withdrawn, and why."""
    page = result_page(number, as_of=as_of, today=timezone.localdate())
    if page is None:
        return render(request, "404.html", {"message": not_public_text(number, as_of)}, status=404)
    return render(request, "indicators/public/result.html", {"page": page})


@require_safe
@public_page
def version(request: HttpRequest, number: int, version: int, *, as_of: date | None) -> HttpResponse:
    """One version of a result, as it was published; whether it still holds stands at the top."""
    page = version_page(number, version, as_of=as_of)
    if page is None:
        words = {"number": number, "version": version, "day": day(as_of)}
        message = _("Version %(version)s of result No. %(number)s was not public on %(day)s.") % words if as_of else ""
        return render(request, "404.html", {"message": message}, status=404)
    return render(request, "indicators/public/version.html", {"page": page})


def not_public_text(number: int, as_of: date | None) -> str:
    """The same words whether it was never published or published later: a past day knows nothing of the future."""
    if as_of is None:
        return ""
    if past_of(as_of).before_first:
        return _("Nothing was published yet on %(day)s.") % {"day": day(as_of)}
    return _("No result No. %(number)s was public on %(day)s.") % {"number": number, "day": day(as_of)}


@require_safe
def evidence(request: HttpRequest, number: int, uuid: UUID) -> HttpResponseBase:
    """A file that the statement in force includes; it is offered to be saved, and runs nothing here."""
    item = evidence_in_force(number, str(uuid))
    if item is None or not item["sha256"]:
        raise Http404
    found = get_object_or_404(Evidence, uuid=uuid, sha256=item["sha256"])
    try:
        file = found.file.open("rb")
    except (FileNotFoundError, ValueError) as gone:
        raise Http404 from gone
    response = FileResponse(file, as_attachment=True, filename=safe_name(item["file_name"] or ""))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def safe_name(name: str) -> str:
    r"""A file name without folders, control characters or signs that a system reads as its own.

    >>> safe_name("../Law\r\n 12:2016.pdf"), safe_name("..")
    ('Law 12_2016.pdf', 'evidence')
    """
    last = re.split(r"[/\\]", name)[-1]
    printable = "".join(sign for sign in last if sign.isprintable())
    return re.sub(r'[:*?"<>|;%]', "_", printable).strip(". ") or "evidence"
