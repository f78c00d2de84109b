"""Packs for meetings: everybody with a part on the desk has them made for themselves, from what is public."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from briefs import permissions
from briefs.actions import ask_for_pack
from briefs.models import Report
from briefs.pages.packs.forms import PackForm
from briefs.pages.reports import lines_of
from rmt.forms import SignedIn, desk_page, read_only

ROWS = 50
YEARS_BEFORE = 4
"""A pack covers so many years and this one, unless others are chosen."""


@read_only
def packs(request: SignedIn) -> HttpResponse:
    """The packs that the person asked for, the last first; a manager and an evaluator see all."""
    _may_ask(request)
    found = Report.objects.visible_to(request.user).filter(kind=Report.Kind.PACK).select_related("by", "edition")
    page = Paginator(found.order_by("-at", "pk"), ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "rows": lines_of(page.object_list, now=timezone.now())}
    context["trail"] = [(_("My desk"), reverse("desk")), (_("Packs for meetings"), None)]
    return render(request, "briefs/packs/packs.html", context)


@desk_page()
def new_pack(request: SignedIn) -> HttpResponse:
    """Ask for a pack: it is built at once, and a mail says when it is there."""
    _may_ask(request)
    now = timezone.now()
    initial = {"first_year": now.year - YEARS_BEFORE, "last_year": now.year}
    form = PackForm(request.POST if request.method == "POST" else None, today=now.date(), initial=initial)
    if form.is_valid():
        try:
            report = ask_for_pack(**form.asked(), by=request.user, now=now)
        except ValidationError as refused:
            form.add_broken_rules(refused)
        else:
            messages.success(request, _("The pack is being built. You get a mail when it is there."))
            return redirect("report_building", report.uuid)
    trail = [
        (_("My desk"), reverse("desk")),
        (_("Packs for meetings"), reverse("packs")),
        (_("Make a pack"), None),
    ]
    return render(request, "briefs/packs/new.html", {"form": form, "trail": trail})


def _may_ask(request: SignedIn) -> None:
    if not permissions.can_ask_for_packs(request.user):
        raise PermissionDenied
