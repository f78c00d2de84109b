"""A partner's portfolio: for its representatives, and for managers as a preview that leaves no trace."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from indicators.models import PartnerIndicator
from indicators.results import map_indicator, unmap_indicator
from projects import permissions
from projects.definitions import RULE_15
from projects.models import Partner, Subscription
from projects.pages.portfolio import digests
from projects.pages.portfolio.forms import MatchForm, NewMatchForm
from projects.pages.portfolio.selectors import portfolio_of, reports_for
from projects.pages.portfolio.workbook import portfolio_workbook
from rmt.files import XLSX
from rmt.forms import SignedIn
from rmt.models import User
from rmt.roles import roles_of
from rmt.text import clean_line


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def portfolio(request: SignedIn) -> HttpResponse:
    """What the partner's projects supported, as published; what is new since the visit before is marked."""
    partner = _partner_asked_for(request, request.GET)
    if partner is None:
        return redirect("portfolio_choose")
    is_preview = not permissions.can_subscribe(request.user, partner)
    now = timezone.now()
    visit = None
    if not is_preview and request.method == "GET":
        visit = digests.visit(partner=partner, by=request.user, now=now)
    context = _context(request, partner) | {
        "page": portfolio_of(partner, on=now.date(), visit=visit),
        "reports": reports_for(partner, now=now),
        "subscription": Subscription.objects.filter(user=request.user, partner=partner, is_on=True).first(),
    }
    return render(request, "projects/portfolio/portfolio.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def choose(request: SignedIn) -> HttpResponse:
    """The partners whose portfolio the person may open."""
    if not permissions.can_open_portfolios(request.user):
        raise PermissionDenied
    return render(request, "projects/portfolio/choose.html", {"partners": _choices(request.user)})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def export(request: SignedIn) -> HttpResponse:
    """The same as a workbook."""
    partner = _partner_asked_for(request, request.GET)
    if partner is None:
        return redirect("portfolio")
    visit = digests.last_visit(partner=partner, by=request.user)
    now = timezone.now()
    content = portfolio_workbook(portfolio_of(partner, on=now.date(), visit=visit), made=now)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="portfolio-{partner.slug}-{now:%Y-%m-%d}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@never_cache
@require_POST
def digest(request: SignedIn) -> HttpResponse:
    """Turn the mail digest on or off."""
    partner = _partner_asked_for(request, request.POST)
    if partner is None:
        raise Http404
    if not permissions.can_subscribe(request.user, partner):
        raise PermissionDenied
    if request.POST.get("wanted") == "yes":
        digests.subscribe(partner=partner, by=request.user)
        messages.success(request, _("New results will be mailed to you, at most once a day."))
    else:
        digests.unsubscribe(partner=partner, by=request.user)
        messages.success(request, _("No more mail about new results."))
    return redirect(_address("portfolio", partner))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_indicator(request: SignedIn) -> HttpResponse:
    """One more of the partner's own indicators, with ours for it or none."""
    partner = _partner_asked_for(request, request.POST if request.method == "POST" else request.GET)
    if partner is None:
        return redirect("portfolio")
    form = NewMatchForm(request.POST or None, partner=partner)
    if request.method == "POST" and form.is_valid() and _is_mapped(request, partner, form, **form.cleaned_data):
        return redirect(_address("portfolio", partner) + "#indicators")
    return render(request, "projects/portfolio/indicator.html", _context(request, partner) | {"form": form})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_indicator(request: SignedIn, pk: int) -> HttpResponse:
    """Which of ours one of the partner's indicators is; or take it off the list."""
    row = _row(request, pk)
    partner = row.partner
    if request.POST.get("do") == "remove":
        unmap_indicator(row=row, by=request.user)
        messages.success(request, _("Taken off the list."))
        return redirect(_address("portfolio", partner) + "#indicators")
    initial = {"code": row.code, "indicator": row.indicator_id, "note": row.note}
    form = MatchForm(request.POST or None, initial=initial)
    sent = request.method == "POST" and form.is_valid()
    if sent and _is_mapped(request, partner, form, wording=row.wording, **form.cleaned_data):
        return redirect(_address("portfolio", partner) + "#indicators")
    context = _context(request, partner) | {"form": form, "row": row}
    return render(request, "projects/portfolio/indicator.html", context)


def _is_mapped(request: SignedIn, partner: Partner, form: MatchForm, **fields: Any) -> bool:
    """Whether it was saved; if not, the form says why."""
    try:
        map_indicator(owner=partner, by=request.user, **fields)
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    messages.success(request, _("Saved."))
    return True


def _row(request: SignedIn, pk: int) -> PartnerIndicator:
    """An indicator of a partner whose portfolio the person may open; any other is like one that does not exist."""
    if not permissions.can_open_portfolios(request.user):
        raise PermissionDenied
    row = get_object_or_404(PartnerIndicator.objects.select_related("partner", "indicator"), pk=pk)
    if not permissions.can_see_portfolio(request.user, row.partner):
        raise Http404
    return row


def _partner_asked_for(request: SignedIn, asked: QueryDict) -> Partner | None:
    """The partner named in the address, else the only one that the person represents; `None`: they have to choose.

    Raises PermissionDenied for everybody else, whichever partner they name.
    """
    if not permissions.can_open_portfolios(request.user):
        raise PermissionDenied
    slug = clean_line(asked.get("partner", ""))
    if slug:
        named: Partner = get_object_or_404(Partner.objects.select_related("merged_into"), slug=slug)
        partner = named.merged_into or named
        if not permissions.can_see_portfolio(request.user, partner):
            raise PermissionDenied
        return partner
    partners = list(Partner.objects.current().filter(pk__in=roles_of(request.user).partners)[:2])
    return partners[0] if len(partners) == 1 else None


def _choices(user: User):
    """The partners to choose from: those that the person represents; for a manager, every one."""
    roles = roles_of(user)
    partners = Partner.objects.current()
    return partners if roles.is_manager else partners.filter(pk__in=roles.partners)


def _context(request: SignedIn, partner: Partner) -> dict:
    roles = roles_of(request.user)
    return {
        "partner": partner,
        "is_preview": not permissions.can_subscribe(request.user, partner),
        "has_others": roles.is_manager or len(roles.partners) > 1,
        "back": _address("portfolio", partner),
        "trail": [(_("Portfolio"), _address("portfolio", partner))],
        "rule_15": RULE_15,
    }


def _address(name: str, partner: Partner) -> str:
    return f"{reverse(name)}?partner={partner.slug}"
