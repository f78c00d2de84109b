"""Who holds what on a day: one read of the plain tables (DESIGN.md, "People")."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from countries.models import FocalPoint, RegionalSpecialist, ThemeLead
from projects.models import PartnerRepresentative, ProjectCountry, ProjectStaff
from rmt.models import Evaluator, Manager


@dataclass(frozen=True, slots=True)
class Roles:
    """What a person holds; ids of countries, regions, themes, projects and partners. Empty means: nothing."""

    countries: frozenset[int] = frozenset()
    regions: frozenset[int] = frozenset()
    themes: frozenset[int] = frozenset()
    projects: frozenset[int] = frozenset()
    project_countries: frozenset[int] = frozenset()
    partners: frozenset[int] = frozenset()
    is_manager: bool = False
    is_evaluator: bool = False

    @property
    def writes_results(self) -> bool:
        """Whether there is a country, theme or world for which this person may start a result."""
        return bool(self.countries or self.themes or self.project_countries or self.is_manager)

    @property
    def is_anything(self) -> bool:
        """Whether the desk has anything for this person."""
        return bool(self.writes_results or self.regions or self.partners or self.is_evaluator)


NOBODY = Roles()


def roles_of(user, day: date | None = None) -> Roles:
    """What `user` holds on `day`, today if it is left out; read once for each person and request."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    if day is not None:
        return _read(user, day)
    if not hasattr(user, "_rmt_roles"):
        user._rmt_roles = _read(user, timezone.localdate())
    return user._rmt_roles


def _read(user, day: date) -> Roles:
    def held(model, field: str) -> frozenset[int]:
        return frozenset(model.objects.on(day).filter(user=user).values_list(field, flat=True))

    projects = held(ProjectStaff, "project_id")
    countries = ProjectCountry.objects.filter(project_id__in=projects) if projects else None
    return Roles(
        countries=held(FocalPoint, "country_id"),
        regions=held(RegionalSpecialist, "region_id"),
        themes=held(ThemeLead, "theme_id"),
        projects=projects,
        project_countries=frozenset(countries.values_list("country_id", flat=True) if countries is not None else ()),
        partners=held(PartnerRepresentative, "partner_id"),
        is_manager=Manager.objects.on(day).filter(user=user).exists(),
        is_evaluator=Evaluator.objects.on(day).filter(user=user).exists(),
    )
