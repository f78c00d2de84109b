"""Steps of others with an update: a manager validates or returns it, an office director clears it by a signed link."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import permissions
from indicators.models import CountryUpdate
from indicators.pages.updates.checklist import last_change
from indicators.pages.updates.forms import (
    AskClearanceForm,
    ClearForm,
    ReturnUpdateForm,
    UpdateDeskForm,
    ValidateUpdateForm,
)
from indicators.pages.updates.views import UpdateRequest, update_page
from indicators.updates import (
    LinkIsInvalid,
    UpdateConflict,
    ask_clearance,
    begin_update,
    clear,
    clearance_of,
    return_update,
    shown_copy,
    validate_update,
)
from rmt.roles import roles_of


def _stale(asked: UpdateRequest, form: UpdateDeskForm, current: CountryUpdate) -> HttpResponse:
    """What happened to the update since it was read; the comment that was typed stays to be copied."""
    asked.update = current
    why = _("Somebody else changed this update while you were reading it. It is now “%(status)s”.")
    context = {
        "why": [why % {"status": current.get_status_display()}],
        "typed": form.typed,
        "last": last_change(current),
        "trail": asked.trail(_("Not saved")),
    }
    return asked.page("not_taken", context, status=409)


def _sent_update(asked: UpdateRequest) -> CountryUpdate:
    """The update, for a manager; whoever only reads it is refused."""
    if not roles_of(asked.user).is_manager or asked.update is None:
        raise PermissionDenied
    return asked.update


@update_page("GET", "HEAD", "POST")
def return_with_comment(asked: UpdateRequest) -> HttpResponse:
    """Return an update to the country with a comment, open until a day."""
    update = _sent_update(asked)
    sent = asked.request.POST if asked.request.method == "POST" else None
    form = ReturnUpdateForm(sent, today=asked.today, version=update.version)
    if not permissions.can_review_update(asked.user, update):
        return _stale(asked, form, update)
    if not permissions.can_return_update(asked.user, update):
        raise PermissionDenied
    if sent is not None and form.is_valid():
        try:
            return_update(update=update, by=asked.user, today=asked.today, **form.cleaned_data)
        except UpdateConflict as conflict:
            return _stale(asked, form, conflict.current)
        except ValidationError as broken:
            form.add_broken_rules(broken)
        else:
            messages.success(asked.request, _("Returned. The country team reads your comment on its desk."))
            return redirect(asked.url())
    return asked.page("return", {"form": form, "trail": asked.trail(_("Return with a comment"))})


@update_page("POST")
def validate(asked: UpdateRequest) -> HttpResponse:
    """Say that an update is complete; none of its results is validated by it."""
    update = _sent_update(asked)
    form = ValidateUpdateForm(asked.request.POST)
    if not permissions.can_review_update(asked.user, update):
        return _stale(asked, form, update)
    if not permissions.can_validate_update(asked.user, update):
        raise PermissionDenied
    if not form.is_valid():
        return _stale(asked, form, update)
    try:
        validate_update(update=update, by=asked.user, **form.cleaned_data)
    except UpdateConflict as conflict:
        return _stale(asked, form, conflict.current)
    messages.success(asked.request, _("Validated. Its results are decided one by one, in the review list."))
    return redirect(asked.url())


@update_page("GET", "HEAD", "POST")
def ask_for_clearance(asked: UpdateRequest) -> HttpResponse:
    """Send the office director a link to read and clear the update; nothing waits for it."""
    if not asked.may_write:
        raise PermissionDenied
    form = AskClearanceForm(asked.request.POST or None)
    context: dict[str, Any] = {"trail": asked.trail(_("Ask for clearance"))}
    if asked.request.method == "POST" and form.is_valid():
        if not form.is_confirmed:
            data = asked.request.POST.copy()
            data["goes_to"] = form.domain
            return asked.page("ask_clearance", context | {"form": AskClearanceForm(data), "goes_to": form.domain})
        try:
            _ask(asked, who=form.cleaned_data["who"], email=form.cleaned_data["email"])
        except ValidationError as broken:
            form.add_broken_rules(broken)
        else:
            message = _("Asked: the link is on its way to %(domain)s, and open for 21 days.")
            messages.success(asked.request, message % {"domain": form.domain})
            return redirect(asked.url())
    return asked.page("ask_clearance", context | {"form": form})


@transaction.atomic
def _ask(asked: UpdateRequest, *, who: str, email: str) -> None:
    """What is refused begins no update either."""
    update = asked.update or begin_update(
        country=asked.country, reporting_round=asked.round, by=asked.user, today=asked.today
    )
    ask_clearance(update=update, who=who, email=email, by=asked.user, now=asked.now)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def clearance(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a signed link: the update to read, and one button. Reading it changes nothing."""
    try:
        found = clearance_of(token)
    except LinkIsInvalid as invalid:
        return render(request, "indicators/updates/link_invalid.html", {"expired": invalid.expired}, status=404)
    form = ClearForm(request.POST or None, initial={"version": found.update.version})
    changed = False
    if request.method == "POST" and found.given is None and form.is_valid():
        try:
            clear(token=token, **form.cleaned_data)
        except UpdateConflict:
            changed = True
            data = request.POST.copy()
            data["version"] = str(found.update.version)
            form = ClearForm(data)
        else:
            return redirect(request.path)
    shown = None if found.has_changed_since else shown_copy(found.update)
    context = {"found": found, "form": form, "copy": shown, "changed": changed}
    return render(request, "indicators/updates/clearance.html", context, status=409 if changed else 200)
