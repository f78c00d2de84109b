"""The verbs that change partners, projects and their money: one transaction each, and one line of history.

Pages and imports enter at the same functions. Who may is asked in `permissions`. A broken rule is a ValidationError
keyed by field.
"""

from projects.actions.gaps import close_gap, open_gap
from projects.actions.partners import add_alias, change_partner, create_partner, drop_aliases, partners_by_name
from projects.actions.projects import (
    REASON,
    Links,
    add_document,
    add_project_alias,
    change_project,
    change_projects,
    create_project,
    create_projects,
    deliver_output,
    held_by,
    problems_of_links,
    problems_of_project,
    record_output,
    recorded_links,
    tidy,
    withdraw_projects,
)
from projects.actions.records import AT_ONCE, FIELDS, plain, record_of, remember, remember_many, values_of
from projects.search_rows import batched

__all__ = [
    "AT_ONCE",
    "FIELDS",
    "REASON",
    "Links",
    "add_alias",
    "add_document",
    "add_project_alias",
    "batched",
    "change_partner",
    "change_project",
    "change_projects",
    "close_gap",
    "create_partner",
    "create_project",
    "create_projects",
    "deliver_output",
    "drop_aliases",
    "held_by",
    "open_gap",
    "partners_by_name",
    "plain",
    "problems_of_links",
    "problems_of_project",
    "record_of",
    "record_output",
    "recorded_links",
    "remember",
    "remember_many",
    "tidy",
    "values_of",
    "withdraw_projects",
]
