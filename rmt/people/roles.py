"""The kinds of role (docs/design.md, "People") in words: name, what each is held for, what it lets people do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country, FocalPoint, Region, RegionalSpecialist, Theme, ThemeLead
from projects.models import Partner, PartnerRepresentative, Project, ProjectStaff
from rmt.models import Evaluator, Holding, Manager
from rmt.text import day as day_text
from rmt.text import isolated


@dataclass(frozen=True, slots=True)
class RoleKind:
    """A kind of role that can be given: the table of those who hold it, and the field that says for what."""

    key: str
    model: type[Holding]
    name: Any
    does: Any
    of: str = ""
    is_deputy: bool | None = None

    def columns(self, subject: Model | None) -> dict[str, Any]:
        """What a row of the table says of this kind, held for `subject`."""
        columns: dict[str, Any] = {} if self.is_deputy is None else {"is_deputy": self.is_deputy}
        return columns | ({self.of: subject} if self.of else {})


WRITES = gettext_lazy("Writes the results and the six-monthly update of the country.")
DECIDES = gettext_lazy("Decides which results count for the theme, and enters what only the theme reports.")
ROLE_KINDS: dict[str, RoleKind] = {
    kind.key: kind
    for kind in (
        RoleKind("focal-point", FocalPoint, gettext_lazy("Country focal point"), WRITES, "country", is_deputy=False),
        RoleKind(
            "deputy-focal-point",
            FocalPoint,
            gettext_lazy("Deputy focal point"),
            WRITES,
            "country",
            is_deputy=True,
        ),
        RoleKind(
            "project-staff",
            ProjectStaff,
            gettext_lazy("Project staff"),
            gettext_lazy("Drafts results and outputs of the project, for the focal point to send."),
            "project",
        ),
        RoleKind(
            "specialist",
            RegionalSpecialist,
            gettext_lazy("Regional specialist"),
            gettext_lazy("Reads what is sent in the region, comments on it and recommends."),
            "region",
        ),
        RoleKind("lead", ThemeLead, gettext_lazy("Thematic lead"), DECIDES, "theme", is_deputy=False),
        RoleKind("deputy-lead", ThemeLead, gettext_lazy("Deputy thematic lead"), DECIDES, "theme", is_deputy=True),
        RoleKind(
            "partner",
            PartnerRepresentative,
            gettext_lazy("Partner representative"),
            gettext_lazy("Sees what the partner's money supports, as published."),
            "partner",
        ),
        RoleKind(
            "manager",
            Manager,
            gettext_lazy("Programme manager"),
            gettext_lazy("Validates, returns and withdraws; keeps rounds, targets, projects and people."),
        ),
        RoleKind(
            "evaluator",
            Evaluator,
            gettext_lazy("Evaluator"),
            gettext_lazy("Reads everything, drafts and history included; writes nothing."),
        ),
    )
}
TABLES: dict[str, type[Holding]] = {kind.model._meta.model_name or "": kind.model for kind in ROLE_KINDS.values()}
SUBJECTS: dict[str, Any] = {
    "country": gettext_lazy("country"),
    "project": gettext_lazy("project"),
    "region": gettext_lazy("region"),
    "theme": gettext_lazy("theme"),
    "partner": gettext_lazy("partner"),
}


def kind_of(role: Holding) -> RoleKind:
    is_deputy = getattr(role, "is_deputy", None)
    return next(kind for kind in ROLE_KINDS.values() if kind.model is type(role) and kind.is_deputy == is_deputy)


def subject_of(role: Holding) -> Model | None:
    """The country, project, region, theme or partner that it is held for; `None` for the whole programme."""
    of = kind_of(role).of
    return getattr(role, of) if of else None


def in_words(kind: RoleKind, subject: Model | None) -> str:
    """A kind of role and what it is held for: "Country focal point, Togo"."""
    return f"{kind.name}, {isolated(str(subject))}" if subject else str(kind.name)


def dates_in_words(start: date, end: date | None) -> str:
    if end is None:
        return _("from %(start)s") % {"start": day_text(start)}
    return _("from %(start)s until %(end)s") % {"start": day_text(start), "end": day_text(end)}


def overlapping(kind: RoleKind, subject: Model | None, *, user, start: date, end: date | None) -> QuerySet[Any]:
    """The roles of `user` in the same table and for the same subject, on some day of [start, end)."""
    roles = kind.model._default_manager.filter(user=user, **({kind.of: subject} if kind.of else {}))
    roles = roles.filter(Q(end=None) | Q(end__gt=start))
    return roles.filter(start__lt=end) if end else roles


def first_day_without(roles: Iterable[Holding], *, today: date) -> date | None:
    """The first day, from `today` on, on which none of these roles is held; `None` if there is no such day.

    >>> first_day_without([Manager(start=date(2020, 1, 1), end=date(2027, 1, 1))], today=date(2026, 11, 22))
    datetime.date(2027, 1, 1)
    """
    roles, day = list(roles), today
    while ends := [role.end for role in roles if role.start <= day and (role.end is None or role.end > day)]:
        if None in ends:
            return None
        day = max(end for end in ends if end)
    return day


# What a role is held for, by the name that people type


def choices_of(of: str) -> Sequence[Any]:
    """Every row that a role can be held for, where `of` is "country", "region" and so on; in its order."""
    everything: dict[str, Any] = {
        "country": Country.objects.all,
        "region": Region.objects.all,
        "theme": Theme.objects.all,
        "project": lambda: Project.objects.current().order_by("title"),
        "partner": lambda: Partner.objects.current().order_by("name"),
    }
    return list(everything[of]())


def names_of(subject: Any) -> Iterator[str]:
    """What people may call it: its name in each language, its code, its symbol."""
    for field in ("name_en", "name_fr", "name_es", "name", "title", "symbol", "iso3", "slug", "code"):
        if name := getattr(subject, field, None):
            yield " ".join(str(name).split()).casefold()


def subject_named(kind: RoleKind, text: str) -> Any:
    """The country, project, region, theme or partner of that name; `None` for a role in the whole programme.

    Raises ValidationError if there is none, or several.
    """
    if not kind.of:
        return None
    what, typed = SUBJECTS[kind.of], " ".join(text.split())
    if not typed:
        raise ValidationError(_("Say for which %(what)s.") % {"what": what})
    found = [subject for subject in choices_of(kind.of) if typed.casefold() in names_of(subject)]
    if not found:
        message = _("There is no %(what)s called “%(typed)s”. Choose one of the list that opens as you type.")
        raise ValidationError(message % {"what": what, "typed": typed})
    if len(found) > 1:
        message = _("Several are called “%(typed)s”. Write the symbol or the code instead.")
        raise ValidationError(message % {"typed": typed})
    return found[0]
