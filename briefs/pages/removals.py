"""Removing a published brief or report: one manager proposes it, another decides, on one page of the desk (rule 2)."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefs import permissions
from briefs.actions import drop_issue_removal, newest_issue, propose_issue_removal, remove_issues
from briefs.models import Brief, Issue, IssueRemoval, IssueRemovalProposal, Report
from rmt.forms import DeskForm, SignedIn, desk_page


class RemovalForm(DeskForm):
    reason = forms.CharField(
        label=gettext_lazy("Why, in general words"),
        help_text=gettext_lazy("This is printed in its place. Name no person, and say nothing of what it said."),
        max_length=IssueRemoval._meta.get_field("reason").max_length,
        error_messages={"required": gettext_lazy("Say why, in general words: the reason is printed instead.")},
    )


@desk_page()
def brief_removal(request: SignedIn, uuid: UUID) -> HttpResponse:
    """The removal of every issue so far of a brief."""
    brief = get_object_or_404(Brief.objects.visible_to(request.user), uuid=uuid)
    above = (_("Briefs"), reverse("desk_briefs"))
    return _removal(request, brief, brief.issues.order_by("-number").first(), above=above, back="desk_brief")


@desk_page()
def report_removal(request: SignedIn, uuid: UUID) -> HttpResponse:
    """The same of a report."""
    report = get_object_or_404(Report.objects.visible_to(request.user), uuid=uuid)
    above = (_("Reports"), reverse("desk_reports"))
    return _removal(request, report, newest_issue(report), above=above, back="desk_report")


def _removal(
    request: SignedIn, subject: Brief | Report, issue: Issue | None, *, above: tuple[str, str], back: str
) -> HttpResponse:
    if not permissions.can_propose_issue_removal(request.user):
        raise PermissionDenied
    if issue is None:
        is_draft = isinstance(subject, Brief)
        nothing = _("Nothing of it was ever built: there is nothing to remove.")
        messages.info(request, _("Nothing of it was ever published: edit the draft.") if is_draft else nothing)
        return redirect(back, subject.uuid)
    about = {"kind": issue.kind, "slug": issue.slug, "language": issue.language}
    proposal = IssueRemovalProposal.objects.filter(**about).select_related("by").first()
    form = RemovalForm(request.POST if request.method == "POST" and "reason" in request.POST else None)
    if request.method == "POST" and form.is_bound and form.is_valid():
        try:
            propose_issue_removal(issue=issue, by=request.user, now=timezone.now(), **form.cleaned_data)
        except ValidationError as broken:
            form.add_error(None, broken)
        else:
            messages.success(request, _("Proposed. Nothing is hidden until another manager decides."))
            return redirect(request.path)
    elif request.method == "POST" and not form.is_bound:
        _decide(request, proposal)
        return redirect(request.path)
    removed = IssueRemoval.objects.filter(**about).select_related("by", "proposed_by")
    address = reverse(back, args=[subject.uuid])
    context = {
        "issue": issue,
        "form": form,
        "proposal": proposal,
        "may_remove": proposal is not None and permissions.can_remove_issues(request.user, proposal),
        "removed": removed,
        "is_all_removed": any(removal.last_number >= issue.number for removal in removed),
        "back": address,
        "trail": [(_("My desk"), reverse("desk")), above, (subject.title, address), (_("Removal"), None)],
    }
    return render(request, "briefs/removal.html", context)


def _decide(request: SignedIn, proposal: IssueRemovalProposal | None) -> None:
    """Remove what was proposed, or leave it as it is."""
    is_dropped = "drop" in request.POST
    if proposal is not None and not is_dropped and not permissions.can_remove_issues(request.user, proposal):
        raise PermissionDenied
    try:
        if proposal is None:
            raise ValidationError(_("Somebody decided this meanwhile."))
        if is_dropped:
            drop_issue_removal(proposal=proposal)
        else:
            remove_issues(proposal=proposal, by=request.user, now=timezone.now())
    except ValidationError as decided:
        messages.info(request, " ".join(decided.messages))
    else:
        said = _("It stays as it is.") if is_dropped else _("Removed, on every page, day, version and file.")
        messages.success(request, said)
