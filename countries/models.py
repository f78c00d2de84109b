"""Countries, themes and branches; who is responsible for them; what they rest on; public facts about them."""

import re
import uuid
from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from countries.querysets import CountryQuerySet
from rmt.models import Holding
from rmt.records import AppendOnly, PublicFact


class Named(models.Model):
    """Something with a name in English and, where known, in French and Spanish."""

    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True, default="")
    name_es = models.CharField(_("name in Spanish"), max_length=200, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language; in English where that is not known."""
        return getattr(self, f"name_{(get_language() or 'en')[:2]}", "") or self.name_en


class Region(Named):
    """One of the five regions of the ILO."""

    code = models.SlugField(unique=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]


class Country(Named):
    """A country or area, by the codes of ISO 3166 and of M49."""

    iso3 = models.CharField(max_length=3, unique=True)
    iso2 = models.CharField(max_length=2, unique=True)
    m49 = models.CharField(max_length=3, unique=True)
    slug = models.SlugField(unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="countries")
    time_zone = models.CharField(_("time zone of the capital"), max_length=60)

    objects: ClassVar[models.Manager] = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["name_en"]
        verbose_name_plural = _("countries")

    def get_absolute_url(self) -> str:
        return reverse("country", args=[self.slug])

    def is_priority_between(self, first: date, before: date) -> bool:
        """Whether it was a priority country at some time in [first, before), from periods that were read already."""
        held = (priority for priority in self.priorities.all() if priority.superseded_at is None)
        return any(priority.meets(first, before) for priority in held)


class CountryPriority(PublicFact):
    """A phase of the programme in which a country was one of its priority countries: [start, end), as it was known."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="priorities")
    phase = models.CharField(max_length=10)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    source = models.TextField()

    class Meta(PublicFact.Meta):
        ordering = ["start"]
        verbose_name_plural = _("country priorities")
        constraints = [
            *PublicFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gt=F("start")), name="countries_priority_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["country", "phase"], condition=Q(superseded_at=None), name="countries_priority_once_a_phase"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}, phase {self.phase}"

    def meets(self, first: date, before: date) -> bool:
        """Whether some of [first, before) lies in the period; `CountryQuerySet.priority_between` asks the same."""
        return self.start < before and (self.end is None or self.end > first)

    def is_on(self, day: date) -> bool:
        return self.meets(day, day + timedelta(days=1))


class Theme(Named):
    """One of the sixteen thematic areas."""

    class Group(models.TextChoices):
        COVERAGE = "coverage", _("Coverage throughout life")
        SYSTEMS = "systems", _("Robust and sustainable systems")

    slug = models.SlugField(unique=True)
    order = models.PositiveSmallIntegerField(unique=True)
    group = models.CharField(max_length=20, choices=Group)

    class Meta:
        ordering = ["order"]

    def get_absolute_url(self) -> str:
        return reverse("theme", args=[self.slug])


class Branch(Named):
    """A contingency of Convention No. 102, social assistance, or the whole system."""

    code = models.SlugField(unique=True)
    order = models.PositiveSmallIntegerField(unique=True)
    source = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["order"]
        verbose_name_plural = _("branches")


class FocalPoint(Holding):
    """Writes the results and the updates of a country; a deputy may do the same."""

    grants, held_for = "countries", "country_id"

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="focal_points")
    is_deputy = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.user}, {self.country}"


class RegionalSpecialist(Holding):
    """Reads what is submitted in a region and comments on it."""

    grants, held_for = "regions", "region_id"

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="specialists")

    def __str__(self) -> str:
        return f"{self.user}, {self.region}"


class ThemeLead(Holding):
    """Decides the tags of a theme and enters the indicators that only it reports."""

    grants, held_for = "themes", "theme_id"

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="leads")
    is_deputy = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.user}, {self.theme}"


def _days_in_order(name: str) -> models.CheckConstraint:
    """Both possible days are known, and in order, or neither is."""
    first, last = f"{name}_first", f"{name}_last"
    both = {f"{first}__isnull": False, f"{last}__isnull": False, f"{last}__gte": F(first)}
    return models.CheckConstraint(
        condition=Q(**{first: None, last: None}) | Q(**both), name=f"countries_instrument_{name}_in_order"
    )


class Instrument(models.Model):
    """A law, decree, strategy or scheme: what a result rests on, and what ties figures into one series (rule 9)."""

    class Kind(models.TextChoices):
        LAW = "law", _("Law")
        DECREE = "decree", _("Decree or regulation")
        STRATEGY = "strategy", _("Strategy or policy")
        SCHEME = "scheme", _("Scheme or programme")

    DAYS = ("adopted", "in_force", "suspended", "repealed")
    """What is dated of it, each by its first and its last possible day."""
    PLAIN = ("title", "kind", "reference")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="instruments")
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    branches = models.ManyToManyField(Branch, blank=True, related_name="instruments")
    adopted_first = models.DateField(_("adopted, first possible day"), null=True, blank=True)
    adopted_last = models.DateField(_("adopted, last possible day"), null=True, blank=True)
    in_force_first = models.DateField(_("in force since, first possible day"), null=True, blank=True)
    in_force_last = models.DateField(_("in force since, last possible day"), null=True, blank=True)
    suspended_first = models.DateField(_("suspended, first possible day"), null=True, blank=True)
    suspended_last = models.DateField(_("suspended, last possible day"), null=True, blank=True)
    repealed_first = models.DateField(_("repealed, first possible day"), null=True, blank=True)
    repealed_last = models.DateField(_("repealed, last possible day"), null=True, blank=True)
    reference = models.CharField(_("reference"), max_length=300, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["country", "title"], name="countries_instrument_title_once"),
            *(_days_in_order(name) for name in ("adopted", "in_force", "suspended", "repealed")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("instrument", args=[self.uuid])

    def says(self) -> dict[str, Any]:
        """What is recorded of it, ready for JSON: days as text, branches by their codes; `None` is not recorded."""
        plain = {name: getattr(self, name) for name in self.PLAIN}
        return plain | self.days() | {"branches": list(self.branches.order_by("order").values_list("code", flat=True))}

    def days(self) -> dict[str, str | None]:
        """The days of what is dated of it, as text."""
        days = {end: getattr(self, end) for name in self.DAYS for end in (f"{name}_first", f"{name}_last")}
        return {end: day.isoformat() if day else None for end, day in days.items()}


class InstrumentProposal(models.Model):
    """A change of an instrument that somebody of the country or of a theme proposes, and a manager decides on."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="proposals")
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="countries_instrumentproposal_says_why"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None) | (~Q(state="waiting") & Q(decided_by__isnull=False)),
                name="countries_instrumentproposal_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("by")),
                name="countries_instrumentproposal_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument}, {self.at:%Y-%m-%d}"

    @property
    def changed(self) -> dict[str, Any]:
        """What it changes, by the names of `Instrument.says`."""
        return {name: value for name, value in self.after.items() if value != self.before.get(name)}


class InstrumentChange(AppendOnly):
    """What an instrument said before and after a change, why, and who wrote it: its history."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="changes")
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField()
    is_followed = models.BooleanField(_("follows from what is published of it"), default=False)
    proposal = models.OneToOneField(InstrumentProposal, on_delete=models.PROTECT, null=True, related_name="change")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="countries_instrumentchange_says_why")]

    def __str__(self) -> str:
        return f"{self.instrument_id}, {self.at:%Y-%m-%d}"


class Convention(models.Model):
    """A social security convention of the ILO."""

    number = models.CharField(max_length=10, unique=True)
    short_title = models.CharField(max_length=20)
    name_en = models.CharField(max_length=200)
    adopted_year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.name_en}, {self.adopted_year} ({self.short_title})"


class Ratification(PublicFact):
    """An event in the life of a convention in a country; a ratification counts when it is deposited."""

    class Kind(models.TextChoices):
        APPROVED = "approved-by-parliament", _("approved by parliament")
        RATIFIED = "ratified", _("ratified")
        PARTY = "party", _("party to it")
        EXTENDED = "extended", _("extended to further branches")
        RATIFIED_OR_EXTENDED = "ratified-or-extended", _("ratified, or extended to further branches")
        DENOUNCED = "denounced", _("denounced")

    DEPOSITED = (Kind.RATIFIED, Kind.EXTENDED, Kind.DENOUNCED)
    """What a result can report: what was deposited, and nothing vaguer."""
    MAY_BE_ONE = ({Kind.RATIFIED, Kind.PARTY, Kind.RATIFIED_OR_EXTENDED}, {Kind.EXTENDED, Kind.RATIFIED_OR_EXTENDED})
    """Kinds that can tell of one event; a party is one by ratification or by succession, on a day often not known."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="ratifications")
    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="ratifications")
    kind = models.CharField(max_length=30, choices=Kind)
    first_day = models.DateField()
    last_day = models.DateField()
    parts = models.CharField(_("parts or branches"), max_length=200, blank=True, default="")
    source = models.TextField()
    result_number = models.PositiveIntegerField(_("number of the published result that reports it"), null=True)

    class Meta(PublicFact.Meta):
        ordering = ["first_day", "id"]
        constraints = [
            *PublicFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="countries_ratification_days_in_order"
            ),
            models.UniqueConstraint(
                fields=["country", "convention", "kind", "first_day"],
                condition=Q(superseded_at=None),
                name="countries_ratification_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.convention}, {self.kind} {self.first_day.year}"

    @property
    def days(self) -> int:
        """On how many days it may have happened: the fewer, the more is known."""
        return (self.last_day - self.first_day).days + 1

    def lies_in(self, other: "Ratification") -> bool:
        """Whether all days of this one are days of the other."""
        return other.first_day <= self.first_day and self.last_day <= other.last_day

    def may_be(self, other: "Ratification") -> bool:
        """Whether two rows can tell of one event: the same convention and country, days in common, one kind."""
        kinds = {self.kind, other.kind}
        is_one_kind = len(kinds) == 1 or any(kinds <= group for group in self.MAY_BE_ONE)
        of_one = (self.country_id, self.convention_id) == (other.country_id, other.convention_id)
        return of_one and is_one_kind and self.first_day <= other.last_day and other.first_day <= self.last_day


POPULATION = "SP_POP_TOTL"
"""The series of statistics that holds the population of a country."""


class Series(models.Model):
    """A published statistical series, such as SI_COV_BENFTS of SDG indicator 1.3.1."""

    code = models.CharField(max_length=30, unique=True)
    name_en = models.CharField(max_length=200)
    population_group = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["code"]
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.name_en


class Statistic(PublicFact):
    """One value of a series for a country and a year, with the vintage of the source."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="statistics")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="statistics")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=16, decimal_places=5)
    source = models.TextField()
    vintage = models.CharField(max_length=60)

    class Meta(PublicFact.Meta):
        ordering = ["series", "-year"]
        constraints = [
            *PublicFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["country", "series", "year"],
                condition=Q(superseded_at=None),
                name="countries_statistic_one_open",
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="countries_statistic_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.country}, {self.series_id}, {self.year}"


class Profile(PublicFact):
    """The situation of a country in its own words, its priorities and where help would change most.

    One that was taken from a document names it in `source`, says which years it is about and what is in doubt; one
    without a source is in the words of the country team.
    """

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="profiles")
    situation = models.TextField(_("situation"), blank=True, default="")
    priorities = models.TextField(_("priorities"), blank=True, default="")
    opportunities = models.TextField(_("opportunities"), blank=True, default="")
    period = models.CharField(max_length=20, blank=True, default="")
    source = models.TextField(_("source"), blank=True, default="")
    doubt = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(PublicFact.Meta):
        ordering = ["-recorded_at", "-id"]
        constraints = [
            *PublicFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["country"], condition=Q(superseded_at=None), name="countries_profile_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}, {self.recorded_at:%Y-%m-%d}"


class Story(PublicFact):
    """From a law to people, told in a few sentences: what happened in a country, and what does not fit.

    A fact beside the profile and not a part of it: a country team that rewrites its situation leaves the story alone.
    `source` has a line for each source, its address last.
    """

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="stories")
    text = models.TextField()
    source = models.TextField(_("source"))
    doubt = models.TextField(blank=True, default="")

    class Meta(PublicFact.Meta):
        ordering = ["-recorded_at", "-id"]
        verbose_name_plural = "stories"
        constraints = [
            *PublicFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["country"], condition=Q(superseded_at=None), name="countries_story_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}, {self.recorded_at:%Y-%m-%d}"

    @property
    def beginning(self) -> str:
        """Its first whole sentences, about seventy words; the first one however long it is."""
        told = ""
        for sentence in re.split(r"(?<=[.!?])\s+", self.text):
            if told and len(f"{told} {sentence}".split()) > 70:
                break
            told = f"{told} {sentence}".strip()
        return told


class BranchCoverage(PublicFact):
    """Whether a branch is anchored in the law of a country, and since when, as a source says."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="branch_coverage")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="coverage")
    is_anchored = models.BooleanField(_("anchored in law"))
    year = models.PositiveSmallIntegerField(_("since"), null=True, blank=True)
    source = models.TextField(_("source"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(PublicFact.Meta):
        ordering = ["branch__order"]
        constraints = [
            *PublicFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["country", "branch"],
                condition=Q(superseded_at=None),
                name="countries_branchcoverage_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}, {self.branch}"
