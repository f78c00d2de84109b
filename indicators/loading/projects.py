"""The real partners and projects of `fixtures/`, through the same actions as a page.

A missing row is made; an existing one is the managers' business and stays as they left it.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from countries.models import Country
from indicators.results import record_funding
from projects import actions
from projects.actions import Links, partners_by_name
from projects.models import Partner, Project
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
    """Projects by slug, with their countries, outputs, documents and who funds them."""
    by = _recorder()
    for row in rows:
        if not Project.objects.filter(slug=row["slug"]).exists():
            _make(row, by=by)


def _make(row: Row, *, by: User) -> None:
    same = ("title", "symbol", "iati_id", "description", "status", "is_flagship", "currency", "source")
    dates = ("start_first", "start_last", "end_first", "end_last")
    fields: Row = {name: row[name] for name in same if name in row}
    fields |= {name: date.fromisoformat(row[name]) for name in dates if name in row}
    fields |= {name: Decimal(row[name]) for name in ("budget", "spent") if name in row}
    links = Links(countries=dict.fromkeys(Country.objects.filter(iso3__in=row.get("countries", []))))
    if len(links.countries or {}) != len(row.get("countries", [])):
        raise ValueError(f"{row['slug']}: a country is not known")
    project = actions.create_project(fields=fields, links=links, slug=row["slug"], by=by)
    for slug in row.get("partners", []):
        partner = Partner.objects.get(slug=slug)
        record_funding(project=project, fields={"partner": partner, "source": row["source"]}, by=by)
    for output in row.get("outputs", []):
        days = {name: date.fromisoformat(output[name]) for name in ("due_first", "due_last")}
        actions.record_output(project=project, fields={**output, **days}, by=by)
    for document in row.get("documents", []):
        actions.add_document(project=project, **document, by=by)


def _recorder() -> User:
    found = User.objects.filter(email=RECORDER).first()
    return found or User.objects.create_user(RECORDER, is_active=False, first_name="Project records", last_name="entry")


LOADERS = (
    ("partners.csv", load_partners),
    ("projects.json", load_projects),
)
