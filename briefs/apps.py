from django.apps import AppConfig


class BriefsConfig(AppConfig):
    name = "briefs"
    verbose_name = "Briefs and reports"
    default_auto_field = "django.db.models.BigAutoField"
