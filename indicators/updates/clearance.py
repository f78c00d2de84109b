"""The clearance of an update by an office director, who has no account: a signed link, used once.

It says that somebody read and agreed; it changes no state of the update (docs/design.md, "Workflow").
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from indicators.models import CountryUpdate, ReviewEvent, SentUpdate
from indicators.updates.actions import UpdateConflict, payload_of
from indicators.updates.sent_copy import UpdateCopy, copy_in_words, copy_of, message
from rmt import links
from rmt.mail import domain_of, post, refuse_addresses_of_the_desk
from rmt.models import User

Kind = ReviewEvent.Kind
PURPOSE = "indicators.clearance"
OPEN_FOR = timedelta(days=21)
ASKED_TWICE_WITHIN = timedelta(minutes=10)


class LinkIsInvalid(Exception):
    """The link was never made by us, or it is too old. `expired` says which."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__()
        self.expired = expired


@dataclass(frozen=True, slots=True)
class Clearance:
    """What a link asks: whom, by which request, about which update; and the clearance itself, if it was given."""

    asked: ReviewEvent
    update: CountryUpdate
    who: str
    given: ReviewEvent | None

    @property
    def has_changed_since(self) -> bool:
        """Whether the update now says something that could not be read when it was cleared."""
        if self.given is None:
            return False
        # To validate it counts the update on, and changes no word of what was sent.
        sent = _sent_last(self.update)
        return self.given.version < (sent.version if sent else self.update.version)


@transaction.atomic
def ask_clearance(*, update: CountryUpdate, who: str, email: str, by: User, now: datetime) -> ReviewEvent:
    """Mail a signed link to whoever clears the update. Asking the same again within minutes makes no second request.

    Of the address, its domain is kept, and what tells it from another (rule 21). Raises ValidationError, keyed by
    field: also if the address is of somebody who works on the desk, who could clear what they entered.
    """
    who = who.strip()
    if not who:
        raise ValidationError({"who": _("Write the name of the person who is asked.")})
    refuse_colleagues(email)
    address = f"{domain_of(email)} {salted_hmac('clearance', email.lower(), algorithm='sha256').hexdigest()}"
    asked = update.review_events.filter(kind=Kind.CLEARANCE_ASKED, who=who)
    asked_before = asked.filter(comment=address, version=update.version, at__gt=now - ASKED_TWICE_WITHIN).first()
    if asked_before is not None:
        return asked_before
    used = update.review_events.filter(kind=Kind.CLEARED, who=who).last()
    still_open = asked.filter(at__gt=max(now - OPEN_FOR, used.at) if used else now - OPEN_FOR)
    if still_open.exclude(comment=address).exists():
        message = _(
            "Somebody of this name was asked at another address. Add what tells them apart, such as the function."
        )
        raise ValidationError({"who": message})
    event = update.review_events.create(
        kind=Kind.CLEARANCE_ASKED, who=who, comment=address, version=update.version, by=by, at=now
    )
    _mail_link(event, update, email=email)
    return event


def refuse_colleagues(email: str) -> None:
    """Raise ValidationError, for `email`, if the address is of somebody who works on the desk."""
    message = _("This person works on the desk. A clearance comes from somebody who does not: the director, for one.")
    refuse_addresses_of_the_desk(email, message=message)


def asked_where(asked: ReviewEvent) -> str:
    """The domain of the address that was asked, as in …@example.org; "" where it was not kept yet."""
    return asked.comment.rpartition(" ")[0]


def token_of(asked: ReviewEvent) -> str:
    """The signed part of the link of a request."""
    return links.sign({"asked": asked.pk}, purpose=PURPOSE)


def clearance_of(token: str) -> Clearance:
    """What a link asks. Raises LinkIsInvalid."""
    try:
        signed = links.read(token, purpose=PURPOSE, max_age=OPEN_FOR)
    except signing.SignatureExpired:
        raise LinkIsInvalid(expired=True) from None
    except signing.BadSignature:
        raise LinkIsInvalid(expired=False) from None
    events = ReviewEvent.objects.select_related("update__country", "update__round", "by")
    asked = events.filter(pk=signed["asked"], kind=Kind.CLEARANCE_ASKED).first()
    if asked is None or asked.update is None:
        raise LinkIsInvalid(expired=False)
    given = asked.update.review_events.filter(kind=Kind.CLEARED, who=asked.who, at__gte=asked.at).first()
    return Clearance(asked, asked.update, asked.who, given)


@transaction.atomic
def clear(*, token: str, version: int, comment: str = "") -> Clearance:
    """Record that whoever has the link read the update and agrees; a second time changes nothing.

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


def shown_copy(update: CountryUpdate) -> UpdateCopy:
    """What the director reads: the copy of what was sent last, or the draft while it can still be changed."""
    sent = _sent_last(update)
    return copy_of(sent) if sent else copy_in_words(payload_of(update), update=update)


def _sent_last(update: CountryUpdate) -> SentUpdate | None:
    """What was sent last; `None` while the update can be changed."""
    if update.status not in (CountryUpdate.Status.SUBMITTED, CountryUpdate.Status.VALIDATED):
        return None
    return update.copies.select_related("by", "update__country", "update__round").last()


def _mail_link(asked: ReviewEvent, update: CountryUpdate, *, email: str) -> None:
    context = {
        "asked": asked,
        "update": update,
        "url": settings.SITE_URL + reverse("clearance", args=[token_of(asked)]),
        "until": (asked.at + OPEN_FOR).date(),
    }
    subject = _("For your clearance: update of %(country)s for %(round)s")
    words = {"country": update.country, "round": update.round}
    post(message(subject % words, "clearance", context, to=email), outside_by=asked.by)
