"""Lists on their way in, how their columns are read, and what came of those that were imported."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from projects.models.projects import Project


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

    `columns` is header → field, `None` until somebody chose; `answers` are those to the questions, by their keys;
    `choices` are the rows that were left out, each with the reason, and the cells that were left blank.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=kept_at)
    sheet = models.CharField(max_length=100, null=True, blank=True)
    columns = models.JSONField(null=True, blank=True)
    currency = models.CharField(max_length=3, null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name


class ProjectImport(models.Model):
    """A list that was imported: how many rows became what, and what it made, so that it can be taken back.

    `counts` are rows of the file by what became of them; `left_out` is row, reason; `partners` and `spellings` are ids
    of what it added; `last_change` is the last line of history that it wrote: a later one of its projects is not its
    own. `changes` are ids of the lines that it wrote, and that taking it back wrote: once both are there, they undo
    each other, and nothing rests on them.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    counts = models.JSONField()
    left_out = models.JSONField(default=list)
    partners = models.JSONField(default=list)
    spellings = models.JSONField(default=list)
    last_change = models.BigIntegerField(default=0)
    changes = models.JSONField(default=list)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_because = models.TextField(null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="projects_projectimport_taken_back_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("imported_list", args=[self.uuid])


class ImportedProject(models.Model):
    """A project that an import made or changed: from which rows, and what was recorded before.

    `before` holds the fields and links that it changed; `money` is pairs of the id of a funding that it added or
    changed and what that held before, `None` for a new one.
    """

    of = models.ForeignKey(ProjectImport, on_delete=models.PROTECT, related_name="projects")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="imported")
    rows = models.JSONField()
    is_new = models.BooleanField()
    before = models.JSONField(default=dict)
    money = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["of", "project"], name="projects_importedproject_once")]

    def __str__(self) -> str:
        return f"{self.of}: {self.project}"
