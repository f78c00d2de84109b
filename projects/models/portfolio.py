"""What a partner's representative asks for, and how far they have read."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from projects.models.partners import Partner


class Subscription(models.Model):
    """Whether a representative wants a partner's new results by mail, and how far the last digest went.

    `since_seq` is the last number of the ledger that needs no telling any more; it only rises.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="subscriptions")
    is_on = models.BooleanField(default=True)
    since_seq = models.PositiveBigIntegerField()
    last_digest = models.DateTimeField(null=True)

    class Meta:
        ordering = ["user", "partner"]
        constraints = [models.UniqueConstraint(fields=["user", "partner"], name="projects_subscription_once")]

    def __str__(self) -> str:
        return f"{self.user}, {self.partner}"


class PortfolioVisit(models.Model):
    """When a representative last read a partner's portfolio, and where the visit before ended.

    What is new is what came after the visit before, so it stays marked while the page is read and read again.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="visits")
    at = models.DateTimeField()
    seq = models.PositiveBigIntegerField()
    before_at = models.DateTimeField(null=True)
    before_seq = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["user", "partner"]
        constraints = [
            models.UniqueConstraint(fields=["user", "partner"], name="projects_portfoliovisit_once"),
            models.CheckConstraint(
                condition=Q(before_at=None, before_seq=None)
                | Q(before_at__isnull=False, before_seq__isnull=False, before_at__lte=F("at")),
                name="projects_portfoliovisit_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.partner}"
