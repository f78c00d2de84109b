"""Django's admin for the framework and, read only, the ledger.

Working copies, their history and files are not here: who may read a draft is asked on the desk, by `visible_to`.
"""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from indicators.models import (
    Category,
    Claim,
    Dimension,
    Edition,
    Framework,
    Indicator,
    LedgerHead,
    PBOutput,
    Publication,
    Round,
    Seal,
    Target,
)
from rmt.people.admin import PublicWriteAdmin, ReadOnlyAdmin


@admin.register(Framework)
class FrameworkAdmin(PublicWriteAdmin):
    list_display = ["name", "code"]
    keys = ("code",)


@admin.register(Indicator)
class IndicatorAdmin(PublicWriteAdmin):
    """Once results use it, what they were counted by stays; the wording can be corrected."""

    list_display = ["code", "name_en", "level", "step", "unit", "measure", "collected_by"]
    list_filter = ["level", "framework"]
    search_fields = ["code", "name_en"]
    filter_horizontal = ["dimensions", "view_of"]
    keys = ("code",)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None):
        is_used = isinstance(obj, Indicator) and obj.results.exists()
        return Indicator.FROZEN if is_used else super().get_readonly_fields(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Indicator | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.results.exists())


@admin.register(Dimension)
class DimensionAdmin(PublicWriteAdmin):
    list_display = ["name_en", "code", "order"]
    keys = ("code",)


@admin.register(Category)
class CategoryAdmin(PublicWriteAdmin):
    list_display = ["name_en", "dimension", "code", "order"]
    list_filter = ["dimension"]
    list_select_related = ["dimension"]
    keys = ("dimension", "code")


@admin.register(PBOutput)
class PBOutputAdmin(PublicWriteAdmin):
    list_display = ["biennium", "code", "name_en", "wording_known"]
    list_filter = ["biennium"]
    keys = ("biennium", "code")


@admin.register(Target)
class TargetAdmin(PublicWriteAdmin):
    list_display = ["indicator", "headline", "country", "window_start", "window_end", "value", "unit", "state"]
    list_filter = ["state"]
    list_select_related = ["indicator", "country"]
    autocomplete_fields = ["indicator", "country"]


@admin.register(Claim)
class ClaimAdmin(PublicWriteAdmin):
    list_display = ["indicator", "headline", "window_start", "window_end", "value", "unit", "source"]
    list_select_related = ["indicator"]
    autocomplete_fields = ["indicator"]


@admin.register(Round)
class RoundAdmin(PublicWriteAdmin):
    list_display = ["code", "start", "end", "due", "state"]
    keys = ("code",)


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = ["seq", "number", "version", "kind", "title", "recorded_at", "superseded_at"]
    list_filter = ["kind"]
    search_fields = ["number", "title"]


@admin.register(LedgerHead)
class LedgerHeadAdmin(ReadOnlyAdmin):
    list_display = ["seq", "hash"]


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    list_display = ["day", "edition", "seq", "hash", "taken_at"]
    list_select_related = ["edition"]


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ["code", "seq", "pinned_at", "by"]
