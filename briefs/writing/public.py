"""What stands beside results in public, frozen for a report: briefs and projects, with the addresses of their pages."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from briefs.documents import Run, words
from briefs.models import Brief, Issue
from briefs.writing.sheet import Sheet
from indicators.models import Contribution, Edition, Publication, PublishedContribution
from projects.wording import when_text
from rmt.text import isolated


def frozen_briefs(**about: Any) -> list[dict[str, str]]:
    """The briefs and stories that are public and about something: title and address, by title."""
    of_subject = {f"brief__{name}": value for name, value in about.items()}
    issues = Issue.objects.not_removed().filter(superseded_at=None, **of_subject)
    public = issues.exclude(brief__status=Brief.Status.WITHDRAWN).select_related("brief").order_by("title", "pk")
    return [{"title": issue.title, "href": issue.brief.get_absolute_url()} for issue in public if issue.brief]


def frozen_projects(projects) -> list[dict[str, Any]]:
    """Projects as plain JSON: when, where, and who funds them; by title."""
    related = projects.prefetch_related("shares__country", "fundings__partner").order_by("title")
    return [
        {
            "slug": project.slug,
            "symbol": project.symbol or "",
            "title": project.title,
            "when": when_text(project),
            "status": str(project.get_status_display() or ""),
            "countries": sorted(str(share.country) for share in project.shares.all()),
            "partners": {f.partner.slug: f.partner.name for f in project.fundings.all() if f.partner},
            "own": sorted({str(f.get_resource_display()) for f in project.fundings.all() if f.partner is None}),
        }
        for project in related
    ]


def supported_in(edition: Edition, projects) -> dict[str, dict[str, str]]:
    """The results that an edition says some projects supported: each with its projects by slug, and what they did."""
    rows = PublishedContribution.objects.filter(
        publication__in=Publication.objects.at(edition).order_by().values("pk"),
        project__in=projects.order_by().values("pk"),
    )
    found: dict[str, dict[str, str]] = {}
    columns = ("publication__result__uuid", "project__slug", "role")
    for key, slug, role in rows.order_by("project__title").values_list(*columns):
        found.setdefault(str(key), {})[slug] = role
    return found


def through(supported: Mapping[str, Mapping[str, str]], titles: Mapping[str, str]) -> dict[str, str]:
    """Through which projects a result came, and what each did, in words: by the key of the result."""
    return {
        key: "; ".join(
            _("%(project)s (%(role)s)")
            % {"project": isolated(titles.get(slug, slug)), "role": str(Contribution.Role(role).label)}
            for slug, role in projects.items()
        )
        for key, projects in supported.items()
    }


def put_projects(sheet: Sheet, projects: Iterable[Mapping[str, Any]], *, caption: str, without: str = "") -> None:
    """A table of projects: when, where, and who funds them; `without` is a partner whom the whole table is about."""
    rows = []
    for one in projects:
        others = [isolated(name) for slug, name in sorted(one["partners"].items()) if slug != without]
        title = Run(isolated(one["title"]), href=reverse("project", args=[one["slug"]]))
        funders = "; ".join([*others, *one["own"]]) or _("none recorded")
        rows.append((words(title), one["when"] or _("not recorded"), "; ".join(one["countries"]) or "–", funders))
    last = _("Who else funds it") if without else _("Who funds it")
    sheet.table(caption, (_("Project"), _("When"), _("Where"), last), rows)


def put_briefs(sheet: Sheet, briefs: Iterable[Mapping[str, str]]) -> None:
    """Briefs with their addresses."""
    sheet.items(words(Run(isolated(one["title"]), href=one["href"])) for one in briefs)
