"""The lists of projects and of partners, with the counts that every page prints by the same definitions."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import reverse

from indicators.models import Publication, PublishedContribution
from projects.models import Partner, Project
from projects.pages.public.filters import ProjectFilter
from projects.pages.public.project_line import line_of_project

ROWS = 50


def project_list_page(asked: Mapping[str, str], *, today: date) -> dict[str, Any]:
    """The projects that fit, and how many there are: about ten queries, however many that is."""
    conditions = {name: value for name, value in asked.items() if name != "page"}
    filters = ProjectFilter(conditions, day=today)
    found = filters.found
    page = Paginator(found.with_active(today).with_labels(), ROWS).get_page(asked.get("page"))
    url = reverse("projects")
    return {
        "filters": filters,
        "page": page,
        "lines": [line_of_project(project) for project in page],
        "counts": found.counts(today),
        "query": urlencode(conditions),
        "is_narrowed": any(name != "sort" for name in conditions),
        "flagship_url": f"{url}?{urlencode(conditions | {'flagship': 'yes'})}",
        "active_url": f"{url}?{urlencode(conditions | {'active': 'yes'})}",
    }


def partner_list_page(asked: Mapping[str, str], *, today: date) -> dict[str, Any]:
    """Every partner, with its projects and the published results that they supported: four queries.

    Nothing is added up across partners.
    """
    page = Paginator(Partner.objects.current(), ROWS).get_page(asked.get("page"))
    of_current = Q(fundings__project__merged_into=None, fundings__project__taken_back_at=None)
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
    lines = [(partner, *projects[partner.pk], results.get(partner.pk, 0)) for partner in page]
    return {"lines": lines, "page": page}
