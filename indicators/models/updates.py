"""What a country says in a round: its update, an answer to each expected indicator, notes, and what is to come."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import Country, Theme
from indicators.models.framework import Indicator, Round
from indicators.models.ledger import Edition
from indicators.models.results import Result
from rmt.records import AppendOnly


class CountryUpdate(models.Model):
    """What a country sends in a round. A row is there once somebody began; before that it is "not started".

    It validates none of the results that were sent with it (docs/design.md, "Workflow").
    """

    class Status(models.TextChoices):
        IN_PROGRESS = "in-progress", _("in progress")
        SUBMITTED = "submitted", _("sent")
        VALIDATED = "validated", _("validated")
        RETURNED = "returned", _("returned")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="updates")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="updates")
    status = models.CharField(max_length=20, choices=Status, default=Status.IN_PROGRESS)
    version = models.PositiveIntegerField(default=1)
    on_behalf_of = models.CharField(_("entered on behalf of"), max_length=200, null=True, blank=True)
    profile_confirmed_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    validated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    validated_at = models.DateTimeField(null=True)
    return_open_until = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-round__start", "country__name_en"]
        constraints = [
            models.UniqueConstraint(fields=["country", "round"], name="indicators_countryupdate_once_a_round"),
            models.CheckConstraint(
                condition=Q(status="in-progress") | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="indicators_countryupdate_sent_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(status="validated") | Q(validated_by__isnull=False, validated_at__isnull=False),
                name="indicators_countryupdate_validated_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(validated_by=None) | ~Q(validated_by=F("submitted_by")),
                name="indicators_countryupdate_validated_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | Q(return_open_until__isnull=False),
                name="indicators_countryupdate_returned_until_a_day",
            ),
            models.CheckConstraint(
                condition=Q(on_behalf_of=None) | ~Q(on_behalf_of=""), name="indicators_countryupdate_on_behalf_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}, {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("update", args=[self.round.code, self.country.slug])


class Answer(models.Model):
    """What an update says of one indicator; `value` stands for the results that were sent with it."""

    class Kind(models.TextChoices):
        VALUE = "value", _("reported")
        NO_CHANGE = "no-change", _("no change")
        NOTHING = "nothing-to-report", _("nothing to report")
        NOT_APPLICABLE = "not-applicable", _("not applicable")

    update = models.ForeignKey(CountryUpdate, on_delete=models.PROTECT, related_name="answers")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.TextField(_("why it does not apply"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["indicator__order"]
        constraints = [
            models.UniqueConstraint(fields=["update", "indicator"], name="indicators_answer_once"),
            models.CheckConstraint(
                condition=~Q(kind="not-applicable") | (Q(reason__isnull=False) & ~Q(reason="")),
                name="indicators_answer_not_applicable_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.kind}"


class SentUpdate(AppendOnly):
    """An update as it was sent, whole, as JSON: the copy that its sender keeps."""

    update = models.ForeignKey(CountryUpdate, on_delete=models.PROTECT, related_name="copies")
    version = models.PositiveIntegerField()
    payload = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["update", "version"], name="indicators_sentupdate_once")]

    def __str__(self) -> str:
        return f"{self.update_id}, version {self.version}"


class CountryIndicatorNote(models.Model):
    """The narrative of a country on an indicator in a round, or what a document tells beside a figure.

    The latter has no round, but the years that it is about, its source and what is in doubt.
    """

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="indicator_notes")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="notes")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, related_name="notes")
    text = models.TextField()
    period = models.CharField(max_length=20, blank=True, default="")
    source = models.TextField(blank=True, default="")
    doubt = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-round__start", "indicator__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "indicator", "round"], name="indicators_countryindicatornote_once"
            ),
            models.UniqueConstraint(
                fields=["country", "indicator", "period", "text"],
                condition=Q(round=None),
                name="indicators_countryindicatornote_told_once",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="indicators_countryindicatornote_says_something"),
            models.CheckConstraint(
                condition=Q(round__isnull=False) | ~Q(source=""), name="indicators_countryindicatornote_from_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id}, {self.indicator_id}, {self.round_id}"


class Milestone(models.Model):
    """Something that is expected: "adoption expected in May". Once its time has come, each round asks again."""

    class State(models.TextChoices):
        EXPECTED = "expected", _("expected")
        HAPPENED = "happened", _("happened")
        DROPPED = "dropped", _("no longer expected")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="milestones")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("what is expected"), max_length=300)
    expected_first = models.DateField(_("expected, first possible day"))
    expected_last = models.DateField(_("expected, last possible day"))
    state = models.CharField(max_length=10, choices=State, default=State.EXPECTED)
    result = models.ForeignKey(Result, on_delete=models.PROTECT, null=True, blank=True, related_name="milestones")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["expected_last", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expected_last__gte=F("expected_first")), name="indicators_milestone_days_in_order"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="indicators_milestone_says_what"),
        ]

    def __str__(self) -> str:
        return self.title


class MilestoneAnswer(AppendOnly):
    """What was answered when a milestone was asked: it happened, it comes later, it is no longer expected."""

    class Kind(models.TextChoices):
        HAPPENED = "happened", _("it happened")
        LATER = "later", _("not yet")
        DROPPED = "dropped", _("no longer expected")

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="answers")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    expected_last = models.DateField(_("then expected by"), null=True)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.milestone_id}, {self.kind}"


class RoundEvent(AppendOnly):
    """What was done with a round, by whom and why: planned, opened, extended, closed, opened again."""

    class Kind(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPENED = "opened", _("opened")
        EXTENDED = "extended", _("due later")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("opened again")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.round_id}, {self.kind}"


class PageCheck(AppendOnly):
    """That a country team or a lead read their public page on a day and found it right; for an edition, if named."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, related_name="page_checks")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, related_name="page_checks")
    day = models.DateField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="page_checks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(country=None, theme__isnull=False) | Q(country__isnull=False, theme=None),
                name="indicators_pagecheck_one_page",
            )
        ]

    def __str__(self) -> str:
        return f"{self.country or self.theme}, {self.day}"
