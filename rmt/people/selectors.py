"""Who holds which role and until when, as managers and each person see it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.models import Country, FocalPoint, Theme, ThemeLead
from rmt.models import AccountEvent, Holding, HoldingQuerySet, User
from rmt.people.roles import TABLES, dates_in_words, in_words, kind_of, subject_of
from rmt.people.second_step import has_second_step
from rmt.text import day, moment

ENDS_SOON = timedelta(days=60)
FOLDED = 50
LOG = 50
SIGN_INS = 20


@dataclass(frozen=True, slots=True)
class PersonRole:
    """A role of somebody, in words, as it is on the day `today`."""

    row: Any
    today: date

    @property
    def what(self) -> str:
        return in_words(kind_of(self.row), subject_of(self.row))

    @property
    def does(self) -> str:
        return str(kind_of(self.row).does)

    @property
    def dates(self) -> str:
        return dates_in_words(self.row.start, self.row.end)

    @property
    def is_past(self) -> bool:
        return self.row.end is not None and self.row.end <= self.today

    @property
    def is_future(self) -> bool:
        return self.row.start > self.today

    @property
    def ends_soon(self) -> bool:
        return not self.is_past and self.row.end is not None and self.row.end - self.today <= ENDS_SOON

    @property
    def url(self) -> str:
        """Where it is ended, handed over or corrected."""
        return reverse("person_role", args=[self.row.user_id, self.row._meta.model_name, self.row.pk])


def with_subjects(table: type[Holding]) -> HoldingQuerySet:
    """The rows of a table of roles, each with its person and what it is held for."""
    rows: Any = table._default_manager
    return rows.select_related(*(field.name for field in table._meta.fields if field.is_relation))


def roles_by_person(people: Iterable[User], *, today: date) -> dict[int, list[PersonRole]]:
    """The roles that these people hold, held and will hold, the present ones first; one query for each table."""
    ids = [person.pk for person in people]
    found: defaultdict[int, list[PersonRole]] = defaultdict(list)
    for table in TABLES.values():
        for row in with_subjects(table).filter(user__in=ids):
            found[row.user_id].append(PersonRole(row, today))
    for roles in found.values():
        roles.sort(key=lambda role: (role.is_past, role.is_future, role.what, role.row.start))
    return found


def lines_of(people: Iterable[User], *, today: date) -> list[dict[str, Any]]:
    """Each person, with their `roles` now or later, and those that are `past`."""
    people = list(people)
    found = roles_by_person(people, today=today)
    return [
        {
            "person": person,
            "roles": [role for role in found.get(person.pk, []) if not role.is_past],
            "past": [role for role in found.get(person.pk, []) if role.is_past],
        }
        for person in people
    ]


def people_who_hold(day: date, *, tables: Iterable[type[Model]] = (), **conditions: Any) -> QuerySet[User]:
    """People with a role of one of these tables, of any if none is named, on `day` or later, that fits `conditions`."""
    holds = Q(pk__in=[])
    for table in tables or TABLES.values():
        rows = table._default_manager.filter(Q(end=None) | Q(end__gt=day), **conditions)
        holds |= Q(pk__in=rows.values("user"))
    return User.objects.filter(holds)


def gaps_on(today: date) -> dict[str, list[Any]]:
    """Priority `countries` without a focal point, `themes` without a lead, and roles `ending` within 60 days.

    Somebody whose account is closed does not count, and a deputy is not enough.
    """
    in_charge = {"user__is_active": True, "is_deputy": False}
    answered = FocalPoint.objects.on(today).filter(**in_charge).values("country")
    led = ThemeLead.objects.on(today).filter(**in_charge).values("theme")
    ending = [
        PersonRole(row, today)
        for table in TABLES.values()
        for row in with_subjects(table).on(today).filter(user__is_active=True, end__lte=today + ENDS_SOON)
    ]
    return {
        "countries": list(Country.objects.priority_on(today).exclude(pk__in=answered).order_by("name_en")),
        "themes": list(Theme.objects.exclude(pk__in=led)),
        "ending": sorted(ending, key=lambda role: (role.row.end, role.what)),
    }


def log_of(person: User) -> list[dict[str, str]]:
    """Who gave, ended or changed what, in Django's admin too, the latest first, for `{% history %}`; no sign-ins."""
    events = AccountEvent.objects.kept_for_good().filter(user=person).select_related("by")[:LOG]
    changes = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk)
    ).select_related("user")[:LOG]
    rows = [(row.at, str(row), row.by) for row in events]
    rows += [(row.action_time, row.get_change_message() or str(row), row.user) for row in changes]
    rows.sort(key=lambda row: row[0], reverse=True)
    return [{"what": what, "when": moment(at), "who": str(by or "")} for at, what, by in rows[:LOG]]


def sign_ins_of(person: User) -> list[dict[str, str]]:
    """What happened as this person signed in, the latest first, for `{% history %}` on a page of their own."""
    rows = AccountEvent.objects.of_sign_ins().filter(user=person)[:SIGN_INS]
    return [{"what": str(row), "when": moment(row.at), "who": row.network or ""} for row in rows]


def facts_of(person: User, *, mail: str) -> list[dict[str, Any]]:
    """Address, language, account, day of the last sign-in and what became of the invitation, for `{% facts %}`."""
    account = _("administrator") if person.is_superuser else _("open")
    if not person.is_active:
        account = _("closed")
    elif person.is_invited:
        account = _("invited; no password chosen yet")
    return [
        {"label": _("E-mail address"), "value": person.email},
        {"label": _("Account"), "value": account},
        {"label": _("Second step"), "value": _("set up") if has_second_step(person) else _("not set up")},
        {"label": _("Last signed in"), "value": day(person.last_login) if person.last_login else _("never")},
        *([{"label": _("Last invitation or news"), "value": mail}] if mail else []),
        {"label": _("Account made"), "value": moment(person.date_joined)},
        {"label": _("Writes numbers in"), "value": person.get_language_display()},
        {"label": _("Time zone"), "value": person.time_zone.replace("_", " ")},
    ]
