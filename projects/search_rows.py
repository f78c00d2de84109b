"""Projects and partners as rows of the search; a merged one is found as part of the other."""

import functools
import itertools
from collections.abc import Collection, Iterator
from typing import Any

from countries.names import names_of
from projects.models import Partner, Project
from rmt import search
from rmt.models import SearchEntry
from rmt.search import Kind, search_row


def partner_rows() -> Iterator[SearchEntry]:
    """Every partner that was not merged into another."""
    yield from (partner_entry(partner) for partner in Partner.objects.current().prefetch_related("aliases"))


def project_rows() -> Iterator[SearchEntry]:
    """Every project that was not merged into another."""
    yield from (project_entry(p) for p in Project.objects.current().prefetch_related("aliases", "countries"))


def index_project(project: Project) -> None:
    """Find a project by its names of today; one that was merged is found as part of the other."""
    if project.merged_into_id or project.taken_back_at:
        search.forget(Kind.PROJECT, project.slug)
    else:
        search.write(lambda: [project_entry(project)])


def index_projects(ids: Collection[int]) -> None:
    """Find many projects by their names of today."""
    for some in batched(ids):
        projects = Project.objects.current().filter(pk__in=some).prefetch_related("aliases", "countries")
        search.write(functools.partial(map, project_entry, projects))


def batched(things: Collection[Any], size: int = 500) -> Iterator[list[Any]]:
    """As many at once as a database takes in one condition."""
    source = iter(things)
    while some := list(itertools.islice(source, size)):
        yield some


def index_partner(partner: Partner) -> None:
    """The same of a partner."""
    if partner.merged_into_id:
        search.forget(Kind.PARTNER, partner.slug)
    else:
        search.write(lambda: [partner_entry(partner)])


def partner_entry(partner: Partner) -> SearchEntry:
    """A partner by its name and every spelling that means it."""
    return search_row(
        Kind.PARTNER,
        partner.slug,
        partner.name,
        partner.get_absolute_url(),
        called=[partner.name, *(alias.text for alias in partner.aliases.all())],
        words=[partner.iati_id or "", str(partner.get_kind_display() or "")],
        detail=str(partner.get_kind_display() or ""),
    )


def project_entry(project: Project) -> SearchEntry:
    """A project by its title, its symbol, its other names and where it works."""
    countries = list(project.countries.all())
    where = [country.name_en for country in countries[:3]]
    return search_row(
        Kind.PROJECT,
        project.slug,
        project.title,
        project.get_absolute_url(),
        called=[project.title, project.symbol or "", *(alias.text for alias in project.aliases.all())],
        words=[project.iati_id or "", *(name for country in countries for name in names_of(country))],
        detail=" · ".join(filter(None, [project.symbol, ", ".join(where) + (" …" if len(countries) > 3 else "")])),
        day=project.start_first,
    )
