"""Money: what a partner gives to a project, and what is still missing."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from countries.models import Country, Theme
from projects.models.checks import amounts_have_currency, currency_code, never_blank
from projects.models.partners import Partner
from projects.models.projects import Project
from projects.querysets import FundingGapQuerySet, FundingQuerySet


class Funding(models.Model):
    """That a partner funds a project, and how much in a year, as far as that is known.

    A row without year is about the whole project; one without amounts says only that the partner funds it. Amounts
    are in their own currency; `usd_rate` is US dollars for one unit of it, with the rate's source. Nothing is split
    between partners (rule 15).
    """

    class Modality(models.IntegerChoices):
        """The three ways of a voluntary contribution (monitoring and evaluation plan, "Midterm evaluation")."""

        POOLED = 1, _("pooled funding")
        ALIGNED = 2, _("aligned with the programme's reporting, with a financial report of its own")
        SEPARATE = 3, _("separate financial and narrative reports")

    class Source(models.TextChoices):
        RB = "RB", _("regular budget")
        RBTC = "RBTC", _("regular budget for technical cooperation")
        RBSA = "RBSA", _("regular budget supplementary account")
        XBDC = "XBDC", _("extrabudgetary development cooperation")
        NATIONAL = "national", _("national resources")
        IN_KIND = "in-kind", _("in kind")

    OWN_RESOURCES = (Source.RB, Source.RBTC, Source.RBSA)

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="fundings")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="fundings")
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    resource = models.CharField(_("kind of resources"), max_length=10, choices=Source, null=True, blank=True)
    modality = models.PositiveSmallIntegerField(_("modality"), choices=Modality, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, null=True, blank=True)
    planned = models.DecimalField(_("planned"), max_digits=20, decimal_places=2, null=True, blank=True)
    received = models.DecimalField(_("received"), max_digits=20, decimal_places=2, null=True, blank=True)
    spent = models.DecimalField(_("spent"), max_digits=20, decimal_places=2, null=True, blank=True)
    usd_rate = models.DecimalField(_("US dollars for one unit"), max_digits=16, decimal_places=8, null=True, blank=True)
    usd_rate_source = models.CharField(_("source of the rate"), max_length=200, null=True, blank=True)
    source = models.TextField(_("source"), null=True, blank=True)

    objects = FundingQuerySet.as_manager()

    class Meta:
        ordering = ["project", "partner", "year"]
        constraints = [
            *never_blank("funding", "usd_rate_source", "source"),
            models.UniqueConstraint(
                F("project"),
                Coalesce(F("partner"), Value(0)),
                Coalesce(F("year"), Value(0)),
                Coalesce(F("resource"), Value("")),
                Coalesce(F("currency"), Value("")),
                name="projects_funding_once",
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=False) | Q(resource__isnull=False, resource__in=["RB", "RBTC", "RBSA"]),
                name="projects_funding_partner_or_own",
            ),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__gte=1919, year__lte=2100), name="projects_funding_year"
            ),
            models.CheckConstraint(
                condition=Q(modality=None) | Q(modality__in=[1, 2, 3]), name="projects_funding_modality"
            ),
            models.CheckConstraint(
                condition=Q(planned=None) | Q(planned__gte=0), name="projects_funding_planned_not_negative"
            ),
            currency_code("funding"),
            amounts_have_currency("funding", "planned", "received", "spent"),
            models.CheckConstraint(
                condition=Q(usd_rate=None, usd_rate_source=None)
                | Q(usd_rate__isnull=False, usd_rate__gt=0, usd_rate_source__isnull=False, currency__isnull=False),
                name="projects_funding_rate_with_source",
            ),
            models.CheckConstraint(
                condition=Q(currency=None) | ~Q(currency="USD") | Q(usd_rate=None), name="projects_funding_usd_as_it_is"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner or self.resource}, {self.project}, {self.year or '–'}"

    @property
    def is_pooled(self) -> bool:
        """Whether the money is in the pool of the programme (modality 1)."""
        return self.modality == self.Modality.POOLED

    @property
    def rate(self) -> Decimal | None:
        """US dollars for one unit of the currency; `None` if no rate is known."""
        return Decimal(1) if self.currency == "USD" else self.usd_rate


class FundingGap(models.Model):
    """Money that is missing in a country, for a theme, or for both; what it would buy, and for how many people."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True, related_name="funding_gaps")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="funding_gaps")
    title = models.CharField(_("title"), max_length=200)
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    buys = models.TextField(_("what it would buy"))
    persons = models.PositiveBigIntegerField(_("for how many people"), null=True, blank=True)
    source = models.TextField(_("source"), null=True, blank=True)
    recorded_at = models.DateTimeField(editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = FundingGapQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            *never_blank("fundinggap", "title", "buys", "source"),
            models.CheckConstraint(
                condition=Q(country__isnull=False) | Q(theme__isnull=False), name="projects_fundinggap_country_or_theme"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="projects_fundinggap_amount_positive"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("recorded_at")),
                name="projects_fundinggap_closed_after",
            ),
            currency_code("fundinggap"),
        ]

    def __str__(self) -> str:
        return self.title
