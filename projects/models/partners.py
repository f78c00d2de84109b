"""Who funds, under which names, and who speaks for a partner."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models.checks import never_blank
from projects.querysets import PartnerQuerySet
from rmt.models import Holding
from rmt.text import key_of


class Partner(models.Model):
    """A development partner that funds. One that was merged into another stays as a row: its address redirects."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Government")
        MULTILATERAL = "multilateral", _("International organization")
        FOUNDATION = "foundation", _("Foundation")
        PRIVATE = "private", _("Enterprise")
        SOCIAL_PARTNER = "social-partner", _("Workers' or employers' organization")
        OTHER = "other", _("Other")

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)
    iati_id = models.CharField(_("IATI identifier"), max_length=80, null=True, blank=True, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, null=True, blank=True)
    source = models.TextField(_("source"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            *never_blank("partner", "name", "iati_id", "source"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="projects_partner_merged_into_another"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partner", args=[self.slug])


class PartnerAlias(models.Model):
    """A spelling that means one partner, its own name included: "BMZ", "Germany (BMZ)".

    `key` is the spelling without capitals, accents and punctuation; it is unique, so no spelling means two partners.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="aliases")
    text = models.CharField(_("spelling"), max_length=200)
    key = models.CharField(max_length=200, unique=True, editable=False)
    source = models.TextField(_("source"), null=True, blank=True)

    class Meta:
        ordering = ["text"]
        verbose_name_plural = _("partner aliases")
        constraints = [*never_blank("partneralias", "text", "key", "source")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args, **kwargs) -> None:
        self.key = key_of(self.text)
        super().save(*args, **kwargs)


class PartnerRepresentative(Holding):
    """Sees what a partner's money supports, as published."""

    grants, held_for = "partners", "partner_id"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="representatives")

    def __str__(self) -> str:
        return f"{self.user}, {self.partner}"
