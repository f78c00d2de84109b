"""The desk: what a person has to do, the results that the person may know of, and one of them whole."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import permissions
from indicators.models import Result
from indicators.pages.desk.filters import DeskResultFilter
from indicators.pages.desk.selectors import desk_of
from indicators.pages.entry import today_of
from indicators.pages.transition import result_on_desk, visible_result
from rmt.files import clean_name
from rmt.forms import SignedIn, carried_on
from rmt.roles import roles_of

ROWS = 50


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def desk(request: SignedIn) -> HttpResponse:
    """What is due, what came back, what is in draft, what waits for others."""
    return render(request, "indicators/desk/desk.html", {"desk": desk_of(request.user, now=timezone.now())})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def results(request: SignedIn) -> HttpResponse:
    """Every result that the person may know of, as it stands on the desk."""
    filters = DeskResultFilter(
        request.GET, queryset=Result.objects.visible_to(request.user).for_desk(), request=request
    )
    page = Paginator(filters.qs.order_by("-changed_at", "pk"), ROWS).get_page(request.GET.get("page"))
    query = carried_on(request.GET, filters.filters)
    context = {
        "filters": filters,
        "page": page,
        "query": query,
        "is_narrowed": bool(query),
        "can_add": bool(permissions.indicators_offered(roles_of(request.user))),
    }
    return render(request, "indicators/desk/results.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def result(request: SignedIn, uuid: UUID) -> HttpResponse:
    """The working copy as readers will see it, what it still needs, and what the person may do."""
    found = visible_result(request, uuid)
    context = result_on_desk(found, user=request.user, today=today_of(found.country))
    return render(request, "indicators/desk/result.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def evidence(request: SignedIn, uuid: UUID, evidence: UUID) -> HttpResponseBase:
    """A file of evidence, for those who may see the result: always to save, never shown as a page of ours."""
    stored = get_object_or_404(visible_result(request, uuid).evidence, uuid=evidence, url=None)
    try:
        content = stored.file.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=True,
        filename=clean_name(stored.file_name or ""),
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
