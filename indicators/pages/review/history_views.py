"""The history of a result in words, and an earlier version of a draft brought back."""

import copy
import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import permissions
from indicators.models import Result
from indicators.pages.transition import StepView, timeline_of
from indicators.results import read_back, restore_revision
from rmt.forms import SignedIn


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def history(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Everything that happened to a result, and any two of its versions side by side."""
    result = get_object_or_404(Result.objects.visible_to(request.user).for_desk(), uuid=uuid)
    first, last = request.GET.get("from", ""), request.GET.get("to", "")
    context = {
        "result": result,
        "timeline": timeline_of(result, page=request.GET.get("page"), first=first, last=last),
        "first": first,
        "last": last,
        "can_restore": permissions.can_edit(request.user, result),
        "trail": [
            (_("My desk"), reverse("desk")),
            (_("Results"), reverse("desk_results")),
            (str(result), result.get_absolute_url()),
            (_("History"), None),
        ],
    }
    return render(request, "indicators/review/history.html", context)


class Restore(StepView):
    """Write an earlier version over the draft; what no longer exists is named."""

    http_method_names = ["post"]
    starts_from = Result.Status.DRAFT
    verb = gettext_lazy("Bring this version back")
    can = staticmethod(permissions.can_edit)

    def act(self, form: None) -> HttpResponse:
        request, result = self.request, self.result
        text = request.POST.get("revision", "")
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
        revision = result.revisions.filter(version=number).first()
        if revision is None:
            messages.error(request, _("Choose the version that you want back."))
            return redirect("result_history", result.uuid)
        earlier = copy.copy(result)
        fields = read_back(json.loads(revision.payload), result).fields
        earlier.country, earlier.indicator = fields["country"], fields["indicator"]
        if not permissions.can_edit(request.user, earlier):
            refusal = _("That version belongs to another country or kind of result: you cannot write it.")
            messages.error(request, refusal)
            return redirect("result_history", result.uuid)
        try:
            _draft, gone = restore_revision(result=result, version=result.version, revision=revision, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("result_history", result.uuid)
        messages.success(request, _("Version %(number)s is back, as a new version.") % {"number": number})
        if gone:
            words = {"names": ", ".join(gone)}
            messages.warning(request, _("No longer there, and so not brought back: %(names)s.") % words)
        return redirect(result)


restore = Restore.as_view()
