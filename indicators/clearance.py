"""The clearance of an update by an office director, who has no account: a signed link, used once.

It says that somebody read and agreed; it changes no state of the update (DESIGN.md, "Workflow").
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.copies import Copy, copy_of, in_words, message
from indicators.models import CountryUpdate, ReviewEvent
from indicators.updates import UpdateConflict, said_by
from rmt.models import User

logger = structlog.get_logger(__name__)

Kind = ReviewEvent.Kind
SALT = "indicators.clearance"
OPEN_FOR = timedelta(days=21)
ASKED_TWICE_WITHIN = timedelta(minutes=10)


class LinkIsInvalid(Exception):
    """The link was never made by us, or it is too old. `expired` says which."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__()
        self.expired = expired


@dataclass(frozen=True, slots=True)
class Clearance:
    """What a link asks: of whom, by which request, about which update; and when it was given, if it was."""

    asked: ReviewEvent
    update: CountryUpdate
    who: str
    given: ReviewEvent | None


@transaction.atomic
def ask_clearance(*, update: CountryUpdate, who: str, email: str, by: User, now: datetime) -> ReviewEvent:
    """Mail a signed link to whoever clears the update. The same asked again within minutes is one request."""
    if not who.strip():
        raise ValidationError({"who": _("Write the name of the person who is asked.")})
    asked = update.review_events.filter(kind=Kind.CLEARANCE_ASKED, who=who.strip(), comment=email)
    held = asked.filter(version=update.version, at__gt=now - ASKED_TWICE_WITHIN).first()
    if held is not None:
        return held
    event = update.review_events.create(
        kind=Kind.CLEARANCE_ASKED, who=who.strip(), comment=email, version=update.version, by=by, at=now
    )
    transaction.on_commit(lambda: _mail_link(event, update))
    return event


def token_of(asked: ReviewEvent) -> str:
    """The signed part of the link of a request."""
    return signing.dumps({"asked": asked.pk}, salt=SALT)


def clearance_of(token: str) -> Clearance:
    """What a link asks. Raises LinkIsInvalid."""
    try:
        said = signing.loads(token, salt=SALT, max_age=OPEN_FOR)
    except signing.SignatureExpired:
        raise LinkIsInvalid(expired=True) from None
    except signing.BadSignature:
        raise LinkIsInvalid(expired=False) from None
    events = ReviewEvent.objects.select_related("update__country", "update__round", "by")
    asked = events.filter(pk=said["asked"], kind=Kind.CLEARANCE_ASKED).first()
    if asked is None or asked.update is None:
        raise LinkIsInvalid(expired=False)
    given = asked.update.review_events.filter(kind=Kind.CLEARED, who=asked.who, at__gte=asked.at).first()
    return Clearance(asked, asked.update, asked.who, given)


@transaction.atomic
def clear(*, token: str, version: int, comment: str = "") -> Clearance:
    """Keep that whoever has the link read the update and agrees; a second time changes nothing.

    Raises LinkIsInvalid, and UpdateConflict if the update is no longer what was shown.
    """
    update = clearance_of(token).update
    update = CountryUpdate.objects.select_for_update(of=("self",)).get(pk=update.pk)
    found = clearance_of(token)
    if found.given is not None:
        return found
    if update.version != version:
        raise UpdateConflict(update)
    update.review_events.create(
        kind=Kind.CLEARED, who=found.who, comment=comment.strip(), version=version, by=None, at=timezone.now()
    )
    return clearance_of(token)


def shown_copy(update: CountryUpdate) -> Copy:
    """What is read before it is cleared: the copy of what was sent last, or the draft while it can be changed."""
    sent = update.copies.select_related("by", "update__country", "update__round").last()
    if sent is not None and update.status in (CountryUpdate.Status.SUBMITTED, CountryUpdate.Status.VALIDATED):
        return copy_of(sent)
    return in_words(said_by(update), update=update)


def _mail_link(asked: ReviewEvent, update: CountryUpdate) -> None:
    context = {
        "asked": asked,
        "update": update,
        "url": settings.SITE_URL + reverse("clearance", args=[token_of(asked)]),
        "until": (asked.at + OPEN_FOR).date(),
    }
    subject = _("For your clearance: update of %(country)s for %(round)s")
    words = {"country": update.country, "round": update.round}
    try:
        message(subject % words, "clearance", context, to=asked.comment).send()
    except Exception:
        logger.exception("clearance.not_mailed", update=update.pk)
