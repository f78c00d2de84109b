"""The right of reply: a signed one-time link lets a constituent confirm, comment or dissent beside a published result.

A reply is public at once and stays: nobody edits or deletes it. The address of whoever is asked is kept until the link
was sent, and then forgotten (rule 21). Silence is "not answered" (docs/design.md, "Workflow").
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.ledger import in_force, lock
from indicators.models import Publication, Reply, ReplyRequest, Result
from rmt import links
from rmt.mail import letter, post, refuse_addresses_of_the_desk
from rmt.models import SiteVersion, User

PURPOSE = "indicators.reply"
OPEN_FOR = timedelta(days=60)
ASKED_TWICE_WITHIN = timedelta(minutes=10)


class LinkIsClosed(Exception):
    """The link was never made by us, is too old, or a newer one was sent. `why`: invalid, expired, newer, withdrawn."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ResultChanged(Exception):
    """The result was published anew while the constituent read it: the reply would be about another text."""


@dataclass(frozen=True, slots=True)
class AskedReply:
    """What a link asks: of whom, about which statement; and the reply, if there is one."""

    request: ReplyRequest
    statement: Publication
    reply: Reply | None


def until(request: ReplyRequest) -> datetime:
    """The moment when a link stops taking answers."""
    return request.asked_at + OPEN_FOR


@transaction.atomic
def ask_reply(*, result: Result, group: str, organization: str, email: str, by: User, now: datetime) -> ReplyRequest:
    """Mail a constituent a link to reply to what is published; that they were asked is public.

    Asking the same again within minutes makes no second request; later, it closes the earlier link. Raises
    ValidationError, keyed by field, if nothing is published, nobody is named, or the address is that of somebody who
    works on the desk.
    """
    lock()
    statement = in_force(result)
    if statement is None:
        raise ValidationError(_("Nothing of this result is published: there is nothing to reply to."))
    organization = " ".join(organization.split())
    if not organization:
        raise ValidationError({"organization": _("Write the name of the organization.")})
    refuse_addresses_of_the_desk(email, message=_("This person works on the desk. Ask the organization itself."))
    asked_before = _requests_of(result, group, organization).filter(asked_at__gt=now - ASKED_TWICE_WITHIN).last()
    if asked_before is not None:
        return asked_before
    asked = ReplyRequest.objects.create(
        result=result, version=statement.version, group=group, organization=organization, asked_at=now, asked_by=by
    )
    SiteVersion.bump()
    _mail_link(asked, statement, email)
    return asked


def _requests_of(result: Result, group: str, organization: str):
    return ReplyRequest.objects.filter(result=result, group=group, organization__iexact=organization)


def token_of(asked: ReplyRequest) -> str:
    """The signed part of the link of a request."""
    return links.sign({"asked": str(asked.uuid)}, purpose=PURPOSE)


def asked_by(token: str) -> AskedReply:
    """What a link asks. Raises LinkIsClosed."""
    try:
        signed = links.read(token, purpose=PURPOSE, max_age=OPEN_FOR)
    except signing.SignatureExpired:
        raise LinkIsClosed("expired") from None
    except signing.BadSignature:
        raise LinkIsClosed("invalid") from None
    request = ReplyRequest.objects.select_related("result", "reply").filter(uuid=signed["asked"]).first()
    if request is None:
        raise LinkIsClosed("invalid")
    reply = getattr(request, "reply", None)
    later = _requests_of(request.result, request.group, request.organization).filter(pk__gt=request.pk)
    if reply is None and later.exists():
        raise LinkIsClosed("newer")
    statement = in_force(request.result)
    if statement is None:
        raise LinkIsClosed("withdrawn")
    return AskedReply(request, statement, reply)


def reply_to(*, token: str, kind: str, text: str, version: int) -> AskedReply:
    """Store what a constituent says of the version that it read; a second time changes nothing.

    Raises LinkIsClosed, ResultChanged, and ValidationError, keyed by field, if a comment says nothing.
    """
    text = text.strip()
    try:
        with transaction.atomic():
            lock()
            asked = asked_by(token)
            if asked.reply is not None:
                return asked
            if asked.statement.version != version:
                raise ResultChanged
            if kind != Reply.Kind.CONFIRMED and not text:
                raise ValidationError({"text": _("Write what you want readers to know.")})
            now = timezone.now()
            Reply.objects.create(request=asked.request, kind=kind, text=text, version=version, answered_at=now)
            SiteVersion.bump()
            return asked_by(token)
    except IntegrityError:
        asked = asked_by(token)
        if asked.reply is None:
            raise
        return asked


def _mail_link(asked: ReplyRequest, statement: Publication, email: str) -> None:
    context = {
        "asked": asked,
        "statement": statement,
        "url": settings.SITE_URL + reverse("reply", args=[token_of(asked)]),
        "public_url": settings.SITE_URL + statement.get_absolute_url(),
        "until": until(asked).date(),
    }
    subject = _("What do you say about this? %(title)s") % {"title": statement.title}
    post(
        letter("indicators/followup/replies/mail/asked", to=email, subject=subject, context=context),
        outside_by=asked.asked_by,
    )
