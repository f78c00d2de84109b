"""Who may do what with projects, partners and money: one predicate for each verb (docs/design.md, "People")."""

from projects.models import Output, Partner, Project
from rmt.roles import roles_of


def can_edit_projects(user) -> bool:
    """Whether `user` may edit projects, partners, money and gaps, import lists and merge rows: a manager."""
    return roles_of(user).is_manager


def can_record_output(user, project: Project) -> bool:
    """Whether `user` may record what the project delivers: its staff, and managers."""
    roles = roles_of(user)
    return project.merged_into_id is None and (roles.is_manager or project.pk in roles.projects)


def can_deliver_output(user, output: Output) -> bool:
    """Whether `user` may say that an output was delivered: staff, managers, the focal points of its countries."""
    countries = {country.pk for country in output.project.countries.all()}
    return can_record_output(user, output.project) or bool(roles_of(user).countries & countries)


def can_see_portfolio(user, partner: Partner) -> bool:
    """Whether `user` may read the portfolio of a partner: its representatives; a manager as a preview."""
    roles = roles_of(user)
    return roles.is_manager or partner.pk in roles.partners


def can_open_desk_of(user, project: Project) -> bool:
    """Whether `user` may read a project's page on the desk: its staff, managers; evaluators read everything."""
    roles = roles_of(user)
    return roles.is_manager or roles.is_evaluator or project.pk in roles.projects


def can_list_projects(user) -> bool:
    """Whether the desk has a list of projects for `user`: managers and evaluators all, staff their own."""
    roles = roles_of(user)
    return roles.is_manager or roles.is_evaluator or bool(roles.projects)


def can_map_indicators(user, project: Project) -> bool:
    """Whether `user` may say which of ours an indicator of the project is: its staff, and managers."""
    return can_record_output(user, project)


def can_open_portfolios(user) -> bool:
    """Whether there is any portfolio for `user`: representatives and managers."""
    roles = roles_of(user)
    return roles.is_manager or bool(roles.partners)


def can_subscribe(user, partner: Partner) -> bool:
    """Whether `user` may ask for digests about a partner, and is remembered as its reader: its representatives."""
    return partner.pk in roles_of(user).partners
