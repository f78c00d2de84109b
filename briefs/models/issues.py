"""Issues: what was built and published, with its files, for good (rule 4)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from briefs.models.briefs import Brief
from briefs.querysets import IssueQuerySet
from indicators.models import Edition
from rmt.records import PublicFact


class Issue(PublicFact):
    """A brief or a report as it was built from an edition: its content, its page and its files, never built again.

    `content` is the document as canonical JSON (briefs.documents), `inputs` what it read outside the ledger, `hidden`
    the digest of what was withheld of the results in it (rule 12): when more has to be hidden, a new issue is built
    from the same edition and the same inputs, and the older one is served no more.
    """

    class Cause(models.TextChoices):
        FIRST = "first", _("first issue")
        NEWER = "newer", _("a new version")
        HIDDEN = "hidden", _("issued anew, because something had to be hidden")

    kind = models.CharField(max_length=10)
    slug = models.SlugField(max_length=80)
    language = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, null=True, related_name="issues")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="issues")
    cause = models.CharField(max_length=10, choices=Cause)
    reason = models.TextField(blank=True, default="")
    content = models.TextField()
    inputs = models.TextField(default="{}")
    hidden = models.CharField(max_length=64)
    html = models.TextField()
    digest = models.CharField(max_length=64)
    pdf = models.FileField(upload_to="briefs/issues/", max_length=200)
    pdf_sha256 = models.CharField(max_length=64)
    docx = models.FileField(upload_to="briefs/issues/", max_length=200)
    docx_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager] = IssueQuerySet.as_manager()

    class Meta(PublicFact.Meta):
        ordering = ["kind", "slug", "language", "number"]
        constraints = [
            *PublicFact.Meta.constraints,
            models.UniqueConstraint(fields=["kind", "slug", "language", "number"], name="briefs_issue_number_once"),
            models.UniqueConstraint(
                fields=["kind", "slug", "language"],
                condition=Q(superseded_at=None),
                name="briefs_issue_one_open",
            ),
            models.CheckConstraint(condition=~Q(cause="hidden") | ~Q(reason=""), name="briefs_issue_hidden_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}, issue {self.number}"
