"""Public pages of projects and partners: as they are recorded today, with published results only."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects import definitions
from projects.models import Partner, Project
from projects.pages.public.listing import partner_list_page, project_list_page
from projects.pages.public.partner import partner_page
from projects.pages.public.project import project_page
from rmt.caching import asks_with_q, public_page
from rmt.forms import LONGEST_CONDITION


@require_safe
@asks_with_q
@public_page(
    params=("q", "country", "theme", "partner", "flagship", "active", "sort", "page"), longest=LONGEST_CONDITION
)
def project_list(request: HttpRequest, *, as_of: date | None, asked: dict[str, str]) -> HttpResponse:
    """Every project, narrowed as the form asks."""
    if as_of:
        return no_past_days(request, as_of)
    page = project_list_page(asked, today=timezone.localdate())
    return render(request, "projects/public/projects.html", {"page": page, "definitions": definitions})


@require_safe
@public_page
def project(request: HttpRequest, slug: str, *, as_of: date | None) -> HttpResponse:
    """One project; one that was merged leads to the one that it became part of."""
    if as_of:
        return no_past_days(request, as_of)
    found = get_object_or_404(Project.objects.select_related("merged_into"), slug=slug, taken_back_at=None)
    if found.merged_into:
        return HttpResponsePermanentRedirect(found.merged_into.get_absolute_url())
    page = project_page(found, today=timezone.localdate())
    return render(request, "projects/public/project.html", {"page": page})


@require_safe
@public_page(params=("page",))
def partner_list(request: HttpRequest, *, as_of: date | None, asked: dict[str, str]) -> HttpResponse:
    """Every partner that funds."""
    if as_of:
        return no_past_days(request, as_of)
    page = partner_list_page(asked, today=timezone.localdate())
    return render(request, "projects/public/partners.html", {"page": page, "rule": definitions.RULE_15})


@require_safe
@public_page
def partner(request: HttpRequest, slug: str, *, as_of: date | None) -> HttpResponse:
    """One partner; one that was merged leads to the one that it became part of."""
    if as_of:
        return no_past_days(request, as_of)
    found = get_object_or_404(Partner.objects.select_related("merged_into"), slug=slug)
    if found.merged_into:
        return HttpResponsePermanentRedirect(found.merged_into.get_absolute_url())
    page = partner_page(found, today=timezone.localdate())
    return render(request, "projects/public/partner.html", {"page": page})


def no_past_days(request: HttpRequest, day: date) -> HttpResponse:
    """A past day of a page of projects or partners: a link to today's page, whether or not it exists (rule 3)."""
    return render(request, "projects/public/no_past_days.html", {"day": day, "url": request.path})
