"""The real partners and projects of `fixtures/`, through the same actions as a page.

A missing row is made. An existing one is corrected as long as nobody but this account has changed it; after that it is
the managers' business and stays as they left it.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from countries.models import Country, Theme
from indicators.loading.results import result_of
from indicators.models import Result, ReviewEvent
from indicators.results import record_funding, support
from projects import actions
from projects.actions import Links, partners_by_name
from projects.models import Partner, Project, ProjectChange
from rmt.models import User
from rmt.text import key_of

RECORDER = "projects.recorder@rmt.invalid"

Row = dict[str, Any]


def load_partners(rows: list[Row]) -> None:
    """Partners by slug; their other spellings, separated by `;`, where they are not there yet."""
    by = _recorder()
    for row in rows:
        partner = Partner.objects.filter(slug=row["slug"]).first()
        if partner is None:
            same = {name: row[name] for name in ("slug", "name", "kind", "iati_id", "source")}
            partner = actions.create_partner(**same, by=by)
        known = partners_by_name()
        for text in (row["aliases"] or "").split(";"):
            if key_of(text) and key_of(text) not in known:
                actions.add_alias(partner=partner, text=text, source=row["source"], by=by)


def load_projects(rows: list[Row]) -> None:
    """Projects by slug, with their countries, themes, outputs, documents and who funds them.

    One that is there is corrected, as long as nobody but us has changed it.
    """
    by = _recorder()
    countries, themes = _by(Country, "iso3"), _by(Theme, "slug")
    there = {project.slug: project for project in Project.objects.prefetch_related("countries", "themes")}
    of_people = set(ProjectChange.objects.exclude(by=by).values_list("project", flat=True))
    for row in rows:
        known = {iso3: countries[iso3] for iso3 in row.get("countries", [])}
        links = Links(countries=dict.fromkeys(known.values()), themes=[themes[slug] for slug in row.get("themes", [])])
        project = there.get(row["slug"])
        if project is None:
            project = actions.create_project(fields=_fields(row), links=links, slug=row["slug"], by=by)
            _add_what_belongs_to_it(project, row, by=by)
        elif project.pk not in of_people and project.merged_into_id is None:
            _correct(project, row, links, by=by)


def _by(model: type[Model], key: str) -> dict[str, Any]:
    return {getattr(one, key): one for one in model._default_manager.all()}


def _fields(row: Row) -> Row:
    same = ("title", "symbol", "iati_id", "description", "status", "is_flagship", "currency", "source")
    dates = ("start_first", "start_last", "end_first", "end_last")
    fields: Row = {name: row[name] for name in same if name in row}
    fields |= {name: date.fromisoformat(row[name]) for name in dates if name in row}
    return fields | {name: Decimal(row[name]) for name in ("budget", "spent") if name in row}


def _correct(project: Project, row: Row, links: Links, *, by: User) -> None:
    """What the file says differently of a project that is there; what it does not say stays, and nothing is added
    twice."""
    fields = _fields(row)
    same = all(getattr(project, name) == value for name, value in fields.items())
    if (
        not same
        or set(project.countries.all()) != set(links.countries or ())
        or (set(project.themes.all()) != set(links.themes or ()))
    ):
        actions.change_project(project=project, version=project.version, fields=fields, links=links, by=by)
        _add_what_belongs_to_it(project, row, by=by)


def _add_what_belongs_to_it(project: Project, row: Row, *, by: User) -> None:
    for funding in [*({"partner": slug} for slug in row.get("partners", [])), *row.get("fundings", [])]:
        money = {"source": row["source"], **funding}
        money |= {name: Decimal(funding[name]) for name in ("planned", "received") if name in funding}
        money["partner"] = Partner.objects.get(slug=funding["partner"]) if "partner" in funding else None
        record_funding(project=project, fields=money, by=by)
    if not project.outputs.exists():
        for output in row.get("outputs", []):
            days = {name: date.fromisoformat(output[name]) for name in ("due_first", "due_last")}
            actions.record_output(project=project, fields={**output, **days}, by=by)
    for document in row.get("documents", []):
        if not project.documents.filter(url=document["url"]).exists():
            actions.add_document(project=project, **document, by=by)


def load_contributions(rows: list[Row]) -> None:
    """Which projects the sources name beside a result: each link once, and never one that somebody has decided on.

    A link waits until its result is loaded.
    """
    by = _recorder()
    projects = _by(Project, "slug")
    lines = ReviewEvent.objects.filter(kind=ReviewEvent.Kind.LINKED).values_list("result", "comment")
    decided = {(result, comment.partition(":")[0]) for result, comment in lines}
    for row in rows:
        result, project = result_of(row["result"]), projects[row["project"]]
        if result is None or result.status == Result.Status.DISCARDED or (result.pk, project.slug) in decided:
            continue
        support.link_project(result=result, project=project, role=row["role"], by=by)


def _recorder() -> User:
    found = User.objects.filter(email=RECORDER).first()
    return found or User.objects.create_user(RECORDER, is_active=False, first_name="Project records", last_name="entry")


LOADERS = (
    ("partners.csv", load_partners),
    ("projects.json", load_projects),
)
AFTER_RESULTS = (("contributions.csv", load_contributions),)
