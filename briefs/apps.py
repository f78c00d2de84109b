from django.apps import AppConfig


class BriefsConfig(AppConfig):
    name = "briefs"
    verbose_name = "Briefs and reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from briefs.search_rows import rows
        from rmt import search
        from rmt.models import SearchEntry

        search.register(SearchEntry.Kind.BRIEF, rows)
