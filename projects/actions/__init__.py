"""The verbs that change partners, projects and their money: one transaction each, and one line of history.

Pages and imports enter at the same functions. Who may is asked in `permissions`. A broken rule is a ValidationError
keyed by field.
"""

from indicators.results.project_merges import merge_partner, merge_project
from projects.actions.money import close_gap, drop_funding, open_gap, record_funding
from projects.actions.partners import add_alias, change_partner, create_partner, partners_by_name
from projects.actions.projects import (
    Links,
    add_document,
    add_project_alias,
    change_project,
    create_project,
    deliver_output,
    problems_of_links,
    problems_of_project,
    record_output,
    tidy,
)

__all__ = [
    "Links",
    "add_alias",
    "add_document",
    "add_project_alias",
    "change_partner",
    "change_project",
    "close_gap",
    "create_partner",
    "create_project",
    "deliver_output",
    "drop_funding",
    "merge_partner",
    "merge_project",
    "open_gap",
    "partners_by_name",
    "problems_of_links",
    "problems_of_project",
    "record_funding",
    "record_output",
    "tidy",
]
