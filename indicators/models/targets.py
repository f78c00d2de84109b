"""Targets and published numbers: of an indicator or a headline, in a window, with their source (rules 16 and 18)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from indicators.models.framework import Indicator


class Headline(models.TextChoices):
    """A figure over several indicators that has a target or a published number of its own."""

    CHANGES = "institutional-changes", _("Institutional changes")
    BETTER = "adequate-or-comprehensive", _("People with better or wider benefits")
    COUNTRY_BRIEFS = "country-briefs", _("Country briefs")
    THEMATIC_BRIEFS = "thematic-briefs", _("Thematic briefs")
    PROJECTS = "projects", _("Projects")
    PEOPLE = "people-of-all-kinds", _("People, by law and in practice together")


class Subject(models.Model):
    """What a target or a claim is about: one indicator, or one headline; its window is half-open."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    headline = models.CharField(max_length=40, choices=Headline, null=True, blank=True)
    window_start = models.DateField()
    window_end = models.DateField()
    unit = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=16, decimal_places=2)
    source = models.TextField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator=None, headline__isnull=False) | Q(indicator__isnull=False, headline=None),
                name="%(app_label)s_%(class)s_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(window_end__gt=F("window_start")), name="%(app_label)s_%(class)s_window_in_order"
            ),
        ]


class Target(Subject):
    """What is aimed at, for the world or a country; earlier values stay, with their reason (rule 18)."""

    class State(models.TextChoices):
        IN_USE = "in-use", _("in use")
        EARLIER = "earlier", _("earlier")
        CONTESTED = "contested", _("contested")

    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True, related_name="targets")
    qualifier = models.CharField(max_length=10, blank=True, default="")
    state = models.CharField(max_length=10, choices=State)
    reason = models.TextField(blank=True, default="")

    class Meta(Subject.Meta):
        ordering = ["window_start", "id"]
        constraints = [
            *Subject.Meta.constraints,
            *(
                models.UniqueConstraint(
                    fields=[*subject, *scope, "window_start", "window_end"],
                    condition=Q(state="in-use", country__isnull=not scope),
                    name=f"indicators_target_one_in_use_{subject[0]}_{'country' if scope else 'world'}",
                )
                for subject in (["indicator"], ["headline"])
                for scope in ([], ["country"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator or self.headline}: {self.value} {self.unit}, {self.state}"


class Claim(Subject):
    """A number published in the past; it stands beside ours and is never adjusted (rule 16)."""

    note = models.TextField(blank=True, default="")

    class Meta(Subject.Meta):
        ordering = ["window_start", "window_end", "id"]

    def __str__(self) -> str:
        return f"{self.indicator or self.headline}: {self.value} {self.unit}"
