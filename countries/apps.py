from django.apps import AppConfig


class CountriesConfig(AppConfig):
    name = "countries"
    verbose_name = "Countries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from countries.search_rows import country_rows, theme_rows
        from rmt import search
        from rmt.models import SearchEntry

        search.register(SearchEntry.Kind.COUNTRY, country_rows)
        search.register(SearchEntry.Kind.THEME, theme_rows)
