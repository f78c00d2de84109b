"""Who holds what on a day: one read of the plain tables (DESIGN.md, "People")."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Value
from django.utils import timezone

from countries.models import FocalPoint, RegionalSpecialist, ThemeLead
from projects.models import PartnerRepresentative, ProjectCountry, ProjectStaff
from rmt.models import Evaluator, Holding, Manager


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
HOLDINGS: Mapping[str, tuple[type[Holding], str]] = {
    "countries": (FocalPoint, "country_id"),
    "regions": (RegionalSpecialist, "region_id"),
    "themes": (ThemeLead, "theme_id"),
    "projects": (ProjectStaff, "project_id"),
    "partners": (PartnerRepresentative, "partner_id"),
    "manager": (Manager, "id"),
    "evaluator": (Evaluator, "id"),
}


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
    """One query for all kinds of holdings, and one more for whoever works in projects."""
    each = [
        model.objects.on(day).filter(user=user).order_by().values_list(Value(kind), field)
        for kind, (model, field) in HOLDINGS.items()
    ]
    held = defaultdict(set)
    for kind, what in each[0].union(*each[1:], all=True):
        held[kind].add(what)
    projects = frozenset(held["projects"])
    countries = ProjectCountry.objects.filter(project_id__in=projects).values_list("country_id", flat=True)
    return Roles(
        countries=frozenset(held["countries"]),
        regions=frozenset(held["regions"]),
        themes=frozenset(held["themes"]),
        projects=projects,
        project_countries=frozenset(countries if projects else ()),
        partners=frozenset(held["partners"]),
        is_manager=bool(held["manager"]),
        is_evaluator=bool(held["evaluator"]),
    )
