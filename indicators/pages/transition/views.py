"""A step on a result's way to readers, or back: find it, check, ask for words, act, answer."""

import copy
from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from indicators import permissions
from indicators.models import Result
from indicators.pages.transition.forms import StepForm
from indicators.pages.transition.selectors import since
from indicators.results import EditConflict
from rmt.forms import SignedIn
from rmt.models import User

MALFORMED = -1
"""The version of a form that carried none: no result has it, so it is a conflict and nothing is written."""


@method_decorator([login_required, never_cache], name="dispatch")
class StepView(View):
    """One step: 404 for what the person may not know of, 403 for what they may not do, 409 if what they read is stale.

    A subclass names the step, says who `can` take it, and takes it in `act`. A step that is a button on another page
    has no page of its own: its `http_method_names` are `["post"]`.
    """

    request: SignedIn
    http_method_names = ["get", "head", "post"]
    starts_from: str | None = None  # the status in which the step is possible
    form_class: type[StepForm] | None = None
    template = ""
    heading: Any = ""
    verb: Any = ""  # what the button says
    kind = ""  # of the button

    # Who may

    can: ClassVar[Callable[..., bool]]  # a predicate of `permissions`

    def can_read(self, user: User, result: Result) -> bool:
        """Whether `user` may open the page: whoever may act, unless more people read it."""
        return self.can(user, result)

    def could(self, user: User, result: Result) -> bool:
        """Whether `user` might act if somebody had not been faster: they are told what happened, not "not allowed"."""
        as_read = copy.copy(result)
        as_read.status = self.starts_from or result.status
        return self.can(user, as_read)

    # How a request goes

    def get(self, request: SignedIn, uuid: UUID) -> HttpResponse:
        self.result = visible_result(request, uuid)
        if self.can_read(request.user, self.result):
            return self.ask(self.filled_form())
        if not self.could(request.user, self.result):
            raise PermissionDenied
        message = _("This can no longer be done: the result is now “%(status)s”.")
        messages.info(request, message % {"status": self.result.get_status_display()})
        return redirect(self.result)

    def post(self, request: SignedIn, uuid: UUID) -> HttpResponse:
        self.result = visible_result(request, uuid)
        is_stale = version_of(request) != self.result.version
        if not self.can(request.user, self.result) and not (is_stale and self.could(request.user, self.result)):
            raise PermissionDenied
        if is_stale:
            return self.conflict()
        form = self.filled_form()
        if form is not None and not form.is_valid():
            return self.ask(form)
        try:
            return self.act(form)
        except EditConflict:
            return self.conflict()
        except ValidationError as broken:
            if form is None:
                raise
            form.add_broken_rules(broken)
            return self.ask(form)

    def filled_form(self) -> StepForm | None:
        """The form of the step with what was typed; `None` for a step that asks for nothing."""
        if self.form_class is None:
            return None
        typed = self.request.POST if self.request.method == "POST" else None
        return self.form_class(typed, result=self.result, today=timezone.localdate())

    def ask(self, form: Any) -> HttpResponse:
        """The page that says what the step does, with its form."""
        return self.page(self.template, here=self.heading, form=form, verb=self.verb, kind=self.kind)

    def act(self, form: Any) -> HttpResponse:
        """Take the step and answer. A ValidationError is shown in the form; an EditConflict shows what happened."""
        raise NotImplementedError

    def conflict(self) -> HttpResponse:
        """Who changed what since the person read it, and the way on from there; nothing was written."""
        current = Result.objects.for_desk().get(pk=self.result.pk)
        is_possible = self.can(self.request.user, current)
        form = None
        if self.form_class is not None:
            form = self.form_class(initial=self.request.POST.dict(), result=current, today=timezone.localdate())
        self.result = current
        return self.page(
            "conflict",
            here=_("Changed meanwhile"),
            status=409,
            since=since(current, version_of(self.request)),
            form=form,
            typed=form.typed if form and not is_possible else [],
            verb=self.verb,
            is_possible=is_possible,
        )

    def page(self, template: str, *, here: Any, status: int = 200, **more: Any) -> HttpResponse:
        """A page about the result, with the way to it; `here` is what the person is about to do."""
        reviews = self.result.status == Result.Status.SUBMITTED and permissions.can_read_queue(self.request.user)
        trail = [
            (_("My desk"), reverse("desk")),
            (_("To review"), reverse("review")) if reviews else (_("Results"), reverse("desk_results")),
            (str(self.result), self.result.get_absolute_url()),
            (here, None),
        ]
        context = {"result": self.result, "trail": trail, "heading": here, **more}
        return render(self.request, f"indicators/review/{template}.html", context, status=status)


def version_of(request: HttpRequest) -> int:
    """The version that the person read, as the form carried it; `MALFORMED` if it carried none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else MALFORMED


def done(request: HttpRequest, message: str, to: Any) -> HttpResponse:
    """After a step: what happened, on the page where the person goes on."""
    messages.success(request, message)
    return redirect(to)


def visible_result(request: SignedIn, uuid: UUID) -> Result:
    """The result, if this person may know of it; else 404."""
    return get_object_or_404(Result.objects.visible_to(request.user).for_desk(), uuid=uuid)
