"""What the list of published briefs can be narrowed to."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from briefs.models import Brief, Issue
from countries.models import Region, Theme
from rmt.forms import NO_SUCH_CHOICE
from rmt.models import User


class BriefFilter(django_filters.FilterSet):
    """Published briefs and stories by kind, region, theme and language."""

    kind = django_filters.ChoiceFilter(
        choices=Brief.Kind.choices, label=_("Kind"), empty_label=_("All"), error_messages=NO_SUCH_CHOICE
    )
    region = django_filters.ModelChoiceFilter(
        field_name="brief__country__region",
        queryset=Region.objects.all(),
        to_field_name="code",
        label=_("Region"),
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
    )
    theme = django_filters.ModelChoiceFilter(
        field_name="brief__theme",
        queryset=Theme.objects.all(),
        to_field_name="slug",
        label=_("Theme"),
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
    )
    language = django_filters.ChoiceFilter(
        choices=User.Language.choices, label=_("Language"), empty_label=_("All"), error_messages=NO_SUCH_CHOICE
    )

    class Meta:
        model = Issue
        fields: list[str] = []

    @property
    def found(self) -> Any:
        """The issues that fit; none if a condition cannot be read: the form then says so beside it."""
        return self.qs if self.form.is_valid() or not self.is_bound else self.queryset.none()
