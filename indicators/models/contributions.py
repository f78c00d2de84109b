"""Which projects supported a result, and what a project's or a partner's own indicators are called here."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.framework import Indicator
from indicators.models.ledger import Publication
from indicators.models.results import Result
from projects.models import Partner, Project
from rmt.records import AppendOnly


class Contribution(models.Model):
    """That a project supported a result, and how; said from either side (rule 15: never how much of it)."""

    class Role(models.TextChoices):
        SUPPORTED = "supported", _("supported it")
        ADVISED = "advised", _("gave technical advice")
        TRAINED = "trained", _("trained people")
        FINANCED = "financed", _("paid for activities")

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="contributions")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="contributions")
    role = models.CharField(_("what the project did"), max_length=20, choices=Role, default=Role.SUPPORTED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["project__title", "id"]
        constraints = [models.UniqueConstraint(fields=["result", "project"], name="indicators_contribution_once")]

    def __str__(self) -> str:
        return f"{self.project}, {self.get_role_display()}"


class PublishedContribution(AppendOnly):
    """A projection of a publication's payload: a project that was said to have supported the result."""

    is_sealed = False

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="contributions")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="published_contributions")
    role = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "project"], name="indicators_publishedcontribution_once")
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}, {self.project_id}"


class ForeignIndicator(models.Model):
    """An indicator of somebody else's framework in its own words, and ours for it; `None` is "no match"."""

    code = models.CharField(_("their number"), max_length=40, null=True, blank=True)
    wording = models.CharField(_("their wording"), max_length=400)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("note"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(wording=""), name="%(app_label)s_%(class)s_wording_text"),
            models.CheckConstraint(condition=Q(code=None) | ~Q(code=""), name="%(app_label)s_%(class)s_code_text"),
            models.CheckConstraint(condition=Q(note=None) | ~Q(note=""), name="%(app_label)s_%(class)s_note_text"),
        ]

    def __str__(self) -> str:
        return self.wording


class ProjectIndicator(ForeignIndicator):
    """An indicator of a project's own framework. `share` is how much of it ours measures, where only a part."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="own_indicators")
    share = models.DecimalField(
        _("part that ours measures, per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta(ForeignIndicator.Meta):
        ordering = ["project", "code", "wording"]
        constraints = [
            *ForeignIndicator.Meta.constraints,
            models.UniqueConstraint(fields=["project", "wording"], name="indicators_projectindicator_once"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gt=0, share__lte=100, indicator__isnull=False),
                name="indicators_projectindicator_share_per_cent",
            ),
        ]


class PartnerIndicator(ForeignIndicator):
    """An indicator by which a partner asks for reports."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="own_indicators")

    class Meta(ForeignIndicator.Meta):
        ordering = ["partner", "code", "wording"]
        constraints = [
            *ForeignIndicator.Meta.constraints,
            models.UniqueConstraint(fields=["partner", "wording"], name="indicators_partnerindicator_once"),
        ]
