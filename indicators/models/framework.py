"""What is measured: the framework, its indicators, their targets, and numbers published elsewhere."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import Theme
from indicators.figures import Period
from rmt.records import PublicFact


class Level(models.TextChoices):
    """The three levels of the framework; impact is never added to the two before it."""

    DELIVERABLE = "deliverable", _("Deliverable")
    RESULT = "result", _("Institutional result")
    IMPACT = "impact", _("Impact on people")


class Framework(models.Model):
    """A version of the indicator framework; it is data, and replaceable."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    source = models.TextField()

    def __str__(self) -> str:
        return self.name


class Dimension(models.Model):
    """How a figure of people is divided: by sex, age, disability, …"""

    code = models.SlugField(unique=True)
    name_en = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name_en


class Category(models.Model):
    """One of the groups of a dimension; "not known" is worked out, never entered."""

    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="categories")
    code = models.SlugField()
    name_en = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["dimension__order", "order"]
        verbose_name_plural = _("categories")
        constraints = [
            models.UniqueConstraint(fields=["dimension", "code"], name="indicators_category_once_a_dimension")
        ]

    def __str__(self) -> str:
        return self.name_en

    @property
    def key(self) -> str:
        """The field's own key, as the ledger writes it: "sex:women"."""
        return f"{self.dimension.code}:{self.code}"


class Indicator(models.Model):
    """What is counted, in which unit, and how it adds over time.

    Code, level, step, unit and measure are frozen once a result uses them; the wording can be corrected.
    """

    class Measure(models.TextChoices):
        RECORDS = "records", _("Records")
        CHANGES = "changes", _("Changes, and countries")
        SUM = "sum", _("Sum")
        MONEY = "money", _("Money")
        PERSONS = "persons", _("Persons")

    class CollectedBy(models.TextChoices):
        FOCAL_POINT = "focal-point", _("country focal point")
        LEAD = "lead", _("thematic lead")
        MANAGER = "manager", _("programme manager")

    FROZEN = ("code", "level", "step", "unit", "measure")

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=10, unique=True)
    level = models.CharField(max_length=20, choices=Level)
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    pillar = models.PositiveSmallIntegerField()
    name_en = models.CharField(max_length=200)
    unit = models.SlugField()
    other_units = models.CharField(max_length=100, blank=True, default="")
    measure = models.CharField(max_length=20, choices=Measure)
    adds_up = models.CharField(max_length=20)
    dimensions = models.ManyToManyField(Dimension, blank=True, related_name="indicators")
    collected_by = models.CharField(max_length=20, choices=CollectedBy, blank=True, default="")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators")
    view_of = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="views")
    view_tag = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    view_category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    usual_pb_output = models.CharField(max_length=10, blank=True, default="")
    sdg = models.CharField(max_length=20, blank=True, default="")
    what_counts = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step=None) | (Q(step__in=[1, 2, 3]) & Q(level=Level.RESULT)),
                name="indicators_indicator_step_of_results_only",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.name_en}"

    def get_absolute_url(self) -> str:
        return reverse("indicator", args=[self.code.lower()])

    def clean(self) -> None:
        """Refuse to change what results were counted by."""
        if not self.pk or not self.results.exists():
            return
        before = Indicator.objects.get(pk=self.pk)
        changed = [name for name in self.FROZEN if getattr(self, name) != getattr(before, name)]
        if changed:
            message = _("Results use this indicator: it stays as it is. Add an indicator that replaces it.")
            raise ValidationError(dict.fromkeys(changed, message))

    @property
    def units(self) -> list[str]:
        """The usual unit first, then the others that are allowed."""
        return [self.unit, *filter(None, self.other_units.split(";"))]

    @property
    def has_value(self) -> bool:
        """Whether a result carries a value and a unit: where the measure is a sum, money or persons."""
        return self.measure in (self.Measure.SUM, self.Measure.MONEY, self.Measure.PERSONS)


class PBOutput(models.Model):
    """An output indicator of the programme and budget; they differ by biennium."""

    biennium = models.CharField(max_length=10)
    start = models.DateField()
    end = models.DateField()
    outcome = models.CharField(max_length=40)
    code = models.CharField(max_length=10)
    name_en = models.CharField(max_length=200)
    wording_known = models.BooleanField(default=True)

    class Meta:
        ordering = ["start", "code"]
        constraints = [
            models.UniqueConstraint(fields=["biennium", "code"], name="indicators_pboutput_once_a_biennium"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="indicators_pboutput_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.biennium} · {self.code} · {self.name_en}"

    @property
    def key(self) -> str:
        """The field's own key: "2020-21 8.1.1"."""
        return f"{self.biennium} {self.code}"


class ProgrammePeriod(PublicFact):
    """A phase of the programme, or a biennium of the programme and budget: [start, end), as it was known (rule 6).

    Figures take the period, never its name. `is_record_complete` is a manager's word that all that was achieved in it
    is recorded here: until then no bar and no per cent stands against a target (rule 13).
    """

    class Kind(models.TextChoices):
        PHASE = "phase", _("phase")
        BIENNIUM = "biennium", _("biennium")

    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=10)
    start = models.DateField()
    end = models.DateField()
    is_record_complete = models.BooleanField(default=False)
    source = models.TextField()
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(PublicFact.Meta):
        ordering = ["start", "pk"]
        constraints = [
            *PublicFact.Meta.constraints,
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="indicators_period_ends_after_start"),
            models.UniqueConstraint(
                fields=["kind", "code"], condition=Q(superseded_at=None), name="indicators_period_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"

    @property
    def period(self) -> Period:
        """Its days, as figures take them."""
        return Period(self.start, self.end)


class Round(models.Model):
    """A six-monthly reporting round, [start, end); due on a day, to 23:59 in each capital."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    code = models.CharField(max_length=10, unique=True)
    start = models.DateField(unique=True)
    end = models.DateField()
    due = models.DateField()
    validate_by = models.DateField(_("to be validated by"), null=True, blank=True)
    review_meeting = models.DateField(_("review meeting"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)

    class Meta:
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="indicators_round_ends_after_start")
        ]

    def __str__(self) -> str:
        half = _("January–June") if self.start.month == 1 else _("July–December")
        return f"{half} {self.start.year}"
