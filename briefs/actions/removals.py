"""Removal of a brief or a report: two managers, one after the other, for the law or somebody's safety (rule 2)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from briefs.building import series_of
from briefs.models import Issue, IssueRemoval, IssueRemovalProposal
from briefs.search_rows import forget_brief, forget_report
from rmt.models import SiteVersion, User
from rmt.text import clean_line


@transaction.atomic
def propose_issue_removal(*, issue: Issue, reason: str, by: User, now: datetime) -> IssueRemovalProposal:
    """Ask another manager to remove every issue so far of a brief or a report; nothing is hidden yet.

    Raises ValidationError, keyed by field, without a reason, or if somebody asked already or all of it is removed.
    """
    reason = clean_line(reason)
    if not reason:
        raise ValidationError({"reason": _("Say why, in general words: the reason is printed instead.")})
    series_of(issue).select_for_update().first()
    about = {"kind": issue.kind, "slug": issue.slug, "language": issue.language}
    if IssueRemovalProposal.objects.filter(**about).exists():
        raise ValidationError(_("Its removal is proposed already: another manager decides."))
    if IssueRemoval.objects.filter(**about, last_number__gte=issue.number).exists():
        raise ValidationError(_("All that was issued of it so far is removed already."))
    proposal: IssueRemovalProposal = IssueRemovalProposal.objects.create(**about, reason=reason, by=by, at=now)
    return proposal


@transaction.atomic
def drop_issue_removal(*, proposal: IssueRemovalProposal) -> None:
    """Leave what was proposed as it is. Raises ValidationError if it was decided meanwhile."""
    _held(proposal).delete()


@transaction.atomic
def remove_issues(*, proposal: IssueRemovalProposal, by: User, now: datetime) -> IssueRemoval:
    """Remove every issue so far: no page, version, past day or file of it is served any more; what comes later is.

    Raises ValidationError if it was decided meanwhile, or by whoever proposed it.
    """
    held = _held(proposal)
    if held.by_id == by.pk:
        raise ValidationError(_("You proposed it: another manager decides."))
    issues = Issue.objects.filter(kind=held.kind, slug=held.slug, language=held.language)
    last = issues.select_for_update().order_by("-number").first()
    removal: IssueRemoval = IssueRemoval.objects.create(
        kind=held.kind,
        slug=held.slug,
        language=held.language,
        last_number=issues.aggregate(last=Max("number"))["last"],
        reason=held.reason,
        proposed_by=held.by,
        by=by,
        at=now,
    )
    if last and last.brief:
        forget_brief(last.slug)
    forget_report(kind=held.kind, slug=held.slug, language=held.language)
    held.delete()
    SiteVersion.bump()
    return removal


def _held(proposal: IssueRemovalProposal) -> IssueRemovalProposal:
    held: IssueRemovalProposal | None = IssueRemovalProposal.objects.select_for_update().filter(pk=proposal.pk).first()
    if held is None:
        raise ValidationError(_("Somebody decided this meanwhile. Reload the page."))
    return held
