"""What is expected in a country: the list, something new, and whether it happened; and the hand-over to a successor."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from countries.models import Country
from indicators import permissions
from indicators.models import Milestone
from indicators.pages.updates.forms import AnswerMilestoneForm, MilestoneForm
from indicators.pages.updates.hand_over import hand_over_of, milestones_of
from indicators.rounds import today_in
from indicators.updates import answer_milestone, plan_milestone
from rmt.forms import SignedIn


def _country(request: SignedIn, slug: str) -> Country:
    """The country at an address, for whoever may read its updates; 404 for everybody else."""
    country = get_object_or_404(Country.objects.select_related("region"), slug=slug)
    if not permissions.can_read_update(request.user, country):
        raise Http404
    return country


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def milestones(request: SignedIn, slug: str) -> HttpResponse:
    """What is expected in the country and what became of it; its team adds to it."""
    country = _country(request, slug)
    may_write = permissions.can_write_update(request.user, country)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    today = today_in(country, now=timezone.now())
    form = MilestoneForm(request.POST or None, country=country, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            plan_milestone(country=country, by=request.user, **form.cleaned_data)
        except ValidationError as broken:
            form.add_broken_rules(broken)
        else:
            messages.success(request, _("Kept. Once its time has come, the update asks whether it happened."))
            return redirect("milestones", country.slug)
    context = {
        "country": country,
        "form": form if may_write else None,
        "may_write": may_write,
        "milestones": milestones_of(country),
        "trail": _trail(country, _("What is expected")),
    }
    return render(request, "indicators/updates/milestones.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def milestone(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Did it happen? Answered at any time, outside of a round."""
    found = get_object_or_404(Milestone.objects.select_related("country__region", "indicator"), uuid=uuid)
    country = _country(request, found.country.slug)
    if not permissions.can_write_update(request.user, country):
        raise PermissionDenied
    if found.state != Milestone.State.EXPECTED:
        messages.info(request, _("This was answered already: %(state)s.") % {"state": found.get_state_display()})
        return redirect("milestones", country.slug)
    form = AnswerMilestoneForm(request.POST or None, today=today_in(country, now=timezone.now()))
    if request.method == "POST" and form.is_valid():
        try:
            answer_milestone(milestone=found, reporting_round=None, by=request.user, **form.cleaned_data)
        except ValidationError as broken:
            form.add_broken_rules(broken)
        else:
            messages.success(request, _("Kept."))
            return redirect("milestones", country.slug)
    context = {"milestone": found, "form": form, "country": country, "trail": _trail(country, _("Did it happen?"))}
    return render(request, "indicators/updates/milestone.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def hand_over(request: SignedIn, slug: str) -> HttpResponse:
    """What a successor needs to know of the country, on one page to print."""
    country = _country(request, slug)
    shown = hand_over_of(country, user=request.user, now=timezone.now())
    context = {"country": country, "shown": shown, "trail": _trail(country, _("Hand-over"))}
    return render(request, "indicators/updates/hand_over.html", context)


def _trail(country: Country, here: str) -> list[tuple[str, str | None]]:
    return [
        (_("My desk"), reverse("desk")),
        (_("Updates"), reverse("updates")),
        (f"{country}: {here}", None),
    ]
