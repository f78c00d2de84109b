"""Reported in: text ready to paste into other systems, and a record of where each result was reported."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import permissions
from indicators.followup import record_reported, take_back_reported
from indicators.models import Result
from indicators.pages.followup.reported_forms import ReportedForm
from indicators.pages.followup.reported_selectors import reported_list as list_of
from indicators.pages.followup.reported_selectors import reported_page
from rmt.forms import SignedIn


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def reported_list(request: SignedIn) -> HttpResponse:
    """The person's published results and where each was reported; of one round, all texts at once."""
    if not permissions.can_open_reported(request.user):
        raise PermissionDenied
    only_missing = request.GET.get("show") == "missing"
    code = request.GET.get("round", "")
    listed = list_of(request.user, code=code, only_missing=only_missing, page=request.GET.get("page"))
    trail = [(_("My desk"), reverse("desk")), (_("Reported elsewhere"), None)]
    asked = {"round": code, "show": "missing" if only_missing else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    context = {"page": listed, "only_missing": only_missing, "query": query, "trail": trail}
    return render(request, "indicators/followup/reported/list.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reported(request: SignedIn, uuid: UUID) -> HttpResponse:
    """The texts of one result, where it was reported, and a form to say so."""
    result = get_object_or_404(
        Result.objects.visible_to(request.user).select_related("country", "indicator"), uuid=uuid
    )
    if not permissions.can_read_reported(request.user, result):
        raise PermissionDenied
    can_record = permissions.can_record_reported(request.user, result)
    if request.method == "POST" and not can_record:
        raise PermissionDenied
    if request.method == "POST" and "remove" in request.POST:
        return _take_back(request, result)
    form = ReportedForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            record_reported(result=result, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Noted: nobody has to report it there again."))
            return redirect("reported", uuid=uuid)
    page = reported_page(result, user=request.user)
    trail = [
        (_("My desk"), reverse("desk")),
        (_("Reported elsewhere"), reverse("reported_list")),
        (page["title"], None),
    ]
    context = {"page": page, "form": form, "can_record": can_record, "trail": trail}
    return render(request, "indicators/followup/reported/result.html", context)


def _take_back(request: SignedIn, result: Result) -> HttpResponse:
    pk = request.POST["remove"]
    row = get_object_or_404(result.reported, pk=pk if pk.isascii() and pk.isdecimal() and len(pk) < 18 else 0)
    if not permissions.can_take_back_reported(request.user, row):
        raise PermissionDenied
    take_back_reported(reported=row)
    messages.success(request, _("Removed from the list."))
    return redirect("reported", uuid=result.uuid)
