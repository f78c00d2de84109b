"""Who may do what with a brief or a report: one predicate for each verb (docs/design.md, "Workflow")."""

from briefs.actions import wrote_into_it
from briefs.models import Brief, Chapter, Issue, IssueRemovalProposal, Report
from countries.models import Country, Theme
from projects.models import Partner
from rmt.roles import Roles, roles_of

Status = Brief.Status


def can_read_briefs(user) -> bool:
    """Whether `user` has a list of briefs: country teams, leads, specialists, managers, evaluators."""
    roles = roles_of(user)
    return can_begin_briefs(user) or roles.is_evaluator or bool(roles.regions)


def can_begin_briefs(user) -> bool:
    """Whether there is a country or a theme on which `user` may begin a brief."""
    roles = roles_of(user)
    return roles.is_manager or bool(roles.countries or roles.themes)


def can_begin_brief(user, *, country: Country | None, theme: Theme | None) -> bool:
    """Whether `user` may begin a brief or a story on it: the country's team, the theme's lead, a manager."""
    return _writes(roles_of(user), country.pk if country else None, theme.pk if theme else None)


def _writes(roles: Roles, country: int | None, theme: int | None) -> bool:
    return roles.is_manager or country in roles.countries or theme in roles.themes


def can_write_brief(user, brief: Brief) -> bool:
    """Whether `user` is among those who write this brief, whatever its status."""
    return _writes(roles_of(user), brief.country_id, brief.theme_id)


def can_edit_brief(user, brief: Brief) -> bool:
    """Whether `user` may change its text, send it, or move it to a newer edition, while it is a draft."""
    return brief.status == Status.DRAFT and can_write_brief(user, brief)


def can_set_pilot(user) -> bool:
    """Whether `user` says which briefs are pilots: a manager."""
    return roles_of(user).is_manager


def can_comment_brief(user, brief: Brief) -> bool:
    """Whether `user` may comment on it: who writes it, and the specialist of the region; evaluators write nothing."""
    if brief.status not in (Status.DRAFT, Status.SUBMITTED):
        return False
    is_of_region = brief.country is not None and brief.country.region_id in roles_of(user).regions
    return can_write_brief(user, brief) or is_of_region


def can_recall_brief(user, brief: Brief) -> bool:
    """Whether `user` may take it back: who sent it, while nothing is decided."""
    return brief.status == Status.SUBMITTED and brief.submitted_by_id == user.pk


def can_return_brief(user, brief: Brief) -> bool:
    """Whether `user` may give it back to its authors: a manager other than who sent it."""
    return brief.status == Status.SUBMITTED and roles_of(user).is_manager and brief.submitted_by_id != user.pk


def can_publish_brief(user, brief: Brief) -> bool:
    """Whether `user` may publish it: a manager who neither wrote nor sent it."""
    return brief.status == Status.SUBMITTED and roles_of(user).is_manager and not wrote_into_it(brief, user)


def can_reopen_brief(user, brief: Brief) -> bool:
    """Whether `user` may open it for a new version: who writes it, once it was published or withdrawn."""
    return brief.status in (Status.PUBLISHED, Status.WITHDRAWN) and can_write_brief(user, brief)


def can_withdraw_brief(user, brief: Brief) -> bool:
    """Whether `user` may take it off the public pages: a manager, while an issue of it is public."""
    return roles_of(user).is_manager and Issue.objects.as_of(None).filter(brief=brief).exists()


def can_propose_issue_removal(user) -> bool:
    """Whether `user` may ask that a published brief or report be removed (rule 2): a manager."""
    return roles_of(user).is_manager


def can_remove_issues(user, proposal: IssueRemovalProposal) -> bool:
    """Whether `user` may do what another manager proposed."""
    return roles_of(user).is_manager and proposal.by_id != user.pk


def can_read_reports(user) -> bool:
    """Whether `user` has a list of reports: managers, evaluators, and whoever sees to a chapter of one."""
    roles = roles_of(user)
    return roles.is_manager or roles.is_evaluator or Report.objects.visible_to(user).exists()


def can_keep_reports(user) -> bool:
    """Whether `user` plans, builds, previews, publishes and sends reports, and keeps groups: a manager."""
    return roles_of(user).is_manager


def can_read_chronicles(user) -> bool:
    """Whether there is a country of which `user` reads all that was said: country teams, managers, evaluators."""
    roles = roles_of(user)
    return roles.is_manager or roles.is_evaluator or bool(roles.countries)


def can_read_chronicle(user, country: Country) -> bool:
    """Whether `user` reads all that was said on a country, and has it made into a document."""
    roles = roles_of(user)
    return roles.is_manager or roles.is_evaluator or country.pk in roles.countries


def can_ask_for_packs(user) -> bool:
    """Whether `user` may have a pack for a meeting made: whoever has a part on the desk; all in it is public."""
    return roles_of(user).is_anything


def can_read_partner_report(user, report: Report) -> bool:
    """Whether `user` may have the report for a partner: the partner's representatives, and managers."""
    roles = roles_of(user)
    if roles.is_manager:
        return True
    partner = Partner.objects.select_related("merged_into").filter(slug=report.asked.get("partner", "")).first()
    return partner is not None and (partner.merged_into_id or partner.pk) in roles.partners


def can_write_texts(user) -> bool:
    """Whether `user` writes any text that holds figures: a brief, or a chapter of a report."""
    return can_begin_briefs(user) or (user.is_active and Chapter.objects.filter(assigned_to=user).exists())


def can_write_chapter(user, chapter: Chapter) -> bool:
    """Whether `user` may write paragraphs of a chapter and say that it is done: whose it is, and a manager."""
    return can_keep_reports(user) or chapter.assigned_to_id == user.pk
