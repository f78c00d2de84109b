"""People, roles and events of accounts; drafts of forms, mail that was sent, the search table, the public version."""

import time
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import uuid4

import structlog
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import connection, models
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rmt.records import AppendOnly, AppendOnlyQuerySet

logger = structlog.get_logger(__name__)


class UserManager(BaseUserManager["User"]):
    """Makes people; the e-mail address is the login, whatever its capitals."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A person who may sign in; without a password, one who never can."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """An administrator of Django's admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def reached_at(self, address: str) -> models.QuerySet["User"]:
        """Whose open account has this address, or one in the same mailbox: what follows a plus sign is the owner's."""
        name, _at, domain = address.partition("@")
        mailbox = name.partition("+")[0]
        same = Q(email__istartswith=f"{mailbox}+", email__iendswith=f"@{domain}")
        return self.filter(same | Q(email__iexact=f"{mailbox}@{domain}"), is_active=True)


class User(AbstractUser):
    """A member of staff, a partner's representative or an evaluator. The e-mail address is the login."""

    username = None  # type: ignore[assignment]  # Django's way to drop an inherited field

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        FRENCH = "fr", "Français"
        SPANISH = "es", "Español"
        PORTUGUESE = "pt", "Português"

    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.ENGLISH)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    mail_reminders = models.BooleanField(_("reminders of what is due"), default=True)
    mail_digests = models.BooleanField(_("weekly lists of what waits for me"), default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[misc,assignment]  # AbstractUser names its own manager

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="rmt_user_email_any_case")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @property
    def is_invited(self) -> bool:
        """Whether the account is open and no password was chosen yet."""
        return self.is_active and not self.has_usable_password()


class HoldingQuerySet(models.QuerySet):
    def on(self, day: date):
        """Rows held on `day`: [start, end)."""
        return self.filter(start__lte=day).filter(Q(end=None) | Q(end__gt=day))


class Holding(models.Model):
    """A role that a person holds from a day until before another (docs/design.md, "People").

    Each kind itself says what it grants, so that `rmt.roles` need not know the kinds.
    """

    grants: ClassVar[str]
    """The field of `rmt.roles.Roles` that this kind fills."""
    held_for: ClassVar[str] = "id"
    """The column whose ids go into that field; `id` where the role is held for the whole programme."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    start = models.DateField(_("from"))
    end = models.DateField(_("until, not included"), null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gt=F("start")), name="%(app_label)s_%(class)s_ends_after_start"
            )
        ]

    @classmethod
    def grants_besides(cls, ids: Collection[int]) -> dict[str, Iterable[int]]:
        """Other fields of `Roles` that follow from holding this kind for these ids; none, for most kinds."""
        return {}


class Manager(Holding):
    """Validates, returns and withdraws; keeps rounds, framework and targets."""

    grants = "is_manager"

    class Meta(Holding.Meta):
        verbose_name = _("programme manager")


class Evaluator(Holding):
    """Reads everything, drafts and history included; writes nothing."""

    grants = "is_evaluator"

    class Meta(Holding.Meta):
        verbose_name = _("evaluator")


class AccountEventQuerySet(AppendOnlyQuerySet):
    def record(self, what: str, user: User | None, *, by: User | None = None, network: str | None = None, detail=""):
        """Note what happened to the account of `user`, here and in the log; `None` for an address without one.

        What happens as people sign in is noted with the network address that it came from, and goes after a year; the
        log names no address, for nobody here says how long it is kept.
        """
        now = timezone.now()
        is_sign_in = what in AccountEvent.SIGN_INS
        row = self.create(
            what=what,
            user=user,
            by=by,
            network=network if is_sign_in else None,
            detail=detail[:300],
            at=now,
            until=now + timedelta(days=AccountEvent.DAYS_KEPT) if is_sign_in else None,
        )
        logger.info(f"account.{what}", user=user and user.pk, by=by and by.pk)
        return row

    def of_sign_ins(self):
        return self.filter(what__in=AccountEvent.SIGN_INS)

    def kept_for_good(self):
        """What managers and administrators did with the account: who was given which role, and when it ended."""
        return self.filter(until=None)

    def forget(self, *, now: datetime) -> int:
        """Delete the rows whose time is over, as `/about/privacy/` promises; returns how many (rule 21)."""
        return models.QuerySet.delete(self.filter(until__lte=now))[0]


class AccountEvent(AppendOnly):
    """Something that happened to an account: a sign-in or a failed one, a role given, an account closed.

    Rows are never changed. Sign-ins go after a year; roles, and who opened or closed an account, stay.
    """

    class What(models.TextChoices):
        SIGNED_IN = "signed_in", _("Signed in")
        FAILED = "failed", _("A sign-in failed")
        SIGNED_OUT = "signed_out", _("Signed out")
        RESET_ASKED = "reset_asked", _("A link to a new password was asked for")
        RESET_DONE = "reset_done", _("A password was chosen by link")
        PASSWORD_CHANGED = "password_changed", _("The password was changed")
        SECOND_STEP_SET = "second_step_set", _("The second step was set up")
        SECOND_STEP_USED = "second_step_used", _("The second step was passed")
        SECOND_STEP_FAILED = "second_step_failed", _("The second step failed")
        SECOND_STEP_REMOVED = "second_step_removed", _("The second step was switched off")
        CODES_MADE = "codes_made", _("New recovery codes were made")
        INVITED = "invited", _("Invited")
        ROLE_GIVEN = "role_given", _("A role was given")
        ROLE_CHANGED = "role_changed", _("The days of a role were changed")
        ROLE_ENDED = "role_ended", _("A role was ended")
        MADE = "made", _("Account made")
        ADDRESS_CHANGED = "address_changed", _("The e-mail address was changed")
        CLOSED = "closed", _("Account closed")
        OPENED = "opened", _("Account opened again")
        SECOND_STEP_RESET = "second_step_reset", _("The second step was reset")

    DAYS_KEPT = 365
    SIGN_INS: ClassVar[frozenset[str]] = frozenset(
        {
            What.SIGNED_IN,
            What.FAILED,
            What.SIGNED_OUT,
            What.RESET_ASKED,
            What.RESET_DONE,
            What.PASSWORD_CHANGED,
            What.SECOND_STEP_SET,
            What.SECOND_STEP_USED,
            What.SECOND_STEP_FAILED,
            What.SECOND_STEP_REMOVED,
            What.CODES_MADE,
        }
    )

    is_sealed = False
    goes_after = "until"

    what = models.CharField(max_length=30, choices=What)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="account_events")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    network = models.GenericIPAddressField(_("network address"), null=True)
    detail = models.CharField(max_length=300, default="", blank=True)
    at = models.DateTimeField()
    until = models.DateTimeField(_("kept until"), null=True)

    objects: ClassVar[models.Manager] = AccountEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("event of an account")
        verbose_name_plural = _("events of accounts")
        indexes = [models.Index(fields=["user", "-at"], name="rmt_accountevent_of_user")]

    def __str__(self) -> str:
        return self.detail or self.get_what_display()


class FormDraft(models.Model):
    """What somebody has typed into a form and not saved yet: raw text, kept until it is (autosave).

    `key` is made by the browser; `form` is the address of the form, so that it is found again from there.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="form_drafts")
    form = models.CharField(max_length=300)
    key = models.UUIDField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["user", "form", "key"], name="rmt_formdraft_once")]

    def __str__(self) -> str:
        return f"{self.form}, {self.at:%Y-%m-%d}"


class SentForm(models.Model):
    """A form that was sent and had its effect. Sent again, it leads to the same place and does nothing more.

    `key` and `content` are hashes: of the form's key with person and address, and of what was typed. `messages` are
    the level and the words of each message that its sender was shown.
    """

    key = models.CharField(max_length=64, primary_key=True)
    content = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    location = models.TextField(blank=True, default="")
    messages = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.location}, {self.at:%Y-%m-%d}"


class MailSent(models.Model):
    """A mail that was sent once and is not to be sent again: what it was about and its day or week."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = _("mails sent")
        constraints = [models.UniqueConstraint(fields=["user", "about"], name="rmt_mailsent_once")]

    def __str__(self) -> str:
        return f"{self.about}, {self.at:%Y-%m-%d}"


class OutgoingMail(models.Model):
    """A mail that waits to be sent, or what is left of it once that has ended: `rmt.mail` writes and sends it.

    `next_at` is when it is tried next, `until` when it would come too late. `failure` names the last error; "" where
    it was sent. `outside_by` is who had it sent to somebody without an account: these are counted. `stop_url` is where
    who follows from outside stops it.
    """

    to = models.CharField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=500)
    text = models.TextField(blank=True, default="")
    html = models.TextField(blank=True, default="")
    outside_by = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    stop_url = models.CharField(max_length=500, blank=True, default="")
    made_at = models.DateTimeField(_("made"))
    next_at = models.DateTimeField(_("next try"))
    until = models.DateTimeField(_("too late from"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    failure = models.CharField(_("last error"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        indexes = [
            models.Index(fields=["next_at"], condition=Q(ended_at=None), name="rmt_outgoingmail_waiting"),
            models.Index(fields=["outside_by", "made_at"], name="rmt_outgoingmail_outside"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.to}"

    @property
    def was_given_up(self) -> bool:
        return self.ended_at is not None and self.failure != ""


class Heartbeat(models.Model):
    """When a process that has no address was last alive: `worker`, which sends mail, and `run_due`, the hourly one."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M}"


class SiteVersion(models.Model):
    """The one row whose number is part of the ETag of every public page.

    Bumped in the transaction of every public write, so that nothing stale can be served.
    `reference` is the digest of the fixtures that `load_reference` loaded last.
    """

    number = models.PositiveBigIntegerField(default=0)
    reference = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="rmt_siteversion_one_row")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def bump(cls) -> None:
        """Say that something public changed; call it inside the transaction that changes it.

        The number is the time in microseconds, or the next one if the clock stands still. So it only rises, and a
        database that was put back from a copy never takes up a number again under which something else was public.
        """
        now = time.time_ns() // 1000
        if not cls.objects.filter(pk=1).update(number=Greatest(F("number") + 1, Value(now))):
            cls.objects.create(pk=1, number=now)

    @classmethod
    def current(cls) -> int:
        """The version now; 0 before anything was written."""
        with connection.cursor() as cursor:  # in SQL, as it is all that an answer kept in memory costs
            cursor.execute("SELECT number FROM rmt_siteversion WHERE id = 1")
            row = cursor.fetchone()
        return row[0] if row else 0


class SearchEntry(models.Model):
    """Something public that can be found by words: `rmt.search.index` writes and reads it, nothing else.

    `called` holds its names and `text` every word, both without capitals, accents and punctuation; `stems` their stems,
    those of the names before a bar. `SearchWord` is where they are looked up. `path` has no language in front.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", _("Countries")
        THEME = "theme", _("Themes")
        INDICATOR = "indicator", _("Indicators")
        PAGE = "page", _("About")
        PARTNER = "partner", _("Partners")
        PROJECT = "project", _("Projects")
        RESULT = "result", _("Results")
        BRIEF = "brief", _("Briefs and stories")

    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    names = models.JSONField(default=dict)
    called = models.TextField()
    text = models.TextField()
    stems = models.TextField(default="")
    path = models.CharField(max_length=300)
    detail = models.CharField(max_length=300, blank=True, default="")
    weight = models.PositiveSmallIntegerField()
    day = models.DateField(null=True)

    class Meta:
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="rmt_searchentry_once")]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word, or the stem of one, with something that can be found by it: an index that is the same in any database."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=100)
    is_name = models.BooleanField()
    is_stem = models.BooleanField()

    class Meta:
        indexes = [
            # Beginnings are looked for: in PostgreSQL by the order of bytes, as SQLite has it anyway.
            models.Index(
                fields=["word", "entry", "is_name"],
                opclasses=["varchar_pattern_ops", "int8_ops", "bool_ops"],
                name="rmt_searchword_finds",
            ),
            models.Index(fields=["word"], condition=Q(is_name=True, is_stem=False), name="rmt_searchword_spelled"),
        ]

    def __str__(self) -> str:
        return self.word


class Follower(models.Model):
    """Somebody outside who gets mail on what is newly published: an address, and nothing else of the person (rule 21).

    `asked_at` is when the last mail that asks to confirm was sent, `last_digest` when the last list of news was.
    """

    uuid = models.UUIDField(default=uuid4, unique=True)
    email = models.EmailField(max_length=254, unique=True)
    asked_at = models.DateTimeField()
    last_digest = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.uuid)  # never the address: what is printed ends up in a log


class Following(models.Model):
    """What somebody follows: `kind` and `key` of it, from `since_seq` of the ledger on, once it was confirmed."""

    class Kind(models.TextChoices):
        SITE = "site", _("Everything")
        COUNTRY = "country", _("Countries and territories")
        THEME = "theme", _("Themes")
        PARTNER = "partner", _("Partners")

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="followings")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=80, blank=True, default="")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    since_seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["follower", "kind", "key"], name="rmt_following_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
