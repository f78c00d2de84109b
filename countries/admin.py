"""Django's admin for countries, themes, instruments and duties; public facts are read only."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from countries.models import (
    Branch,
    Convention,
    Country,
    CountryPriority,
    FocalPoint,
    Instrument,
    Ratification,
    Region,
    RegionalSpecialist,
    Series,
    Statistic,
    Theme,
    ThemeLead,
)
from rmt.people.admin import HoldingAdmin, PublicWriteAdmin, ReadOnlyAdmin


@admin.register(Country)
class CountryAdmin(PublicWriteAdmin):
    list_display = ["name_en", "iso3", "region", "time_zone"]
    list_filter = ["region"]
    list_select_related = ["region"]
    search_fields = ["name_en", "name_fr", "name_es", "iso3"]
    keys = ("iso3", "iso2", "m49", "slug")


@admin.register(Region, Branch)
class OrderedAdmin(PublicWriteAdmin):
    list_display = ["name_en", "code", "order"]
    keys = ("code",)
    search_fields = ["name_en"]


@admin.register(Theme)
class ThemeAdmin(PublicWriteAdmin):
    list_display = ["name_en", "group", "slug", "order"]
    keys = ("slug",)
    list_filter = ["group"]
    search_fields = ["name_en"]


@admin.register(Instrument)
class InstrumentAdmin(PublicWriteAdmin):
    """Its days only prompt the question whether it still stands; results and the ledger keep its title as it was."""

    list_display = ["title", "country", "kind", "adopted_first", "in_force", "repealed"]
    list_filter = ["kind"]
    list_select_related = ["country"]
    search_fields = ["title", "country__name_en"]
    autocomplete_fields = ["country"]
    filter_horizontal = ["branches"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Instrument]:
        """Without those that only drafts name: an administrator reads no drafts."""
        return super().get_queryset(request).exclude(results__isnull=False, publications=None)


@admin.register(CountryPriority)
class CountryPriorityAdmin(ReadOnlyAdmin):
    list_display = ["country", "phase", "start", "end", "recorded_at", "superseded_at"]
    list_select_related = ["country"]


@admin.register(Convention)
class ConventionAdmin(PublicWriteAdmin):
    list_display = ["number", "short_title", "name_en", "adopted_year"]
    keys = ("number",)


@admin.register(Series)
class SeriesAdmin(PublicWriteAdmin):
    list_display = ["code", "name_en", "population_group"]
    keys = ("code",)


@admin.register(Statistic)
class StatisticAdmin(ReadOnlyAdmin):
    list_display = ["country", "series", "year", "value", "vintage", "recorded_at", "superseded_at"]
    list_filter = ["series"]
    list_select_related = ["country", "series"]
    search_fields = ["country__name_en"]


@admin.register(Ratification)
class RatificationAdmin(ReadOnlyAdmin):
    list_display = ["country", "convention", "kind", "first_day", "recorded_at", "superseded_at"]
    list_filter = ["convention", "kind"]
    list_select_related = ["country", "convention"]
    search_fields = ["country__name_en"]


admin.site.register([FocalPoint, RegionalSpecialist, ThemeLead], HoldingAdmin)
