"""The roles that somebody holds on a day, read at once from their plain tables (docs/design.md, "People")."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Value
from django.utils import timezone

from rmt.models import Holding


@dataclass(frozen=True, slots=True)
class Roles:
    """What a person holds, as ids of countries, regions, themes, projects and partners; all empty means nothing."""

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
    """What `user` holds on `day`; today if it is left out, and then read once for each person and request."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    if day is not None:
        return _read(user, day)
    if not hasattr(user, "_rmt_roles"):
        user._rmt_roles = _read(user, timezone.localdate())
    return user._rmt_roles


def _read(user, day: date) -> Roles:
    """One query for all kinds of roles, and one more for whoever works in projects."""
    kinds = {kind.grants: kind for kind in Holding.__subclasses__()}
    queries = [
        kind.objects.on(day).filter(user=user).order_by().values_list(Value(field), kind.held_for)
        for field, kind in kinds.items()
    ]
    ids_by_field = defaultdict(set)
    for field, held_for in queries[0].union(*queries[1:], all=True):
        ids_by_field[field].add(held_for)
    granted: dict[str, Any] = {}
    for field, ids in ids_by_field.items():
        granted[field] = True if kinds[field].held_for == "id" else frozenset(ids)
        granted |= {name: frozenset(more) for name, more in kinds[field].grants_besides(ids).items()}
    return Roles(**granted)
