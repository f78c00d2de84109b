from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "Indicators and results"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from indicators.ledger import indicator_rows, result_rows, results_in_force
        from rmt import search
        from rmt.models import SearchEntry

        search.register(SearchEntry.Kind.INDICATOR, indicator_rows)
        search.register(SearchEntry.Kind.RESULT, result_rows, count=results_in_force)
