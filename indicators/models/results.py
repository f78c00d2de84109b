"""A result, what belongs to it, and what happened to it: the working copy, never what the public reads."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import Convention, Country, Instrument, Ratification, Theme
from indicators.models.framework import Category, Indicator, Level, PBOutput, Round
from indicators.querysets import ResultQuerySet
from rmt.records import AppendOnly


class ValueStatus(models.TextChoices):
    """Zero, not reported, not applicable, not yet due and withheld are five things (rule 8)."""

    REPORTED = "reported", _("reported")
    NOT_REPORTED = "not-reported", _("not reported")
    NOT_APPLICABLE = "not-applicable", _("not applicable")
    NOT_YET_DUE = "not-yet-due", _("not yet due")
    WITHHELD = "withheld", _("withheld")


class FirstCover(models.TextChoices):
    """Whether these people had no social protection at all before (rule 10)."""

    YES = "yes", _("yes: they had none before")
    NO = "no", _("no: they had some before")
    NOT_KNOWN = "not-known", _("not known")


class Qualifier(models.TextChoices):
    """How exact the source is."""

    ABOUT = "about", _("about")
    OVER = "over", _("over")
    ROUNDED = "rounded", _("rounded")


NULLABLE_TEXT = (
    "title", "outcome", "contribution", "gender", "cpo_code", "un_outcome", "method", "abroad", "source", "note",
    "restated_because", "remark", "remark_source",
)  # fmt: skip


def _value_agrees(prefix: str) -> models.CheckConstraint:
    """A value is there exactly when its status says "reported"."""
    return models.CheckConstraint(
        condition=Q(value_status="reported", value__isnull=False)
        | (Q(value=None) & Q(value_status__isnull=False) & ~Q(value_status="reported")),
        name=f"indicators_{prefix}_value_agrees",
    )


def _never_blank(prefix: str, *names: str) -> list[models.CheckConstraint]:
    """Text that is not known is NULL, never an empty string."""
    return [
        models.CheckConstraint(condition=Q(**{name: None}) | ~Q(**{name: ""}), name=f"indicators_{prefix}_{name}_text")
        for name in names
    ]


def _days_in_order(name: str) -> models.CheckConstraint:
    """Both possible days are there or neither is, and the first is not after the last."""
    first, last = f"{name}_first", f"{name}_last"
    return models.CheckConstraint(
        condition=Q(**{first: None, last: None})
        | Q(**{f"{first}__isnull": False, f"{last}__isnull": False, f"{last}__gte": F(first)}),
        name=f"indicators_result_{name}_in_order",
    )


class Pool(models.Model):
    """People who are other people than those of the country's other pools, and why (rule 9).

    A result without a pool is in the "unspecified" one of its country, indicator and unit.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True, related_name="pools")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="pools")
    unit = models.SlugField()
    name = models.CharField(_("who these people are"), max_length=200)
    reason = models.TextField(_("why they are other people"))
    declared_estimate = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "indicator", "unit", "name"],
                condition=Q(country__isnull=False),
                name="indicators_pool_once_a_country",
            ),
            models.UniqueConstraint(
                fields=["indicator", "unit", "name"], condition=Q(country=None), name="indicators_pool_once_global"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(reason=""), name="indicators_pool_says_who_and_why"),
        ]

    def __str__(self) -> str:
        return self.name


class Result(models.Model):
    """One change, entered once; every page and report follows from it.

    Drafts may be empty, so nearly everything can be NULL; the constraints say what must be there once it is sent.
    `status` is the status of this working copy; whether it is public is asked of the ledger.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waiting for review")
        VALIDATED = "validated", _("validated")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DISCARDED = "discarded", _("discarded")

    class Origin(models.TextChoices):
        ENTERED = "entered", _("entered")
        HISTORICAL = "historical", _("historical")

    class Basis(models.TextChoices):
        CONTRIBUTING = "contributing", _("people who contribute")
        RECEIVING = "receiving", _("people who receive a benefit")
        AFFILIATED = "affiliated", _("people affiliated, with an entitlement that they can use")
        REGISTERED = "registered-only", _("people registered only")

    class Duration(models.TextChoices):
        CONTINUING = "continuing", _("continuing")
        TEMPORARY = "temporary", _("temporary")

    class Grade(models.TextChoices):
        OFFICIAL = "official-statistics", _("official statistics")
        ADMINISTRATIVE = "administrative-record", _("administrative record")
        ESTIMATE = "programme-estimate", _("programme estimate")
        NOT_STATED = "not-stated", _("not stated")

    class SourceKind(models.TextChoices):
        """Where a historical entry was taken from."""

        EVALUATION = "evaluation", _("an evaluation")
        TOOL = "organization-tool", _("the organization's tool")
        PROJECT_SITE = "project-site", _("a project's site")
        ORGANIZATION_SITE = "organization-site", _("the organization's site")
        OFFICIAL = "official-source", _("an official source")
        PRESS = "press", _("the press")

    NATIONAL = "national"
    """What `where` says of a change in the whole country; else it names provinces, districts or cities."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(_("public number"), null=True, unique=True, editable=False)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True, related_name="results")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="results", null=True)
    level = models.CharField(max_length=20, choices=Level, null=True)
    title = models.CharField(_("what was achieved, in one sentence"), max_length=300, null=True)
    outcome = models.TextField(_("what changed"), null=True)
    contribution = models.TextField(_("what the programme contributed"), null=True)
    gender = models.TextField(_("gender equality and non-discrimination"), null=True)
    where = models.JSONField(_("where in the country: national, or places by name"), null=True)
    cpo_code = models.CharField(_("country programme outcome"), max_length=20, null=True)
    un_outcome = models.CharField(_("outcome of the UN cooperation framework"), max_length=300, null=True)
    pb_output = models.ForeignKey(PBOutput, on_delete=models.PROTECT, null=True, related_name="results")
    achieved_first = models.DateField(_("achieved, first possible day"), null=True)
    achieved_last = models.DateField(_("achieved, last possible day"), null=True)
    reported_in = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, related_name="results")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, null=True, related_name="results")
    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, null=True, related_name="results")
    convention_event = models.CharField(
        _("what happened to the convention"), max_length=30, choices=Ratification.Kind, null=True
    )
    unit = models.SlugField(null=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=2, null=True)
    value_status = models.CharField(max_length=20, choices=ValueStatus, default=ValueStatus.NOT_REPORTED)
    baseline_first = models.DateField(_("day of the baseline, first possible"), null=True)
    baseline_last = models.DateField(_("day of the baseline, last possible"), null=True)
    baseline_value = models.DecimalField(_("baseline"), max_digits=20, decimal_places=2, null=True)
    increase = models.DecimalField(_("increase stated by the source"), max_digits=20, decimal_places=2, null=True)
    counted_from_first = models.DateField(_("since when the increase is counted, first possible day"), null=True)
    counted_from_last = models.DateField(_("since when the increase is counted, last possible day"), null=True)
    first_cover = models.CharField(_("first cover"), max_length=10, choices=FirstCover, null=True)
    abroad = models.TextField(_("people abroad who are counted"), null=True)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, null=True, related_name="results")
    coverage_basis = models.CharField(max_length=20, choices=Basis, null=True)
    duration = models.CharField(max_length=20, choices=Duration, null=True)
    months = models.PositiveSmallIntegerField(_("for how many months"), null=True)
    qualifier = models.CharField(max_length=10, choices=Qualifier, null=True)
    target_year = models.PositiveSmallIntegerField(_("target year"), null=True)
    method = models.TextField(_("how the figure was worked out"), null=True)
    grade = models.CharField(_("where the figure comes from"), max_length=30, choices=Grade, null=True)
    source = models.TextField(_("source"), null=True)
    source_kind = models.CharField(_("what kind of source"), max_length=20, choices=SourceKind, null=True)
    source_first = models.DateField(_("day of the source, first possible day"), null=True)
    source_last = models.DateField(_("day of the source, last possible day"), null=True)
    note = models.TextField(_("note on the source"), null=True)
    remark = models.TextField(_("remark by the editors of this record"), null=True)
    remark_source = models.TextField(_("what the remark rests on"), null=True)
    language = models.CharField(max_length=10, default="en")
    origin = models.CharField(max_length=20, choices=Origin, default=Origin.ENTERED, editable=False)
    criteria_version = models.CharField(max_length=20, default="2021", editable=False)
    publish_not_before = models.DateField(null=True)
    restated_because = models.TextField(_("why a published figure is restated, until that is published"), null=True)
    follows = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="led_to")

    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    return_open_until = models.DateField(null=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    validated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, editable=False)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            *_never_blank("result", *NULLABLE_TEXT),
            _value_agrees("result"),
            models.CheckConstraint(
                condition=Q(achieved_first=None, achieved_last=None)
                | Q(achieved_first__isnull=False, achieved_last__isnull=False, achieved_last__gte=F("achieved_first")),
                name="indicators_result_achieved_in_order",
            ),
            _days_in_order("baseline"),
            _days_in_order("counted_from"),
            models.CheckConstraint(
                condition=Q(source_first=None, source_last=None)
                | Q(source_first__isnull=False, source_last__isnull=False, source_last__gte=F("source_first")),
                name="indicators_result_source_in_order",
            ),
            models.CheckConstraint(
                condition=Q(remark=None) | Q(remark_source__isnull=False), name="indicators_result_remark_rests_on"
            ),
            models.CheckConstraint(
                condition=Q(indicator=None, level=None) | Q(indicator__isnull=False, level__isnull=False),
                name="indicators_result_level_of_indicator",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "discarded"])
                | Q(title__isnull=False, indicator__isnull=False, achieved_last__isnull=False, source__isnull=False),
                name="indicators_result_sent_has_the_core",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "discarded"])
                | Q(origin="historical")
                | Q(outcome__isnull=False, contribution__isnull=False),
                name="indicators_result_sent_tells_the_story",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "discarded"])
                | Q(origin="historical")
                | Q(level=Level.DELIVERABLE)
                | Q(instrument__isnull=False),
                name="indicators_result_sent_names_instrument",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "discarded"])
                | Q(origin="historical")
                | ~Q(level=Level.IMPACT)
                | (
                    Q(value_status="reported", unit__isnull=False, grade__isnull=False)
                    & (Q(baseline_value__isnull=False, baseline_last__isnull=False) | Q(increase__isnull=False))
                ),
                name="indicators_result_sent_impact_has_figures",
            ),
            models.CheckConstraint(
                condition=Q(origin="entered") | Q(country__isnull=False), name="indicators_result_historical_country"
            ),
            models.CheckConstraint(
                condition=Q(months=None) | Q(duration__isnull=False, duration="temporary"),
                name="indicators_result_months_if_temporary",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["validated", "withdrawn"]) | Q(validated_by__isnull=False),
                name="indicators_result_validated_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(validated_by=None) | (~Q(validated_by=F("author")) & ~Q(validated_by=F("submitted_by"))),
                name="indicators_result_validated_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="discarded") | Q(number=None), name="indicators_result_published_is_kept"
            ),
        ]
        indexes = [models.Index(fields=["status", "country"])]

    def __str__(self) -> str:
        return self.title or str(_("untitled"))

    def get_absolute_url(self) -> str:
        return reverse("desk_result", args=[self.uuid])

    @property
    def is_historical(self) -> bool:
        """Entered by `load_reference` from a published source: its gaps show as "not recorded in the source"."""
        return self.origin == self.Origin.HISTORICAL


class Part(models.Model):
    """How many people of one category are in the increase (rule 12); the rest is "not known"."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="parts")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    value_status = models.CharField(max_length=20, choices=ValueStatus, default=ValueStatus.REPORTED)

    class Meta:
        ordering = ["category__dimension__order", "category__order"]
        constraints = [
            models.UniqueConstraint(fields=["result", "category"], name="indicators_part_once_a_category"),
            _value_agrees("part"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=0), name="indicators_part_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.value}"


def evidence_path(evidence: "Evidence", _filename: str) -> str:
    """Where an uploaded file is kept: under its own uuid, so that no name of the sender reaches the disk."""
    return f"evidence/{evidence.uuid}"


class Evidence(models.Model):
    """A page or a file that shows that the result is real; for everyone, or for reviewers only."""

    class Audience(models.TextChoices):
        PUBLIC = "public", _("everyone")
        REVIEWERS = "reviewers", _("reviewers only")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    result = models.ForeignKey(Result, on_delete=models.PROTECT, null=True, related_name="evidence")
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=500, null=True, blank=True)
    file = models.FileField(upload_to=evidence_path, null=True, blank=True)
    file_name = models.CharField(max_length=200, null=True, blank=True)
    sha256 = models.CharField(max_length=64, null=True, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.REVIEWERS)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=Q(url__isnull=False, sha256=None)
                | Q(url=None, sha256__isnull=False, file_name__isnull=False),
                name="indicators_evidence_link_or_file",
            )
        ]

    def __str__(self) -> str:
        return self.title


class OtherContribution(models.Model):
    """What somebody other than the programme did for the result (rule 15)."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="others")
    who = models.CharField(max_length=200)
    what = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.who


class Consultation(models.Model):
    """Which constituents were consulted, when, and whether they endorsed the result.

    A published source may say only that they were consulted: then `endorsed` is NULL, and `who` may be blank.
    """

    class Group(models.TextChoices):
        GOVERNMENT = "government", _("Government")
        EMPLOYERS = "employers", _("Employers' organizations")
        WORKERS = "workers", _("Workers' organizations")

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="consultations")
    group = models.CharField(max_length=20, choices=Group)
    who = models.CharField(max_length=200)
    when = models.DateField(null=True, blank=True)
    endorsed = models.BooleanField(default=False, null=True)
    why_not = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.who


class Tag(models.Model):
    """A theme that a result is about: proposed by whoever enters it, decided by the lead of the theme.

    `basis` is from what a historical entry's theme was read: its title, a page, its contents.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("not yet checked")
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("rejected")

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="tags")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="tags")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    basis = models.CharField(_("what the proposal rests on"), max_length=200, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["theme__order"]
        constraints = [models.UniqueConstraint(fields=["result", "theme"], name="indicators_tag_once_a_theme")]

    def __str__(self) -> str:
        return f"{self.theme}, {self.state}"


class Standing(models.Model):
    """Whether a step still stands: confirmed, lost or restored on a day, and why (rule 7)."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        LOST = "lost", _("lost")
        RESTORED = "restored", _("restored")

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="standings")
    kind = models.CharField(max_length=10, choices=Kind)
    day = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["result", "kind", "day"], name="indicators_standing_once_a_day"),
            models.CheckConstraint(condition=~Q(reason=""), name="indicators_standing_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Revision(models.Model):
    """The working copy as it was saved, whole: what history, comparison and restoring read."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    payload = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["result", "version"], name="indicators_revision_once")]

    def __str__(self) -> str:
        return f"{self.result_id}, version {self.version}"


class ReviewEvent(AppendOnly):
    """One step on the way of a result or of an update, with who took it and what was said.

    `by` is empty for who has no account: an office director who cleared it by a signed link; then `who` names them.
    """

    class Kind(models.TextChoices):
        CREATED = "created", _("started")
        SUBMITTED = "submitted", _("sent for review")
        RECALLED = "recalled", _("taken back")
        RETURNED = "returned", _("returned with a comment")
        VALIDATED = "validated", _("validated")
        PUBLISHED = "published", _("published")
        REOPENED = "reopened", _("opened for editing")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DISCARDED = "discarded", _("discarded")
        TAGGED = "tagged", _("theme decided")
        STANDING = "standing", _("still in force?")
        POOLED = "pooled", _("group of people decided")
        LINKED = "linked", _("project linked or unlinked")
        INSTRUMENT = "instrument", _("its law, strategy or scheme was corrected")
        RECOMMENDED = "recommended", _("recommended")
        RESTORED = "restored", _("earlier text brought back")
        CLEARANCE_ASKED = "clearance-asked", _("clearance asked for")
        CLEARED = "cleared", _("cleared by the office director")
        REMOVAL_ASKED = "removal-asked", _("removal of a passage or reply proposed")
        REMOVAL_DROPPED = "removal-dropped", _("proposed removal dropped")
        REMOVED = "removed", _("passage or reply removed")

    result = models.ForeignKey(Result, on_delete=models.PROTECT, null=True, related_name="review_events")
    update = models.ForeignKey(
        "indicators.CountryUpdate", on_delete=models.PROTECT, null=True, related_name="review_events"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    comment = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    who = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__isnull=False, update=None) | Q(result=None, update__isnull=False),
                name="indicators_reviewevent_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | ~Q(who=""), name="indicators_reviewevent_by_someone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.at:%Y-%m-%d}"


class Comment(models.Model):
    """What a reader of a submitted result says about it, or about one of its fields."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="comments")
    field = models.CharField(max_length=40, blank=True, default="")
    text = models.TextField()
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="indicators_comment_says_something")]

    def __str__(self) -> str:
        return f"{self.result_id}, {self.at:%Y-%m-%d}"


class ReportedIn(models.Model):
    """Another system or report into which a result was copied, so that nobody copies it twice."""

    class System(models.TextChoices):
        IRIS = "iris", _("IRIS")
        UN_INFO = "un-info", _("UN INFO")
        DONOR = "donor-report", _("Report to a partner")
        OTHER = "other", _("Another report")

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="reported")
    system = models.CharField(_("where"), max_length=20, choices=System)
    reference = models.CharField(_("its number or title there"), max_length=200, blank=True, default="")
    day = models.DateField(_("on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["result", "system", "reference", "day"], name="indicators_reportedin_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_system_display()}, {self.day}"
