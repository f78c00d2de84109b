"""Asking to follow, confirming, stopping, and forgetting who did not confirm or has stopped."""

from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from projects.pages.portfolio import ledger_seq
from rmt import links
from rmt.mail import letter, post
from rmt.models import Follower, Following
from rmt.site.follow.subjects import name_of

logger = structlog.get_logger(__name__)

UNCONFIRMED_FOR = timedelta(days=2)
CAN_STOP_FOR = timedelta(days=3650)
CONFIRM, STOP = "confirm to follow", "stop following"


class LinkIsClosed(Exception):
    """The link leads nowhere: it is too old or broken, or the address was forgotten."""


class Asked(NamedTuple):
    """Who opened a link, and what of: `following` is `None` where all is to be stopped."""

    follower: Follower
    following: Following | None


def hashed(email: str) -> str:
    """What stands for an address in the log."""
    return salted_hmac("follower", email.lower()).hexdigest()[:16]


@transaction.atomic
def ask_to_follow(*, email: str, kind: str, key: str, now: datetime) -> None:
    """Send a mail whose link confirms; until then nothing more is sent. For an address that is known it is the same."""
    follower, _made = Follower.objects.get_or_create(email=email.lower(), defaults={"asked_at": now})
    following, _made = Following.objects.get_or_create(
        follower=follower, kind=kind, key=key, defaults={"asked_at": now}
    )
    Follower.objects.filter(pk=follower.pk).update(asked_at=now)
    Following.objects.filter(pk=following.pk).update(asked_at=now)
    name = name_of(kind, key)
    token = links.sign([str(follower.uuid), following.pk], purpose=CONFIRM)
    link = settings.SITE_URL + reverse("follow_confirm", args=[token])
    context = {"name": name, "confirm": link, "days": UNCONFIRMED_FOR.days}
    subject = _("Confirm that you want news of: %(name)s") % {"name": name}
    mail = letter("site/follow/mail/confirm", to=follower.email, subject=subject, context=context)
    mail.stop_url = stop_url(follower)
    post(mail)
    logger.info("follow.asked", address=hashed(email), kind=kind, key=key)


def stop_url(follower: Follower, following: Following | None = None) -> str:
    """Where mail is stopped: all of it, or that on one thing."""
    token = links.sign([str(follower.uuid), following.pk if following else None], purpose=STOP)
    return settings.SITE_URL + reverse("follow_stop", args=[token])


def read(token: str, *, purpose: str) -> Asked:
    """Who and what a link of a mail is about. Raises LinkIsClosed."""
    try:
        uuid, pk = links.read(token, purpose=purpose, max_age=UNCONFIRMED_FOR if purpose == CONFIRM else CAN_STOP_FOR)
        follower = Follower.objects.get(uuid=uuid)
        return Asked(follower, follower.followings.get(pk=pk) if pk else None)
    except (signing.BadSignature, Follower.DoesNotExist, Following.DoesNotExist) as closed:
        raise LinkIsClosed from closed


@transaction.atomic
def confirm(*, token: str, now: datetime) -> Following:
    """Follow from now on; confirmed twice, it stays as it is. Raises LinkIsClosed."""
    follower, following = read(token, purpose=CONFIRM)
    if following is None:
        raise LinkIsClosed
    if following.confirmed_at is None or following.stopped_at:
        following.confirmed_at, following.stopped_at, following.since_seq = now, None, ledger_seq()
        following.save(update_fields=["confirmed_at", "stopped_at", "since_seq"])
        logger.info("follow.confirmed", address=hashed(follower.email), kind=following.kind, key=following.key)
    return following


@transaction.atomic
def stop(*, token: str, now: datetime) -> None:
    """Send no more: of one thing, or nothing at all. Stopped twice, or forgotten already, it is stopped."""
    try:
        follower, following = read(token, purpose=STOP)
    except LinkIsClosed:
        return
    stopped = follower.followings.filter(stopped_at=None)
    if following:
        stopped = stopped.filter(pk=following.pk)
    stopped.update(stopped_at=now)
    logger.info("follow.stopped", address=hashed(follower.email), all=following is None)


def remove_old(*, now: datetime) -> int:
    """Forget what nobody confirmed in two days and what was stopped, and the addresses of which nothing is left."""
    Following.objects.filter(confirmed_at=None, asked_at__lte=now - UNCONFIRMED_FOR).delete()
    Following.objects.exclude(stopped_at=None).delete()
    return Follower.objects.filter(followings=None).delete()[0]
