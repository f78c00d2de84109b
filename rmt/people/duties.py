"""The roles of docs/design.md, "People", in words: what each is called, what it is held for, and what it lets people do."""

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


@dataclass(frozen=True, slots=True)
class Duty:
    """A role that can be given: the table that holds it, and the field that says for what."""

    key: str
    model: type[Holding]
    name: Any
    does: Any
    of: str = ""
    is_deputy: bool | None = None

    def row(self, subject: Model | None) -> dict[str, Any]:
        """The columns that say this duty, and for what."""
        row: dict[str, Any] = {} if self.is_deputy is None else {"is_deputy": self.is_deputy}
        return row | ({self.of: subject} if self.of else {})

    def holdings(self) -> QuerySet[Any]:
        """Every row of this duty, with its person and what it is held for."""
        rows: Any = self.model._default_manager.select_related("user", *([self.of] if self.of else []))
        return rows if self.is_deputy is None else rows.filter(is_deputy=self.is_deputy)


WRITES = gettext_lazy("Writes the results and the six-monthly update of the country.")
DECIDES = gettext_lazy("Decides which results count for the theme, and enters what only the theme reports.")
DUTIES: dict[str, Duty] = {
    duty.key: duty
    for duty in (
        Duty("focal-point", FocalPoint, gettext_lazy("Country focal point"), WRITES, "country", is_deputy=False),
        Duty("deputy-focal-point", FocalPoint, gettext_lazy("Deputy focal point"), WRITES, "country", is_deputy=True),
        Duty(
            "project-staff",
            ProjectStaff,
            gettext_lazy("Project staff"),
            gettext_lazy("Drafts results and outputs of the project, for the focal point to send."),
            "project",
        ),
        Duty(
            "specialist",
            RegionalSpecialist,
            gettext_lazy("Regional specialist"),
            gettext_lazy("Reads what is sent in the region, comments on it and recommends."),
            "region",
        ),
        Duty("lead", ThemeLead, gettext_lazy("Thematic lead"), DECIDES, "theme", is_deputy=False),
        Duty("deputy-lead", ThemeLead, gettext_lazy("Deputy thematic lead"), DECIDES, "theme", is_deputy=True),
        Duty(
            "partner",
            PartnerRepresentative,
            gettext_lazy("Partner representative"),
            gettext_lazy("Sees what the partner's money supports, as published."),
            "partner",
        ),
        Duty(
            "manager",
            Manager,
            gettext_lazy("Programme manager"),
            gettext_lazy("Validates, returns and withdraws; keeps rounds, targets, projects and people."),
        ),
        Duty(
            "evaluator",
            Evaluator,
            gettext_lazy("Evaluator"),
            gettext_lazy("Reads everything, drafts and history included; writes nothing."),
        ),
    )
}
KINDS: dict[str, type[Holding]] = {duty.model._meta.model_name or "": duty.model for duty in DUTIES.values()}
SUBJECTS: dict[str, Any] = {
    "country": gettext_lazy("country"),
    "project": gettext_lazy("project"),
    "region": gettext_lazy("region"),
    "theme": gettext_lazy("theme"),
    "partner": gettext_lazy("partner"),
}


def duty_of(holding: Holding) -> Duty:
    """The duty that a row holds."""
    is_deputy = getattr(holding, "is_deputy", None)
    return next(duty for duty in DUTIES.values() if duty.model is type(holding) and duty.is_deputy == is_deputy)


def subject_of(holding: Holding) -> Model | None:
    """The country, project, region, theme or partner that it is held for; `None` if it is for the whole programme."""
    of = duty_of(holding).of
    return getattr(holding, of) if of else None


def in_words(duty: Duty, subject: Model | None) -> str:
    """A duty and what it is held for: "Country focal point, Togo"."""
    return f"{duty.name}, {subject}" if subject else str(duty.name)


def dates_in_words(start: date, end: date | None) -> str:
    if end is None:
        return _("from %(start)s") % {"start": day_text(start)}
    return _("from %(start)s until %(end)s") % {"start": day_text(start), "end": day_text(end)}


def overlapping(duty: Duty, subject: Model | None, *, user, start: date, end: date | None) -> QuerySet[Any]:
    """What `user` holds of the same duty for the same on some day of [start, end)."""
    rows = duty.model._default_manager.filter(user=user, **({duty.of: subject} if duty.of else {}))
    rows = rows.filter(Q(end=None) | Q(end__gt=start))
    return rows.filter(start__lt=end) if end else rows


def first_day_without(holdings: Iterable[Holding], *, today: date) -> date | None:
    """The first day, from `today` on, on which none of these is held; `None` if one of them is on every day.

    >>> first_day_without([Manager(start=date(2020, 1, 1), end=date(2027, 1, 1))], today=date(2026, 11, 22))
    datetime.date(2027, 1, 1)
    """
    held, day = list(holdings), today
    while here := [row for row in held if row.start <= day and (row.end is None or row.end > day)]:
        ends = [row.end for row in here]
        if None in ends:
            return None
        day = max(end for end in ends if end)
    return day


# What a duty is held for, by the name that people type


def choices_of(of: str) -> Sequence[Any]:
    """Everything that a duty can be held for, by kind, in its order."""
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


def subject_named(duty: Duty, text: str) -> Any:
    """The country, project, region, theme or partner of that name; `None` for a duty of the whole programme.

    Raises ValidationError if there is none, or several.
    """
    if not duty.of:
        return None
    what, typed = SUBJECTS[duty.of], " ".join(text.split())
    if not typed:
        raise ValidationError(_("Say for which %(what)s.") % {"what": what})
    found = [subject for subject in choices_of(duty.of) if typed.casefold() in names_of(subject)]
    if not found:
        message = _("There is no %(what)s called “%(typed)s”. Choose one of the list that opens as you type.")
        raise ValidationError(message % {"what": what, "typed": typed})
    if len(found) > 1:
        message = _("Several are called “%(typed)s”. Write the symbol or the code instead.")
        raise ValidationError(message % {"typed": typed})
    return found[0]
