"""Reports that are prepared on the desk: what they cover, who writes which chapter, previews, and to whom they went."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from briefs.models.issues import Issue
from briefs.querysets import ReportEventQuerySet, ReportQuerySet
from indicators.figures import Period
from indicators.models import Edition
from rmt.models import User
from rmt.records import AppendOnly, PublicFact


class Report(models.Model):
    """A report in preparation: an annual report, one on a longer period, a dashboard, a partner report, a meeting pack.

    It covers what was achieved in [period_start, period_end), as of `edition`. `asked` is what else it is about, by
    kind: {"countries": ["TGO"], "themes": [], "projects": [], "partner": "…"}. Its issues are what was built.
    """

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("annual report")
        PERIOD = "period", _("report on a period")
        DASHBOARD = "dashboard", _("dashboard")
        PARTNER = "partner", _("partner report")
        PACK = "pack", _("meeting pack")
        SAID = "said", _("all we said on a country")

    PLACES: ClassVar[Mapping[str, str]] = {Kind.ANNUAL: "annual", Kind.PERIOD: "periods", Kind.DASHBOARD: "dashboard"}
    PUBLIC_KINDS = tuple(PLACES)
    LET_OUT_KINDS = (*PUBLIC_KINDS, Kind.PARTNER)
    """What a manager lets out: to everybody, or to the partner for which it was made."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.SlugField(max_length=80)
    language = models.CharField(_("language"), max_length=2, choices=User.Language, default=User.Language.ENGLISH)
    title = models.CharField(_("title"), max_length=200)
    period_start = models.DateField()
    period_end = models.DateField()
    asked = models.JSONField(default=dict)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="reports")
    public_issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, related_name="+")
    public_from = models.DateTimeField(_("public from"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-period_end", "kind", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug", "language"], name="briefs_report_once"),
            models.CheckConstraint(condition=Q(period_end__gt=F("period_start")), name="briefs_report_days_in_order"),
            models.CheckConstraint(
                condition=Q(public_from=None) | Q(public_issue__isnull=False), name="briefs_report_public_once_built"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where its public issue is read; of a kind that is never public, its page on the desk."""
        if self.kind not in self.PLACES:
            return reverse("desk_report", args=[self.uuid])
        return reverse("report", args=[self.PLACES[self.kind], self.slug])

    @property
    def is_for_partner(self) -> bool:
        """Whether it is let out to a partner alone, and stands on no public page."""
        return self.kind == self.Kind.PARTNER

    @property
    def last_day(self) -> date:
        """The last day that it covers."""
        return Period(self.period_start, self.period_end).last

    def issue_at(self, moment: datetime) -> Issue | None:
        """The issue that readers get at a moment, as was decided last; `None` before it is public."""
        published = self.events.publications().filter(public_from__lte=moment).select_related("issue__edition")
        event = published.order_by("-public_from", "-pk").first()
        return event.issue if event else None

    def issues_until(self, moment: datetime) -> models.QuerySet[Issue]:
        """Every issue that readers got at some time up to a moment."""
        published = self.events.publications().filter(public_from__lte=moment)
        return Issue.objects.filter(pk__in=published.values("issue"))

    def is_public(self, moment: datetime) -> bool:
        """Whether everybody can read it; never, if it was given to a partner."""
        return self.kind in self.PUBLIC_KINDS and self.issue_at(moment) is not None


class Chapter(models.Model):
    """A chapter of a report: who sees to it, until when, and whether it is done."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="chapters")
    code = models.SlugField(max_length=40)
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="briefs_chapter_once")]

    def __str__(self) -> str:
        return f"{self.report}, {self.code}"


class OwnParagraph(PublicFact):
    """What somebody wrote in the place of a generated paragraph, and what that said: when it says otherwise, its
    figures have moved. An empty text takes the generated one back.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="own_paragraphs")
    key = models.SlugField(max_length=80)
    text = models.TextField(blank=True)
    generated = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(PublicFact.Meta):
        constraints = [
            *PublicFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["report", "key"], condition=Q(superseded_at=None), name="briefs_ownparagraph_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}, {self.key}"


class ReportEvent(AppendOnly):
    """What happened to a report, and who did it: edition chosen, chapter done, built, published, preview made.

    That it was published says which `issue` readers get, and `public_from` when.
    """

    class Kind(models.TextChoices):
        PLANNED = "planned", _("planned")
        RENAMED = "renamed", _("called otherwise")
        EDITION = "edition", _("edition chosen")
        ASSIGNED = "assigned", _("chapter given to somebody")
        CHAPTER_DONE = "chapter-done", _("chapter done")
        CHAPTER_OPEN = "chapter-open", _("chapter opened again")
        WRITTEN = "written", _("paragraph written by hand")
        TAKEN_BACK = "taken-back", _("paragraph taken back")
        BUILT = "built", _("built")
        FAILED = "failed", _("not built")
        PREVIEW = "preview", _("preview link made")
        REVOKED = "revoked", _("preview link revoked")
        PUBLISHED = "published", _("published")
        SENT = "sent", _("sent to a group")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20)
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, related_name="+")
    public_from = models.DateTimeField(null=True)
    text = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager] = ReportEventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="published") | Q(issue__isnull=False, public_from__isnull=False),
                name="briefs_reportevent_published_what_and_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id}, {self.kind}"

    @property
    def kind_in_words(self) -> str:
        return str(self.Kind(self.kind).label)


class PreviewLink(models.Model):
    """A signed link to a report that is not public yet, for one reader, until a day; its token is kept hashed."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="previews")
    token_sha256 = models.CharField(max_length=64, unique=True)
    reader = models.CharField(_("for whom"), max_length=200)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.report_id}, {self.reader}"


class DistributionGroup(models.Model):
    """Whom reports go to together: advisory committee, steering committee, partners' meeting."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """Somebody of a distribution group, by their office."""

    group = models.ForeignKey(DistributionGroup, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(_("name or office"), max_length=200)
    organization = models.CharField(_("organization"), max_length=200)
    email = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=2, choices=User.Language, default=User.Language.ENGLISH)

    class Meta:
        ordering = ["organization", "name"]
        constraints = [models.UniqueConstraint(fields=["group", "email"], name="briefs_groupmember_once")]

    def __str__(self) -> str:
        return f"{self.name}, {self.organization}"


class Sending(AppendOnly):
    """That an issue went to somebody of a group: the organization and the domain of the address, not the address."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="sendings")
    group = models.ForeignKey(DistributionGroup, on_delete=models.PROTECT, related_name="sendings")
    organization = models.CharField(max_length=200)
    domain = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.issue_id} to {self.organization}"


class Building(models.Model):
    """A report being built by the worker: how far it is, and what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being built")
        DONE = "done", _("built")
        FAILED = "failed", _("failed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="buildings")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    step = models.CharField(max_length=200, blank=True, default="")
    done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True, default="")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(ended_at=None), name="briefs_building_one_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.report_id}, {self.state}"
