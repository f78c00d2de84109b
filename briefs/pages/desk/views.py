"""Briefs on the desk: the list, a new one, one of them whole, its form, its history, and a newer edition for it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefs import permissions
from briefs.actions import (
    BriefConflict,
    begin_brief,
    comment_brief,
    move_to_edition,
    read_as,
    save_brief,
    submit_brief,
)
from briefs.models import Brief, Issue
from briefs.pages.desk.forms import BeginForm, BriefForm, CommentForm, EditionForm, as_typed
from briefs.pages.desk.selectors import (
    Readings,
    article_of,
    brief_lines,
    brief_on_desk,
    comments_on,
    history_of,
    labelled,
    second_look,
)
from briefs.pages.editor.selectors import tools_of
from briefs.writing import content_of, differences, missing_in, pieces_of
from rmt.forms import SignedIn, desk_page, post_only, read_only

ROWS = 50
WHY_NOT_NOW: dict[str, Promise] = {
    Brief.Status.SUBMITTED: gettext_lazy("It is sent for review. To change it, take it back, or have it returned."),
    Brief.Status.PUBLISHED: gettext_lazy("It is published. To change it, open it for a new version."),
    Brief.Status.WITHDRAWN: gettext_lazy("It was withdrawn. To change it, open it for a new version."),
}
"""What whoever writes a brief is told where its text cannot be changed as it stands."""
STATES = ("draft", "submitted", "published", "withdrawn")


@read_only
def desk_briefs(request: SignedIn) -> HttpResponse:
    """The briefs that the person may know of, what waits first, and how far the plan is."""
    if not permissions.can_read_briefs(request.user):
        raise PermissionDenied
    known = Brief.objects.visible_to(request.user).select_related("country", "theme", "edition")
    state = request.GET.get("status", "")
    if state in STATES:
        known = known.filter(status=state)
    page = Paginator(known.order_by("-changed_at", "pk"), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": brief_lines(page.object_list, now=timezone.now()),
        "progress": Issue.objects.briefs_on(None).progress(),
        "states": [("", _("All")), *((value, label) for value, label in Brief.Status.choices)],
        "state": state if state in STATES else "",
        "query": f"status={state}" if state in STATES else "",
        "can_begin": permissions.can_begin_briefs(request.user),
        "trail": [(_("My desk"), reverse("desk")), (_("Briefs"), None)],
    }
    return render(request, "briefs/desk/briefs.html", context)


@desk_page()
def new_brief(request: SignedIn) -> HttpResponse:
    """What it is about, and its title; the text comes next."""
    if not permissions.can_begin_briefs(request.user):
        raise PermissionDenied
    form = BeginForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            brief = begin_brief(**form.cleaned_data, by=request.user)
        except ValidationError as refused:
            form.add_broken_rules(refused)
        else:
            return redirect("edit_brief", brief.uuid)
    context = {"form": form, "trail": [*_trail(), (_("Begin a brief"), None)]}
    return render(request, "briefs/desk/new.html", context)


@read_only
def desk_brief(request: SignedIn, uuid: UUID) -> HttpResponse:
    """The working copy as readers will see it, what it still needs, and what the person may do."""
    return _show(request, visible_brief(request, uuid))


def _show(request: SignedIn, brief: Brief, *, form: CommentForm | None = None) -> HttpResponse:
    context = {
        **brief_on_desk(brief, user=request.user, now=timezone.now()),
        "form": form or CommentForm(brief=brief),
        "trail": [*_trail(), (brief.title, None)],
    }
    return render(request, "briefs/desk/brief.html", context)


@post_only
def comment(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Say something about a part, or about the whole."""
    brief = visible_brief(request, uuid)
    if not permissions.can_comment_brief(request.user, brief):
        raise PermissionDenied
    form = CommentForm(request.POST, brief=brief)
    if form.is_valid():
        try:
            comment_brief(brief=brief, texts={form.cleaned_data["part"]: form.cleaned_data["text"]}, by=request.user)
        except ValidationError as refused:
            form.add_broken_rules(refused)
        else:
            messages.success(request, _("Written. Everybody who works on this brief can read it."))
            return redirect(f"{reverse('desk_brief', args=[brief.uuid])}#comments")
    return _show(request, brief, form=form)


@desk_page()
def edit_brief(request: SignedIn, uuid: UUID) -> HttpResponse:
    """The text, part by part. What two people changed in different parts is merged; in one part, both are shown."""
    brief = visible_brief(request, uuid)
    if not permissions.can_write_brief(request.user, brief):
        raise PermissionDenied
    if request.method != "POST" and brief.status != Brief.Status.DRAFT:
        messages.info(request, str(WHY_NOT_NOW[brief.status]))
        return redirect("desk_brief", brief.uuid)
    form = BriefForm(request.POST if request.method == "POST" else None, brief=brief, user=request.user)
    if request.method == "POST" and form.is_valid():
        return _save(request, brief, form)
    return _form(request, brief, form)


def _save(request: SignedIn, brief: Brief, form: BriefForm) -> HttpResponse:
    wanted, changes = request.POST.get("do"), form.changes()
    if wanted == "preview":
        content = {**content_of(brief), **changes}
        article = article_of(brief, content, readings=Readings(now=timezone.now()))
        return _form(request, brief, form, article=article, missing=labelled(missing_in(brief, content)))
    try:
        saved = save_brief(brief=brief, changes=changes, version=form.cleaned_data["version"], by=request.user)
    except BriefConflict as conflict:
        return _conflict(request, form, conflict, changes)
    except ValidationError as refused:
        form.add_broken_rules(refused)
        return _form(request, brief, form)
    if wanted == "send":
        return _send(request, saved)
    others = saved.version > form.cleaned_data["version"] + 1
    messages.success(
        request,
        _("Saved. What others changed meanwhile in other parts is in it too.") if others else _("Saved as a draft."),
    )
    return redirect("edit_brief" if wanted == "stay" else "desk_brief", saved.uuid)


def _send(request: SignedIn, brief: Brief) -> HttpResponse:
    try:
        submit_brief(brief=brief, version=brief.version, by=request.user)
    except ValidationError as refused:
        form = BriefForm(_filled(brief), brief=brief, user=request.user)
        form.is_valid()
        form.add_broken_rules(refused)
        request.typed_is_saved = reverse("edit_brief", args=[brief.uuid])
        return _form(request, brief, form, not_sent=True)
    messages.success(request, _("Sent. A programme manager who neither wrote nor sent it will read it."))
    return redirect("desk_brief", brief.uuid)


def _filled(brief: Brief) -> dict[str, Any]:
    """The form as if the brief had just been typed, so that what is refused stands beside its field."""
    typed = {name: value for name, value in as_typed(pieces_of(content_of(brief))).items() if value is not False}
    return {**typed, "version": str(brief.version)}


def _form(request: SignedIn, brief: Brief, form: BriefForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "brief": brief,
        "form": form,
        "comments": comments_on(brief),
        **tools_of(brief),
        "can_save": permissions.can_edit_brief(request.user, brief),
        "trail": [*_trail(), (brief.title, _address(brief)), (_("Edit"), None)],
        **more,
    }
    return render(request, "briefs/desk/edit.html", context, status=status)


def _conflict(request: SignedIn, form: BriefForm, conflict: BriefConflict, changes: Mapping[str, Any]) -> HttpResponse:
    """Both texts of each part that two changed; the person's own stands in the form, now over the current version.

    Where only the other changed something, the form takes it over: it would be undone otherwise.
    """
    current = conflict.current
    mine, theirs = pieces_of(changes), pieces_of(content_of(current))
    read = read_as(current, form.cleaned_data["version"])
    own = {piece: value for piece, value in mine.items() if value != read.get(piece)}
    sent: Any = form.data
    typed = sent.copy()
    for name, value in as_typed({piece: value for piece, value in theirs.items() if piece not in own}).items():
        typed[name] = value
    typed["version"] = str(current.version)
    return _form(
        request,
        current,
        BriefForm(typed, brief=current, user=request.user),
        status=409,
        is_conflict=True,
        rows=differences(theirs, {piece: own[piece] for piece in conflict.pieces or own if piece in own}),
        last=current.revisions.select_related("by").last(),
    )


@read_only
def history(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Everything that happened to a brief, and any two of its versions word by word."""
    brief = visible_brief(request, uuid)
    first, last = request.GET.get("from", ""), request.GET.get("to", "")
    context = {
        "brief": brief,
        **history_of(brief, first=first, last=last),
        "trail": [*_trail(), (brief.title, _address(brief)), (_("History"), None)],
    }
    return render(request, "briefs/desk/history.html", context)


@desk_page()
def brief_edition(request: SignedIn, uuid: UUID) -> HttpResponse:
    """What changes in the text with a newer edition, side by side; and the move to it."""
    brief = visible_brief(request, uuid)
    if not permissions.can_edit_brief(request.user, brief):
        raise PermissionDenied
    form = EditionForm(request.POST if request.method == "POST" else None, brief=brief)
    newer = form.fields["edition"].queryset
    if request.method == "POST" and form.is_valid():
        version = int(request.POST["version"]) if request.POST.get("version", "").isdecimal() else 0
        try:
            move_to_edition(brief=brief, edition=form.cleaned_data["edition"], version=version, by=request.user)
        except (BriefConflict, ValidationError) as refused:
            form.add_error(None, str(refused) if isinstance(refused, BriefConflict) else refused)
        else:
            messages.success(request, _("Moved. Every figure that is a reference is now that of the newer edition."))
            return redirect("desk_brief", brief.uuid)
    chosen = newer.filter(code=request.GET.get("to", "")).first() or newer.first()
    readings = Readings(now=timezone.now())
    content = content_of(brief)
    look = None
    if chosen is not None:
        look = second_look(content, brief=brief, edition=brief.edition, new=readings.of(chosen), readings=readings)
    context = {
        "brief": brief,
        "form": form,
        "newer": newer,
        "chosen": chosen,
        "look": look,
        "trail": [*_trail(), (brief.title, _address(brief)), (_("A newer edition"), None)],
    }
    return render(request, "briefs/desk/edition.html", context, status=409 if form.errors else 200)


def visible_brief(request: SignedIn, uuid: UUID) -> Brief:
    """The brief, if this person may know of it; else 404."""
    known = Brief.objects.visible_to(request.user).select_related("country__region", "theme", "edition", "author")
    return get_object_or_404(known, uuid=uuid)


def _address(brief: Brief) -> str:
    return reverse("desk_brief", args=[brief.uuid])


def _trail() -> list[tuple[str, str | None]]:
    return [(_("My desk"), reverse("desk")), (_("Briefs"), reverse("desk_briefs"))]
