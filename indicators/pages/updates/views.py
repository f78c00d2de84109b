"""The update of a country for a round: the list, the one page that is filled in, sending it, and its copy."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from countries.models import Country
from indicators import permissions
from indicators.models import Answer, CountryUpdate, Round
from indicators.pages.updates.checklist import Checklist, checklist_of, history_of, last_change
from indicators.pages.updates.due import UpdateInRound, due_for, earlier_rounds, readable_updates, reads_updates
from indicators.pages.updates.forms import NothingForm, UpdateDeskForm, UpdateForm, ValidateUpdateForm
from indicators.rounds import today_in, validated_until
from indicators.updates import RoundIsClosed, UpdateConflict, copy_of, fill_in, send_update, send_with_one_answer
from projects.permissions import can_deliver_output
from rmt.forms import SignedIn
from rmt.roles import roles_of

ROWS = 50
FOR_THE_REST = {"rest-no-change": Answer.Kind.NO_CHANGE, "rest-nothing": Answer.Kind.NOTHING}

Trail = list[tuple[str, str | None]]


@dataclass
class UpdateRequest:
    """A request for an update, by somebody who may read it; `update` is `None` if nobody has begun it."""

    request: SignedIn
    country: Country
    round: Round
    update: CountryUpdate | None

    def __post_init__(self) -> None:
        self.now = timezone.now()
        self.today = today_in(self.country, now=self.now)

    @property
    def user(self):
        return self.request.user

    @property
    def key(self) -> tuple[str, str]:
        return self.round.code, self.country.slug

    @property
    def may_write(self) -> bool:
        return permissions.can_write_update(self.user, self.country)

    def url(self, name: str = "update") -> str:
        return reverse(name, args=self.key)

    def checklist(self) -> Checklist:
        return checklist_of(self.country, self.round, self.update, now=self.now)

    def trail(self, *more: str) -> Trail:
        """The way here: My desk, updates, this update; and what is done with it."""
        here = f"{self.country}, {self.round}"
        way: Trail = [(_("My desk"), reverse("desk")), (_("Updates"), reverse("updates"))]
        return [*way, (here, self.url()), *((text, None) for text in more)] if more else [*way, (here, None)]

    def page(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        about = {"country": self.country, "round": self.round, "update": self.update, "asked": self}
        return render(self.request, f"indicators/updates/{template}.html", about | context, status=status)


def update_page(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page about one update: 404 for those who may not know of it (docs/design.md, "People"); never cached."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @never_cache
        @require_http_methods(list(methods))
        @wraps(view)
        def answer(request: SignedIn, code: str, slug: str, **more: Any) -> HttpResponse:
            country = get_object_or_404(Country.objects.select_related("region"), slug=slug)
            if not permissions.can_read_update(request.user, country):
                raise Http404
            reporting_round = get_object_or_404(Round.objects.exclude(state=Round.State.PLANNED), code=code)
            begun = CountryUpdate.objects.filter(country=country, round=reporting_round)
            update = begun.select_related("country", "round", "submitted_by", "validated_by").first()
            return view(UpdateRequest(request, country, reporting_round, update), **more)

        return answer

    return decorate


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def updates(request: SignedIn) -> HttpResponse:
    """What a focal point owes and has sent; for others, the updates that they may read."""
    roles, now = roles_of(request.user), timezone.now()
    if not (roles.countries or reads_updates(roles)):
        raise PermissionDenied
    context: dict[str, Any] = {"roles": roles}
    if roles.countries:
        context |= {"cards": due_for(request.user, now), "earlier": earlier_rounds(request.user, now)}
    if reads_updates(roles):
        page = Paginator(readable_updates(request.user), ROWS).get_page(request.GET.get("page"))
        context |= {"page": page, "lines": [UpdateInRound(u.country, u.round, u) for u in page]}
    return render(request, "indicators/updates/updates.html", context)


@update_page("GET", "HEAD", "POST")
def update(asked: UpdateRequest) -> HttpResponse:
    """The checklist: filled in by the country's team while the round takes it, read by everybody else."""
    if asked.request.method == "POST":
        if not asked.may_write:
            raise PermissionDenied
        return _fill_in(asked)
    return _show(asked)


def _show(asked: UpdateRequest, form: UpdateForm | None = None, **more: Any) -> HttpResponse:
    checklist = form.checklist if form else asked.checklist()
    writes = asked.may_write and checklist.can_be_written
    status = more.pop("status", 200)
    returned = None
    if asked.update is not None and asked.update.status == CountryUpdate.Status.RETURNED:
        returned = asked.update.review_events.filter(kind="returned").select_related("by").last()
    context = {
        "checklist": checklist,
        "trail": asked.trail(),
        "form": (form or UpdateForm(checklist=checklist, today=asked.today)) if writes else None,
        "history": history_of(asked.update),
        "may_write": asked.may_write,
        "unanswered": "unanswered" in asked.request.GET and not checklist.is_complete,
        "returned": returned,
        "has_copy": asked.update is not None and asked.update.copies.exists(),
        "can_review": asked.update is not None and permissions.can_review_update(asked.user, asked.update),
        "can_validate": asked.update is not None and permissions.can_validate_update(asked.user, asked.update),
        "validation": ValidateUpdateForm(initial={"version": checklist.version}),
    }
    return asked.page("update" if writes else "read", context | more, status=status)


def _fill_in(asked: UpdateRequest) -> HttpResponse:
    """Save everything that was typed, whichever button was pressed; then do what the button says."""
    wanted = asked.request.POST.get("do", "save")
    form = UpdateForm(asked.request.POST, checklist=asked.checklist(), today=asked.today)
    if not form.checklist.can_be_written:
        return (None if form.typed else _sent_already(asked)) or not_taken(asked, form)
    if not form.is_valid():
        return _show(asked, form)
    filled = form.filled(profile_is_right=wanted == "profile", rest=FOR_THE_REST.get(wanted, ""))
    if not all(can_deliver_output(asked.user, output) for output in filled.delivered):
        raise PermissionDenied
    try:
        asked.update = fill_in(
            country=asked.country, reporting_round=asked.round, version=form.cleaned_data["version"], filled=filled,
            by=asked.user, today=asked.today,
        )  # fmt: skip
    except UpdateConflict as conflict:
        return _conflict(asked, conflict)
    except RoundIsClosed as closed:
        return not_taken(asked, form, closed)
    except ValidationError as broken:
        form.add_broken_rules(broken)
        return _show(asked, form)
    if wanted == "send":
        return _send(asked, form.cleaned_data["on_behalf_of"])
    messages.success(asked.request, _saved_text(asked.checklist()))
    return redirect(asked.url())


def _saved_text(checklist: Checklist) -> str:
    if checklist.is_complete:
        return _("Saved. Everything has an answer: you can send the update.")
    words = {"done": checklist.answered, "all": checklist.expected}
    return _("Saved: %(done)s of %(all)s answered.") % words


def _send(asked: UpdateRequest, on_behalf_of: str) -> HttpResponse:
    """Send what was just saved; what has no answer yet is named, with the way to it."""
    checklist = asked.checklist()
    if not checklist.is_complete:
        return redirect(f"{asked.url()}?unanswered")
    assert asked.update is not None  # noqa: S101 (it was just saved)
    try:
        send_update(
            update=asked.update, version=asked.update.version, by=asked.user, today=asked.today,
            on_behalf_of=on_behalf_of,
        )  # fmt: skip
    except UpdateConflict as conflict:
        return _conflict(asked, conflict)
    except ValidationError as refused:
        messages.error(asked.request, " ".join(refused.messages))
        return redirect(asked.url())
    return _sent(asked)


def _sent(asked: UpdateRequest) -> HttpResponse:
    messages.success(asked.request, _("Sent. Below is the copy of what you sent; it is also in your mail."))
    return redirect(asked.url("update_copy"))


def not_taken(asked: UpdateRequest, form: UpdateDeskForm, refused: ValidationError | None = None) -> HttpResponse:
    """Why nothing can be written any more, in plain words, with all that was typed."""
    closed: ValidationError = RoundIsClosed(asked.round)
    if asked.update is not None and asked.update.status in ("submitted", "validated"):
        message = _("This update is now “%(status)s”: it cannot be changed.")
        closed = ValidationError(message % {"status": asked.update.get_status_display()})
    context = {"why": (refused or closed).messages, "typed": form.typed, "trail": asked.trail(_("Not saved"))}
    return asked.page("not_taken", context, status=409)


def _conflict(asked: UpdateRequest, conflict: UpdateConflict) -> HttpResponse:
    """Who changed what meanwhile, beside what was typed; the typed text stays, now over the current version."""
    asked.update = conflict.current
    checklist = asked.checklist()
    data = asked.request.POST.copy()
    data["version"] = str(checklist.version)
    form = UpdateForm(data, checklist=checklist, today=asked.today)
    if not checklist.can_be_written:
        return (None if form.typed else _sent_already(asked)) or not_taken(asked, form)
    if not form.typed and data.get("do", "save") == "save":
        messages.success(asked.request, _saved_text(checklist))
        return redirect(asked.url())
    context = {"rows": form.typed, "missed": form.missed(), "last": last_change(conflict.current), "conflict": True}
    return _show(asked, form, status=409, **context)


def _sent_already(asked: UpdateRequest) -> HttpResponse | None:
    """The copy, for somebody who pressed the button twice; `None` for anybody else."""
    update = asked.update
    if update is None or update.status != CountryUpdate.Status.SUBMITTED or update.submitted_by_id != asked.user.pk:
        return None
    asked.request.typed_is_saved = True  # by the first press of the button
    messages.info(asked.request, _("This is sent already. Nothing was changed."))
    return redirect(asked.url("update_copy"))


@update_page("GET", "HEAD", "POST")
def nothing(asked: UpdateRequest) -> HttpResponse:
    """Nothing to report, or no change: read what will be sent, and send the whole update with one click."""
    if not asked.may_write:
        raise PermissionDenied
    checklist = asked.checklist()
    form = NothingForm(asked.request.POST or None, initial={"version": checklist.version})
    if asked.request.method == "POST":
        if not checklist.can_be_written:
            return _sent_already(asked) or not_taken(asked, form)
        if form.is_valid():
            return _send_nothing(asked, form)
    context = {"checklist": checklist, "form": form, "trail": asked.trail(_("Nothing to report"))}
    return asked.page("nothing", context)


def _send_nothing(asked: UpdateRequest, form: NothingForm) -> HttpResponse:
    kind = FOR_THE_REST.get(asked.request.POST.get("do", ""), Answer.Kind.NOTHING)
    try:
        send_with_one_answer(
            country=asked.country, reporting_round=asked.round, kind=kind, by=asked.user, today=asked.today,
            **form.cleaned_data,
        )  # fmt: skip
    except UpdateConflict as conflict:
        asked.update = conflict.current
        checklist = asked.checklist()
        if not checklist.can_be_written:
            return _sent_already(asked) or not_taken(asked, form)
        data = asked.request.POST.copy()
        data["version"] = str(checklist.version)
        context = {"checklist": checklist, "form": NothingForm(data), "trail": asked.trail(_("Nothing to report"))}
        return asked.page("nothing", context | {"last": last_change(conflict.current)}, status=409)
    except ValidationError as refused:
        return not_taken(asked, form, refused)
    return _sent(asked)


@update_page("GET", "HEAD")
def copy(asked: UpdateRequest) -> HttpResponse:
    """What was sent last, as it was sent; to keep and to print, with what happens next."""
    if asked.update is None:
        raise Http404
    sent = asked.update.copies.select_related("by", "update__country", "update__round").last()
    if sent is None:
        raise Http404
    context = {"copy": copy_of(sent), "until": validated_until(asked.round), "trail": asked.trail(_("What was sent"))}
    return asked.page("copy", context)
