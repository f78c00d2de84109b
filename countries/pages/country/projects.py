"""Who works in a country today and with whose money: three blocks, two queries."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Window
from django.urls import reverse

from countries.models import Country
from countries.pages.country.facts import CountryRecord
from countries.pages.theme import gap_row
from indicators.figures import SINCE_2016, Entry
from indicators.pages.published import PublishedResult, results_url
from projects import definitions
from projects.models import Funding, FundingGap, Project
from projects.wording import when_text

MOST_LISTED = 8


def projects_in(
    country: Country,
    record: CountryRecord,
    results: Mapping[str, PublishedResult],
    counted: list[Entry],
    *,
    today: date,
) -> dict[str, Any]:
    """Projects in a country, those at work first, beside its deliverables; who funds any, and what is not funded."""
    here = Project.objects.current().in_country(country)
    rows = list(
        here.with_active(today)
        .annotate(all=Window(Count("pk")), active=Window(Count("pk", filter=Q(is_active=True))))
        .order_by("-is_active", "title")[:MOST_LISTED]
    )
    fundings = Funding.objects.filter(project__in=here.order_by().values("pk"), partner__isnull=False)
    by_name = fundings.order_by("partner__name").values_list("project", "partner__slug", "partner__name").distinct()
    partners: dict[str, dict[str, str]] = {}
    funded: dict[int, list[dict[str, str]]] = {}
    for project, slug, name in by_name:
        partner = partners.setdefault(slug, {"name": name, "url": reverse("partner", args=[slug])})
        funded.setdefault(project, []).append(partner)
    gaps = []
    for row in record.gap_rows:
        fields = {name: row[name] for name in ("title", "currency", "buys", "persons", "source")}
        gap = FundingGap(amount=Decimal(row["amount"]), **fields)
        gaps.append(gap_row(gap, about=record.themes.get(row["theme"], "")))
    deliverables = len([entry for entry in counted if results[entry.key].level == 1])
    their_url = results_url(country=country.slug, level="deliverable", year_from=SINCE_2016.start.year)
    url = f"{reverse('projects')}?{urlencode({'country': country.iso3})}"
    return {
        "deliverables": deliverables,
        "deliverables_url": their_url if deliverables else "",
        "lines": [{"project": row, "when": when_text(row), "partners": funded.get(row.pk, [])} for row in rows],
        "all": rows[0].all if rows else 0,
        "active": rows[0].active if rows else 0,
        "partners": sorted(partners.values(), key=lambda partner: partner["name"]),
        "gaps": gaps,
        "url": url,
        "active_url": f"{url}&active=yes",
        "active_meaning": definitions.ACTIVE,
        "rule": definitions.RULE_15,
    }
