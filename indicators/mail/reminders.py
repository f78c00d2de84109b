"""Mail about what is due: one reminder a person for all their countries, and one weekly list of what waits.

Reminders come 30 and 7 days before an update is due, the day after, and weekly then, by the day in the capital; what a
run missed, the next one sends. `MailSent` keeps each from being sent twice. Whoever has several countries is mailed
once the day has come in the last of their capitals: nothing is called late before it is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.utils import translation

from countries.models import Country, ThemeLead
from indicators.mail import letters
from indicators.mail.weekly_list import steps_to_confirm, waiting_for
from indicators.models import CountryUpdate, Result, Round
from indicators.rounds import accepts, countries_of, focal_points_of, today_in
from rmt.mail import post
from rmt.models import MailSent, Manager, OutgoingMail, User

logger = structlog.get_logger(__name__)

FIRST, SECOND = 30, 7
NOT_JUST_BEFORE = 3
"""The first reminder is caught up until so many days before the second."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """An update that has not been sent, or was returned: until when, and how many days are left in the capital."""

    country: Country
    round: Round
    deadline: date
    days: int
    returned_as_sent_at: datetime | None

    @property
    def is_returned(self) -> bool:
        return self.returned_as_sent_at is not None

    @property
    def url(self) -> str:
        return letters.address("update", self.round.code, self.country.slug)

    def about(self, step: str) -> str:
        """What a reminder is about: an update sent and returned once more counts as new, a saved draft does not."""
        until = f"{self.deadline.isoformat()} {self.country.iso3}"
        if self.returned_as_sent_at is None:
            return f"round {self.round.code} {step} {until}"
        return f"round {self.round.code} returned {step} {until} {self.returned_as_sent_at:%Y-%m-%dT%H:%M:%S.%f}"


@dataclass(frozen=True)
class Letter:
    """A mail to one person, and what it is about: sent once for each of these."""

    user: User
    abouts: tuple[str, ...]
    message: OutgoingMail


@dataclass
class Run:
    """What a run handed to the queue, as (address, subject), and how many mails it could not make."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    failed: int = 0


def send_reminders(*, now: datetime, is_trial: bool = False) -> Run:
    """Send what is due. What fails for one person stops nobody else's, and is tried again with the next run.

    A trial says what would be sent, and writes nothing.
    """
    run = Run()
    for user, make in _due(now, run):
        try:
            with translation.override(user.language):
                letter = make()
            if letter is not None and (is_trial or _send(letter, now=now)):
                run.sent.append((user.email, str(letter.message.subject)))
        except Exception:
            logger.exception("reminder.not_sent", user=user.pk)
            run.failed += 1
    return run


def _due(now: datetime, run: Run) -> Iterator[tuple[User, Callable[[], Letter | None]]]:
    for user, awaited in _awaited_by_person(now, run).items():
        yield user, partial(_reminder, user, awaited)
    to_confirm: list[int] = []
    try:
        to_confirm = steps_to_confirm(now.date())
    except Exception:
        logger.exception("reminder.steps_not_read")
        run.failed += 1
    leads, managers = (role.objects.on(now.date()).values("user") for role in (ThemeLead, Manager))
    held_back = list(Result.objects.due_for_publication(now.date()).select_related("country"))
    for user in User.objects.filter(is_active=True, pk__in=managers) if held_back else ():
        yield user, partial(_held_back, user, held_back)
    for user in User.objects.filter(is_active=True, mail_digests=True, pk__in=leads.union(managers)):
        yield user, partial(_weekly, user, to_confirm, now=now)


def _send(letter: Letter, *, now: datetime) -> bool:
    """Whether this run sent it: recorded and queued in one, so that no other run does and none is lost."""
    try:
        with transaction.atomic():
            MailSent.objects.bulk_create(MailSent(user=letter.user, about=about, at=now) for about in letter.abouts)
            post(letter.message)
    except IntegrityError:
        return False
    return True


def _held_back(user: User, results: Sequence[Result]) -> Letter | None:
    """The results whose day has come and that clash with what is published; `None` if `user` knows of them all."""
    abouts = {f"held back {result.uuid} {result.version}": result for result in results}
    known = set(MailSent.objects.filter(user=user, about__in=abouts).values_list("about", flat=True))
    new = {about: result for about, result in abouts.items() if about not in known}
    return Letter(user, tuple(new), letters.held_back(user, list(new.values()))) if new else None


# Updates that are due


def awaited_of(reporting_round: Round, *, now: datetime, run: Run | None = None) -> list[Awaited]:
    """The updates of a round that can still be sent: never sent so far, or returned; by name of the country."""
    updates = {update.country_id: update for update in CountryUpdate.objects.filter(round=reporting_round)}
    found = []
    for country in countries_of(reporting_round).order_by("name_en"):
        try:
            awaited = _awaited(reporting_round, country, updates.get(country.pk), now=now)
        except Exception:
            if run is None:
                raise
            logger.exception("reminder.country_not_read", country=country.iso3)
            run.failed += 1
            continue
        found += [awaited] if awaited else []
    return found


def _awaited(
    reporting_round: Round, country: Country, update: CountryUpdate | None, *, now: datetime
) -> Awaited | None:
    today = today_in(country, now=now)
    is_sent = update is not None and update.status in (CountryUpdate.Status.SUBMITTED, CountryUpdate.Status.VALIDATED)
    if is_sent or not accepts(reporting_round, update, today=today):
        return None
    returned = update if update is not None and update.status == CountryUpdate.Status.RETURNED else None
    deadline = (returned and returned.return_open_until) or reporting_round.due
    sent_at = returned.submitted_at if returned else None
    return Awaited(country, reporting_round, deadline, (deadline - today).days, sent_at)


def _awaited_by_person(now: datetime, run: Run) -> Mapping[User, list[Awaited]]:
    """Everything that is awaited of the countries of each focal point and deputy who wants reminders."""
    by_person: dict[User, list[Awaited]] = defaultdict(list)
    open_or_returned = Round.objects.exclude(state=Round.State.PLANNED).filter(
        pk__in=[
            *Round.objects.filter(state=Round.State.OPEN).values_list("pk", flat=True),
            *CountryUpdate.objects.filter(status=CountryUpdate.Status.RETURNED).values_list("round", flat=True),
        ]
    )
    for reporting_round in open_or_returned.order_by("start"):
        awaited = awaited_of(reporting_round, now=now, run=run)
        people = focal_points_of([each.country for each in awaited], day=now.date())
        for each in awaited:
            for user in people[each.country.pk]:
                if user.mail_reminders:
                    by_person[user].append(each)
    return by_person


def _reminder(user: User, awaited: Sequence[Awaited]) -> Letter | None:
    """One mail about everything that is due for a reminder; `None` if nothing is, or if it was mailed already."""
    due: dict[str, Awaited] = {}
    groups: dict[tuple[str, bool, date], list[Awaited]] = defaultdict(list)
    for each in awaited:
        groups[each.round.code, each.is_returned, each.deadline].append(each)
    for (_code, is_returned, _deadline), group in groups.items():
        if step := step_of(max(each.days for each in group), is_returned=is_returned):
            due |= {each.about(step): each for each in group}
    sent = set(MailSent.objects.filter(user=user, about__in=due).values_list("about", flat=True))
    new = {about: each for about, each in due.items() if about not in sent}
    return Letter(user, tuple(new), letters.reminder(user, list(new.values()))) if new else None


def step_of(days: int, *, is_returned: bool = False) -> str | None:
    """The reminder that is due with so many days left; `None` if none is.

    >>> [step_of(days) for days in (31, 30, 11, 10, 8, 7, 0)]
    [None, 'due-30', 'due-30', None, None, 'due-7', 'due-7']
    >>> [step_of(days) for days in (-1, -7, -8, -15)]
    ['late-0', 'late-0', 'late-1', 'late-2']
    """
    if days < 0:
        return f"late-{(-days - 1) // 7}"
    if days <= SECOND:
        return f"due-{SECOND}"
    return f"due-{FIRST}" if SECOND + NOT_JUST_BEFORE < days <= FIRST and not is_returned else None


# Reminding those chosen, now


def reach(reporting_round: Round, slugs: Iterable[str], *, now: datetime) -> dict[str, list[Any]]:
    """Whom "remind now" would mail about some countries of a round, and why it reaches nobody else.

    Nobody gets more than one reminder a day.
    """
    wanted = set(slugs)
    awaited = [each for each in awaited_of(reporting_round, now=now) if each.country.slug in wanted]
    people = focal_points_of([each.country for each in awaited], day=now.date())
    by_person: dict[User, list[Awaited]] = defaultdict(list)
    for each in awaited:
        for user in people[each.country.pk]:
            by_person[user].append(each)
    midnight = datetime.combine(now.date(), time.min, tzinfo=UTC)
    reminded = set(MailSent.objects.filter(about__startswith="round ", at__gte=midnight).values_list("user", flat=True))
    about = f"round {reporting_round.code} now {now.date().isoformat()}"
    free = {user: own for user, own in by_person.items() if user.mail_reminders and user.pk not in reminded}
    return {
        "letters": [Letter(user, (about,), letters.reminder(user, own)) for user, own in free.items()],
        "countries": [each.country for each in awaited],
        "without_people": [each.country for each in awaited if not people[each.country.pk]],
        "reminded_today": [user for user in by_person if user.mail_reminders and user.pk in reminded],
        "want_none": [user for user in by_person if not user.mail_reminders],
    }


def remind_now(reporting_round: Round, slugs: Iterable[str], *, by: User, now: datetime) -> Run:
    """Mail those chosen; who was reminded today already is not mailed again."""
    run = Run()
    for letter in reach(reporting_round, slugs, now=now)["letters"]:
        try:
            if _send(letter, now=now):
                run.sent.append((letter.user.email, str(letter.message.subject)))
        except Exception:
            logger.exception("reminder.not_sent", user=letter.user.pk)
            run.failed += 1
    logger.info("reminder.sent_by_hand", round=reporting_round.code, by=by.pk, sent=len(run.sent), failed=run.failed)
    return run


# The weekly list


def _weekly(user: User, to_confirm: Sequence[int], *, now: datetime) -> Letter | None:
    """What has waited for `user` since before this week began; `None` if nothing has, or if it was mailed already."""
    local = now.astimezone(letters.zone_of(user))
    year, week, weekday = local.isocalendar()
    about = f"week {year}-W{week:02}"
    if MailSent.objects.filter(user=user, about=about).exists():
        return None
    monday = datetime.combine(local.date() - timedelta(days=weekday - 1), time.min, tzinfo=local.tzinfo)
    waiting = waiting_for(user, since_before=monday, to_confirm=len(to_confirm), now=now)
    return Letter(user, (about,), letters.weekly(user, waiting)) if any(waiting.values()) else None
