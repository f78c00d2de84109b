"""People on the desk: the list, an invitation, a person and each of their roles, for managers; own details, for all."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.pages.desk import desk_page, post_only, read_only
from rmt.forms import SignedIn
from rmt.models import Holding, User
from rmt.people import actions
from rmt.people.duties import KINDS, SUBJECTS, choices_of
from rmt.people.filters import PeopleFilter
from rmt.people.forms import DatesForm, EndForm, HandOverForm, InviteForm, MeForm, PlainForm, RoleForm, role_rows
from rmt.people.invitations import Invitation
from rmt.people.selectors import FOLDED, gaps_on, held_from, lines_of, people_who_hold, person_page
from rmt.roles import roles_of

ROWS = 50


def today() -> date:
    """What a role is held on: a day of UTC, wherever the reader is."""
    return datetime.now(UTC).date()


def for_managers(request: SignedIn) -> None:
    """Refuse everybody who does not keep people and their roles."""
    if not roles_of(request.user).is_manager:
        raise PermissionDenied


def trail(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(_("My desk"), reverse("desk")), (_("People"), reverse("people")), *steps]


def done(form: PlainForm, act: Callable[[], Any]) -> Any:
    """What the action gave; `None` if it refused, which the form then says."""
    try:
        return act() or True
    except ValidationError as broken:
        form.add_problems(broken)
        return None


@read_only
def people(request: SignedIn) -> HttpResponse:
    """Who holds what and until when; what nobody holds, and what ends soon."""
    for_managers(request)
    day = today()
    filters = PeopleFilter(request.GET, day=day)
    asked = request.GET.copy()
    asked.pop("page", None)
    holders = people_who_hold(day)
    page = Paginator(filters.found.filter(pk__in=holders), ROWS).get_page(request.GET.get("page"))
    others = filters.found.exclude(pk__in=holders)
    context = {
        "filters": filters,
        "page": page,
        "lines": lines_of(page, today=day),
        "others": lines_of(others[:FOLDED], today=day),
        "others_count": others.count(),
        "gaps": gaps_on(day),
        "query": asked.urlencode(),
        "is_narrowed": any(asked.values()),
        "trail": [(_("My desk"), reverse("desk")), (_("People"), None)],
    }
    return render(request, "people/people.html", context)


@desk_page()
def new_person(request: SignedIn) -> HttpResponse:
    """Invite somebody with one role or several; whoever is known just gets them."""
    for_managers(request)
    typed = request.POST if request.method == "POST" else None
    form, rows = InviteForm(typed), role_rows(typed, today=today())
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        invited = done(form, lambda: actions.invite(who=form.said, roles=rows.said, by=request.user))
        if invited:
            say_whether_it_was_sent(request, invited)
            return redirect("person", invited.user.pk)
    context = {"form": form, "rows": rows, "subjects": subjects(), "trail": trail((_("Invite somebody"), None))}
    return render(request, "people/invite.html", context)


def say_whether_it_was_sent(request: SignedIn, invitation: Invitation) -> None:
    user = invitation.user
    if invitation.was_sent is False:
        request.typed_is_saved = True
        message = _("It is kept, but the mail to %(email)s could not be sent. Try to send it again from this page.")
        messages.warning(request, message % {"email": user.email})
    elif user.has_usable_password():
        messages.success(request, _("%(name)s was known already and has the role now.") % {"name": user})
    else:
        messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": user.email})


def subjects() -> list[tuple[str, Any]]:
    """What a role can be held for, with its kind, for the list that opens while one types."""
    return [(str(subject), kind) for of, kind in SUBJECTS.items() for subject in choices_of(of)]


@desk_page()
def person(request: SignedIn, pk: int) -> HttpResponse:
    """What a person holds and held, and how their account stands; one more role."""
    for_managers(request)
    found = get_object_or_404(User, pk=pk)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"start": today()})
    is_said = request.method == "POST" and form.is_valid()
    if is_said and done(form, lambda: actions.give_role(user=found, role=form.said, by=request.user)):
        messages.success(request, _("%(name)s has the role now.") % {"name": found})
        return redirect("person", pk)
    context = {
        "person": found,
        "page": person_page(found, today=today()),
        "form": form,
        "subjects": subjects(),
        "is_administrator": found.is_superuser or found.is_staff,
        "is_me": found.pk == request.user.pk,
        "trail": trail((str(found), None)),
    }
    return render(request, "people/person.html", context)


@post_only
def account(request: SignedIn, pk: int) -> HttpResponse:
    """Close or open the account of a person, or send the invitation again."""
    for_managers(request)
    found = get_object_or_404(User, pk=pk)
    try:
        match request.POST.get("do"):
            case "close":
                actions.close_account(user=found, by=request.user, today=today())
                messages.success(request, _("The account is closed: it signs nobody in any more."))
            case "open":
                actions.open_account(user=found, by=request.user)
                messages.success(request, _("The account is open again."))
            case "invite":
                say_whether_it_was_sent(request, actions.invite_again(user=found, by=request.user))
            case _:
                messages.error(request, _("Nothing was changed. Use one of the buttons on this page."))
    except ValidationError as broken:
        messages.error(request, " ".join(broken.messages))
    return redirect("person", pk)


@desk_page()
def role(request: SignedIn, pk: int, kind: str, holding: int) -> HttpResponse:
    """End a role, correct its dates, or hand it over to somebody else."""
    for_managers(request)
    held = _holding(pk, kind, holding)
    do = request.POST.get("do")
    now = today()
    forms: dict[str, PlainForm] = {
        "hand-over": HandOverForm(request.POST if do == "hand-over" else None, prefix="hand"),
        "end": EndForm(request.POST if do == "end" else None, initial={"on": now}, prefix="end"),
        "dates": DatesForm(
            request.POST if do == "dates" else None, initial={"start": held.start, "end": held.end}, prefix="dates"
        ),
    }
    if do in forms and forms[do].is_valid() and done(forms[do], lambda: _change(request, held, do, forms[do])):
        return redirect("person", pk)
    context = {
        "person": held.user,
        "held": held_from(held, today=now),
        "hand": forms["hand-over"],
        "end": forms["end"],
        "dates": forms["dates"],
        "people": User.objects.filter(is_active=True).exclude(pk=pk).order_by("email"),
        "trail": trail((str(held.user), reverse("person", args=[pk])), (held_from(held, today=now).what, None)),
    }
    return render(request, "people/role.html", context)


def _holding(pk: int, kind: str, holding: int) -> Any:
    """A row of one of the tables of roles, of that person."""
    model: type[Holding] | None = KINDS.get(kind)
    if model is None:
        raise Http404
    related = [field.name for field in model._meta.fields if field.is_relation]
    return get_object_or_404(model._default_manager.select_related(*related), pk=holding, user=pk)


def _change(request: SignedIn, held: Any, do: str, form: Any) -> None:
    said: dict[str, Any] = {"holding": held, "by": request.user, "today": today()}
    if do == "hand-over":
        handed = actions.hand_over(**said, **form.said)
        messages.success(request, _("Handed over to %(name)s.") % {"name": handed.user})
        if handed.was_sent is False:
            messages.warning(request, _("The mail to %(email)s could not be sent.") % {"email": handed.user.email})
        return
    if do == "end":
        actions.end_role(**said, **form.cleaned_data)
    else:
        actions.correct_dates(**said, **form.cleaned_data)
    messages.success(request, _("Saved."))


@desk_page()
def me(request: SignedIn) -> HttpResponse:
    """Own name, language, time zone and mail; what I hold and until when."""
    myself = User.objects.get(pk=request.user.pk)  # a form writes into its instance even where it is refused
    form = MeForm(request.POST if request.method == "POST" else None, instance=myself)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("me")
    [line] = lines_of([request.user], today=today())
    context = {"form": form, "line": line, "trail": [(_("My desk"), reverse("desk")), (_("My details"), None)]}
    return render(request, "people/me.html", context)
