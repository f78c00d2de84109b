"""The page of one partner: what its money helped to change; nothing is apportioned (rule 15)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.models import Country
from countries.pages.people import people_by_period
from countries.pages.steps import steps_of
from indicators import figures
from indicators.figures import SINCE_2016
from indicators.models import Publication, PublishedContribution
from indicators.pages.published import Past, PublishedResult, listed, themes_by_slug, windows
from projects import definitions
from projects.models import Partner, Project
from projects.pages.public.money import money_block
from projects.pages.public.project_line import line_of_project
from rmt.text import day as day_text

MOST_LISTED = 200


CoFunded = tuple[PublishedResult, list[tuple[str, str]], list[tuple[str, str]]]
"""A published result, the projects of a partner that it names, and who else funds a project that it names."""


def partner_page(partner: Partner, *, today: date) -> dict[str, Any]:
    """What is recorded of `partner`, and what is published of results: about twenty queries, however many there are."""
    funded = Project.objects.current().funded_by(partner)
    counts = funded.counts(today)
    projects = [line_of_project(p) for p in funded.with_active(today).with_labels()[:MOST_LISTED]]
    themes = themes_by_slug()
    publications = Publication.objects.as_of(None).supported_by(partner).with_labels().by_achievement()
    results = listed(publications, themes=themes, past=Past(None), with_country=True)
    entries = [r.entry for r in results]
    listed_windows = windows(Past(None), on=today)
    shown = _co_funded(partner, results[:MOST_LISTED])
    return {
        "trail": [(_("Partners"), reverse("partners")), (partner.name, None)],
        "rule": definitions.RULE_15,
        "citation": _("Results Monitoring Tool: %(title)s, as on %(day)s. %(url)s")
        % {"title": partner.name, "day": day_text(today), "url": settings.SITE_URL + partner.get_absolute_url()},
        "partner": partner,
        "aliases": [a.text for a in partner.aliases.all() if a.text != partner.name],
        "counts": counts,
        "projects": projects,
        "more_projects": counts.all - len(projects),
        "countries": list(Country.objects.filter(projects__in=funded.order_by().values("pk")).distinct()),
        "money": _money(partner),
        "found": len(results),
        "changes": len(figures.changes(entries, period=SINCE_2016)),
        "countries_changed": len(figures.countries(entries, period=SINCE_2016)),
        "steps": steps_of(results, windows=listed_windows),
        "people": people_by_period(results, windows=listed_windows),
        "years": _years_of([row for row in shown if figures.is_within(row[0].entry, SINCE_2016)]),
        "earlier": [row for row in shown if not figures.is_within(row[0].entry, SINCE_2016)],
        "listed": len(shown),
        "not_listed": len(results) > len(shown),
    }


def _years_of(rows: Iterable[CoFunded]) -> list[tuple[int, list[CoFunded]]]:
    """Results under their years, the last year first."""
    ordered = sorted(rows, key=lambda row: figures.in_order(row[0].entry), reverse=True)
    return [(year, list(some)) for year, some in groupby(ordered, key=lambda row: row[0].year)]


def _co_funded(partner: Partner, results: Sequence[PublishedResult]) -> list[CoFunded]:
    """Each result with the projects and partners that it names, as they are recorded today: one query."""
    numbers = [r.number for r in results]
    in_force = Publication.objects.as_of(None).filter(number__in=numbers).order_by().values("pk")
    rows = PublishedContribution.objects.filter(publication__in=in_force).values_list(
        "publication__number",
        "project__slug",
        "project__title",
        "project__fundings__partner__slug",
        "project__fundings__partner__name",
    )
    own: dict[int, dict[str, str]] = defaultdict(dict)
    others: dict[int, dict[str, str]] = defaultdict(dict)
    for number, project, title, slug, name in rows:
        if slug == partner.slug:
            own[number][project] = title
        elif slug:
            others[number][slug] = name
    return [(r, _links("project", own[r.number]), _links("partner", others[r.number])) for r in results]


def _links(address: str, names: dict[str, str]) -> list[tuple[str, str]]:
    in_order = sorted(names.items(), key=lambda item: item[1])
    return [(name, reverse(address, args=[slug])) for slug, name in in_order]


def _money(partner: Partner) -> dict[str, Any]:
    fundings = partner.fundings.all().of_current()
    titles = dict(fundings.order_by().values_list("project__slug", "project__title"))
    rates = fundings.order_by().values_list("usd_rate_source", flat=True).distinct()
    return money_block(
        fundings.as_money(),
        by="project",
        named=lambda slug: (titles[slug], reverse("project", args=[slug])),
        rates=rates,
    )
