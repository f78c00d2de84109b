"""How the columns of a list are read: asked once for each set of headers, and remembered."""

from django.conf import settings
from django.db import models


class ImportMapping(models.Model):
    """Header → field, for the lists that have these headers; `headers` is their digest, whatever their order."""

    headers = models.CharField(max_length=64, unique=True)
    columns = models.JSONField()
    currency = models.CharField(max_length=3, null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return ", ".join(self.columns)
