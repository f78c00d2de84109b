from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "Projects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from projects.search_rows import partner_rows, project_rows
        from rmt import search
        from rmt.models import SearchEntry

        search.register(SearchEntry.Kind.PARTNER, partner_rows)
        search.register(SearchEntry.Kind.PROJECT, project_rows)
