"""The queue of a lead: a theme confirmed, rejected or changed with one key or one button, several at once, undone."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import replace_url

from indicators import permissions, tagging
from indicators.models import Tag
from indicators.pages.tags.forms import ChangeTagForm, RejectTagForm
from indicators.pages.tags.selectors import following, queue_of
from indicators.tagging import tags_known_to
from rmt.forms import SignedIn
from rmt.models import User

UNDO = "decided_tags"
STATES = {"confirm": Tag.State.CONFIRMED, "reject": Tag.State.REJECTED}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tags(request: SignedIn) -> HttpResponse:
    """The themes that wait for this person, one in focus; a decision leads to the next one."""
    if not permissions.can_open_tag_queue(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request)
    what = request.POST.get("do", "")
    if what == "undo":
        return _undo(request)
    if what not in (*STATES, "change"):
        raise BadRequest("do is confirm, reject, change or undo")
    chosen = _chosen(request)
    if not chosen:
        messages.error(request, _("Choose at least one in the list first."))
        return redirect("tags")
    return _change(request, chosen[0]) if what == "change" else _decide(request, chosen, STATES[what])


def _chosen(request: SignedIn) -> list[Tag]:
    """The tags that were named: 404 for one that the person may not know of, 403 for one they may not decide."""
    named = {number for number in map(_number, request.POST.getlist("tag")) if number is not None}
    known = list(tags_known_to(request.user).filter(pk__in=named).order_by("pk"))
    if len(known) < len(named):
        raise Http404
    for tag in known:
        # One that was decided meanwhile is refused by its name, not by "not allowed".
        if tag.state == Tag.State.PROPOSED and not permissions.can_decide_tag(request.user, tag):
            raise PermissionDenied
    return known


def _decide(request: SignedIn, chosen: list[Tag], state: Tag.State) -> HttpResponse:
    form = RejectTagForm(request.POST)
    if not form.is_valid():
        return _page(request, chosen=chosen, reason_form=form)
    following_one = _next(request, chosen)
    try:
        before = tagging.decide_tags(tags=chosen, state=state, by=request.user, reason=form.cleaned_data["reason"])
    except ValidationError as refused:
        return _page(request, chosen=chosen, refused=refused.messages)
    _remember(request, before, state=state)
    return _to(following_one)


def _change(request: SignedIn, tag: Tag) -> HttpResponse:
    form = ChangeTagForm(request.POST)
    following_one = _next(request, [tag])
    if form.is_valid():
        try:
            proposed = tagging.change_tag(tag=tag, instead=form.cleaned_data["instead"], by=request.user)
        except ValidationError as refused:
            return _page(request, chosen=[tag], refused=refused.messages)
        _remember(request, [tag], state=Tag.State.REJECTED, proposed=proposed)
        return _to(following_one)
    return _page(request, chosen=[tag], refused=[_("Choose the theme that fits better.")])


def _undo(request: SignedIn) -> HttpResponse:
    """Take the last decision of this session back; nothing happens if there is none."""
    decision = request.session.pop(UNDO, None)
    if decision is None:
        return redirect("tags")
    before = [Tag(pk=pk, by_id=by, at=datetime.fromisoformat(at)) for pk, by, at in decision["before"]]
    decided = Tag.objects.filter(pk__in=[tag.pk for tag in before]).select_related("result")
    if not all(permissions.can_take_back_tag(request.user, tag) for tag in decided):
        messages.error(request, _("It was decided anew meanwhile: there is nothing of yours to take back."))
        return redirect("tags")
    proposed = Tag.objects.filter(pk=decision["proposed"]).first() if decision["proposed"] else None
    try:
        tagging.take_back_decision(before=before, by=request.user, proposed=proposed)
    except ValidationError as refused:
        for message in refused.messages:
            messages.error(request, message)
        return redirect("tags")
    messages.success(request, _("Taken back: it waits again."))
    return _to(before[0].pk)


def _remember(request: SignedIn, before: list[Tag], *, state: Tag.State, proposed: Tag | None = None) -> None:
    """Store the decision for "Undo", in this session: who had proposed each tag, and when, with what was done."""
    first = before[0]
    words = {"title": tagging.title_of(first), "theme": first.theme, "count": len(before)}
    if proposed:
        message = _("Changed: “%(title)s” is now proposed for %(instead)s, not %(theme)s.")
        words["instead"] = proposed.theme
    elif len(before) > 1:
        message = _("%(count)s confirmed.") if state == Tag.State.CONFIRMED else _("%(count)s rejected.")
    elif state == Tag.State.CONFIRMED:
        message = _("Confirmed: %(theme)s, for “%(title)s”.")
    else:
        message = _("Rejected: %(theme)s, for “%(title)s”.")
    request.session[UNDO] = {
        "before": [[tag.pk, tag.by_id, tag.at.isoformat()] for tag in before],
        "proposed": proposed.pk if proposed else None,
        "message": message % words,
    }


def _next(request: SignedIn, chosen: list[Tag]) -> int | None:
    return following(request.user, chosen[0].pk, now=timezone.now()) if len(chosen) == 1 else None


def _to(tag: int | None) -> HttpResponse:
    return redirect(reverse("tags") + (f"?tag={tag}" if tag else ""))


def _page(
    request: SignedIn,
    *,
    chosen: list[Tag] | None = None,
    refused: list[str] | None = None,
    reason_form: RejectTagForm | None = None,
) -> HttpResponse:
    user: User = request.user
    chosen_ids = {tag.pk for tag in chosen or []}
    focus = _number(request.GET.get("tag", "")) or next(iter(chosen_ids), None)
    queue = queue_of(user, focus=focus, now=timezone.now())
    context = {
        "queue": queue,
        "chosen": chosen_ids,
        "refused": refused or [],
        "reason_form": reason_form or RejectTagForm(),
        "undo": request.session.get(UNDO),
        "trail": [(_("My desk"), reverse("desk")), (_("Themes to check"), None)],
    }
    htmx = request.htmx
    is_part = bool(htmx) and not htmx.history_restore_request
    response = render(request, f"indicators/tags/{'part' if is_part else 'tags'}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return replace_url(response, request.get_full_path()) if is_part else response


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None
