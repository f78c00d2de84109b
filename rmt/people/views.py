"""People on the desk: the list, an invitation, a person, each of their roles, for managers; own details, for all."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rmt.forms import SignedIn, ask_first, carried_on, desk_page, is_confirmed, managers_only, post_only, read_only
from rmt.models import Manager, User
from rmt.people import actions
from rmt.people.filters import PeopleFilter
from rmt.people.forms import DatesForm, EndForm, HandOverForm, InviteForm, MeForm, PlainForm, RoleForm, role_rows
from rmt.people.invitations import Invitation, given_up_since, mail_state
from rmt.people.roles import SUBJECTS, TABLES, choices_of
from rmt.people.second_step import has_second_step
from rmt.people.selectors import (
    FOLDED,
    PersonRole,
    facts_of,
    gaps_on,
    lines_of,
    log_of,
    people_who_hold,
    sign_ins_of,
    with_subjects,
)
from rmt.roles import roles_of
from rmt.site.practice.desks import current as current_practice_desk

ROWS = 50
A_WEEK = timedelta(days=7)


def today() -> date:
    """Roles begin and end by the day of UTC, wherever the reader is."""
    return datetime.now(UTC).date()


def trail(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(_("My desk"), reverse("desk")), (_("People"), reverse("people")), *steps]


def done(form: PlainForm, act: Callable[[], Any]) -> Any:
    """What the action returned; `None` if it refused, as the form then says."""
    try:
        return act() or True
    except ValidationError as broken:
        form.add_problems(broken)
        return None


@read_only
@managers_only
def people(request: SignedIn) -> HttpResponse:
    """Who holds which role and until when; what nobody holds, and what ends soon."""
    day = today()
    filters = PeopleFilter(request.GET, day=day)
    query = carried_on(request.GET, filters.filters)
    gaps = gaps_on(day)
    holders = people_who_hold(day)
    page = Paginator(filters.found.filter(pk__in=holders), ROWS).get_page(request.GET.get("page"))
    others = filters.found.exclude(pk__in=holders)
    context = {
        "filters": filters,
        "page": page,
        "lines": lines_of(page, today=day),
        "others": lines_of(others[:FOLDED], today=day),
        "others_count": others.count(),
        "gaps": gaps if any(gaps.values()) and not query else None,
        "unsent": [] if query else given_up_since(timezone.now() - A_WEEK),
        "query": query,
        "is_narrowed": bool(query),
        "trail": [(_("My desk"), reverse("desk")), (_("People"), None)],
    }
    return render(request, "people/people.html", context)


@desk_page()
@managers_only
def new_person(request: SignedIn) -> HttpResponse:
    """Invite somebody with one role or several; whoever has an account already just gets them."""
    typed = request.POST if request.method == "POST" else None
    form, rows = InviteForm(typed), role_rows(typed, today=today())
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        invited = done(form, lambda: actions.invite(who=form.newcomer, roles=rows.new_roles, by=request.user))
        if invited:
            say_what_was_mailed(request, invited)
            return redirect("person", invited.user.pk)
    context = {"form": form, "rows": rows, "subjects": subjects(), "trail": trail((_("Invite somebody"), None))}
    return render(request, "people/invite.html", context)


def say_what_was_mailed(request: SignedIn, invitation: Invitation) -> None:
    user = invitation.user
    if user.has_usable_password():
        messages.success(request, _("%(name)s was known already and has the role now.") % {"name": user})
    else:
        messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": user.email})


def subjects() -> list[tuple[str, Any]]:
    """What a role can be held for, each with its kind, for the list that opens as one types."""
    return [(str(subject), kind) for of, kind in SUBJECTS.items() for subject in choices_of(of)]


@desk_page()
@managers_only
def person(request: SignedIn, pk: int) -> HttpResponse:
    """The roles of a person, past ones included, and their account; a form to give one more."""
    found = get_object_or_404(User, pk=pk)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"start": today()})
    is_filled_in = request.method == "POST" and form.is_valid()
    if is_filled_in and done(form, lambda: actions.give_role(user=found, role=form.new_role, by=request.user)):
        messages.success(request, _("%(name)s has the role now.") % {"name": found})
        return redirect("person", pk)
    context = {
        "person": found,
        "line": lines_of([found], today=today())[0],
        "log": log_of(found),
        "facts": facts_of(found, mail=mail_state(found)),
        "form": form,
        "subjects": subjects(),
        "is_administrator": found.is_superuser or found.is_staff,
        "has_second_step": has_second_step(found),
        "is_me": found.pk == request.user.pk,
        "trail": trail((str(found), None)),
    }
    return render(request, "people/person.html", context)


@post_only
@managers_only
def account(request: SignedIn, pk: int) -> HttpResponse:
    """Close or open the account of a person, reset their second step, or send the invitation again."""
    found = get_object_or_404(User, pk=pk)
    do = request.POST.get("do")
    if do == "close" and found.pk == request.user.pk:
        return redirect("close_my_account")
    if do in ASKED_FIRST and not is_confirmed(request, do):
        return ASKED_FIRST[do](request, found)
    try:
        match do:
            case "close":
                actions.close_account(user=found, by=request.user, today=today())
                messages.success(request, _("The account is closed: it signs nobody in any more."))
            case "open":
                actions.open_account(user=found, by=request.user)
                messages.success(request, _("The account is open again."))
            case "second-step":
                actions.reset_second_step(user=found, by=request.user)
                messages.success(request, _("The second step of %(name)s is reset.") % {"name": found})
            case "invite":
                say_what_was_mailed(request, actions.invite_again(user=found, by=request.user))
            case _:
                messages.error(request, _("Nothing was changed. Use one of the buttons on this page."))
    except ValidationError as broken:
        messages.error(request, " ".join(broken.messages))
    return redirect("person", pk)


def ask_to_close(request: SignedIn, found: User) -> HttpResponse:
    [line] = lines_of([found], today=today())
    consequences = [
        _("They are signed out wherever they are, and can sign in no more."),
        _("What they entered stays, and so does the history of who did it."),
        _("Any manager can open the account again."),
    ]
    if line["roles"]:
        consequences.insert(1, _("These roles stay in their name, with nobody to act in them: hand them over first."))
    return ask_first(
        request,
        _("Close the account of %(name)s?") % {"name": found},
        confirms="close",
        button=_("Close the account"),
        back=reverse("person", args=[found.pk]),
        consequences=consequences,
        named_as=_("What they hold"),
        named=[f"{role.what}, {role.dates}" for role in line["roles"]],
    )


def ask_to_reset(request: SignedIn, found: User) -> HttpResponse:
    return ask_first(
        request,
        _("Reset the second step of %(name)s?") % {"name": found},
        confirms="second-step",
        button=_("Reset it"),
        back=reverse("person", args=[found.pk]),
        consequences=[
            _("Be sure that it is they who ask: call them, or meet them."),
            _("The app on their phone and their recovery codes stop working here; the password alone signs them in."),
            _("Managers set up a new one before their desk opens. They are told by mail, with your name."),
        ],
    )


ASKED_FIRST = {"close": ask_to_close, "second-step": ask_to_reset}


@desk_page()
@managers_only
def role(request: SignedIn, pk: int, kind: str, holding: int) -> HttpResponse:
    """End a role, correct its dates, or hand it over to somebody else. `kind` names the table of the row `holding`."""
    if kind not in TABLES:
        raise Http404
    found = get_object_or_404(with_subjects(TABLES[kind]), pk=holding, user=pk)
    do = request.POST.get("do")
    now = today()
    forms: dict[str, PlainForm] = {
        "hand-over": HandOverForm(request.POST if do == "hand-over" else None, prefix="hand"),
        "end": EndForm(request.POST if do == "end" else None, initial={"on": now}, prefix="end"),
        "dates": DatesForm(
            request.POST if do == "dates" else None, initial={"start": found.start, "end": found.end}, prefix="dates"
        ),
    }
    if do in forms and forms[do].is_valid():
        if pk == request.user.pk and ends_it(do, forms[do], now) and not is_confirmed(request, do):
            return ask_to_end_own(request, found, do)
        if done(forms[do], lambda: _change(request, found, do, forms[do])):
            return redirect_to_what_is_left(request, pk)
    shown = PersonRole(found, now)
    context = {
        "person": found.user,
        "role": shown,
        "hand": forms["hand-over"],
        "end": forms["end"],
        "dates": forms["dates"],
        "people": User.objects.filter(is_active=True).exclude(pk=pk).order_by("email"),
        "trail": trail((str(found.user), reverse("person", args=[pk])), (shown.what, None)),
    }
    return render(request, "people/role.html", context)


def ends_it(do: str, form: PlainForm, now: date) -> bool:
    """Whether what was typed takes the role away, today or on a later day."""
    return do != "dates" or form.cleaned_data["end"] is not None or form.cleaned_data["start"] > now


def ask_to_end_own(request: SignedIn, role: Any, do: str) -> HttpResponse:
    """Before somebody gives up a role of their own: what goes with it, and what they would still hold."""
    shown = PersonRole(role, today())
    [line] = lines_of([request.user], today=today())
    others = [f"{other.what}, {other.dates}" for other in line["roles"] if other.row != role]
    consequences = [_("You give up: %(what)s. %(does)s") % {"what": shown.what, "does": shown.does}]
    if shown.row._meta.model is Manager:
        consequences.append(_("You can no longer open this page from that day on, nor give yourself the role again."))
    left = _("You still hold what stands below.") if others else _("You hold nothing else: your desk is empty then.")
    consequences.append(left)
    return ask_first(
        request,
        _("End a role of your own?"),
        confirms=do,
        button=_("End it"),
        back=shown.url,
        consequences=consequences,
        named_as=_("What you still hold"),
        named=others,
    )


def redirect_to_what_is_left(request: SignedIn, pk: int) -> HttpResponse:
    """Back to the person; but whoever just stopped being a manager goes to a page that they may still open."""
    if roles_of(request.user, today()).is_manager:
        return redirect("person", pk)
    [line] = lines_of([request.user], today=today())
    left = ", ".join(role.what for role in line["roles"] if not role.is_future)
    words = (
        _("You are no programme manager any more. You still hold: %(roles)s.") % {"roles": left}
        if left
        else _("You are no programme manager any more, and hold no other role: your desk is empty.")
    )
    messages.info(request, words)
    return redirect("me")


def _change(request: SignedIn, role: Any, do: str, form: Any) -> None:
    common: dict[str, Any] = {"role": role, "by": request.user, "today": today()}
    if do == "hand-over":
        invitation = actions.hand_over(**common, to=form.successor, on=form.cleaned_data["on"])
        messages.success(request, _("Handed over to %(name)s.") % {"name": invitation.user})
        return
    if do == "end":
        actions.end_role(**common, **form.cleaned_data)
    else:
        actions.correct_dates(**common, **form.cleaned_data)
    messages.success(request, _("Saved."))


@desk_page()
def me(request: SignedIn) -> HttpResponse:
    """Own name, language, time zone and mail; which roles I hold and until when."""
    myself = User.objects.get(pk=request.user.pk)  # a form writes into its instance even where it is refused
    form = MeForm(request.POST if request.method == "POST" else None, instance=myself)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("me")
    [line] = lines_of([request.user], today=today())
    context = {
        "form": form,
        "line": line,
        "sign_ins": sign_ins_of(request.user),
        "has_second_step": has_second_step(request.user),
        "is_administrator": request.user.is_superuser or request.user.is_staff,
        "trail": [(_("My desk"), reverse("desk")), (_("My details"), None)],
    }
    return render(request, "people/me.html", context)


@desk_page()
def close_my_account(request: SignedIn) -> HttpResponse:
    """Close one's own account, once confirmed: then one is signed out, and told so."""
    myself = request.user
    if current_practice_desk():
        messages.info(request, _("People of practice keep their accounts."))
        return redirect("me")
    if not is_confirmed(request, "close"):
        return ask_first(
            request,
            _("Close your own account?"),
            confirms="close",
            button=_("Close my account"),
            back=reverse("me"),
            consequences=[
                _("You are signed out everywhere, and can sign in no more."),
                _("What you entered stays, and so does the history of who did it."),
                _("Only a programme manager can open the account again."),
            ],
            named_as=_("What you hold, which nobody does in your place"),
            named=[f"{role.what}, {role.dates}" for role in lines_of([myself], today=today())[0]["roles"]],
        )
    try:
        actions.close_account(user=myself, by=myself, today=today())
    except ValidationError as broken:
        messages.error(request, " ".join(broken.messages))
        return redirect("me")
    logout(request)
    messages.success(request, _("You are signed out, and your account is closed."))
    return redirect("account_inactive")
