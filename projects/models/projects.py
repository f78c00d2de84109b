"""A project: what it is, where it works, what it delivers, who works in it, and how its record changed."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import Country, Theme
from projects.models.checks import amounts_have_currency, currency_code, days_in_order, never_blank
from projects.querysets import OutputQuerySet, ProjectQuerySet
from rmt.models import Holding
from rmt.records import AppendOnly
from rmt.text import key_of

NOBODYS_SYMBOL = "INT/00/000/AAA"  # a placeholder of old lists, found on many projects


class Project(models.Model):
    """A development cooperation project; its symbol is unique once it has one.

    Dates are known to the day, month or year: the first and the last day that they can mean. What is not known is
    NULL. One that was merged into another stays as a row: its address redirects. One that came with an import that was
    taken back stays as a row for its history alone: without symbol, address or links, and nowhere to be found.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        IN_PROGRESS = "in-progress", _("in progress")
        SUSPENDED = "suspended", _("suspended")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")

    class Marker(models.IntegerChoices):
        """A policy marker of the OECD: how far a project is about something."""

        NOT_TARGETED = 0, _("not targeted")
        SIGNIFICANT = 1, _("a significant objective")
        PRINCIPAL = 2, _("the principal objective")

    slug = models.SlugField(unique=True)
    symbol = models.CharField(_("symbol"), max_length=30, null=True, blank=True, unique=True)
    iati_id = models.CharField(_("IATI identifier"), max_length=80, null=True, blank=True, unique=True)
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), null=True, blank=True)
    start_first = models.DateField(_("begins, first possible day"), null=True, blank=True)
    start_last = models.DateField(_("begins, last possible day"), null=True, blank=True)
    end_first = models.DateField(_("ends, first possible day"), null=True, blank=True)
    end_last = models.DateField(_("ends, last possible day"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, null=True, blank=True)
    is_flagship = models.BooleanField(_("part of the Flagship Programme"), null=True, blank=True)
    gender_marker = models.PositiveSmallIntegerField(_("gender equality"), choices=Marker, null=True, blank=True)
    disability_marker = models.PositiveSmallIntegerField(_("disability"), choices=Marker, null=True, blank=True)
    budget = models.DecimalField(_("budget"), max_digits=20, decimal_places=2, null=True, blank=True)
    spent = models.DecimalField(_("spent so far"), max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, null=True, blank=True)
    source = models.TextField(_("source"), null=True, blank=True)
    countries = models.ManyToManyField(Country, blank=True, through="ProjectCountry", related_name="projects")
    themes = models.ManyToManyField(Theme, blank=True, related_name="projects")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    taken_back_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            *never_blank("project", "title", "symbol", "iati_id", "description", "source"),
            models.CheckConstraint(
                condition=Q(symbol=None) | (Q(Exact(Upper("symbol"), F("symbol"))) & ~Q(symbol=NOBODYS_SYMBOL)),
                name="projects_project_symbol_is_its_own",
            ),
            days_in_order("project", "start_first", "start_last"),
            days_in_order("project", "end_first", "end_last"),
            models.CheckConstraint(
                condition=Q(start_first=None) | Q(end_last=None) | Q(end_last__gte=F("start_first")),
                name="projects_project_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gte=0), name="projects_project_budget_not_negative"
            ),
            currency_code("project"),
            amounts_have_currency("project", "budget", "spent"),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__in": [0, 1, 2]}), name=f"projects_project_{name}_scale"
                )
                for name in ("gender_marker", "disability_marker")
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="projects_project_merged_into_another"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.slug])


class ProjectCountry(models.Model):
    """A country in which a project works, with its share of the project where the source gives one."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="shares")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    share = models.DecimalField(_("share, per cent"), max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["country__name_en"]
        verbose_name_plural = _("project countries")
        constraints = [
            models.UniqueConstraint(fields=["project", "country"], name="projects_projectcountry_once"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gt=0, share__lte=100), name="projects_projectcountry_share_per_cent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}, {self.country}"


class PurposeCode(models.Model):
    """A purpose of the OECD that a project serves, such as 16010 social protection."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="purposes")
    code = models.PositiveIntegerField(_("purpose code"))
    share = models.DecimalField(_("share, per cent"), max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="projects_purposecode_once"),
            models.CheckConstraint(
                condition=Q(code__gte=10000, code__lte=99999), name="projects_purposecode_five_digits"
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gt=0, share__lte=100), name="projects_purposecode_share_per_cent"
            ),
        ]

    def __str__(self) -> str:
        return str(self.code)


class ProjectAlias(models.Model):
    """Another title or symbol under which lists know a project; `key` as for partners."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="aliases")
    text = models.CharField(max_length=300)
    key = models.CharField(max_length=300, db_index=True, editable=False)

    class Meta:
        ordering = ["text"]
        verbose_name_plural = _("project aliases")
        constraints = [
            *never_blank("projectalias", "text", "key"),
            models.UniqueConstraint(fields=["project", "key"], name="projects_projectalias_once"),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args, **kwargs) -> None:
        self.key = key_of(self.text)
        super().save(*args, **kwargs)


class Output(models.Model):
    """Something that a project is to deliver; whether it is late is worked out (`figures.output_state`)."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="outputs")
    code = models.CharField(_("number"), max_length=20, null=True, blank=True)
    title = models.CharField(_("output"), max_length=300)
    due_first = models.DateField(_("due, first possible day"), null=True, blank=True)
    due_last = models.DateField(_("due, last possible day"), null=True, blank=True)
    delivered = models.DateField(_("delivered on"), null=True, blank=True)
    source = models.TextField(_("source"), null=True, blank=True)

    objects = OutputQuerySet.as_manager()

    class Meta:
        ordering = ["project", "code", "title"]
        constraints = [
            *never_blank("output", "code", "title", "source"),
            days_in_order("output", "due_first", "due_last"),
            models.UniqueConstraint(
                fields=["project", "code"], condition=Q(code__isnull=False), name="projects_output_code_once"
            ),
            models.UniqueConstraint(
                fields=["project", "title"], condition=Q(code=None), name="projects_output_title_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}" if self.code else self.title


class Document(models.Model):
    """A page about a project: its document, a report, an evaluation."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500)

    class Meta:
        ordering = ["title"]
        constraints = [
            *never_blank("document", "title", "url"),
            models.UniqueConstraint(fields=["project", "url"], name="projects_document_once"),
        ]

    def __str__(self) -> str:
        return self.title


class ProjectStaff(Holding):
    """Drafts results of a project's countries for the focal point to send."""

    grants, held_for = "projects", "project_id"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="staff")

    class Meta(Holding.Meta):
        verbose_name_plural = _("project staff")

    def __str__(self) -> str:
        return f"{self.user}, {self.project}"

    @classmethod
    def grants_besides(cls, ids: Collection[int]) -> dict[str, Iterable[int]]:
        """The countries in which these projects work."""
        countries = ProjectCountry.objects.filter(project_id__in=ids)
        return {"project_countries": countries.values_list("country_id", flat=True)}


class ProjectChange(AppendOnly):
    """One change of what a project's record says: by whom, when, and each field before and after, as JSON."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=40)
    changes = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.project_id}, {self.what}, {self.at:%Y-%m-%d}"
