from django.apps import AppConfig


class CountriesConfig(AppConfig):
    name = "countries"
    verbose_name = "Countries"
    default_auto_field = "django.db.models.BigAutoField"
