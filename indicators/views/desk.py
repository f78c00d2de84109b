"""The desk: what a person has to do, and the entry of a result from the first question to the review."""

import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import actions, permissions
from indicators.actions import EditConflict
from indicators.changes import Change, changes, described
from indicators.files import clean_name
from indicators.filters import DeskResultFilter
from indicators.forms import ChooseForm, ResultEntry
from indicators.models import Result
from indicators.payload import payload
from indicators.requirements import missing
from indicators.selectors.desk import desk_of, line_of, result_on_desk
from rmt.models import User
from rmt.roles import roles_of

ROWS = 50


class SignedIn(HttpRequest):
    """A request of a person: what `login_required` lets through."""

    user: User


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def desk(request: SignedIn) -> HttpResponse:
    """What came back, what is begun, what waits, and what readers have."""
    return render(request, "indicators/desk/desk.html", {"desk": desk_of(request.user)})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def results(request: SignedIn) -> HttpResponse:
    """Every result that the person may know of, as it stands on the desk."""
    filters = DeskResultFilter(
        request.GET, queryset=Result.objects.visible_to(request.user).for_desk(), request=request
    )
    page = Paginator(filters.qs.order_by("-changed_at", "pk"), ROWS).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "filters": filters,
        "page": page,
        "query": asked.urlencode(),
        "is_narrowed": any(asked.values()),
        "can_add": bool(permissions.indicators_offered(roles_of(request.user))),
    }
    return render(request, "indicators/desk/results.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_result(request: SignedIn) -> HttpResponse:
    """First what happened and where, then the questions of that indicator."""
    roles = roles_of(request.user)
    if not permissions.indicators_offered(roles):
        raise PermissionDenied
    is_asked = "indicator" in request.GET or "country" in request.GET or "level" in request.GET
    form = ChooseForm(request.GET if is_asked else None, roles=roles)
    if not form.is_valid():
        return render(request, "indicators/desk/new.html", {"form": form})
    indicator, country = form.cleaned_data["indicator"], form.cleaned_data["country"]
    if not permissions.can_start_result(request.user, indicator, country):
        raise PermissionDenied
    begun = _begun_before(request)
    entry = _entry(request, result=begun) if begun else _entry(request, indicator=indicator, country=country)
    if request.method == "POST":
        return _save(request, entry)
    return _show(request, entry)


def _begun_before(request: SignedIn) -> Result | None:
    """The draft that this very form made already: on a bad line it is sent twice."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    return Result.objects.for_desk().filter(uuid=key, author=request.user).first()


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_result(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Change a draft. Somebody who was allowed to until it was sent is shown what happened, with their own text."""
    result = _visible(request, uuid)
    if not permissions.can_edit(request.user, result):
        is_stale = request.POST.get("version", str(result.version)) != str(result.version)
        if not (is_stale and permissions.can_edit(request.user, _as_draft(result))):
            raise PermissionDenied
    entry = _entry(request, result=result)
    if request.method == "POST":
        return _save(request, entry)
    return _show(request, entry)


def _as_draft(result: Result) -> Result:
    draft = copy.copy(result)
    draft.status = Result.Status.DRAFT
    return draft


def _visible(request: SignedIn, uuid: UUID) -> Result:
    return get_object_or_404(Result.objects.visible_to(request.user).for_desk(), uuid=uuid)


def _entry(request: SignedIn, **about: Any) -> ResultEntry:
    sent = request.method == "POST"
    return ResultEntry(request.POST if sent else None, request.FILES if sent else None, user=request.user, **about)


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
        actions.submit_result(result=result, version=result.version, by=request.user, today=timezone.localdate())
    except ValidationError as refused:
        entry.remember(result)
        entry.add_problems(refused)
        return _show(request, entry, not_sent=True)
    messages.success(request, _("Sent. A programme manager who neither entered nor sent it will read it."))
    return redirect(result)


def _show(request: SignedIn, entry: ResultEntry, *, not_sent: bool = False) -> HttpResponse:
    result = entry.result
    needed = missing(result, today=timezone.localdate()) if result else {}
    context = _context(request, entry) | {
        "not_sent": not_sent,
        "needed": {} if entry.data is not None else needed,
        "preview": line_of(result, "") if result else None,
    }
    return render(request, "indicators/desk/edit.html", context)


def _context(request: SignedIn, entry: ResultEntry) -> dict[str, Any]:
    result = entry.result
    may_send = permissions.can_submit(request.user, _as_draft(result) if result else _not_saved_yet(entry))
    return {
        "entry": entry,
        "form": entry.form,
        "result": result,
        "may_send": may_send,
        "action": reverse("edit_result", args=[result.uuid]) if result else request.get_full_path(),
    }


def _not_saved_yet(entry: ResultEntry) -> Result:
    return Result(indicator=entry.indicator, country=entry.country, author=entry.user)


def _show_conflict(request: SignedIn, entry: ResultEntry, current: Result) -> HttpResponse:
    """Both versions, field by field; the person's own text stays in the form, now over the current version."""
    theirs, mine = payload(current), entry.payload_if_saved(current)
    differing = changes(theirs, mine)
    if not differing and current.status == Result.Status.DRAFT:
        return _saved(request, entry, current)
    if not differing:
        messages.info(request, _("This is sent already. Nothing was changed."))
        return redirect(current)
    labels = {change.label for change in differing}
    same = [Change(said.label, [("same", said.value or "")], [], False) for said in described(theirs)]
    entry.data["version"] = str(current.version)
    context = _context(request, entry) | {
        "result": current,
        "rows": [*differing, *(row for row in same if row.label not in labels)],
        "is_possible": permissions.can_edit(request.user, current),
        "last": current.revisions.select_related("by").last(),
    }
    return render(request, "indicators/desk/edit_conflict.html", context, status=409)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def result(request: SignedIn, uuid: UUID) -> HttpResponse:
    """The working copy as readers will see it, what it still needs, and what the person may do."""
    found = _visible(request, uuid)
    shown = result_on_desk(found, user=request.user, today=timezone.localdate())
    context = {"result": found, "shown": shown, "manager": shown.manager, "tags": shown.tags}
    context |= {
        "links": found.contributions.select_related("project"),
        "can_link": permissions.can_link_project(request.user, found),
    }
    return render(request, "indicators/desk/result.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def evidence(request: SignedIn, uuid: UUID, evidence: UUID) -> HttpResponseBase:
    """A file kept as evidence, for those who may see the result: always to save, never shown as a page of ours."""
    kept = get_object_or_404(_visible(request, uuid).evidence, uuid=evidence, url=None)
    try:
        content = kept.file.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=clean_name(kept.file_name or ""), content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
