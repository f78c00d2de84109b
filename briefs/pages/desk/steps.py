"""The steps of a brief on its way to readers: find it, check, ask for words, act, answer."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefs import permissions
from briefs.actions import (
    BriefConflict,
    publish_brief,
    recall_brief,
    reopen_brief,
    return_brief,
    submit_brief,
    withdraw_brief,
)
from briefs.models import Brief
from briefs.pages.desk.forms import ReturnForm, StepForm, WithdrawForm
from briefs.pages.desk.selectors import Readings, event_line, labelled, second_look
from briefs.pages.desk.views import visible_brief
from briefs.writing import content_of, missing_in
from rmt.forms import DeskForm, SignedIn, desk_page
from rmt.models import User

MALFORMED = -1
"""The version of a form that carried none: no brief has it, so it is a conflict and nothing is written."""
Status = Brief.Status


@dataclass(frozen=True)
class Step:
    """A step: from which states it goes, who may take it, what it does, and its words."""

    starts_from: tuple[str, ...]
    can: Callable[[User, Brief], bool]
    act: Callable[..., Any]
    heading: Promise
    what: Promise
    verb: Promise
    done: Promise
    form: type[DeskForm] = StepForm
    takes_now: bool = False
    kind: str = ""


STEPS = {
    "submit": Step(
        (Status.DRAFT,), permissions.can_edit_brief, submit_brief,
        gettext_lazy("Send for review"),
        gettext_lazy("A programme manager who neither wrote nor sent it reads it, and publishes or returns it."),
        gettext_lazy("Send for review"),
        gettext_lazy("Sent. A programme manager who neither wrote nor sent it will read it."),
    ),
    "recall": Step(
        (Status.SUBMITTED,), permissions.can_recall_brief, recall_brief,
        gettext_lazy("Take it back"),
        gettext_lazy("It becomes a draft again, and can be changed and sent once more."),
        gettext_lazy("Take it back"),
        gettext_lazy("It is a draft again."),
    ),
    "return": Step(
        (Status.SUBMITTED,), permissions.can_return_brief, return_brief,
        gettext_lazy("Return it to its authors"),
        gettext_lazy("It becomes a draft again. Comments on single parts stay beside it."),
        gettext_lazy("Return it"),
        gettext_lazy("Returned, with your comment."),
        form=ReturnForm,
    ),
    "publish": Step(
        (Status.SUBMITTED,), permissions.can_publish_brief, publish_brief,
        gettext_lazy("Publish it"),
        gettext_lazy(
            "Page, PDF and Word file are built from its edition and kept for good. Whatever changes later, this "
            "version stays as it is."
        ),
        gettext_lazy("Publish it"),
        gettext_lazy("Published."),
        takes_now=True,
    ),
    "reopen": Step(
        (Status.PUBLISHED, Status.WITHDRAWN), permissions.can_reopen_brief, reopen_brief,
        gettext_lazy("Open it for a new version"),
        gettext_lazy("What is published stays as it is until the new version is published in its turn."),
        gettext_lazy("Open it"),
        gettext_lazy("It is a draft again; what is published stays."),
    ),
    "withdraw": Step(
        tuple(Status.values), permissions.can_withdraw_brief, withdraw_brief,
        gettext_lazy("Withdraw it"),
        gettext_lazy("Its page says from now on that it was withdrawn, and why. Its versions keep their addresses."),
        gettext_lazy("Withdraw it"),
        gettext_lazy("Withdrawn. Its page says why."),
        form=WithdrawForm, takes_now=True, kind="danger",
    ),
}  # fmt: skip


@desk_page()
def brief_step(request: SignedIn, uuid: UUID, name: str) -> HttpResponse:
    """One step: 404 for what one may not know of, 403 for what one may not do, 409 if what one read is stale."""
    brief = visible_brief(request, uuid)
    if name not in STEPS:
        raise Http404
    step = STEPS[name]
    version = version_of(request)
    is_stale = request.method == "POST" and version != brief.version
    if not step.can(request.user, brief):
        if _could(request.user, brief, step) and (is_stale or request.method != "POST"):
            return _conflict(request, brief, step, version)
        raise PermissionDenied
    if is_stale:
        return _conflict(request, brief, step, version)
    form = step.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        more = {"now": timezone.now()} if step.takes_now else {}
        try:
            step.act(brief=brief, version=version, by=request.user, **form.cleaned_data, **more)
        except BriefConflict as conflict:
            return _conflict(request, conflict.current, step, version)
        except ValidationError as refused:
            _add_refused(form, refused)
        else:
            messages.success(request, str(step.done))
            return redirect("desk_brief", brief.uuid)
    return _ask(request, brief, step, name, form)


def _add_refused(form: DeskForm, refused: ValidationError) -> None:
    """What an action refuses, above the form, each with the name of the field of the brief that it is about."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, label, said in labelled(refused.message_dict):
        for sentence in said:
            form.add_error(
                name if name in form.fields else None, sentence if name in form.fields else f"{label}: {sentence}"
            )


def _ask(request: SignedIn, brief: Brief, step: Step, name: str, form: DeskForm) -> HttpResponse:
    context: dict[str, Any] = {"brief": brief, "step": step, "form": form, "trail": _trail(brief, str(step.heading))}
    if name in ("submit", "publish"):
        context |= {"missing": labelled(missing_in(brief)), "look": _look(brief)}
    return render(request, "briefs/desk/step.html", context)


def _look(brief: Brief) -> Any:
    """What disagrees with the record of now, for whoever is about to publish."""
    readings = Readings(now=timezone.now())
    return second_look(content_of(brief), brief=brief, edition=brief.edition, new=readings.today, readings=readings)


def _could(user: User, brief: Brief, step: Step) -> bool:
    """Whether `user` might act if somebody had not been faster: they are told what happened, not "not allowed"."""
    for status in step.starts_from:
        as_read = copy.copy(brief)
        as_read.status = status
        if status != brief.status and step.can(user, as_read):
            return True
    return False


def _conflict(request: SignedIn, brief: Brief, step: Step, version: int) -> HttpResponse:
    """What happened since the person read it, and the way on from there; nothing was written."""
    events = brief.events.filter(version__gt=version) if version != MALFORMED else brief.events.none()
    form = step.form(initial=request.POST.dict())
    context = {
        "brief": brief,
        "step": step,
        "form": form,
        "happened": [event_line(event) for event in events.select_related("by").order_by("-pk")],
        "is_possible": step.can(request.user, brief),
        "typed": [(bound.label, bound.value()) for bound in form if bound.value()],
        "trail": _trail(brief, _("Changed meanwhile")),
    }
    return render(request, "briefs/desk/step_conflict.html", context, status=409 if request.method == "POST" else 200)


def version_of(request: SignedIn) -> int:
    """The version that the person read, as the form carried it; `MALFORMED` if it carried none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else MALFORMED


def _trail(brief: Brief, here: str) -> list[tuple[str, str | None]]:
    desk, briefs = (_("My desk"), reverse("desk")), (_("Briefs"), reverse("desk_briefs"))
    return [desk, briefs, (brief.title, reverse("desk_brief", args=[brief.uuid])), (here, None)]
