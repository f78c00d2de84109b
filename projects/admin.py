"""Django's admin for projects, partners and their people."""

from django.contrib import admin

from projects.models import Partner, PartnerRepresentative, Project, ProjectCountry, ProjectStaff
from rmt.people.admin import HoldingAdmin, PublicWriteAdmin


@admin.register(Partner)
class PartnerAdmin(PublicWriteAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class CountryInline(admin.TabularInline):
    model = ProjectCountry
    extra = 0


@admin.register(Project)
class ProjectAdmin(PublicWriteAdmin):
    list_display = ["title", "symbol", "slug"]
    search_fields = ["title", "symbol"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [CountryInline]


admin.site.register([ProjectStaff, PartnerRepresentative], HoldingAdmin)
