"""Laws, decrees, strategies and schemes: the list, one of them with its history, a change, and the decision on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from countries.models import Instrument, InstrumentProposal
from indicators import permissions
from indicators.pages.instruments.forms import DecisionForm, InstrumentFilter, InstrumentForm
from indicators.pages.instruments.selectors import instrument_page, instruments_listed
from indicators.results import (
    InstrumentChanged,
    accept_proposal,
    change_instrument,
    decline_proposal,
    instruments_known_to,
    propose_change,
)
from rmt.forms import SignedIn, carried_on

ROWS = 50


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def instruments(request: SignedIn) -> HttpResponse:
    """The instruments that the person may know of; those of which a change is proposed first."""
    if not permissions.can_read_instruments(request.user):
        raise PermissionDenied
    filters = InstrumentFilter(request.GET, queryset=instruments_listed(request.user), request=request)
    query = carried_on(request.GET, filters.filters)
    context = {
        "filters": filters,
        "page": Paginator(filters.qs, ROWS).get_page(request.GET.get("page")),
        "query": query,
        "is_narrowed": bool(query),
        "trail": [(_("My desk"), reverse("desk")), (_("Laws, strategies and schemes"), None)],
    }
    return render(request, "indicators/instruments/instruments.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def instrument(request: SignedIn, uuid: UUID) -> HttpResponse:
    """What is recorded of one, what rests on it, what is proposed, and what it said before."""
    return _show(request, _known(request, uuid))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_instrument(request: SignedIn, uuid: UUID) -> HttpResponse:
    """A change with its reason: a manager writes it, the country's team or a theme's lead proposes it."""
    found = _known(request, uuid)
    can_edit = permissions.can_edit_instrument(request.user, found)
    if not (can_edit or permissions.can_propose_instrument(request.user, found)):
        raise PermissionDenied
    form = InstrumentForm(request.POST if request.method == "POST" else None, instrument=found)
    is_stale = False
    if request.method == "POST" and form.is_valid():
        write: Any = change_instrument if can_edit else propose_change
        typed = form.cleaned_data
        about = {"version": typed["version"], "says": form.says(), "reason": typed["reason"], "by": request.user}
        try:
            write(instrument=found, **about)
        except InstrumentChanged:
            is_stale = True
            form = _over_the_current(form, found)
        except ValidationError as refused:
            form.add_broken_rules(refused)
        else:
            messages.success(request, _written() if can_edit else _proposed())
            return redirect(found)
    context = {
        "form": form,
        "can_edit": can_edit,
        "trail": [*_trail(), (str(found), found.get_absolute_url()), (_("Change"), None)],
        **instrument_page(found, user=request.user),
    }
    return render(request, "indicators/instruments/edit.html", context, status=409 if is_stale else 200)


@login_required
@never_cache
@require_POST
def decide_proposal(request: SignedIn, uuid: UUID, proposal: UUID) -> HttpResponse:
    """Accept or decline what was proposed."""
    found = _known(request, uuid)
    asked = get_object_or_404(found.proposals.select_related("instrument", "by"), uuid=proposal)
    if not permissions.can_decide_proposal(request.user, asked):
        raise PermissionDenied
    wanted = request.POST.get("do")
    if wanted not in ("accept", "decline"):
        raise BadRequest("do is accept or decline")
    form = DecisionForm(request.POST, auto_id=_ids_of(asked))
    if not form.is_valid():
        return _show(request, found, refused=form)
    try:
        if wanted == "accept":
            accept_proposal(proposal=asked, by=request.user)
        else:
            decline_proposal(proposal=asked, by=request.user, answer=form.cleaned_data["answer"])
    except InstrumentChanged:
        form.add_error(None, _("Somebody changed it at this moment. Read it once more, then decide."))
        return _show(request, _known(request, uuid), refused=form, status=409)
    except ValidationError as refused:
        form.add_broken_rules(refused)
        return _show(request, found, refused=form)
    messages.success(request, _written() if wanted == "accept" else _("Declined. The record stays as it is."))
    return redirect(found)


def _known(request: SignedIn, uuid: UUID) -> Instrument:
    """The instrument, if this person may know of it; else 404. 403 for who has no part in instruments at all."""
    if not permissions.can_read_instruments(request.user):
        raise PermissionDenied
    return get_object_or_404(instruments_known_to(request.user).select_related("country"), uuid=uuid)


def _show(
    request: SignedIn, found: Instrument, *, refused: DecisionForm | None = None, status: int = 200
) -> HttpResponse:
    page = instrument_page(found, user=request.user)
    for one in page["waiting"]:
        ids = _ids_of(one["proposal"])
        one["form"] = refused if refused and refused.auto_id == ids else DecisionForm(auto_id=ids)
    context = {"refused": refused, "trail": [*_trail(), (str(found), None)], **page}
    return render(request, "indicators/instruments/instrument.html", context, status=status)


def _ids_of(proposal: InstrumentProposal) -> str:
    """The ids of the fields of its decision: several can wait on one page."""
    return f"id_{proposal.uuid}_%s"


def _over_the_current(form: InstrumentForm, found: Instrument) -> InstrumentForm:
    """What was typed, now over what the record says meanwhile: that stands beside the form."""
    found.refresh_from_db()
    typed: Any = form.data
    typed = typed.copy()
    typed["version"] = str(found.version)
    form = InstrumentForm(typed, instrument=found)
    form.add_error(None, _("Somebody else changed it meanwhile. Compare with what is recorded now, then save again."))
    return form


def _trail() -> list[tuple[str, str | None]]:
    return [(_("My desk"), reverse("desk")), (_("Laws, strategies and schemes"), reverse("instruments"))]


def _written() -> str:
    return _("Written. Every published result that rests on it says so from now on.")


def _proposed() -> str:
    return _("Proposed. A programme manager decides; until then nothing changes.")
