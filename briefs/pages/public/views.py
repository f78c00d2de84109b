"""The public pages of briefs: the list, one of them, each of its versions, their files and pictures."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from briefs import building
from briefs.models import Brief, BriefPicture, Issue
from briefs.pages.public.selectors import brief_list_page, brief_page, issue_on, served, withdrawal_of
from briefs.pages.stored_files import issue_file, stored_file
from rmt.caching import public_page
from rmt.forms import LONGEST_CONDITION
from rmt.text import as_day


@require_safe
@public_page(params=("kind", "region", "theme", "language", "page"), longest=LONGEST_CONDITION)
def briefs(request: HttpRequest, *, as_of: date | None, asked: dict[str, str]) -> HttpResponse:
    """Every published brief and story, narrowed as the form asks, and how far the plan is."""
    return render(request, "briefs/public/briefs.html", brief_list_page(asked, as_of=as_of))


@require_safe
@public_page
def brief(request: HttpRequest, slug: str, *, as_of: date | None) -> HttpResponse:
    """One brief as it was issued; one that was withdrawn says so and why, and its versions keep their addresses."""
    found = _known(slug)
    issue = issue_on(found, as_of)
    if issue is not None:
        return render(request, "briefs/public/brief.html", brief_page(found, issue, as_of=as_of))
    first = found.issues.order_by("number")[0]
    if as_of is not None and as_of < as_day(first.recorded_at):
        context = {"title": first.title, "language": first.language, "url": found.get_absolute_url(), "day": as_of}
        return render(request, "briefs/public/not_yet.html", context, status=404)
    if as_of is not None:
        raise Http404
    return _not_here(request, found, found.issues.order_by("-number")[0], withdrawal=withdrawal_of(found))


@require_safe
@public_page
def brief_version(request: HttpRequest, slug: str, number: int, *, as_of: date | None) -> HttpResponse:
    """One version of a brief, for good."""
    found = _known(slug)
    issue = get_object_or_404(found.issues.select_related("edition"), number=number)
    if (readable := served(issue)) is None or readable != issue:
        return _not_here(request, found, issue, instead=readable)
    return render(request, "briefs/public/brief.html", brief_page(found, issue, is_version=True))


def _not_here(request: HttpRequest, found: Brief, issue: Issue, **why: Any) -> HttpResponse:
    """Why an issue is not shown: removed by two managers (rule 2), withdrawn, or issued anew (rule 12)."""
    context = {"brief": found, "removal": building.removal_of(issue), **why}
    return render(request, "briefs/public/not_here.html", context)


@require_safe
def brief_file(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """The PDF or Word file of a brief, as it was built."""
    issue = issue_on(_known(slug), None)
    if issue is None:
        raise Http404
    return issue_file(issue, ending)


@require_safe
def brief_version_file(request: HttpRequest, slug: str, number: int, ending: str) -> HttpResponseBase:
    """The PDF or Word file of one version."""
    issue = get_object_or_404(_known(slug).issues.select_related("edition"), number=number)
    if not building.is_served(issue):
        raise Http404
    return issue_file(issue, ending)


@require_safe
def brief_picture(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """A picture of a brief, once an issue that readers get has it: with the consent that was recorded."""
    found = get_object_or_404(BriefPicture.objects.select_related("brief"), uuid=uuid, brief__slug=slug)
    issues = Issue.objects.filter(brief=found.brief, content__contains=str(found.file.name)).select_related("edition")
    if not any(building.is_served(issue) for issue in issues.order_by("-number")):
        raise Http404
    return stored_file(found.file, "image/jpeg", f"{found.uuid}.jpg", found.sha256)


def _known(slug: str) -> Brief:
    """The brief, if anything of it was ever public; a draft is 404, as what does not exist."""
    briefs = Brief.objects.filter(issues__isnull=False).distinct()
    return get_object_or_404(briefs.select_related("country__region", "theme"), slug=slug)
