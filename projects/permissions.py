"""Who may do what with projects, partners and money: one predicate for each verb (DESIGN.md, "People")."""

from projects.models import Partner, Project
from rmt.roles import roles_of


def can_edit_projects(user) -> bool:
    """Whether `user` keeps projects, partners, money and funding gaps, imports lists and merges rows: a manager."""
    return roles_of(user).is_manager


def can_record_output(user, project: Project) -> bool:
    """Whether `user` may record what the project delivers: its staff, and managers."""
    roles = roles_of(user)
    return project.merged_into_id is None and (roles.is_manager or project.pk in roles.projects)


def can_see_portfolio(user, partner: Partner) -> bool:
    """Whether `user` may read the portfolio of a partner: its representatives; a manager as a preview."""
    roles = roles_of(user)
    return roles.is_manager or partner.pk in roles.partners
