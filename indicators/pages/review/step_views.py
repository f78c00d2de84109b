"""The steps of a result on its way to readers, and back: each is one action (docs/design.md, "Workflow")."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import permissions
from indicators.models import Result
from indicators.pages.entry import today_of
from indicators.pages.transition import (
    CommentForm,
    PoolForm,
    RecommendForm,
    ReturnForm,
    StepForm,
    StepView,
    ValidateForm,
    WithdrawForm,
    done,
    review_of,
    with_boxes,
)
from indicators.results import actions
from indicators.review import comments as commenting
from rmt.models import User
from rmt.roles import roles_of
from rmt.text import day

Status = Result.Status


class Submit(StepView):
    """Send a draft for review, or say what it still needs."""

    http_method_names = ["post"]
    starts_from = Status.DRAFT
    verb = gettext_lazy("Send for review")
    can = staticmethod(permissions.can_submit)

    def act(self, form: None) -> HttpResponse:
        result, today = self.result, today_of(self.result.country)
        try:
            actions.submit_result(result=result, version=result.version, by=self.request.user, today=today)
        except ValidationError as broken:
            return self.page("incomplete", here=_("Not sent yet"), missing=broken.message_dict)
        message = _("Sent. A programme manager who neither entered nor sent it will read it.")
        return done(self.request, message, result)


class Recall(StepView):
    """Take back what was sent and not decided."""

    http_method_names = ["post"]
    starts_from = Status.SUBMITTED
    verb = gettext_lazy("Take it back")
    can = staticmethod(permissions.can_recall)

    def act(self, form: None) -> HttpResponse:
        actions.recall_result(result=self.result, version=self.result.version, by=self.request.user)
        return done(self.request, _("Taken back. It is a draft again."), self.result)


class Reopen(StepView):
    """Open a validated or withdrawn result for editing."""

    http_method_names = ["post"]
    starts_from = Status.VALIDATED
    verb = gettext_lazy("Open it for editing")
    can = staticmethod(permissions.can_reopen)

    def act(self, form: None) -> HttpResponse:
        actions.reopen_result(result=self.result, version=self.result.version, by=self.request.user)
        message = _("Open for editing. What is published stays until the new version is validated.")
        return done(self.request, message, self.result)


class Discard(StepView):
    """Put aside a draft that was never published."""

    starts_from = Status.DRAFT
    template = "discard"
    heading = gettext_lazy("Discard this draft?")
    verb = gettext_lazy("Discard the draft")
    kind = "danger"
    can = staticmethod(permissions.can_discard)

    def act(self, form: None) -> HttpResponse:
        actions.discard_result(result=self.result, version=self.result.version, by=self.request.user)
        return done(self.request, _("Discarded. Its history is kept."), "desk_results")


class Withdraw(StepView):
    """Take a result off the public pages, with a public reason."""

    form_class = WithdrawForm
    template = "withdraw"
    heading = gettext_lazy("Withdraw this result?")
    verb = gettext_lazy("Withdraw it from the public pages")
    kind = "danger"
    can = staticmethod(permissions.can_withdraw)

    def could(self, user: User, result: Result) -> bool:
        return roles_of(user).is_manager and result.number is not None

    def act(self, form: WithdrawForm) -> HttpResponse:
        version, by = self.result.version, self.request.user
        actions.withdraw_result(result=self.result, version=version, by=by, **form.cleaned_data)
        message = _("Withdrawn. Past days and editions keep it, with the reason.")
        return done(self.request, message, self.result)


class ChoosePool(StepView):
    """Say who the people of a figure are, so that it is added to the right ones (rule 9)."""

    form_class = PoolForm
    template = "pool"
    heading = gettext_lazy("Who are these people?")
    verb = gettext_lazy("Save the pool")
    can = staticmethod(permissions.can_pool)

    def act(self, form: PoolForm) -> HttpResponse:
        result, user = self.result, self.request.user
        if form.chosen is None:
            actions.leave_pool(result=result, version=result.version, by=user)
        else:
            name, reason = form.chosen
            actions.place_in_pool(result=result, version=result.version, name=name, reason=reason, by=user)
        waits = permissions.can_validate(user, result)
        to = redirect("validate_result", result.uuid).url if waits else result
        return done(self.request, _("Saved. What is published says so from now on."), to)


class Validate(StepView):
    """What readers will see, what changed and what speaks against it; then publish, or return."""

    starts_from = Status.SUBMITTED
    form_class = ValidateForm
    verb = gettext_lazy("Validate and publish")
    can = staticmethod(permissions.can_validate)

    def can_read(self, user: User, result: Result) -> bool:
        return permissions.can_read_review(user, result)

    def ask(self, form: ValidateForm) -> HttpResponse:
        """The page of one result that waits, with the forms of everybody who may say something about it."""
        result, today = self.result, timezone.localdate()
        review = review_of(result, user=self.request.user, today=today)
        comment_form = CommentForm(result=result, today=today, auto_id="id_said_%s")
        recommend_form = RecommendForm(result=result, today=today, auto_id="id_advised_%s")
        boxes = form if review.can_decide else comment_form if review.can_comment else None
        return self.page(
            "validate",
            here=_("Review"),
            review=review,
            lines=with_boxes(review.lines, result=result, form=boxes),
            form=form,
            comment_form=comment_form,
            recommend_form=recommend_form,
        )

    def act(self, form: ValidateForm) -> HttpResponse:
        result, today = self.result, timezone.localdate()
        commenting.validate_with_comments(
            result=result,
            version=result.version,
            on_fields=form.on_fields,
            by=self.request.user,
            today=today,
            **form.decision,
        )
        not_before = form.cleaned_data["not_before"]
        if not_before is not None and not_before > today:
            message = _("Validated. It will be published on %(day)s.") % {"day": day(not_before)}
        else:
            number = Result.objects.values_list("number", flat=True).get(pk=result.pk)
            message = _("Published as No. %(number)s: readers see it from now on.") % {"number": number}
        return done(self.request, message, "review")


class Return(StepView):
    """Return a result with a comment, and comments on fields, open until a day."""

    starts_from = Status.SUBMITTED
    form_class = ReturnForm
    template = "return"
    heading = gettext_lazy("Return this result")
    verb = gettext_lazy("Return it with this comment")
    can = staticmethod(permissions.can_review)

    def filled_form(self) -> StepForm | None:
        """Opened from the page of the review, it begins with what was typed there."""
        form = super().filled_form()
        if form is None or self.request.POST.get("do") != "open":
            return form
        typed = {name: value for name, value in self.request.POST.dict().items() if name in form.fields}
        return ReturnForm(result=self.result, today=timezone.localdate(), initial=typed)

    def act(self, form: ReturnForm) -> HttpResponse:
        commenting.return_with_comments(
            result=self.result,
            version=self.result.version,
            on_fields=form.on_fields,
            by=self.request.user,
            today=timezone.localdate(),
            **form.decision,
        )
        return done(self.request, _("Returned with your comment."), "review")


class Comment(StepView):
    """Say something about a result that waits, or about one of its fields."""

    starts_from = Status.SUBMITTED
    form_class = CommentForm
    template = "comment"
    heading = gettext_lazy("Comment")
    verb = gettext_lazy("Save the comment")
    can = staticmethod(permissions.can_comment)

    def act(self, form: CommentForm) -> HttpResponse:
        result, user = self.result, self.request.user
        texts = {"": form.cleaned_data["text"], **form.on_fields}
        back = "validate_result" if permissions.can_read_review(user, result) else "desk_result"
        commenting.comment_on(result=result, version=result.version, texts=texts, by=user)
        message = _("Saved. The country team and the reviewers read it.")
        return done(self.request, message, reverse(back, args=[result.uuid]))


class Recommend(StepView):
    """Say to the managers what a regional specialist would do."""

    starts_from = Status.SUBMITTED
    form_class = RecommendForm
    template = "recommend"
    heading = gettext_lazy("Recommend")
    verb = gettext_lazy("Send the recommendation")
    can = staticmethod(permissions.can_recommend)

    def act(self, form: RecommendForm) -> HttpResponse:
        version, by = self.result.version, self.request.user
        commenting.recommend(result=self.result, version=version, by=by, **form.cleaned_data)
        return done(self.request, _("Saved. The managers read it before they decide."), "review")


submit = Submit.as_view()
recall = Recall.as_view()
reopen = Reopen.as_view()
discard = Discard.as_view()
withdraw = Withdraw.as_view()
pool = ChoosePool.as_view()
validate = Validate.as_view()
return_with_comment = Return.as_view()
comment = Comment.as_view()
recommend = Recommend.as_view()
