"""The steps of a result on its way to readers, and back (docs/design.md, "Workflow"): each one action, for one person."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from indicators import permissions
from indicators.models import Result, Tag
from indicators.pages.entry import today_of
from indicators.pages.review.filters import ReviewFilter
from indicators.pages.review.selectors import listed_for, queue_of
from indicators.pages.transition import (
    CommentForm,
    PoolForm,
    RecommendForm,
    ReturnForm,
    ValidateForm,
    WithdrawForm,
    done,
    page,
    review_of,
    taken,
    transition,
    with_boxes,
)
from indicators.results import actions
from indicators.review import Refusal, Refused, validate_together
from indicators.review import comments as commenting
from rmt.forms import SignedIn
from rmt.roles import roles_of
from rmt.text import day

Status = Result.Status

DISCARD = gettext_lazy("Discard the draft")
WITHDRAW = gettext_lazy("Withdraw it from the public pages")
GROUP = gettext_lazy("Save the group")
RETURN = gettext_lazy("Return it with this comment")
COMMENT = gettext_lazy("Save the comment")
RECOMMEND = gettext_lazy("Send the recommendation")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: SignedIn) -> HttpResponse:
    """What waits, the longest first, for who decides or reads; posted, what was chosen is validated together."""
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
    try:
        done = validate_together(chosen=chosen, by=request.user, today=timezone.localdate())
    except Refused as refused:
        return _show_queue(request, refusals=refused.refusals)
    said = ngettext("%(count)s result is published.", "%(count)s results are published.", len(done))
    messages.success(request, said % {"count": len(done)})
    return redirect(request.get_full_path())


def _show_queue(request: SignedIn, *, refusals: list[Refusal] | None = None) -> HttpResponse:
    filters = ReviewFilter(request.GET, queryset=listed_for(request.user), request=request)
    asked = request.GET.copy()
    for name in ("page", "choose"):
        asked.pop(name, None)
    page, today = request.GET.get("page"), timezone.localdate()
    context = {
        "queue": queue_of(request.user, filters.qs, page=page, today=today),
        "filters": filters,
        "query": asked.urlencode(),
        "is_narrowed": any(asked.values()),
        "chooses_all": request.GET.get("choose") == "unflagged",
        "chosen": set(request.POST.getlist("chosen")),
        "refusals": refusals,
        "trail": [(_("My desk"), reverse("desk")), (_("To review"), None)],
    }
    return render(request, "indicators/review/queue.html", context, status=409 if refusals else 200)


def _chosen(request: SignedIn) -> list[tuple[Result, int]]:
    """The results whose boxes were ticked, each with the version that was read; 404 if the person knows none of it."""
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


@transition(permissions.can_submit, verb=gettext_lazy("Send for review"), starts_from=Status.DRAFT, asks=False)
def submit(request: SignedIn, result: Result, _form: None) -> HttpResponse:
    """Send a draft for review, or say what it still needs."""
    try:
        actions.submit_result(result=result, version=result.version, by=request.user, today=today_of(result.country))
    except ValidationError as broken:
        return page(request, "incomplete", result, here=_("Not sent yet"), missing=broken.message_dict)
    return done(request, _("Sent. A programme manager who neither entered nor sent it will read it."), result)


@transition(permissions.can_recall, verb=gettext_lazy("Take it back"), starts_from=Status.SUBMITTED, asks=False)
def recall(request: SignedIn, result: Result, _form: None) -> HttpResponse:
    """Take back what was sent and not decided."""
    actions.recall_result(result=result, version=result.version, by=request.user)
    return done(request, _("Taken back. It is a draft again."), result)


@transition(permissions.can_reopen, verb=gettext_lazy("Open it for editing"), starts_from=Status.VALIDATED, asks=False)
def reopen(request: SignedIn, result: Result, _form: None) -> HttpResponse:
    """Open a validated or withdrawn result for editing."""
    actions.reopen_result(result=result, version=result.version, by=request.user)
    return done(request, _("Open for editing. What is published stays until the new version is validated."), result)


@transition(permissions.can_discard, verb=DISCARD, starts_from=Status.DRAFT)
def discard(request: SignedIn, result: Result, _form: None) -> HttpResponse:
    """Put aside a draft that was never published."""
    if request.method != "POST":
        here = _("Discard this draft?")
        return page(request, "discard", result, here=here, verb=DISCARD, kind="danger")
    actions.discard_result(result=result, version=result.version, by=request.user)
    return done(request, _("Discarded. Its history is kept."), "desk_results")


@transition(
    permissions.can_withdraw,
    verb=WITHDRAW,
    duty=lambda user, result: roles_of(user).is_manager and result.number is not None,
    form_class=WithdrawForm,
)
def withdraw(request: SignedIn, result: Result, form: WithdrawForm) -> HttpResponse:
    """Take a result off the public pages, with a public reason."""

    def step() -> None:
        actions.withdraw_result(result=result, version=result.version, by=request.user, **form.cleaned_data)

    if form.is_valid() and taken(step, form):
        return done(request, _("Withdrawn. Past days and editions keep it, with the reason."), result)
    here = _("Withdraw this result?")
    return page(request, "withdraw", result, here=here, form=form, verb=WITHDRAW, kind="danger")


@transition(permissions.can_pool, verb=GROUP, form_class=PoolForm)
def pool(request: SignedIn, result: Result, form: PoolForm) -> HttpResponse:
    """Say who the people of a figure are, so that it is added to the right ones (rule 9)."""

    def step() -> None:
        if form.chosen is None:
            actions.leave_pool(result=result, version=result.version, by=request.user)
        else:
            name, reason = form.chosen
            actions.place_in_pool(result=result, version=result.version, name=name, reason=reason, by=request.user)

    if form.is_valid() and taken(step, form):
        waits = permissions.can_validate(request.user, result)
        to = redirect("validate_result", result.uuid).url if waits else result
        return done(request, _("Saved. What is published says so from now on."), to)
    return page(request, "pool", result, here=_("Who are these people?"), form=form, verb=GROUP)


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
    said = _("“%(theme)s” is confirmed.") if state == Tag.State.CONFIRMED else _("“%(theme)s” is rejected.")
    return done(request, said % {"theme": decided.theme}, result)


@transition(
    permissions.can_validate,
    verb=gettext_lazy("Validate and publish"),
    starts_from=Status.SUBMITTED,
    sees=permissions.can_read_review,
    form_class=ValidateForm,
)
def validate(request: SignedIn, result: Result, form: ValidateForm) -> HttpResponse:
    """What readers will see, what changed and what speaks against it; then publish, or return."""
    today = timezone.localdate()

    def step() -> None:
        commenting.validate_with_comments(
            result=result,
            version=result.version,
            on_fields=form.on_fields,
            by=request.user,
            today=today,
            **form.decision,
        )

    if form.is_valid() and taken(step, form):
        return done(request, _published(result, form.cleaned_data["not_before"], today), "review")
    return _show_review(request, result, form=form)


def _show_review(request: SignedIn, result: Result, **forms) -> HttpResponse:
    """The page of one result that waits; a form that was refused is shown with what was typed in it."""
    today = timezone.localdate()
    review = review_of(result, user=request.user, today=today)
    shown = {
        "form": ValidateForm(result=result, today=today),
        "comment_form": CommentForm(result=result, today=today, auto_id="id_said_%s"),
        "recommend_form": RecommendForm(result=result, today=today, auto_id="id_advised_%s"),
    } | forms
    boxes = shown["form"] if review.can_decide else shown["comment_form"] if review.can_comment else None
    lines = with_boxes(review.said, result=result, form=boxes)
    return page(request, "validate", result, here=_("Review"), review=review, lines=lines, **shown)


def _published(result: Result, not_before, today) -> str:
    if not_before is not None and not_before > today:
        return _("Validated. It will be published on %(day)s.") % {"day": day(not_before)}
    number = Result.objects.values_list("number", flat=True).get(pk=result.pk)
    return _("Published as No. %(number)s: readers see it from now on.") % {"number": number}


@transition(permissions.can_review, verb=RETURN, starts_from=Status.SUBMITTED, form_class=ReturnForm)
def give_back(request: SignedIn, result: Result, form: ReturnForm) -> HttpResponse:
    """Return a result with a comment, and comments on fields, open until a day."""
    if request.POST.get("do") == "open":
        typed = {name: value for name, value in request.POST.dict().items() if name in form.fields}
        form = ReturnForm(result=result, today=timezone.localdate(), initial=typed)

    def step() -> None:
        commenting.return_with_comments(
            result=result,
            version=result.version,
            on_fields=form.on_fields,
            by=request.user,
            today=timezone.localdate(),
            **form.decision,
        )

    if form.is_valid() and taken(step, form):
        return done(request, _("Returned with your comment."), "review")
    return page(request, "return", result, here=_("Return this result"), form=form, verb=RETURN)


@transition(permissions.can_comment, verb=COMMENT, starts_from=Status.SUBMITTED, form_class=CommentForm)
def comment(request: SignedIn, result: Result, form: CommentForm) -> HttpResponse:
    """Say something about a result that waits, or about one of its fields."""

    def step() -> None:
        said = {"": form.cleaned_data["text"], **form.on_fields}
        commenting.comment_on(result=result, version=result.version, texts=said, by=request.user)

    back = "validate_result" if permissions.can_read_review(request.user, result) else "desk_result"
    if form.is_valid() and taken(step, form):
        return done(request, _("Saved. The country team and the reviewers read it."), reverse(back, args=[result.uuid]))
    return page(request, "comment", result, here=_("Comment"), form=form, verb=COMMENT)


@transition(permissions.can_recommend, verb=RECOMMEND, starts_from=Status.SUBMITTED, form_class=RecommendForm)
def recommend(request: SignedIn, result: Result, form: RecommendForm) -> HttpResponse:
    """Say to the managers what a regional specialist would do."""

    def step() -> None:
        commenting.recommend(result=result, version=result.version, by=request.user, **form.cleaned_data)

    if form.is_valid() and taken(step, form):
        return done(request, _("Saved. The managers read it before they decide."), "review")
    return page(request, "recommend", result, here=_("Recommend"), form=form, verb=RECOMMEND)
