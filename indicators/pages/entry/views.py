"""Entering a result: from the first question to the review, with help beside the form on the way."""

import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import permissions
from indicators.ledger import WordedDifference, differences_in_words, in_words, payload_of
from indicators.models import Result
from indicators.pages.entry.choose import ChooseForm
from indicators.pages.entry.entry import ResultEntry
from indicators.pages.entry.preview import preview_of
from indicators.pages.entry.selectors import now_of, today_of
from indicators.pages.transition import labelled_comments, visible_result
from indicators.results import EditConflict, actions, missing
from indicators.updates import plan_milestone
from rmt.forms import SignedIn
from rmt.roles import roles_of
from rmt.text import span


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_result(request: SignedIn) -> HttpResponse:
    """First what happened and where, then the questions of that indicator."""
    roles = roles_of(request.user)
    if not permissions.indicators_offered(roles):
        raise PermissionDenied
    form = ChooseForm(request.GET, roles=roles)
    if not form.is_valid():
        return render(request, "indicators/entry/new.html", {"form": form})
    indicator, country = form.cleaned_data["indicator"], form.cleaned_data["country"]
    if not permissions.can_start_result(request.user, indicator, country):
        raise PermissionDenied
    begun = _begun_before(request)
    entry = _entry(request, result=begun) if begun else _entry(request, indicator=indicator, country=country)
    if request.method == "POST":
        return _answer(request, entry)
    return _show(request, entry)


def _begun_before(request: SignedIn) -> Result | None:
    """The draft that this very form has made already: on a bad line it is sent twice."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    found = Result.objects.for_desk().filter(uuid=key, author=request.user).first()
    if found is not None and not permissions.can_edit(request.user, _as_draft(found)):
        raise PermissionDenied
    return found


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_result(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Change a draft. Somebody who was allowed to until it was sent is shown what happened, with their own text."""
    result = visible_result(request, uuid)
    if not permissions.can_edit(request.user, result):
        is_stale = request.POST.get("version", str(result.version)) != str(result.version)
        if not (is_stale and permissions.can_edit(request.user, _as_draft(result))):
            raise PermissionDenied
    entry = _entry(request, result=result)
    if request.method == "POST":
        return _answer(request, entry)
    return _show(request, entry)


def _as_draft(result: Result) -> Result:
    draft = copy.copy(result)
    draft.status = Result.Status.DRAFT
    return draft


def _entry(request: SignedIn, **about: Any) -> ResultEntry:
    sent = request.method == "POST"
    return ResultEntry(request.POST if sent else None, request.FILES if sent else None, user=request.user, **about)


def _answer(request: SignedIn, entry: ResultEntry) -> HttpResponse:
    """What was asked of a form that was sent: only to look at it, to plan what has not come, or to save it."""
    wanted = request.POST.get("do")
    if wanted == "check":
        return _check(request, entry)
    if wanted == "preview":
        return _preview(request, entry)
    if wanted == "milestone":
        return _plan(request, entry)
    return _save(request, entry)


def _check(request: SignedIn, entry: ResultEntry) -> HttpResponse:
    """The help beside the form while it is typed; nothing is saved."""
    entry.form.is_valid()
    if not request.htmx:
        return _show(request, entry)
    context = {"now": now_of(entry), "live": True}
    return render(request, "indicators/entry/_check.html", context)


def _preview(request: SignedIn, entry: ResultEntry) -> HttpResponse:
    """The page that readers would see, above the form; nothing is published, and nothing is saved."""
    if not entry.is_valid():
        return _show(request, entry)
    try:
        content = preview_of(entry, today=today_of(entry.country))
    except ValidationError as refused:
        entry.add_problems(refused)
        return _show(request, entry)
    return _show(request, entry, preview={"content": content})


def _plan(request: SignedIn, entry: ResultEntry) -> HttpResponse:
    """Save what has not come yet as a milestone: each round asks for it once its time has come."""
    if entry.country is None or not permissions.can_write_update(request.user, entry.country):
        raise PermissionDenied
    if not entry.is_valid():
        return _show(request, entry)
    days = entry.form.cleaned_data["achieved"]
    if days is None or days[0] <= today_of(entry.country):
        entry.form.add_error("achieved", _("A milestone is something that has not come yet. Say when it is expected."))
        return _show(request, entry)
    about = {"country": entry.country, "indicator": entry.indicator, "expected": days, "by": request.user}
    try:
        plan_milestone(title=entry.form.cleaned_data["title"], **about)
    except ValidationError as refused:
        entry.add_problems(refused)
        return _show(request, entry)
    message = _("Saved as a milestone, expected %(when)s. We will ask whether it happened.") % {"when": span(*days)}
    if entry.result is not None:
        message = f"{message} {_('The draft stays as it was last saved: send it once it has happened.')}"
    messages.success(request, message)
    return redirect(entry.result or "desk")


def _save(request: SignedIn, entry: ResultEntry) -> HttpResponse:
    """Save what was typed, and send it if that was asked; whatever happens, every word stays."""
    if not entry.is_valid():
        return _show(request, entry)
    try:
        result = entry.save(version=entry.form.cleaned_data["version"])
    except EditConflict as conflict:
        return _show_conflict(request, entry, conflict.current)
    except ValidationError as refused:
        entry.add_problems(refused)
        return _show(request, entry)
    return _saved(request, entry, result)


def _saved(request: SignedIn, entry: ResultEntry, result: Result) -> HttpResponse:
    wanted = request.POST.get("do")
    if wanted == "send" and permissions.can_submit(request.user, result):
        return _send(request, entry, result)
    messages.success(request, _("Saved as a draft."))
    is_open = wanted == "rows" or (entry.indicator is None and result.indicator is not None)
    return redirect("edit_result", result.uuid) if is_open else redirect(result)


def _send(request: SignedIn, entry: ResultEntry, result: Result) -> HttpResponse:
    try:
        actions.submit_result(result=result, version=result.version, by=request.user, today=today_of(result.country))
    except ValidationError as refused:
        entry.remember(result)
        entry.add_problems(refused)
        # As a draft: what was typed need not be put back.
        request.typed_is_saved = reverse("edit_result", args=[result.uuid])
        return _show(request, entry, not_sent=True)
    messages.success(request, _("Sent. A programme manager who neither entered nor sent it will read it."))
    return redirect(result)


def _show(
    request: SignedIn, entry: ResultEntry, *, not_sent: bool = False, preview: dict[str, Any] | None = None
) -> HttpResponse:
    result = entry.result
    needed = missing(result, today=today_of(result.country)) if result and entry.data is None else {}
    more = {"not_sent": not_sent, "needed": needed, "preview": preview}
    return render(request, "indicators/entry/edit.html", _context(request, entry) | more)


def _context(request: SignedIn, entry: ResultEntry) -> dict[str, Any]:
    result = entry.result
    new = Result(indicator=entry.indicator, country=entry.country, author=entry.user)
    may_send = permissions.can_submit(request.user, _as_draft(result) if result else new)
    return {
        "entry": entry,
        "form": entry.form,
        "now": now_of(entry),
        "result": result,
        "field_comments": labelled_comments(result) if result else [],
        "may_send": may_send,
        "action": reverse("edit_result", args=[result.uuid]) if result else request.get_full_path(),
    }


def _show_conflict(request: SignedIn, entry: ResultEntry, current: Result) -> HttpResponse:
    """Both versions, field by field; the person's own text stays in the form, now over the current version."""
    theirs, mine = payload_of(current), entry.payload_if_saved(current)
    differing = differences_in_words(theirs, mine)
    if not differing and current.status == Result.Status.DRAFT:
        return _saved(request, entry, current)
    if not differing:
        request.typed_is_saved = True  # by whoever sent it: nothing differs
        messages.info(request, _("This is sent already. Nothing was changed."))
        return redirect(current)
    labels = {change.label for change in differing}
    same = [WordedDifference(line.label, [("same", line.value or "")], [], False) for line in in_words(theirs)]
    entry.data["version"] = str(current.version)
    context = _context(request, entry) | {
        "result": current,
        "rows": [*differing, *(row for row in same if row.label not in labels)],
        "is_possible": permissions.can_edit(request.user, current),
        "last": current.revisions.select_related("by").last(),
    }
    return render(request, "indicators/entry/edit_conflict.html", context, status=409)
