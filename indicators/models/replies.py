"""The right of reply: which constituents were asked about a published result, and what they said (append-only)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.results import Consultation, Result
from rmt.records import AppendOnly, new_salt

LONGEST_REPLY = 2000


class ReplyRequest(AppendOnly):
    """A constituent that was asked about a result, with the version that was public then; no address is kept."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="reply_requests")
    version = models.PositiveIntegerField()
    group = models.CharField(max_length=20, choices=Consultation.Group)
    organization = models.CharField(_("organization"), max_length=200)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(organization=""), name="indicators_replyrequest_says_whom"),
            models.CheckConstraint(
                condition=Q(group__in=["government", "employers", "workers"]), name="indicators_replyrequest_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.asked_at:%Y-%m-%d}"


class Reply(AppendOnly):
    """What a constituent said of a result, once; silence has no row: it is "not answered".

    `salt` is part of what is sealed: erased with the text by order, nobody can try out what the text was.
    """

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("agrees")
        COMMENTED = "commented", _("comments")
        DISSENTED = "dissented", _("disagrees")

    erasable = ("text",)

    request = models.OneToOneField(ReplyRequest, on_delete=models.PROTECT, related_name="reply")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField()
    answered_at = models.DateTimeField()
    salt = models.CharField(max_length=64, default=new_salt, null=True, editable=False)

    class Meta:
        ordering = ["answered_at", "id"]
        verbose_name_plural = _("replies")
        constraints = [
            models.CheckConstraint(condition=Q(kind="confirmed") | ~Q(text=""), name="indicators_reply_says_something"),
            models.CheckConstraint(
                condition=Q(kind__in=["confirmed", "commented", "dissented"]), name="indicators_reply_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.answered_at:%Y-%m-%d}"
