"""Projects and partners: the keys that people's roles refer to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from rmt.models import Holding


class Partner(models.Model):
    """A development partner that funds."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Project(models.Model):
    """A development cooperation project; its symbol is unique once it has one."""

    slug = models.SlugField(unique=True)
    symbol = models.CharField(max_length=30, null=True, blank=True, unique=True)
    title = models.CharField(max_length=300)
    countries = models.ManyToManyField(Country, blank=True, related_name="projects")

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ProjectStaff(Holding):
    """Drafts results of a project's countries for the focal point to send."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="staff")

    class Meta(Holding.Meta):
        verbose_name_plural = _("project staff")

    def __str__(self) -> str:
        return f"{self.user}, {self.project}"


class PartnerRepresentative(Holding):
    """Sees what a partner's money supports, as published."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="representatives")

    def __str__(self) -> str:
        return f"{self.user}, {self.partner}"
