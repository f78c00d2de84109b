"""Who holds what and until when, as managers and each person see it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.models import Country, FocalPoint, Theme, ThemeLead
from rmt.models import Holding, User
from rmt.people.duties import KINDS, dates_in_words, duty_of, in_words, subject_of
from rmt.text import moment

ENDS_SOON = timedelta(days=60)
FOLDED = 50
LOG = 50


@dataclass(frozen=True, slots=True)
class Held:
    """A duty of somebody, in words, and where it stands on a day."""

    holding: Any
    what: str
    does: str
    dates: str
    is_past: bool
    is_future: bool
    ends_soon: bool

    @property
    def url(self) -> str:
        """Where its dates are changed."""
        kind = self.holding._meta.model_name
        return reverse("person_role", args=[self.holding.user_id, kind, self.holding.pk])


def held_from(holding: Holding, *, today: date) -> Held:
    duty, subject = duty_of(holding), subject_of(holding)
    is_past = holding.end is not None and holding.end <= today
    return Held(
        holding=holding,
        what=in_words(duty, subject),
        does=str(duty.does),
        dates=dates_in_words(holding.start, holding.end),
        is_past=is_past,
        is_future=holding.start > today,
        ends_soon=not is_past and holding.end is not None and holding.end - today <= ENDS_SOON,
    )


def held_by(people: Iterable[User], *, today: date) -> dict[int, list[Held]]:
    """What each of these people holds, held and will hold, the present first; one query for each kind of role."""
    ids = [person.pk for person in people]
    found: defaultdict[int, list[Held]] = defaultdict(list)
    for model in KINDS.values():
        related = {"select_related": [field.name for field in model._meta.fields if field.is_relation]}
        for holding in model._default_manager.filter(user__in=ids).select_related(*related["select_related"]):
            found[holding.user_id].append(held_from(holding, today=today))
    for rows in found.values():
        rows.sort(key=lambda held: (held.is_past, held.is_future, held.what, held.holding.start))
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A person in the list, with what they hold now or soon, and what they held."""

    person: User
    held: list[Held]
    past: list[Held]

    @property
    def is_invited(self) -> bool:
        """Whether no password was chosen yet."""
        return self.person.is_active and not self.person.has_usable_password()


def lines_of(people: Iterable[User], *, today: date) -> list[Line]:
    people = list(people)
    held = held_by(people, today=today)
    return [
        Line(
            person,
            [row for row in held.get(person.pk, []) if not row.is_past],
            [row for row in held.get(person.pk, []) if row.is_past],
        )
        for person in people
    ]


def people_who_hold(day: date, *, models: Iterable[type[Model]] = (), **said: Any) -> QuerySet[User]:
    """People with one of these roles, any if none is named, now or later; `said` narrows the rows of the role."""
    holds = Q(pk__in=[])
    for model in models or KINDS.values():
        rows = model._default_manager.filter(Q(end=None) | Q(end__gt=day), **said)
        holds |= Q(pk__in=rows.values("user"))
    return User.objects.filter(holds)


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a manager has to see to: nobody holds it, or somebody will soon hold it no more."""

    countries: list[Country]
    themes: list[Theme]
    ending: list[Held]

    def __bool__(self) -> bool:
        return bool(self.countries or self.themes or self.ending)


def gaps_on(today: date) -> Gaps:
    """Priority countries without a focal point, themes without a lead, and what ends within 60 days.

    Whose account is closed does not count; a deputy is not enough.
    """
    active = {"user__is_active": True, "is_deputy": False}
    answered = FocalPoint.objects.on(today).filter(**active).values("country")
    led = ThemeLead.objects.on(today).filter(**active).values("theme")
    ending = [held_from(row, today=today) for model in KINDS.values() for row in _ending(model, today)]
    return Gaps(
        countries=list(Country.objects.priority_on(today).exclude(pk__in=answered).order_by("name_en")),
        themes=list(Theme.objects.exclude(pk__in=led)),
        ending=sorted(ending, key=lambda held: (held.holding.end, held.what)),
    )


def _ending(model: type[Holding], today: date) -> QuerySet[Any]:
    rows: Any = model._default_manager
    related = [field.name for field in model._meta.fields if field.is_relation]
    rows = rows.on(today).filter(user__is_active=True, end__lte=today + ENDS_SOON)
    return rows.select_related(*related)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event of somebody's account, as `{% history %}` shows it."""

    what: str
    at: datetime
    who: str
    comment: str = ""
    href: str = ""
    current: bool = False

    @property
    def when(self) -> str:
        return moment(self.at)


def log_of(person: User) -> list[LogLine]:
    """Who gave, ended or changed what, the latest first."""
    kind = ContentType.objects.get_for_model(User)
    rows = LogEntry.objects.filter(content_type=kind, object_id=str(person.pk)).select_related("user")
    return [LogLine(row.get_change_message() or str(row), row.action_time, str(row.user)) for row in rows[:LOG]]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person, as a manager sees them."""

    line: Line
    log: list[LogLine]
    facts: list[dict[str, Any]]


def person_page(person: User, *, today: date) -> PersonPage:
    [line] = lines_of([person], today=today)
    return PersonPage(line, log_of(person), facts_of(person))


def facts_of(person: User) -> list[dict[str, Any]]:
    """Address, language, account and last sign-in, for `{% facts %}`."""
    return [
        {"label": _("E-mail address"), "value": person.email},
        {"label": _("Account"), "value": account_in_words(person)},
        {"label": _("Last signed in"), "value": moment(person.last_login) if person.last_login else _("never")},
        {"label": _("Account made"), "value": moment(person.date_joined)},
        {"label": _("Writes numbers in"), "value": person.get_language_display()},
        {"label": _("Time zone"), "value": person.time_zone.replace("_", " ")},
    ]


def account_in_words(person: User) -> str:
    if not person.is_active:
        return _("closed")
    if not person.has_usable_password():
        return _("invited; no password chosen yet")
    return _("administrator") if person.is_superuser else _("open")
