from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RmtConfig(AppConfig):
    name = "rmt"
    verbose_name = _("Results Monitoring Tool")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rmt import search
        from rmt.models import SearchEntry
        from rmt.records import install_triggers
        from rmt.site.practice.content_types import separate_content_types
        from rmt.site.search_rows import page_rows

        post_migrate.connect(install_triggers, sender=self)
        separate_content_types()
        search.register(SearchEntry.Kind.PAGE, page_rows)
