"""The lists of projects and of partners, with the counts that every page prints by the same definitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.urls import reverse

from indicators.models import Publication, PublishedContribution
from projects.figures import Counts
from projects.models import Partner, Project
from projects.pages.public.filters import ProjectFilter
from projects.pages.public.project_line import ProjectLine, line_of_project

ROWS = 50


@dataclass(frozen=True)
class ProjectListPage:
    """The projects that fit the question, and how many they are."""

    filters: ProjectFilter
    page: Page
    lines: Sequence[ProjectLine]
    counts: Counts
    query: str
    is_narrowed: bool

    @property
    def flagship_url(self) -> str:
        return self._narrowed(flagship="yes")

    @property
    def active_url(self) -> str:
        return self._narrowed(active="yes")

    def _narrowed(self, **more: str) -> str:
        asked = {name: value for name, value in (self.filters.data or {}).items() if name != "page"}
        return f"{reverse('projects')}?{urlencode(asked | more)}"


def project_list_page(asked: Mapping[str, str], *, today: date) -> ProjectListPage:
    """The projects that fit: about ten queries, however many there are."""
    said = {name: value for name, value in asked.items() if name != "page"}
    filters = ProjectFilter(said, day=today)
    found = filters.found
    page = Paginator(found.with_active(today).with_labels(), ROWS).get_page(asked.get("page"))
    return ProjectListPage(
        filters=filters,
        page=page,
        lines=[line_of_project(project) for project in page],
        counts=found.counts(today),
        query=urlencode(said),
        is_narrowed=any(name != "sort" for name in said),
    )


@dataclass(frozen=True)
class PartnerLine:
    """One partner, and how much here names it; nothing is added up across partners."""

    partner: Partner
    kind: str
    projects: int
    active: int
    results: int

    @property
    def projects_url(self) -> str:
        return f"{reverse('projects')}?{urlencode({'partner': self.partner.slug})}"


@dataclass(frozen=True)
class PartnerListPage:
    lines: Sequence[PartnerLine]
    page: Page


def partner_list_page(asked: Mapping[str, str], *, today: date) -> PartnerListPage:
    """Every partner, with its projects and the published results that they supported: four queries."""
    page = Paginator(Partner.objects.current(), ROWS).get_page(asked.get("page"))
    of_current = Q(fundings__project__merged_into=None)
    active = Project.objects.current().active(today).order_by().values("pk")
    counted = (
        Partner.objects.filter(pk__in=[p.pk for p in page])
        .order_by()
        .annotate(
            n=Count("fundings__project", filter=of_current, distinct=True),
            active=Count("fundings__project", filter=Q(fundings__project__in=active), distinct=True),
        )
    )
    projects = {pk: (n, active) for pk, n, active in counted.values_list("pk", "n", "active")}
    named = PublishedContribution.objects.filter(
        publication__in=Publication.objects.as_of(None).order_by().values("pk")
    )
    by_partner = named.order_by().values("project__fundings__partner").annotate(n=Count("publication", distinct=True))
    results = dict(by_partner.values_list("project__fundings__partner", "n"))
    lines = [
        PartnerLine(
            partner=partner,
            kind=str(partner.get_kind_display() or ""),
            projects=projects[partner.pk][0],
            active=projects[partner.pk][1],
            results=results.get(partner.pk, 0),
        )
        for partner in page
    ]
    return PartnerListPage(lines, page)
