"""What the list of projects can be narrowed to: one FilterSet for the page, the exports and the feeds of it."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from countries.models import Country, Theme
from projects.definitions import is_not_known_active
from projects.models import Partner, Project
from projects.querysets import ProjectQuerySet
from rmt.forms import NO_SUCH_CHOICE

YES_NO = (("yes", _("Yes")), ("no", _("No")))


class ProjectFilter(django_filters.FilterSet):
    """Projects that were not merged, by where, what, who pays and the two definitions; `day` is that of "active"."""

    q = django_filters.CharFilter(method="with_words", label=_("Words of the title, or symbol"))
    country = django_filters.ModelChoiceFilter(
        queryset=Country.objects.filter(projects__merged_into=None, projects__isnull=False).distinct(),
        to_field_name="iso3",
        label=_("Country"),
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
        method="in_country",
    )
    theme = django_filters.ModelChoiceFilter(
        queryset=Theme.objects.all(),
        to_field_name="slug",
        label=_("Theme"),
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
        method="on_theme",
    )
    partner = django_filters.ModelChoiceFilter(
        queryset=Partner.objects.current(),
        to_field_name="slug",
        label=_("Funded by"),
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
        method="funded_by",
    )
    flagship = django_filters.ChoiceFilter(
        choices=(*YES_NO, ("not-known", _("Its source does not say"))),
        label=_("Flagship"),
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
        method="is_flagship",
    )
    active = django_filters.ChoiceFilter(
        choices=(*YES_NO, ("not-known", _("Not known"))),
        label=_("Active today"),
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
        method="is_active",
    )
    sort = django_filters.ChoiceFilter(
        choices=(("begun", _("The last begun first")),),
        label=_("Order"),
        empty_label=_("By title"),
        error_messages=NO_SUCH_CHOICE,
        method="in_order",
    )

    class Meta:
        model = Project
        fields: list[str] = []

    def __init__(self, data: Any = None, *, day: date, queryset: ProjectQuerySet | None = None) -> None:
        super().__init__(data, queryset=Project.objects.current() if queryset is None else queryset)
        self.day = day

    @property
    def found(self) -> ProjectQuerySet:
        """The projects that fit; none if a condition cannot be read: the form then says so beside it."""
        return self.qs if self.form.is_valid() or not self.is_bound else self.queryset.none()

    def with_words(self, projects: ProjectQuerySet, _name: str, text: str) -> ProjectQuerySet:
        return projects.matching(text)

    def in_country(self, projects: ProjectQuerySet, _name: str, country: Country | None) -> ProjectQuerySet:
        return projects.in_country(country) if country else projects

    def on_theme(self, projects: ProjectQuerySet, _name: str, theme: Theme | None) -> ProjectQuerySet:
        return projects.on_theme(theme) if theme else projects

    def funded_by(self, projects: ProjectQuerySet, _name: str, partner: Partner | None) -> ProjectQuerySet:
        return projects.funded_by(partner) if partner else projects

    def is_flagship(self, projects: ProjectQuerySet, _name: str, answer: str) -> ProjectQuerySet:
        match answer:
            case "yes":
                return projects.flagship()
            case "no":
                return projects.filter(is_flagship=False)
            case "not-known":
                return projects.filter(is_flagship=None)
        return projects

    def is_active(self, projects: ProjectQuerySet, _name: str, answer: str) -> ProjectQuerySet:
        active = Project.objects.active(self.day).order_by().values("pk")
        match answer:
            case "yes":
                return projects.active(self.day)
            case "no":
                return projects.exclude(pk__in=active).exclude(is_not_known_active(self.day))
            case "not-known":
                return projects.filter(is_not_known_active(self.day))
        return projects

    def in_order(self, projects: ProjectQuerySet, _name: str, answer: str) -> ProjectQuerySet:
        return projects.order_by(F("start_first").desc(nulls_last=True), "title") if answer else projects
