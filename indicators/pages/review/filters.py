"""What the review queue can be narrowed to, and its order."""

import django_filters
from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from countries.models import Country, Region
from indicators.models import Level, Result, Round
from indicators.querysets import ResultQuerySet
from indicators.review import flagged_ids
from rmt.forms import NO_SUCH_CHOICE


def countries_waiting(request) -> QuerySet[Country]:
    """The countries of what waits for review and the person reads."""
    waiting = Result.objects.waiting_to_read(request.user).order_by().values("country")
    return Country.objects.filter(pk__in=waiting)


def regions_waiting(request) -> QuerySet[Region]:
    """The regions of those countries."""
    return Region.objects.filter(pk__in=countries_waiting(request).order_by().values("region"))


class ReviewFilter(django_filters.FilterSet):
    """What waits for review, by what there is to look at, where, what, and for which round.

    What is flagged is worked out of everything that is left after the other conditions, and only if it is asked.
    """

    region = django_filters.ModelChoiceFilter(
        field_name="country__region",
        queryset=regions_waiting,
        to_field_name="code",
        label=_("Region"),
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
    )
    country = django_filters.ModelChoiceFilter(
        queryset=countries_waiting,
        to_field_name="iso3",
        label=_("Country"),
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
    )
    level = django_filters.ChoiceFilter(
        choices=Level.choices, label=_("Level"), empty_label=_("All"), error_messages=NO_SUCH_CHOICE
    )
    round = django_filters.ModelChoiceFilter(
        field_name="reported_in",
        queryset=Round.objects.order_by("-start"),
        to_field_name="code",
        label=_("Round"),
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
    )
    flagged = django_filters.ChoiceFilter(
        choices=[("yes", _("Flagged")), ("no", _("Not flagged"))],
        method="by_flags",
        label=_("What to look at"),
        empty_label=_("All"),
        error_messages=NO_SUCH_CHOICE,
    )
    order = django_filters.ChoiceFilter(
        choices=[("flagged", _("Flagged first"))],
        method="in_order",
        label=_("Order"),
        empty_label=_("Longest waiting first"),
        error_messages=NO_SUCH_CHOICE,
    )

    class Meta:
        model = Result
        fields: list[str] = []

    def by_flags(self, waiting: ResultQuerySet, _name: str, wanted: str) -> QuerySet:
        """Only what is flagged, or only what is not."""
        found = flagged_ids(waiting)
        return waiting.filter(pk__in=found) if wanted == "yes" else waiting.exclude(pk__in=found)

    def in_order(self, waiting: ResultQuerySet, _name: str, _wanted: str) -> QuerySet:
        """Flagged first, each part by how long it waits."""
        first = Case(When(pk__in=flagged_ids(waiting), then=Value(0)), default=Value(1))
        return waiting.order_by(first, "submitted_at", "pk")
