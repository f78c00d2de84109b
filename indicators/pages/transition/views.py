"""The common shape of a step on a result's way: find, check, refuse what is stale, take one action, say so."""

import copy
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import permissions
from indicators.models import Result
from indicators.pages.transition.forms import StepForm
from indicators.pages.transition.selectors import since
from indicators.results import EditConflict
from rmt.forms import SignedIn

MALFORMED = -1
"""The version of a form that carried none: no result has it, so it is a conflict and nothing is written."""

Predicate = Callable[..., bool]


def transition(
    can: Predicate,
    *,
    verb,
    starts_from: str | None = None,
    duty: Predicate | None = None,
    sees: Predicate | None = None,
    form_class: type[StepForm] | None = None,
    asks: bool = True,
):
    """A view of one step: 404 for what the person may not know of, 403 for what they may not do, 409 if it is stale.

    `verb` is what the button says. `starts_from` is the status in which the step is possible, or `duty` says who
    would be allowed if it were: they read what happened meanwhile instead of "not allowed". `sees` is asked for the
    page instead of `can`, if more people read it than may act. `asks` is False for a step without a page of its own.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def had_the_duty(user, result: Result) -> bool:
            if duty is not None:
                return duty(user, result)
            as_read = copy.copy(result)
            as_read.status = starts_from or result.status
            return can(user, as_read)

        def answer(request: HttpRequest, result: Result) -> HttpResponse:
            if request.method != "POST":
                if (sees or can)(request.user, result):
                    return view(request, result, _form(form_class, request, result))
                if had_the_duty(request.user, result):
                    return _too_late(request, result)
                raise PermissionDenied
            version = version_of(request)
            if not can(request.user, result) and (version == result.version or not had_the_duty(request.user, result)):
                raise PermissionDenied
            if version != result.version:
                raise EditConflict(result)
            return view(request, result, _form(form_class, request, result))

        @login_required
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"] if asks else ["POST"])
        @wraps(view)
        def step(request: HttpRequest, uuid) -> HttpResponse:
            result = get_object_or_404(Result.objects.visible_to(request.user).for_desk(), uuid=uuid)
            try:
                return answer(request, result)
            except EditConflict:
                return _conflict(request, result, can=can, verb=verb, form_class=form_class)

        return step

    return decorate


def version_of(request: HttpRequest) -> int:
    """The version that the person read, as the form carried it; `MALFORMED` if it carried none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else MALFORMED


def taken(step: Callable[[], object], form: StepForm | None = None) -> bool:
    """Whether `step` was taken; what its rules refuse is shown in `form`, with what was typed."""
    try:
        step()
    except ValidationError as broken:
        if form is None:
            raise
        form.add_broken_rules(broken)
        return False
    return True


def page(request: HttpRequest, template: str, result: Result, *, here: str, status: int = 200, **more) -> HttpResponse:
    """A page about one result, with the way to it; `here` is what the person is about to do."""
    reviews = result.status == Result.Status.SUBMITTED and permissions.can_read_queue(request.user)
    trail = [
        (_("My desk"), reverse("desk")),
        (_("To review"), reverse("review")) if reviews else (_("Results"), reverse("desk_results")),
        (str(result), result.get_absolute_url()),
        (here, None),
    ]
    context = {"result": result, "trail": trail, "heading": here, **more}
    return render(request, f"indicators/review/{template}.html", context, status=status)


def done(request: HttpRequest, message: str, to) -> HttpResponse:
    """After a step: what happened, on the page where the person goes on."""
    messages.success(request, message)
    return redirect(to)


def _form(form_class: type[StepForm] | None, request: HttpRequest, result: Result) -> StepForm | None:
    if form_class is None:
        return None
    typed = request.POST if request.method == "POST" else None
    return form_class(typed, result=result, today=timezone.localdate())


def _too_late(request: HttpRequest, result: Result) -> HttpResponse:
    message = _("This can no longer be done: the result is now “%(status)s”.")
    messages.info(request, message % {"status": result.get_status_display()})
    return redirect(result)


def _conflict(
    request: HttpRequest, result: Result, *, can: Predicate, verb, form_class: type[StepForm] | None
) -> HttpResponse:
    """Who changed what since the person read it, and the way on from there; nothing was written."""
    current = Result.objects.for_desk().get(pk=result.pk)
    is_possible = can(request.user, current)
    form = None
    if form_class is not None:
        form = form_class(initial=request.POST.dict(), result=current, today=timezone.localdate())
    return page(
        request,
        "conflict",
        current,
        here=_("Changed meanwhile"),
        status=409,
        since=since(current, version_of(request)),
        form=form,
        typed=form.typed if form and not is_possible else [],
        verb=verb,
        is_possible=is_possible,
    )


def visible_result(request: SignedIn, uuid: UUID) -> Result:
    """The result, if this person may know of it; else 404."""
    return get_object_or_404(Result.objects.visible_to(request.user).for_desk(), uuid=uuid)
