"""Editions on the desk: pin the ledger for a report, and what was restated since."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import ledger
from indicators.models import Edition, LedgerHead
from indicators.pages.editions.forms import EditionForm
from indicators.pages.editions.selectors import editions_with_counts, restatement_log
from indicators.permissions import can_keep_rounds, can_read_editions
from rmt.forms import SignedIn, ask_first, is_confirmed
from rmt.text import grouped


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def editions(request: SignedIn) -> HttpResponse:
    """Every edition; a manager pins the next."""
    if not can_read_editions(request.user):
        raise PermissionDenied
    can_pin = can_keep_rounds(request.user)
    if request.method == "POST" and not can_pin:
        raise PermissionDenied
    form = EditionForm(request.POST if request.method == "POST" else None)
    seq = head.seq if (head := LedgerHead.objects.filter(pk=1).first()) else 0
    if form.is_valid():
        if not is_confirmed(request, seq):
            return ask_first(
                request,
                _("Pin an edition?"),
                confirms=seq,
                button=_("Pin it"),
                back=reverse("editions"),
                consequences=[
                    ngettext(
                        "It holds the %(count)s publication of today, as it stands now.",
                        "It holds the %(count)s publications of today, as they stand now.",
                        seq,
                    )
                    % {"count": grouped(seq)},
                    _("It is for: %(note)s.") % {"note": form.cleaned_data["note"] or _("not said")},
                    _("It is kept for ever: nobody can change it or take it back."),
                ],
                is_danger=False,
            )
        pinned = ledger.pin_edition(note=form.cleaned_data["note"], by=request.user)
        messages.success(request, _("Edition %(code)s is pinned.") % {"code": pinned.code})
        return redirect("editions")
    context = {"editions": editions_with_counts(), "form": form, "can_pin": can_pin, "seq": seq}
    context["trail"] = [(_("My desk"), reverse("desk")), (_("Editions"), None)]
    return render(request, "indicators/editions/editions.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def edition(request: SignedIn, code: str) -> HttpResponse:
    """What was restated since an edition: old, new, why, and after which edition."""
    if not can_read_editions(request.user):
        raise PermissionDenied
    found = get_object_or_404(Edition.objects.select_related("by"), code=code)
    page, log = restatement_log(found, page=request.GET.get("page"))
    heading = _("Edition %(code)s") % {"code": found.code}
    context = {"edition": found, "page": page, "log": log, "heading": heading}
    context["trail"] = [(_("My desk"), reverse("desk")), (_("Editions"), reverse("editions")), (heading, None)]
    return render(request, "indicators/editions/edition.html", context)
