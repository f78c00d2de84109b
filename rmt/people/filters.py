"""What the list of people can be narrowed to."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from countries.models import Country, FocalPoint, Region, RegionalSpecialist, Theme, ThemeLead
from rmt.forms import NO_SUCH_CHOICE
from rmt.models import User
from rmt.people.roles import ROLE_KINDS
from rmt.people.selectors import people_who_hold


def _choose(label: Any, queryset: QuerySet, key: str, method: str) -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        queryset=queryset,
        to_field_name=key,
        label=label,
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
        method=method,
    )


class PeopleFilter(django_filters.FilterSet):
    """People by name or address, and by what they hold on `day` or later."""

    q = django_filters.CharFilter(method="with_words", label=_("Name or e-mail address"))
    role = django_filters.ChoiceFilter(
        choices=[(kind.key, kind.name) for kind in ROLE_KINDS.values()],
        label=_("Role"),
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
        method="in_role",
    )
    country = _choose(_("Country"), Country.objects.filter(focal_points__isnull=False).distinct(), "iso3", "of_country")
    region = _choose(_("Region"), Region.objects.all(), "code", "of_region")
    theme = _choose(_("Theme"), Theme.objects.all(), "slug", "of_theme")

    class Meta:
        model = User
        fields: list[str] = []

    def __init__(self, data: Any = None, *, day: date) -> None:
        super().__init__(data, queryset=User.objects.order_by("last_name", "first_name", "email"))
        self.day = day

    @property
    def found(self) -> QuerySet[User]:
        """The people who fit; none if a condition cannot be read, as the form then says beside it."""
        return self.qs if self.form.is_valid() or not self.is_bound else self.queryset.none()

    def with_words(self, people: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Every word is in the name or the address."""
        parts = ("first_name", Value(" "), "last_name", Value(" "), "email")
        people = people.annotate(called=Concat(*parts, output_field=CharField()))
        for word in value.replace("\0", "").split():
            people = people.filter(called__icontains=word)
        return people

    def in_role(self, people: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        kind = ROLE_KINDS[value]
        conditions = {} if kind.is_deputy is None else {"is_deputy": kind.is_deputy}
        return people.filter(pk__in=people_who_hold(self.day, tables=[kind.model], **conditions))

    def of_country(self, people: QuerySet[User], name: str, value: Country) -> QuerySet[User]:
        return people.filter(pk__in=people_who_hold(self.day, tables=[FocalPoint], country=value))

    def of_region(self, people: QuerySet[User], name: str, value: Region) -> QuerySet[User]:
        """Its specialists, and the focal points of its countries."""
        specialists = people_who_hold(self.day, tables=[RegionalSpecialist], region=value)
        focal_points = people_who_hold(self.day, tables=[FocalPoint], country__region=value)
        return people.filter(Q(pk__in=specialists) | Q(pk__in=focal_points))

    def of_theme(self, people: QuerySet[User], name: str, value: Theme) -> QuerySet[User]:
        return people.filter(pk__in=people_who_hold(self.day, tables=[ThemeLead], theme=value))
