"""Django's admin for the framework; results, their history and the ledger are read only: actions write them."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from indicators.models import (
    Category,
    Claim,
    Dimension,
    Edition,
    Evidence,
    Framework,
    Indicator,
    LedgerHead,
    Part,
    PBOutput,
    Pool,
    Publication,
    Result,
    ReviewEvent,
    Revision,
    Round,
    Standing,
    Tag,
    Target,
)
from rmt.admin import PublicWriteAdmin, ReadOnlyAdmin, ReadOnlyInline


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


class PartInline(ReadOnlyInline):
    model = Part


class EvidenceInline(ReadOnlyInline):
    """Without the file: it is read on the desk, where it is asked who may."""

    model = Evidence
    exclude = ["file"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class TagInline(ReadOnlyInline):
    model = Tag


class StandingInline(ReadOnlyInline):
    model = Standing


class ReviewEventInline(ReadOnlyInline):
    model = ReviewEvent


@admin.register(Result)
class ResultAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "number", "country", "indicator", "status", "author", "changed_at"]
    list_filter = ["status", "level", "origin"]
    list_select_related = ["country", "indicator", "author"]
    search_fields = ["title", "number", "country__name_en"]
    inlines = [PartInline, EvidenceInline, TagInline, StandingInline, ReviewEventInline]


@admin.register(Pool)
class PoolAdmin(ReadOnlyAdmin):
    list_display = ["name", "country", "indicator", "unit"]
    list_select_related = ["country", "indicator"]


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ["result", "version", "by", "at"]
    list_select_related = ["result", "by"]


@admin.register(ReviewEvent)
class ReviewEventAdmin(ReadOnlyAdmin):
    list_display = ["result", "kind", "by", "at", "comment"]
    list_filter = ["kind"]
    list_select_related = ["result", "by"]


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = ["seq", "number", "version", "kind", "title", "recorded_at", "superseded_at"]
    list_filter = ["kind"]
    search_fields = ["number", "title"]


@admin.register(LedgerHead)
class LedgerHeadAdmin(ReadOnlyAdmin):
    list_display = ["seq", "hash"]


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ["code", "seq", "pinned_at", "by"]
