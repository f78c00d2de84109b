"""Briefs and reports that were removed for the law or for somebody's safety, by two managers (rule 2)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rmt.records import AppendOnly

LONGEST_REASON = 160


class IssueSeries(models.Model):
    """Which brief or report it is about: the issues of one kind, address and language."""

    kind = models.CharField(max_length=10)
    slug = models.SlugField(max_length=80)
    language = models.CharField(max_length=2)
    reason = models.CharField(max_length=LONGEST_REASON)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}, {self.language}"


class IssueRemovalProposal(IssueSeries):
    """What one manager asks another to remove. By itself it hides nothing."""

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug", "language"], name="briefs_issueremovalproposal_once")
        ]


class IssueRemoval(AppendOnly, IssueSeries):
    """The issues of a brief or report up to `last_number`, which nobody is served any more: since when, and why."""

    last_number = models.PositiveIntegerField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("proposed_by")), name="briefs_issueremoval_by_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="briefs_issueremoval_says_why"),
        ]
