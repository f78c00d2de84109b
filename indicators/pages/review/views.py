"""The review queue, and a theme decided from the page of its result."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from indicators import permissions
from indicators.models import Result, Tag
from indicators.pages.review.filters import ReviewFilter
from indicators.pages.review.selectors import listed_for, queue_of
from indicators.pages.transition import done
from indicators.results import actions
from indicators.review import NothingValidated, validate_together
from rmt.forms import SignedIn, ask_first, carried_on, is_confirmed
from rmt.roles import roles_of


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: SignedIn) -> HttpResponse:
    """What waits, the longest first, for those who decide or read; a post validates what was chosen, together."""
    if not permissions.can_read_queue(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _show_queue(request)
    if not roles_of(request.user).is_manager:
        raise PermissionDenied
    chosen = _chosen(request)
    if not chosen:
        messages.warning(request, _("Choose at least one result."))
        return redirect(request.get_full_path())
    if len(chosen) > 1 and not is_confirmed(request, _all_of(chosen)):
        return _ask_to_publish(request, chosen)
    try:
        published = validate_together(chosen=chosen, by=request.user, today=timezone.localdate())
    except NothingValidated as refused:
        return _show_queue(request, refusals=refused.refusals)
    count = len(published)
    message = ngettext("%(count)s result is published.", "%(count)s results are published.", count)
    messages.success(request, message % {"count": count})
    return redirect(request.get_full_path())


def _all_of(chosen: list[tuple[Result, int]]) -> str:
    """What is confirmed: these results in these versions, whatever else was ticked since."""
    return salted_hmac("publish", " ".join(f"{result.pk}.{version}" for result, version in chosen)).hexdigest()


def _ask_to_publish(request: SignedIn, chosen: list[tuple[Result, int]]) -> HttpResponse:
    question = ngettext("Publish %(count)s result?", "Publish %(count)s results?", len(chosen))
    return ask_first(
        request,
        question % {"count": len(chosen)},
        confirms=_all_of(chosen),
        button=_("Publish all of them"),
        back=request.get_full_path(),
        consequences=[
            _("Each becomes public at once, or on its own day where one is set. Feeds and the partners hear of it."),
            _("What is published can be withdrawn later, but stays in the record."),
            _("If one of them cannot be published, none is, and the queue says why."),
        ],
        named_as=_("Which results"),
        named=[result for result, _version in chosen],
        is_danger=False,
    )


def _show_queue(request: SignedIn, *, refusals: list[tuple[Result, list[str]]] | None = None) -> HttpResponse:
    filters = ReviewFilter(request.GET, queryset=listed_for(request.user), request=request)
    query = carried_on(request.GET, filters.filters)
    page, today = request.GET.get("page"), timezone.localdate()
    context = {
        "queue": queue_of(request.user, filters.qs, page=page, today=today),
        "filters": filters,
        "query": query,
        "is_narrowed": bool(query),
        "chooses_all": request.GET.get("choose") == "unflagged",
        "chosen": set(request.POST.getlist("chosen")),
        "refusals": refusals,
        "trail": [(_("My desk"), reverse("desk")), (_("To review"), None)],
    }
    return render(request, "indicators/review/queue.html", context, status=409 if refusals else 200)


def _chosen(request: SignedIn) -> list[tuple[Result, int]]:
    """The results that were ticked, each with the version that was read; 404 for one the person may not know of."""
    versions: dict[UUID, int] = {}
    for key in request.POST.getlist("chosen"):
        uuid, _colon, version = key.partition(":")
        try:
            versions[UUID(uuid)] = int(version)
        except ValueError:
            raise BadRequest("chosen is a result and its version") from None
    found = Result.objects.visible_to(request.user).for_desk().filter(uuid__in=versions).order_by("submitted_at", "pk")
    if len(found) != len(versions):
        raise Http404
    return [(result, versions[result.uuid]) for result in found]


@login_required
@never_cache
@require_POST
def tag(request: SignedIn, uuid, slug: str) -> HttpResponse:
    """Confirm or reject a theme of a result; what is published is restated with it."""
    result = get_object_or_404(Result.objects.visible_to(request.user), uuid=uuid)
    decided = get_object_or_404(result.tags.select_related("theme", "result"), theme__slug=slug)
    if not permissions.can_decide_tag(request.user, decided):
        raise PermissionDenied
    state = request.POST.get("state", "")
    if state not in (Tag.State.CONFIRMED, Tag.State.REJECTED):
        raise BadRequest("state is confirmed or rejected")
    actions.decide_tag(result=result, theme=decided.theme, state=state, by=request.user)
    message = _("“%(theme)s” is confirmed.") if state == Tag.State.CONFIRMED else _("“%(theme)s” is rejected.")
    return done(request, message % {"theme": decided.theme}, result)
