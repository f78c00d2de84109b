"""Rounds on the desk: the list, the board of one, what managers do with it, and reminders to those chosen."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from indicators.mail import reminders
from indicators.models import Round
from indicators.pages.rounds.exports import board_csv
from indicators.pages.rounds.forms import STEP_FORMS, BoardFilter, RoundForm
from indicators.pages.rounds.selectors import Board, board, round_lines
from indicators.pages.rounds.wording import HEADINGS, VERBS, consequences, events_of
from indicators.permissions import can_keep_rounds, can_read_rounds
from indicators.rounds import actions as round_actions
from indicators.rounds import round_for, validated_until
from rmt.forms import SignedIn, carried_on
from rmt.roles import roles_of

Trail = list[tuple[str, str | None]]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def rounds(request: SignedIn) -> HttpResponse:
    """Every round with its days, and how many countries have sent."""
    _may_read(request)
    lines = round_lines(Round.objects.order_by("-start"), now=timezone.now(), regions=_regions(request))
    context = {
        "lines": [(line, validated_until(line.round)) for line in lines],
        "can_keep": can_keep_rounds(request.user),
        "trail": _trail(),
    }
    return render(request, "indicators/rounds/rounds.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def one(request: SignedIn, code: str) -> HttpResponse:
    """How far each country is, on one screen."""
    reporting_round, filters, shown = _board(request, code)
    context = {
        "round": reporting_round,
        "board": shown,
        "filters": filters,
        "is_narrowed": any(request.GET.values()),
        "query": carried_on(request.GET, filters.fields),
        "validated_until": validated_until(reporting_round),
        "steps": [(step, VERBS[step]) for step in VERBS if round_actions.is_possible(reporting_round, step)],
        "can_keep": can_keep_rounds(request.user),
        "can_remind": can_keep_rounds(request.user) and reporting_round.state != Round.State.PLANNED,
        "events": events_of(reporting_round),
        "trail": _trail(reporting_round),
    }
    return render(request, "indicators/rounds/round.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def export(request: SignedIn, code: str) -> HttpResponse:
    """The rows that the page shows, as a file."""
    reporting_round, _filters, shown = _board(request, code)
    response = HttpResponse(board_csv(reporting_round, shown), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="round-{reporting_round.code}.csv"'
    return response


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedIn) -> HttpResponse:
    """Plan the half-year that follows the last round."""
    _may_keep(request)
    proposed = round_actions.next_half_year()
    initial = {name: getattr(proposed, name) for name in round_actions.DAYS}
    form = RoundForm(request.POST if request.method == "POST" else None, initial=initial)
    heading = _("Plan %(round)s") % {"round": proposed}
    if form.is_valid():
        about: dict[str, Any] = {"code": proposed.code, "start": proposed.start, "end": proposed.end}
        if planned := _done(form, lambda: round_actions.plan_round(**about, days=form.days, by=request.user)):
            messages.success(request, _("%(round)s is planned.") % {"round": planned})
            return redirect("round", planned.code)
    context = {"form": form, "heading": heading, "back": reverse("rounds"), "trail": _trail(None, heading)}
    context |= {"verb": _("Plan it"), "says": [_("Nothing is asked of anybody until the round is opened.")]}
    return render(request, "indicators/rounds/step.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedIn, code: str) -> HttpResponse:
    """Other days for a round that is still planned."""
    _may_keep(request)
    reporting_round = get_object_or_404(Round, code=code)
    if reporting_round.state != Round.State.PLANNED:
        return _too_late(request, reporting_round)
    form = _form(request, RoundForm, reporting_round)
    if form.is_valid():
        version = form.cleaned_data["version"]
        about = {"reporting_round": reporting_round, "version": version, "days": form.days, "by": request.user}
        if _done(form, lambda: round_actions.edit_round(**about)):
            messages.success(request, _("Saved."))
            return redirect("round", code)
    return _ask(request, form, reporting_round, heading=_("Change the days"), verb=_("Save"), says=[])


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: SignedIn, code: str, step: str) -> HttpResponse:
    """Open, extend, close or open again: first what it will do, then the step itself."""
    if step not in round_actions.TRANSITIONS:
        raise Http404
    _may_keep(request)
    reporting_round = get_object_or_404(Round, code=code)
    if not round_actions.is_possible(reporting_round, step):
        return _too_late(request, reporting_round)
    form = _form(request, STEP_FORMS[step], reporting_round)
    if form.is_valid():
        about = {"version": form.cleaned_data["version"], "reason": form.cleaned_data.get("reason", "")}
        about |= {"reporting_round": reporting_round, "days": form.days, "by": request.user}
        if _done(form, lambda: round_actions.take_step(step, **about)):
            messages.success(request, _("Done: %(what)s.") % {"what": HEADINGS[step] % {"round": reporting_round}})
            return redirect("round", code)
    now = timezone.now()
    after = round_for(now.date())
    if after == reporting_round:
        later = Round.objects.exclude(state=Round.State.CLOSED).exclude(pk=reporting_round.pk)
        after = later.filter(end__gt=now.date()).order_by("start").first()
    says = consequences(step, reporting_round, board(reporting_round, now=now), after=after)
    heading = HEADINGS[step] % {"round": reporting_round}
    return _ask(request, form, reporting_round, heading=heading, verb=str(VERBS[step]), says=says)


@login_required
@never_cache
@require_POST
def remind(request: SignedIn, code: str) -> HttpResponse:
    """First whom it reaches and why it reaches nobody else, then the mails."""
    _may_keep(request)
    reporting_round, _filters, shown = _board(request, code)
    chosen = request.POST.getlist("country")
    if "all" in request.POST:
        chosen = [row.country.slug for row in shown.rows if not row.is_sent]
    now = timezone.now()
    if not chosen:
        messages.info(request, _("Choose at least one country first. Nobody was mailed."))
        return redirect("round", code)
    if "sure" in request.POST:
        run = reminders.remind_now(reporting_round, chosen, by=request.user, now=now)
        count = len(run.sent)
        reminded = ngettext("%(count)s person was reminded.", "%(count)s people were reminded.", count)
        if count:
            messages.success(request, reminded % {"count": count})
        else:
            messages.info(request, _("Nobody was mailed."))
        if run.failed:
            failed = ngettext(
                "%(count)s mail could not be sent; try again later.",
                "%(count)s mails could not be sent; try again later.",
                run.failed,
            )
            messages.error(request, failed % {"count": run.failed})
        return redirect("round", code)
    heading = _("Remind those chosen")
    context = {"round": reporting_round, "reached": reminders.reach(reporting_round, chosen, now=now)}
    context |= {"heading": heading, "trail": _trail(reporting_round, heading)}
    return render(request, "indicators/rounds/remind.html", context)


def _board(request: SignedIn, code: str) -> tuple[Round, BoardFilter, Board]:
    _may_read(request)
    reporting_round = get_object_or_404(Round, code=code)
    regions = _regions(request)
    filters = BoardFilter(request.GET, regions=regions)
    return reporting_round, filters, board(reporting_round, now=timezone.now(), regions=regions, **filters.chosen)


def _regions(request: SignedIn) -> frozenset[int] | None:
    """The regions that the person reads; `None`: all."""
    roles = roles_of(request.user)
    return None if roles.is_manager or roles.is_evaluator else roles.regions


def _may_read(request: SignedIn) -> None:
    if not can_read_rounds(request.user):
        raise PermissionDenied


def _may_keep(request: SignedIn) -> None:
    if not can_keep_rounds(request.user):
        raise PermissionDenied


def _form(request: SignedIn, form_class: type[RoundForm], reporting_round: Round) -> Any:
    days = {name: getattr(reporting_round, name) for name in round_actions.DAYS}
    initial = {**days, "version": round_actions.version_of(reporting_round)}
    return form_class(request.POST if request.method == "POST" else None, initial=initial)


def _done(form: RoundForm, act) -> Round | None:
    """What the action returned; `None` if it refused, which the form then shows with all that was typed."""
    try:
        return act()
    except ValidationError as broken:
        form.add_broken_rules(broken)
        return None


def _too_late(request: SignedIn, reporting_round: Round) -> HttpResponse:
    message = _("This can no longer be done: the round is now “%(state)s”.")
    messages.info(request, message % {"state": reporting_round.get_state_display()})
    return redirect("round", reporting_round.code)


def _ask(
    request: SignedIn, form: RoundForm, reporting_round: Round, *, heading: str, verb: str, says: list[str]
) -> HttpResponse:
    context = {"form": form, "heading": heading, "verb": verb, "says": says}
    context |= {
        "back": reverse("round", args=[reporting_round.code]),
        "trail": _trail(reporting_round, heading),
    }
    return render(request, "indicators/rounds/step.html", context)


def _trail(reporting_round: Round | None = None, here: str | None = None) -> Trail:
    trail: Trail = [(_("My desk"), reverse("desk")), (_("Rounds"), reverse("rounds"))]
    if reporting_round is not None:
        trail.append((str(reporting_round), reverse("round", args=[reporting_round.code])))
    trail += [(here, None)] if here else []
    return [*trail[:-1], (trail[-1][0], None)]
