"""Passages and replies that were removed for the law or for somebody's safety, by two managers (rule 2)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from indicators.models.ledger import Publication
from indicators.models.replies import Reply
from indicators.models.results import Result
from rmt.records import AppendOnly

PASSAGES = (
    "title", "outcome", "contribution", "others", "gender", "method", "abroad", "note", "source", "remark",
    "remark_source",
)  # fmt: skip
"""What of a result can be removed: texts that somebody wrote."""

LONGEST_REASON = 160


class RemovalProposal(models.Model):
    """What one manager asks another to remove. By itself it hides nothing."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="removal_proposals")
    field = models.CharField(max_length=20, null=True)
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=LONGEST_REASON)
    by_order = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(field__isnull=False, reply=None) | Q(field=None, reply__isnull=False),
                name="indicators_removalproposal_one_thing",
            ),
            models.UniqueConstraint(fields=["result", "field"], name="indicators_removalproposal_field_once"),
            models.UniqueConstraint(fields=["reply"], name="indicators_removalproposal_reply_once"),
        ]

    def __str__(self) -> str:
        return f"{self.result_id}, {self.field or self.reply_id}"


class Removal(AppendOnly):
    """A passage, in every version up to `version`, or a reply, that nobody is shown any more: since when, and why.

    `by_order` says that the text itself was erased; of a reply, `digest` is what its row added to the seals before.
    """

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="removals")
    field = models.CharField(max_length=20, null=True)
    version = models.PositiveIntegerField()
    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, null=True, related_name="removal")
    reason = models.CharField(max_length=LONGEST_REASON)
    by_order = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("proposed_by")), name="indicators_removal_by_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="indicators_removal_says_why"),
            models.CheckConstraint(
                condition=Q(field__isnull=False, reply=None) | Q(field=None, reply__isnull=False),
                name="indicators_removal_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result_id}, {self.field or self.reply_id}"


class ErasedText(AppendOnly):
    """A publication of which an order erased a passage: the SHA-256 of the text that is left, which the seals hold."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="erasures")
    removal = models.ForeignKey(Removal, on_delete=models.PROTECT, related_name="erased")
    left = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.publication_id}, {self.left[:8]}"
