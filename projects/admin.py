"""Django's admin for projects, partners and their people."""

from django.contrib import admin

from projects.models import Partner, PartnerRepresentative, Project, ProjectStaff
from rmt.admin import HoldingAdmin, PublicWriteAdmin


@admin.register(Partner)
class PartnerAdmin(PublicWriteAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Project)
class ProjectAdmin(PublicWriteAdmin):
    list_display = ["title", "symbol", "slug"]
    search_fields = ["title", "symbol"]
    prepopulated_fields = {"slug": ["title"]}
    filter_horizontal = ["countries"]


admin.site.register([ProjectStaff, PartnerRepresentative], HoldingAdmin)
