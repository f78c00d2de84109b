"""Mail: written by `letter`, and put by `post` into a queue in the database, from which a worker sends it.

All mail of the application leaves this way, so that no request waits for a mail server or fails with it. What is
queued is part of the transaction that causes it. What a mail says is erased once it was sent or given up.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from rmt.models import OutgoingMail, User
from rmt.text import demonstration, moment

logger = structlog.get_logger(__name__)

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 720)]
"""How long to wait after each failure; after the last one, some 27 hours on, a mail is given up."""
LOST_AFTER = timedelta(minutes=10)
KEPT_FOR = timedelta(days=7)
OUTSIDE_A_DAY = 20


def letter(template: str, *, to: str, subject: str, context: Mapping[str, Any]) -> OutgoingMail:
    """A mail, not queued yet, from `template`.txt and `template`.html; its subject is one line."""
    text, html = (render_to_string(f"{template}.{kind}", dict(context)) for kind in ("txt", "html"))
    return OutgoingMail(to=to, subject=" ".join(subject.split()), text=text, html=html)


@transaction.atomic
def post(mail: OutgoingMail, *, outside_by: User | None = None) -> None:
    """Queue a mail; it leaves once the transaction around this is committed.

    `outside_by` is who has it sent to somebody without an account. Raises ValidationError if that person has sent
    twenty of these within a day.
    """
    now = timezone.now()
    if demo := demonstration():
        mail.subject = f"{demo}: {mail.subject}"
    if outside_by is not None:
        _refuse_more_than_a_days_worth(outside_by, now=now)
        mail.outside_by = outside_by
    mail.made_at = mail.next_at = now
    mail.save()
    deliver.enqueue(mail.pk)


def _refuse_more_than_a_days_worth(user: User, *, now: datetime) -> None:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two at once would both be the twentieth
    mails = OutgoingMail.objects.filter(outside_by=user, made_at__gt=now - timedelta(days=1)).order_by("-made_at")
    if full := mails[OUTSIDE_A_DAY - 1 : OUTSIDE_A_DAY]:
        words = {"count": OUTSIDE_A_DAY, "when": moment(full[0].made_at + timedelta(days=1))}
        message = _(
            "You have had %(count)s mails sent to addresses outside within a day, and more could be taken for spam. "
            "Nothing was sent. Try again after %(when)s, or ask a colleague of yours to do it."
        )
        raise ValidationError(message % words)


@task()
def deliver(pk: int) -> None:
    """Send a queued mail. If that fails, it is queued again with a growing pause, and given up after about a day.

    It is given up at once where it would come too late, and where the server knows nobody of that address.
    """
    now = timezone.now()
    mail = OutgoingMail.objects.filter(pk=pk, ended_at=None, next_at__lte=now).exclude(text="").first()
    if mail is None:
        return
    mine = OutgoingMail.objects.filter(pk=pk, ended_at=None, tries=mail.tries)
    pause = PAUSES[min(mail.tries, len(PAUSES) - 1)]
    if not mine.update(tries=F("tries") + 1, next_at=now + pause):
        return  # another worker has it
    if mail.until and now >= mail.until:
        _give_up(mail, "TooLate", now=now)
        return
    try:
        _message(mail).send()
    except Exception as error:
        mail.failure = type(error).__name__  # its text may hold an address
        if mail.tries >= len(PAUSES) or (mail.until and now + pause > mail.until) or _knows_nobody(error):
            _give_up(mail, mail.failure, now=now)
        else:
            logger.warning("mail.not_sent", mail=pk, error=mail.failure, again=str(now + pause))
            OutgoingMail.objects.filter(pk=pk).update(failure=mail.failure)
            deliver.using(run_after=now + pause).enqueue(pk)
    else:
        mail.failure = ""
        _end(mail, now=now)


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The same each time, with one id: if it was sent and we do not know, the second is known as the first."""
    host = urlsplit(settings.SITE_URL).hostname
    headers = {"Message-ID": f"<{mail.made_at:%Y%m%d%H%M%S%f}.{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    if mail.stop_url:  # RFC 8058
        headers |= {"List-Unsubscribe": f"<{mail.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(subject=mail.subject, body=mail.text, to=[mail.to], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _knows_nobody(error: Exception) -> bool:
    """Whether a server refuses the address for good, not who sends, nor for now."""
    codes = [code for code, _said in error.recipients.values()] if isinstance(error, SMTPRecipientsRefused) else []
    return bool(codes) and all(550 <= code <= 559 for code in codes)


def _give_up(mail: OutgoingMail, why: str, *, now: datetime) -> None:
    mail.failure = why
    logger.error("mail.given_up", mail=mail.pk, error=why, tries=mail.tries + 1)
    _end(mail, now=now)


def _end(mail: OutgoingMail, *, now: datetime) -> None:
    """Erase what the mail said; of an address outside, only the domain stays (rule 21)."""
    mail.text = mail.html = ""
    mail.ended_at = now
    if mail.outside_by_id or mail.stop_url:
        mail.to = domain_of(mail.to)
    mail.stop_url = ""
    mail.save(update_fields=["text", "html", "to", "stop_url", "ended_at", "failure"])


def overdue(*, now: datetime) -> QuerySet[OutgoingMail]:
    """The mail that should have left over ten minutes ago and did not; what pauses after a refusal is none."""
    return OutgoingMail.objects.filter(ended_at=None, next_at__lt=now - LOST_AFTER).exclude(text="")


def queue_the_lost(*, now: datetime) -> int:
    """Queue again what is overdue: a worker that is killed leaves its task behind. How many."""
    pks = list(overdue(now=now).values_list("pk", flat=True))
    for pk in pks:
        deliver.enqueue(pk)
    return len(pks)


def give_up_what_waits(*, now: datetime) -> int:
    """Give up all mail that waits and forget what was asked for, so that a copy of the site sends nothing; how many."""
    asked, _kinds = OutgoingMail.objects.filter(ended_at=None, text="").delete()
    waiting = OutgoingMail.objects.filter(ended_at=None)
    for mail in waiting:
        mail.failure = "Restored"
        _end(mail, now=now)
    DBTaskResult.objects.filter(finished_at=None).delete()
    return asked + len(waiting)


def forget_the_old(*, now: datetime) -> int:
    """Remove the rows of mail that ended a week ago or never came to be, and of the tasks that sent it; how many."""
    DBTaskResult.objects.filter(started_at__lt=now - KEPT_FOR).delete()
    ended = OutgoingMail.objects.filter(ended_at__lt=now - KEPT_FOR)
    never = OutgoingMail.objects.filter(ended_at=None, text="", made_at__lt=now - timedelta(days=1))
    return ended.delete()[0] + never.delete()[0]


def domain_of(address: str) -> str:
    """Where an address is, for people to look at before something is sent there.

    >>> domain_of("Director@ILO.org")
    '…@ilo.org'
    """
    return f"…@{address.rpartition('@')[2].lower()}"


def refuse_addresses_of_the_desk(address: str, *, message: str) -> None:
    """Raise ValidationError, for `email`, if mail to the address reaches somebody who works on the desk."""
    if User.objects.reached_at(address).exists():
        raise ValidationError({"email": message})
