"""Who works in a country today and with whose money: three blocks, two queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, Q, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.models import Country
from countries.pages.country.data import Held, Row
from countries.pages.theme import Gap
from projects import definitions
from projects.models import Funding, Project
from projects.pages.public import when_text
from projects.wording import money_text
from rmt.text import grouped

MOST_LISTED = 8


@dataclass(frozen=True)
class Named:
    """A partner or a project, and its page."""

    name: str
    url: str


@dataclass(frozen=True)
class ProjectHere:
    """A project in a line: from when until when, and who funds it."""

    project: Named
    when: str
    is_active: bool
    partners: Sequence[Named]


@dataclass(frozen=True)
class ProjectsHere:
    """Projects in a country, those at work first; `partners` fund any of them."""

    deliverables: int
    deliverables_url: str
    projects: Sequence[ProjectHere]
    all: int
    active: int
    partners: Sequence[Named]
    gaps: Sequence[Gap]
    url: str

    rule = definitions.RULE_15
    active_meaning = definitions.ACTIVE

    @property
    def active_url(self) -> str:
        return f"{self.url}&active=yes"


def projects_here(
    country: Country, held: Held, *, deliverables: int, deliverables_url: str, today: date
) -> ProjectsHere:
    """What is recorded today of the projects in a country, and of the money that is missing."""
    here = Project.objects.current().in_country(country)
    rows = list(
        here.with_active(today)
        .annotate(all=Window(Count("pk")), active=Window(Count("pk", filter=Q(is_active=True))))
        .order_by("-is_active", "title")[:MOST_LISTED]
    )
    funded: dict[int, dict[str, Named]] = {}
    for project, slug, name in _fundings(here):
        funded.setdefault(project, {})[slug] = Named(name, reverse("partner", args=[slug]))
    every = {slug: one for partners in funded.values() for slug, one in partners.items()}
    return ProjectsHere(
        deliverables=deliverables,
        deliverables_url=deliverables_url,
        projects=[_line(row, list(funded.get(row.pk, {}).values())) for row in rows],
        all=rows[0].all if rows else 0,
        active=rows[0].active if rows else 0,
        partners=sorted(every.values(), key=lambda one: one.name),
        gaps=[_gap(row, held.themes.get(row["theme"], "")) for row in held.gaps],
        url=f"{reverse('projects')}?{urlencode({'country': country.iso3})}",
    )


def _fundings(here):
    rows = Funding.objects.filter(project__in=here.order_by().values("pk"), partner__isnull=False)
    return rows.order_by("partner__name").values_list("project", "partner__slug", "partner__name").distinct()


def _line(row, partners: Sequence[Named]) -> ProjectHere:
    return ProjectHere(Named(row.title, row.get_absolute_url()), when_text(row), row.is_active, partners)


def _gap(row: Row, theme: str) -> Gap:
    persons = None if row["persons"] is None else _("%(number)s people") % {"number": grouped(row["persons"])}
    amount = money_text(Decimal(row["amount"]), row["currency"])
    return Gap(row["title"], amount, row["buys"], persons, theme, row["source"] or "")
