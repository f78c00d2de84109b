"""Removing a passage or a reply: one manager proposes it, another decides, on one page of the desk (rule 2)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import permissions
from indicators.followup import drop_proposal, propose_removal, remove
from indicators.models import RemovalProposal, Result
from indicators.pages.followup.removal_forms import RemovalForm, name_of
from rmt.forms import SignedIn


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def removals(request: SignedIn, uuid: UUID) -> HttpResponse:
    """What was removed of a result, what is proposed, and the form that proposes."""
    result = get_object_or_404(Result.objects.visible_to(request.user), uuid=uuid)
    if not permissions.can_propose_removal(request.user, result):
        raise PermissionDenied
    if request.method == "POST" and "proposal" in request.POST:
        return _decide(request, result)
    form = RemovalForm(request.POST or None, result=result)
    if request.method == "POST" and form.is_valid():
        try:
            asked = {name: form.cleaned_data[name] for name in ("reason", "by_order")}
            propose_removal(result=result, by=request.user, **asked, **form.chosen())
        except ValidationError as broken:
            form.add_broken_rules(broken)
        else:
            messages.success(request, _("Proposed. Nothing is hidden until another manager decides."))
            return redirect("removals", uuid=uuid)
    about = ("reply__request", "by")
    context = {
        "result": result,
        "form": form,
        "trail": [(str(result), result.get_absolute_url()), (_("Removals"), None)],
        "proposals": [
            (proposal, name_of(proposal.field, proposal.reply), permissions.can_remove(request.user, proposal))
            for proposal in result.removal_proposals.select_related(*about)
        ],
        "removed": [
            (removal, name_of(removal.field, removal.reply))
            for removal in result.removals.select_related(*about, "proposed_by")
        ],
    }
    return render(request, "indicators/followup/removals.html", context)


def _decide(request: SignedIn, result: Result) -> HttpResponse:
    """Remove what was proposed, or leave it as it is."""
    key = request.POST["proposal"]
    proposal = RemovalProposal.objects.filter(result=result, pk=int(key) if key.isdecimal() else 0).first()
    if proposal is None:
        messages.info(request, _("Somebody decided this meanwhile."))
        return redirect("removals", uuid=result.uuid)
    is_dropped = "drop" in request.POST
    if not is_dropped and not permissions.can_remove(request.user, proposal):
        raise PermissionDenied
    try:
        if is_dropped:
            drop_proposal(proposal=proposal, by=request.user)
        else:
            remove(proposal=proposal, by=request.user)
    except ValidationError as decided:
        messages.info(request, " ".join(decided.messages))
    else:
        said = _("It stays as it is.") if is_dropped else _("Removed, on every page, day, version and file.")
        messages.success(request, said)
    return redirect("removals", uuid=result.uuid)
