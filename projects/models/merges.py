"""Two rows that turned out to be one: who merged them, when and why."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from projects.models.partners import Partner
from projects.models.projects import Project
from rmt.records import AppendOnly


class MergeEvent(AppendOnly):
    """`gone` is part of `kept` from then on: two partners, or two projects. `moved` is what went over, as JSON."""

    kept_partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="merge_events")
    gone_partner = models.OneToOneField(Partner, on_delete=models.PROTECT, null=True, related_name="merge_event")
    kept_project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="merge_events")
    gone_project = models.OneToOneField(Project, on_delete=models.PROTECT, null=True, related_name="merge_event")
    reason = models.TextField()
    moved = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kept_partner__isnull=False, gone_partner__isnull=False, kept_project=None, gone_project=None
                )
                | Q(kept_partner=None, gone_partner=None, kept_project__isnull=False, gone_project__isnull=False),
                name="projects_mergeevent_two_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(kept_partner=None) | ~Q(kept_partner=F("gone_partner")),
                name="projects_mergeevent_two_partners",
            ),
            models.CheckConstraint(
                condition=Q(kept_project=None) | ~Q(kept_project=F("gone_project")),
                name="projects_mergeevent_two_projects",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="projects_mergeevent_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_partner or self.gone_project} → {self.kept_partner or self.kept_project}"
