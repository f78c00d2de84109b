"""Briefs and stories: the text that is worked on, its history, what was said about it, and its pictures."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from briefs.querysets import BriefQuerySet
from countries.models import Country, Theme
from indicators.models import Edition
from rmt.models import User
from rmt.records import AppendOnly

PARTS = ("institutional", "causes", "changes", "lessons", "beyond", "evidence")
"""The six parts of a brief, as the monitoring and evaluation plan asks for them; a story has `story` alone."""


class Brief(models.Model):
    """The working copy of a brief on a country or a theme, or of a story. What is public of it are its issues.

    `parts` holds Markdown by the names of `PARTS`; `principles` by the code of a principle of Recommendation No. 202
    an answer and a line: {"universality": {"answer": "respected", "line": "…"}}. Figures in its texts are references,
    and `edition` says as of when they are read.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country brief")
        THEME = "theme", _("theme brief")
        STORY = "story", _("story")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("sent for review")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.SlugField(unique=True, max_length=80)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True, related_name="briefs")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="briefs")
    language = models.CharField(_("language"), max_length=2, choices=User.Language, default=User.Language.ENGLISH)
    translation_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="translations"
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True, default="")
    parts = models.JSONField(default=dict)
    principles = models.JSONField(default=dict)
    source = models.TextField(_("sources"), blank=True, default="")
    is_pilot = models.BooleanField(_("pilot"), default=False)
    is_historical = models.BooleanField(_("drawn from published sources"), default=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="briefs")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = BriefQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind="country", country__isnull=False, theme=None)
                    | Q(kind="theme", theme__isnull=False, country=None)
                    | (Q(kind="story") & (Q(country__isnull=False) | Q(theme__isnull=False)))
                ),
                name="briefs_brief_about_something",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(submitted_by__isnull=False),
                name="briefs_brief_sent_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("brief", args=[self.slug])


class BriefRevision(AppendOnly):
    """What a brief said in one version, whole, as canonical JSON."""

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    content = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["brief", "version"], name="briefs_briefrevision_once")]

    def __str__(self) -> str:
        return f"{self.brief_id}, version {self.version}"


class BriefEvent(AppendOnly):
    """What happened to a brief, or what somebody said about a part of it, and who."""

    class Kind(models.TextChoices):
        CREATED = "created", _("begun")
        EDITED = "edited", _("changed")
        COMMENTED = "commented", _("commented")
        SUBMITTED = "submitted", _("sent for review")
        RECALLED = "recalled", _("taken back")
        RETURNED = "returned", _("returned")
        MOVED = "moved", _("moved to a newer edition")
        PUBLISHED = "published", _("published")
        REOPENED = "reopened", _("opened for a new version")
        WITHDRAWN = "withdrawn", _("withdrawn")

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    part = models.CharField(max_length=20, blank=True, default="")
    text = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["commented", "returned", "withdrawn"]) | ~Q(text=""),
                name="briefs_briefevent_says_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.brief_id}, {self.kind}"


class BriefPicture(models.Model):
    """A picture of a brief, read and written anew: what it shows, who took it, and that those on it agree."""

    class Consent(models.TextChoices):
        NOBODY = "nobody", _("nobody can be recognized")
        GIVEN = "given", _("everybody who can be recognized has agreed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="pictures")
    file = models.FileField(upload_to="briefs/pictures/", max_length=200)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(_("what it shows"), max_length=300)
    caption = models.CharField(_("caption"), max_length=300, blank=True, default="")
    credit = models.CharField(_("credit"), max_length=200)
    licence = models.CharField(_("licence"), max_length=100)
    consent = models.CharField(_("consent"), max_length=10, choices=Consent)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(alt="") & ~Q(credit="") & ~Q(licence=""), name="briefs_picture_says"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="briefs_picture_size"),
        ]

    def __str__(self) -> str:
        return self.alt
