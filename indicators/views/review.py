"""The steps of a result on its way to readers, and back (DESIGN.md, "Workflow"): each one action, for one person."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from indicators import actions, permissions
from indicators.models import Result, Tag
from indicators.review_forms import PoolForm, ReturnForm, ValidateForm, WithdrawForm
from indicators.selectors.reviewing import review_of, waiting
from indicators.views.transitions import DeskRequest, done, page, taken, transition
from rmt.roles import roles_of
from rmt.templatetags.components import day

Status = Result.Status
ROWS = 50

DISCARD = gettext_lazy("Discard the draft")
WITHDRAW = gettext_lazy("Withdraw it from the public pages")
GROUP = gettext_lazy("Save the group")
RETURN = gettext_lazy("Return it with this comment")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def queue(request: DeskRequest) -> HttpResponse:
    """What waits for a manager, the longest first; apart, what somebody else must decide."""
    if not roles_of(request.user).is_manager:
        raise PermissionDenied
    today = timezone.localdate()
    listed = Paginator(Result.objects.waiting_for(request.user).for_desk(), ROWS).get_page(request.GET.get("page"))
    own = Result.objects.waiting_for_another(request.user).for_desk()
    context = {
        "page": listed,
        "rows": waiting(listed.object_list, today=today),
        "own": waiting(own, today=today),
        "trail": [(_("My desk"), reverse("desk")), (_("To review"), None)],
    }
    return render(request, "indicators/desk/queue.html", context)


@transition(permissions.can_submit, verb=gettext_lazy("Send for review"), starts_from=Status.DRAFT, asks=False)
def submit(request: DeskRequest, result: Result, _form: None) -> HttpResponse:
    """Send a draft for review, or say what it still needs."""
    try:
        actions.submit_result(result=result, version=result.version, by=request.user, today=timezone.localdate())
    except ValidationError as broken:
        return page(request, "incomplete", result, here=_("Not sent yet"), missing=broken.message_dict)
    return done(request, _("Sent. A programme manager who neither entered nor sent it will read it."), result)


@transition(permissions.can_recall, verb=gettext_lazy("Take it back"), starts_from=Status.SUBMITTED, asks=False)
def recall(request: DeskRequest, result: Result, _form: None) -> HttpResponse:
    """Take back what was sent and not decided."""
    actions.recall_result(result=result, version=result.version, by=request.user)
    return done(request, _("Taken back. It is a draft again."), result)


@transition(permissions.can_reopen, verb=gettext_lazy("Open it for editing"), starts_from=Status.VALIDATED, asks=False)
def reopen(request: DeskRequest, result: Result, _form: None) -> HttpResponse:
    """Open a validated or withdrawn result for editing."""
    actions.reopen_result(result=result, version=result.version, by=request.user)
    return done(request, _("Open for editing. What is published stays until the new version is validated."), result)


@transition(permissions.can_discard, verb=DISCARD, starts_from=Status.DRAFT)
def discard(request: DeskRequest, result: Result, _form: None) -> HttpResponse:
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
def withdraw(request: DeskRequest, result: Result, form: WithdrawForm) -> HttpResponse:
    """Take a result off the public pages, with a public reason."""

    def step() -> None:
        actions.withdraw_result(result=result, version=result.version, by=request.user, **form.cleaned_data)

    if form.is_valid() and taken(step, form):
        return done(request, _("Withdrawn. Past days and editions keep it, with the reason."), result)
    here = _("Withdraw this result?")
    return page(request, "withdraw", result, here=here, form=form, verb=WITHDRAW, kind="danger")


@transition(permissions.can_pool, verb=GROUP, form_class=PoolForm)
def pool(request: DeskRequest, result: Result, form: PoolForm) -> HttpResponse:
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
def tag(request: DeskRequest, uuid, slug: str) -> HttpResponse:
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
    sees=permissions.can_review,
    form_class=ValidateForm,
)
def validate(request: DeskRequest, result: Result, form: ValidateForm) -> HttpResponse:
    """What readers will see, what changed and what speaks against it; then publish, or return."""
    today = timezone.localdate()

    def step() -> None:
        actions.validate_result(
            result=result, version=result.version, by=request.user, today=today, **form.cleaned_data
        )

    if form.is_valid() and taken(step, form):
        return done(request, _published(result, form.cleaned_data["not_before"], today), "review")
    review = review_of(result, user=request.user, today=today)
    return page(request, "validate", result, here=_("Review"), form=form, review=review)


def _published(result: Result, not_before, today) -> str:
    if not_before is not None and not_before > today:
        return _("Validated. It will be published on %(day)s.") % {"day": day(not_before)}
    number = Result.objects.values_list("number", flat=True).get(pk=result.pk)
    return _("Published as No. %(number)s: readers see it from now on.") % {"number": number}


@transition(
    permissions.can_review,
    verb=RETURN,
    starts_from=Status.SUBMITTED,
    form_class=ReturnForm,
)
def give_back(request: DeskRequest, result: Result, form: ReturnForm) -> HttpResponse:
    """Return a result with a comment, open until a day."""

    def step() -> None:
        actions.return_result(
            result=result, version=result.version, by=request.user, today=timezone.localdate(), **form.cleaned_data
        )

    if form.is_valid() and taken(step, form):
        return done(request, _("Returned with your comment."), "review")
    return page(request, "return", result, here=_("Return this result"), form=form, verb=RETURN)
