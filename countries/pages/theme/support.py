"""What supports a theme today: deliverables, projects and who funds them, money that is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from countries.models import Theme
from projects import definitions
from projects.figures import Counts
from projects.models import FundingGap, Partner, Project
from projects.pages.public import ProjectLine, line_of_project
from projects.querysets import FundingGapQuerySet, ProjectQuerySet
from projects.wording import money_text
from rmt.text import grouped

MOST_LISTED = 20


@dataclass(frozen=True)
class Gap:
    """Money that is missing: how much, what it would buy, and for how many people."""

    title: str
    amount: str | None
    buys: str
    persons: str | None
    about: str
    source: str


@dataclass(frozen=True)
class Support:
    """The support block of a theme, as it is recorded today."""

    name: str
    deliverables: int
    counts: Counts
    projects: Sequence[ProjectLine]
    partners: Sequence[Partner]
    gaps: Sequence[Gap]
    url: str

    @property
    def rule(self) -> str:
        return str(definitions.RULE_15)

    @property
    def active_meaning(self) -> str:
        return str(definitions.ACTIVE)

    @property
    def active_url(self) -> str:
        return f"{self.url}&active=yes"

    @property
    def not_listed(self) -> bool:
        return self.counts.all > len(self.projects)


def support_of_theme(theme: Theme, *, deliverables: int, today: date) -> Support:
    """Projects on a theme, those at work first, and its funding gaps: six queries."""
    projects = Project.objects.current().on_theme(theme)
    gaps = FundingGap.objects.open().filter(theme=theme)
    return _support(str(theme), projects, gaps, {"theme": theme.slug}, deliverables=deliverables, today=today)


def _support(
    name: str,
    projects: ProjectQuerySet,
    gaps: FundingGapQuerySet,
    query: dict[str, str],
    *,
    deliverables: int,
    today: date,
) -> Support:
    at_work_first = projects.with_active(today).order_by("-is_active", "title").with_labels()[:MOST_LISTED]
    partners = Partner.objects.current().filter(fundings__project__in=projects.order_by().values("pk")).distinct()
    return Support(
        name=name,
        deliverables=deliverables,
        counts=projects.counts(today),
        projects=[line_of_project(project) for project in at_work_first],
        partners=list(partners),
        gaps=[_gap(gap, name) for gap in gaps.select_related("country", "theme")],
        url=f"{reverse('projects')}?{urlencode(query)}",
    )


def _gap(gap: FundingGap, here: str) -> Gap:
    about = [str(subject) for subject in (gap.country, gap.theme) if subject and str(subject) != here]
    persons = None if gap.persons is None else _("%(number)s people") % {"number": grouped(gap.persons)}
    return Gap(gap.title, money_text(gap.amount, gap.currency), gap.buys, persons, ", ".join(about), gap.source or "")
