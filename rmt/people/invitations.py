"""The mails about an account: an invitation with a link to choose a password, news of a role or of the second step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rmt.mail import letter
from rmt.models import User
from rmt.people.selectors import roles_by_person
from rmt.reader import reading_as

logger = structlog.get_logger(__name__)


@dataclass
class Invitation:
    """A mail that goes out once all is saved; `was_sent` is `None` until then."""

    user: User
    is_new: bool
    was_sent: bool | None = None


def send_invitation(user: User, *, is_new: bool, by: User) -> Invitation:
    """Mail a link that works once and for some days; call it in the transaction that makes the account."""
    key = default_token_generator.make_token(user)
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    context = {
        "link": settings.SITE_URL + address,
        "until": timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        "again": settings.SITE_URL + reverse("account_reset_password"),
        "roles": [role for role in roles_by_person([user], today=timezone.now().date())[user.pk] if not role.is_past],
    }
    subject = _("Your account for the Results Monitoring Tool")
    return _after_commit(Invitation(user, is_new), subject, "people/mail/invitation", context, by)


def send_news(user: User, *, roles: Iterable[Any], by: User) -> Invitation:
    """Tell somebody who has a password what was given to them."""
    context = {"roles": list(roles), "desk": settings.SITE_URL + reverse("desk")}
    subject = _("Your part in the Results Monitoring Tool")
    return _after_commit(Invitation(user, is_new=False), subject, "people/mail/news", context, by)


def send_reset_of_second_step(user: User, *, by: User) -> Invitation:
    """Tell somebody that their second step was taken away, and what to do if they did not ask for it."""
    context = {"desk": settings.SITE_URL + reverse("desk"), "contact": settings.CONTACT}
    subject = _("Your second step was reset")
    return _after_commit(Invitation(user, is_new=False), subject, "people/mail/second_step", context, by)


def _after_commit(invitation: Invitation, subject: str, template: str, context: dict[str, Any], by: User) -> Invitation:
    context |= {"user": invitation.user, "by": by, "site": settings.SITE_URL}
    with reading_as(invitation.user):
        message = letter(template, to=invitation.user.email, subject=subject, context=context)

    def send() -> None:
        """The account exists whether or not the mail goes out: the page says so, and offers to send it again."""
        try:
            message.send()
        except Exception:
            logger.exception("invitation.not_sent", user=invitation.user.pk)
            invitation.was_sent = False
        else:
            invitation.was_sent = True

    transaction.on_commit(send)
    return invitation
