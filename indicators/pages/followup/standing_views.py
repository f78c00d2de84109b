"""Still in force? The steps that a person is asked about, several answered at once, and the record of one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import permissions
from indicators.followup import confirm_standings
from indicators.models import Result
from indicators.pages.followup.standing_forms import ConfirmForm, StandingForm
from indicators.pages.followup.standing_selectors import questions_for, standing_page
from indicators.results import actions
from rmt.forms import SignedIn

ROWS = 50


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: SignedIn) -> HttpResponse:
    """The steps to ask about; those that still stand can be confirmed together, with one reason."""
    if not permissions.can_open_standing(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    form = ConfirmForm(request.POST or None, today=today)
    chosen = _chosen(request)
    if request.method == "POST":
        if not chosen:
            form.add_error(None, _("Choose at least one step in the list."))
        if form.is_valid():
            try:
                confirm_standings(results=chosen, by=request.user, **form.cleaned_data)
            except ValidationError as refused:  # what is refused is named in the form, and nothing is written
                form.add_error(None, refused)
            else:
                count = len(chosen)
                text = ngettext("%(n)s step is confirmed as in force.", "%(n)s steps are confirmed as in force.", count)
                messages.success(request, text % {"n": count})
                return redirect("standing")
    context = {
        "page": Paginator(questions_for(request.user, today=today), ROWS).get_page(request.GET.get("page")),
        "form": form,
        "chosen": {result.pk for result in chosen},
        "trail": [(_("My desk"), reverse("desk")), (_("Still in force?"), None)],
    }
    return render(request, "indicators/followup/standing/standing.html", context)


def _chosen(request: SignedIn) -> list[Result]:
    """The steps that were named: 404 for one that is not published, 403 for one that is not asked of this person."""
    try:
        named = {UUID(text) for text in request.POST.getlist("result")}
    except ValueError:
        raise Http404 from None
    found = list(Result.objects.filter(uuid__in=named, number__isnull=False).order_by("pk"))
    if len(found) < len(named):
        raise Http404
    if not all(permissions.can_record_standing(request.user, result) for result in found):
        raise PermissionDenied
    return found


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def standing_result(request: SignedIn, uuid: UUID) -> HttpResponse:
    """What was recorded of one step, and the question: confirmed, lost or restored, when, and how it is known."""
    result = get_object_or_404(Result.objects.select_related("country", "indicator"), uuid=uuid)
    if not permissions.can_read_standing(request.user, result):
        raise Http404
    can_record = permissions.can_record_standing(request.user, result)
    if request.method == "POST" and not can_record:
        raise PermissionDenied
    today = timezone.localdate()
    form = StandingForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_standing(result=result, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Recorded. The page of the result says so from now on."))
            return redirect("standing_result", uuid=uuid)
    page = standing_page(result, today=today)
    trail = [(_("My desk"), reverse("desk")), (_("Still in force?"), reverse("standing")), (page["title"], None)]
    context = {"page": page, "form": form, "can_record": can_record, "trail": trail}
    return render(request, "indicators/followup/standing/result.html", context)
