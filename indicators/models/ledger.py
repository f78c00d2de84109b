"""What the public reads: publications, chained and never changed; and the editions that pin them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import Country, Instrument, Theme
from indicators.figures import PARTICIPATION, PERSON, SMALLEST_SHOWN
from indicators.models.framework import Category, Indicator, PBOutput, Round
from indicators.models.results import Result, ValueStatus
from indicators.querysets import PublicationQuerySet
from rmt.records import AppendOnly, PublicFact

GENESIS = "0" * 64
# Groups and figures of 1 to 9 people, which may have to be hidden (rule 12): few, so an index finds them.
SMALL_PART = Q(value__gt=0, value__lt=SMALLEST_SHOWN)
SMALL_TOTAL = Q(unit__in=[PARTICIPATION, PERSON]) & (SMALL_PART | Q(increase__gt=0, increase__lt=SMALLEST_SHOWN))


class LedgerHead(models.Model):
    """The one row that is locked while a publication is appended: the last `seq` and its hash."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="indicators_ledgerhead_one_row")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:8]}"


class Publication(PublicFact):
    """A result as it was published: canonical text, hashed and chained to the one before (rule 1).

    The chain covers `digest`, which is that of a random salt and the payload: when a text is erased by order, its salt
    goes with it, so that nobody can try out what it was, and the chain still holds.
    The columns after `hash` are projections of the payload, for queries; `verify_ledger` compares them.
    `recorded_at` is the moment of publication; `superseded_at` the only column that is ever written again, once.
    """

    class Kind(models.TextChoices):
        STATEMENT = "statement", _("statement")
        WITHDRAWAL = "withdrawal", _("withdrawal")

    is_sealed = False

    erasable = ("payload", "title", "source")

    seq = models.PositiveBigIntegerField(unique=True)
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="publications")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField(null=True)
    # Erasing by order leaves the text without the passage, and no salt. The columns allow NULL; whoever may meet an
    # erased row asks `is_erased` first, and all others read a text: hence types that the stubs of Django do not infer.
    payload: "models.TextField[str | None, str]" = models.TextField(null=True)  # type: ignore[misc]
    salt: "models.CharField[str | None, str]" = models.CharField(max_length=64, null=True)  # type: ignore[misc]
    digest = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    number = models.PositiveIntegerField(db_index=True)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, related_name="publications")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="publications")
    title = models.CharField(max_length=300)
    achieved_first = models.DateField()
    achieved_last = models.DateField()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, related_name="publications")
    pb_output = models.ForeignKey(PBOutput, on_delete=models.PROTECT, null=True, related_name="publications")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, null=True, related_name="publications")
    in_force_from = models.DateField(null=True)
    in_force_until = models.DateField(null=True)
    unit = models.SlugField(null=True)
    value = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    value_status = models.CharField(max_length=20, choices=ValueStatus)
    baseline_first = models.DateField(null=True)
    baseline_last = models.DateField(null=True)
    baseline_value = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    increase = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    counted_from_first = models.DateField(null=True)
    counted_from_last = models.DateField(null=True)
    first_cover = models.CharField(max_length=10, null=True)
    pool_name = models.CharField(max_length=200, null=True)
    coverage_basis = models.CharField(max_length=20, null=True)
    duration = models.CharField(max_length=20, null=True)
    months = models.PositiveSmallIntegerField(null=True)
    qualifier = models.CharField(max_length=10, null=True)
    target_year = models.PositiveSmallIntegerField(null=True)
    source = models.TextField()
    source_kind = models.CharField(max_length=20, null=True)
    source_first = models.DateField(null=True)
    source_last = models.DateField(null=True)
    origin = models.CharField(max_length=20)

    objects: ClassVar[models.Manager] = PublicationQuerySet.as_manager()

    class Meta(PublicFact.Meta):
        ordering = ["seq"]
        constraints = [
            *PublicFact.Meta.constraints,
            models.UniqueConstraint(fields=["result", "version"], name="indicators_publication_version_once"),
            models.UniqueConstraint(
                fields=["result"], condition=Q(superseded_at=None), name="indicators_publication_one_open"
            ),
            models.CheckConstraint(
                condition=Q(kind="statement") | (Q(reason__isnull=False) & ~Q(reason="")),
                name="indicators_publication_withdrawal_says_why",
            ),
            models.CheckConstraint(
                condition=Q(payload__isnull=False) | Q(salt=None),
                name="indicators_publication_erased_with_its_salt",
            ),
        ]
        indexes = [
            models.Index(fields=["country", "superseded_at"]),
            models.Index(fields=["indicator", "superseded_at"]),
            models.Index(fields=["recorded_at"]),
            models.Index(fields=["result"], condition=SMALL_TOTAL, name="indicators_publication_small"),
        ]

    def __str__(self) -> str:
        return f"{self.number}.{self.version} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("result", args=[self.number])

    @property
    def is_erased(self) -> bool:
        """Whether its text was erased by order; its digest stays."""
        return self.salt is None


class PublishedPart(AppendOnly):
    """A projection of a publication's payload: the people of one category."""

    is_sealed = False

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="parts")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    value_status = models.CharField(max_length=20, choices=ValueStatus)

    class Meta:
        indexes = [models.Index(fields=["publication"], condition=SMALL_PART, name="indicators_part_small")]

    def __str__(self) -> str:
        return f"{self.publication_id}, {self.category_id}"


class PublishedTag(AppendOnly):
    """A projection of a publication's payload: a theme and whether its lead confirmed it."""

    is_sealed = False

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="tags")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="published_tags")
    state = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"{self.publication_id}, {self.theme_id}"


class PublishedStanding(AppendOnly):
    """A projection of a publication's payload: what a step's standing was said to be, and from which day."""

    is_sealed = False

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="standings")
    kind = models.CharField(max_length=10)
    day = models.DateField()
    reason = models.TextField()

    class Meta:
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.publication_id}, {self.kind}"


class PublishedFollow(AppendOnly):
    """A projection of a publication's payload: a result that it says it followed from."""

    is_sealed = False

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="follows")
    followed = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="published_follows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "followed"], name="indicators_publishedfollow_once")
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}, {self.followed_id}"


class Edition(AppendOnly):
    """The ledger as it was when a report was made: year pinned and number, the last `seq` and its hash (rule 4)."""

    code = models.CharField(max_length=10, unique=True)
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    pinned_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.code
