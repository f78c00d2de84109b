"""The verbs that link results and projects, from either side, and that map other people's indicators to ours.

A link of a published result is public: the statement in force is appended anew with it (rule 1).
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators import ledger
from indicators.ledger import support
from indicators.models import Contribution, Indicator, PartnerIndicator, ProjectIndicator, Result, ReviewEvent
from projects.models import Partner, Project
from rmt.models import SiteVersion, User


@transaction.atomic
def link_project(
    *, result: Result, project: Project, by: User, role: str = Contribution.Role.SUPPORTED
) -> Contribution:
    """Say that a project supported a result, or that it did so in another way; a published one is restated with it.

    Raises ValidationError if the project was merged into another or the result was put aside.
    """
    if project.merged_into_id:
        raise ValidationError({"project": _("%(project)s was merged into another project.") % {"project": project}})
    if result.status == Result.Status.DISCARDED:
        raise ValidationError(_("This result was put aside: no project is linked to it."))
    contribution = Contribution.objects.filter(result=result, project=project).first()
    if contribution is not None and contribution.role == role:
        return contribution
    contribution = contribution or Contribution(result=result, project=project)
    contribution.role, contribution.by, contribution.at = role, by, timezone.now()
    contribution.full_clean()
    contribution.save()
    _say(result, f"{project.slug}: {role}", by=by)
    return contribution


@transaction.atomic
def unlink_project(*, result: Result, project: Project, by: User) -> None:
    """Take back that a project supported a result; what was published stays in the ledger, under a newer statement."""
    deleted, _rows = Contribution.objects.filter(result=result, project=project).delete()
    if not deleted:
        raise ValidationError({"project": _("%(project)s is not linked to this result.") % {"project": project}})
    _say(result, f"{project.slug}: –", by=by)


@transaction.atomic
def move_contributions(*, kept: Project, gone: Project, reason: str, by: User) -> list[str]:
    """Let the results of `gone` name `kept` instead, for a merge, with its public reason; the uuids of the results."""
    moved = []
    for contribution in gone.contributions.select_related("result"):
        result = contribution.result
        if kept.contributions.filter(result=result).exists():
            contribution.delete()
        else:
            Contribution.objects.filter(pk=contribution.pk).update(project=kept)
        _say(result, f"{gone.slug} ({contribution.role}) → {kept.slug}", by=by, reason=reason)
        moved.append(str(result.uuid))
    return moved


def restate_support(projects: Iterable[Project], *, by: User, reason: str = "") -> None:
    """Say anew what was published of the results of some projects, after their funding changed; the rest stays."""
    results = Result.objects.filter(contributions__project__in=projects, number__isnull=False)
    for result in results.distinct().order_by("number"):
        ledger.restate(result=result, by=by, reason=reason, **support(result))


def _say(result: Result, comment: str, *, by: User, reason: str = "") -> None:
    result.review_events.create(
        kind=ReviewEvent.Kind.LINKED, comment=comment, version=result.version, by=by, at=timezone.now()
    )
    ledger.restate(result=result, by=by, reason=reason, **support(result))


@transaction.atomic
def map_indicator(
    *,
    owner: Project | Partner,
    wording: str,
    indicator: Indicator | None,
    by: User,
    code: str | None = None,
    note: str | None = None,
    **more: Any,
) -> ProjectIndicator | PartnerIndicator:
    """Say which of ours an indicator of a project's or a partner's framework is; `None` is "no match".

    `more` may hold the `share` that ours measures of a project's indicator, in per cent.
    """
    model, owned = (ProjectIndicator, "project") if isinstance(owner, Project) else (PartnerIndicator, "partner")
    wording = " ".join(wording.split())
    row = model._default_manager.filter(**{owned: owner, "wording": wording}).first()
    row = row or model(**{owned: owner, "wording": wording})
    values = {"indicator": indicator, "code": (code or "").strip() or None, "note": (note or "").strip() or None}
    for name, value in {**values, **more}.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    SiteVersion.bump()
    return row


@transaction.atomic
def unmap_indicator(*, row: ProjectIndicator | PartnerIndicator, by: User) -> None:
    """Take an indicator of somebody else's framework off the list: it was recorded by mistake."""
    row.delete()
    SiteVersion.bump()
