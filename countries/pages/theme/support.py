"""What supports a theme today: projects and who funds them, money that is missing."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.models import Theme
from projects import definitions
from projects.models import Funding, FundingGap, Partner, Project, ProjectCountry
from projects.pages.public import line_of_project
from projects.wording import money_text
from rmt.text import grouped

MOST_LISTED = 20


def support_of(theme: Theme, *, today: date) -> dict[str, Any]:
    """Projects on a theme, those at work first, and its funding gaps, as they are recorded today: six queries."""
    projects = Project.objects.current().on_theme(theme)
    counts = projects.counts(today)
    at_work_first = (
        projects.with_active(today)
        .order_by("-is_active", "title")
        .prefetch_related(
            Prefetch("shares", ProjectCountry.objects.select_related("country")),
            Prefetch("fundings", Funding.objects.select_related("partner")),
        )
    )
    lines = [line_of_project(project) for project in at_work_first[:MOST_LISTED]]
    gaps = FundingGap.objects.open().filter(theme=theme).select_related("country")
    url = f"{reverse('projects')}?{urlencode({'theme': theme.slug})}"
    return {
        "name": str(theme),
        "counts": counts,
        "projects": lines,
        "partners": list(
            Partner.objects.current().filter(fundings__project__in=projects.order_by().values("pk")).distinct()
        ),
        "gaps": [gap_row(gap, about=str(gap.country or "")) for gap in gaps],
        "url": url,
        "active_url": f"{url}&active=yes",
        "active_meaning": definitions.ACTIVE,
        "rule": definitions.RULE_15,
        "not_listed": counts.all > len(lines),
    }


def gap_row(gap: FundingGap, *, about: str) -> dict[str, str | None]:
    """Money that is missing, in words: how much, what it would buy, for how many people, and what else it is about."""
    return {
        "title": gap.title,
        "amount": money_text(gap.amount, gap.currency),
        "buys": gap.buys,
        "persons": None if gap.persons is None else _("%(number)s people") % {"number": grouped(gap.persons)},
        "about": about,
        "source": gap.source or "",
    }
