"""What the desk's list of results can be narrowed to."""

import django_filters
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from indicators.models import Indicator, Level, Result
from rmt.forms import NO_SUCH_CHOICE


def countries_listed(request) -> object:
    """The countries of the results that the person may know of; no list betrays another."""
    if request is None:
        return Country.objects.none()
    visible = Result.objects.visible_to(request.user).order_by().values("country")
    return Country.objects.filter(pk__in=visible)


class DeskResultFilter(django_filters.FilterSet):
    """The working copies that a person may know of, by where they stand, where and what."""

    q = django_filters.CharFilter("title", lookup_expr="icontains", label=_("Words of the title"))
    status = django_filters.ChoiceFilter(
        choices=Result.Status.choices, label=_("Where it stands"), empty_label=_("All"), error_messages=NO_SUCH_CHOICE
    )
    country = django_filters.ModelChoiceFilter(
        queryset=countries_listed,
        to_field_name="iso3",
        label=_("Country"),
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
    )
    level = django_filters.ChoiceFilter(
        choices=Level.choices, label=_("Level"), empty_label=_("All"), error_messages=NO_SUCH_CHOICE
    )
    indicator = django_filters.ModelChoiceFilter(
        queryset=Indicator.objects.exclude(collected_by=""),
        to_field_name="code",
        label=_("Indicator"),
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
    )

    class Meta:
        model = Result
        fields: list[str] = []
