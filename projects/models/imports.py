"""Lists on their way in, and how their columns are read: asked once for each set of headers, and remembered."""

import uuid

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


def kept_at(listed: "UploadedList", _name: str) -> str:
    """Where the file lies: under its own uuid, never under a name that somebody chose."""
    return f"imports/{listed.uuid}"


class UploadedList(models.Model):
    """A list between the steps of its import: its owner's alone, and gone once it is written or given up.

    `columns` is header → field, `None` until somebody chose; `answers` are those to the questions about partners.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=kept_at)
    sheet = models.CharField(max_length=100, null=True, blank=True)
    columns = models.JSONField(null=True, blank=True)
    currency = models.CharField(max_length=3, null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name
