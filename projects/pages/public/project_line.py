"""One project as lists show it: on the list of projects, and on the pages of countries, themes and partners."""

from collections.abc import Sequence
from dataclasses import dataclass

from projects.models import Partner, Project
from projects.wording import when_text, yes_no_text

NAMED_COUNTRIES = 4


@dataclass(frozen=True)
class ProjectLine:
    """One project as lists show it."""

    project: Project
    when: str
    status: str
    flagship: str
    is_active: bool
    countries: Sequence[str]
    more_countries: int
    partners: Sequence[Partner]

    @property
    def url(self) -> str:
        return self.project.get_absolute_url()


def line_of_project(project: Project) -> ProjectLine:
    """A project of `with_active` and `with_labels`, ready to print."""
    names = [str(share.country) for share in project.shares.all()]
    partners = {f.partner.pk: f.partner for f in project.fundings.all() if f.partner}
    shown = names if len(names) <= NAMED_COUNTRIES + 1 else names[:NAMED_COUNTRIES]
    return ProjectLine(
        project=project,
        when=when_text(project),
        status=str(project.get_status_display() or ""),
        flagship=yes_no_text(project.is_flagship),
        is_active=project.is_active,  # type: ignore[attr-defined]  # annotated
        countries=shown,
        more_countries=len(names) - len(shown),
        partners=sorted(partners.values(), key=lambda partner: partner.name),
    )
