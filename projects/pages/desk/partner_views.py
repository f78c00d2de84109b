"""Partners, rows that are one, and funding gaps, for managers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from indicators.results import merge_partner, merge_project
from projects import actions
from projects.models import FundingGap, Partner, Project
from projects.pages.desk.forms import ChooseTwoForm, GapForm, PartnerAliasForm, PartnerForm, ReasonToRemoveForm
from projects.pages.desk.selectors import moving
from projects.pages.desk.views import ROWS, Trail, ask, for_managers, saved, trail_of
from rmt.forms import SignedIn, desk_page, post_only, read_only
from rmt.text import clean_line

MERGING: dict[str, tuple[type[Partner] | type[Project], Any]] = {
    "partners": (Partner, merge_partner),
    "projects": (Project, merge_project),
}


def _trail(*steps: tuple[str, str | None]) -> Trail:
    return [*trail_of(None), *steps]


@read_only
def partners(request: SignedIn) -> HttpResponse:
    """Everybody who funds, with the number of projects and spellings."""
    for_managers(request)
    words = clean_line(request.GET.get("q", ""))[:200]
    listed = Partner.objects.current().matching(words) if words else Partner.objects.current()
    listed = listed.annotate(
        projects=Count("fundings__project", distinct=True), spellings=Count("aliases", distinct=True)
    ).order_by("name", "pk")
    page = Paginator(listed, ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "text": words, "query": urlencode({"q": words}) if words else ""}
    context["trail"] = _trail((_("Partners"), None))
    return render(request, "projects/desk/partners.html", context)


@desk_page()
def new_partner(request: SignedIn) -> HttpResponse:
    """Somebody who funds and is not here yet."""
    for_managers(request)
    form = PartnerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and saved(form, lambda: form.save(request.user)):
        messages.success(request, _("Saved."))
        return redirect("desk_partners")
    heading, back = _("Add a partner"), reverse("desk_partners")
    return ask(request, form, heading=heading, trail=_trail((_("Partners"), back), (heading, None)), back=back)


@desk_page()
def edit_partner(request: SignedIn, slug: str) -> HttpResponse:
    """Correct a partner; its earlier name stays as a spelling."""
    for_managers(request)
    partner = get_object_or_404(Partner.objects.current(), slug=slug)
    form = PartnerForm(request.POST if request.method == "POST" else None, partner=partner)
    if request.method == "POST" and saved(form, lambda: form.save(request.user)):
        messages.success(request, _("Saved."))
        return redirect("edit_partner", slug)
    partner = Partner.objects.get(pk=partner.pk)
    return _partner_page(request, partner, form, PartnerAliasForm())


@post_only
def new_partner_alias(request: SignedIn, slug: str) -> HttpResponse:
    """Another spelling of a partner."""
    for_managers(request)
    partner = get_object_or_404(Partner.objects.current(), slug=slug)
    alias = PartnerAliasForm(request.POST)
    if saved(alias, lambda: actions.add_alias(partner=partner, by=request.user, **alias.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("edit_partner", slug)
    return _partner_page(request, partner, PartnerForm(partner=partner), alias)


def _partner_page(request: SignedIn, partner: Partner, form: PartnerForm, alias: PartnerAliasForm) -> HttpResponse:
    trail = _trail((_("Partners"), reverse("desk_partners")), (str(partner), None))
    aliases = list(partner.aliases.all())
    funded = Project.objects.current().funded_by(partner)
    context = {"partner": partner, "form": form, "alias": alias, "aliases": aliases, "trail": trail, "funded": funded}
    return render(request, "projects/desk/partner.html", context)


@desk_page()
def merge(request: SignedIn, what: str) -> HttpResponse:
    """Make two rows one: first which, then what will move and why."""
    for_managers(request)
    if what not in MERGING:
        raise Http404
    model, action = MERGING[what]
    typed = request.POST if request.method == "POST" else request.GET
    is_asked = "kept" in typed and "gone" in typed
    two = ChooseTwoForm(typed if is_asked else None, of=model._default_manager.current(), begun=typed.dict())
    reason = ReasonToRemoveForm(request.POST if request.method == "POST" else None)
    is_chosen = two.is_valid()
    if request.method == "POST" and is_chosen:
        kept, gone = two.cleaned_data["kept"], two.cleaned_data["gone"]
        if saved(reason, lambda: action(kept=kept, gone=gone, by=request.user, **reason.cleaned_data)):
            messages.success(request, _("They are one now: %(kept)s.") % {"kept": kept})
            return redirect("desk_project" if what == "projects" else "edit_partner", kept.slug)
    is_of_partners = what == "partners"
    heading = _("Merge two partners") if is_of_partners else _("Merge two projects")
    steps = [(_("Partners"), reverse("desk_partners"))] if is_of_partners else []
    context = {
        "two": two,
        "form": reason,
        "chosen": two.cleaned_data if is_chosen else None,
        "moving": moving(two.cleaned_data["gone"]) if is_chosen else [],
        "heading": heading,
        "trail": _trail(*steps, (heading, None)),
    }
    return render(request, "projects/desk/merge.html", context)


@read_only
def gaps(request: SignedIn) -> HttpResponse:
    """Money that is missing; those that are closed below."""
    for_managers(request)
    listed = FundingGap.objects.select_related("country", "theme")
    context = {
        "open": listed.open(),
        "page": Paginator(listed.exclude(closed_at=None), ROWS).get_page(request.GET.get("page")),
        "trail": _trail((_("Funding gaps"), None)),
    }
    return render(request, "projects/desk/gaps.html", context)


@desk_page()
def new_gap(request: SignedIn) -> HttpResponse:
    """Money that is missing in a country, for a theme, or both."""
    for_managers(request)
    form = GapForm(request.POST if request.method == "POST" else None)

    def save() -> None:
        actions.open_gap(fields=form.cleaned_data | {"source": form.cleaned_data["source"] or None}, by=request.user)

    if request.method == "POST" and saved(form, save):
        messages.success(request, _("Saved. It stands on the pages of the country and the theme."))
        return redirect("desk_gaps")
    heading, back = _("Add a funding gap"), reverse("desk_gaps")
    return ask(request, form, heading=heading, trail=_trail((_("Funding gaps"), back), (heading, None)), back=back)


@post_only
def close_gap(request: SignedIn, pk: int) -> HttpResponse:
    """Say that a gap was filled, or replaced by another."""
    for_managers(request)
    gap = get_object_or_404(FundingGap, pk=pk)
    actions.close_gap(gap=gap, by=request.user)
    messages.success(request, _("“%(gap)s” is closed.") % {"gap": gap})
    return redirect("desk_gaps")
