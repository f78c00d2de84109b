"""The mails about an account: an invitation, a link to a new password, news of roles, managers and second steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from rmt.mail import LOST_AFTER, deliver, letter, post
from rmt.models import AccountEvent, Manager, OutgoingMail, User
from rmt.people.selectors import roles_by_person
from rmt.people.tokens import PasswordLinks
from rmt.reader import reading_as

# What managers are told the fate of; links to a new password and the like are between the person and the site.
INVITATION = gettext_lazy("Your account for the Results Monitoring Tool")
NEWS = gettext_lazy("Your part in the Results Monitoring Tool")
ANSWERED_WITHIN = timedelta(hours=3)
"""How long whoever asks for a link waits for it at most, if it cannot be written at once."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whose mail is on its way, and whether the account was made for it."""

    user: User
    is_new: bool


def send_invitation(user: User, *, is_new: bool, by: User) -> Invitation:
    """Mail a link that works once and for a week; call it in the transaction that makes the account."""
    until = timezone.now() + timedelta(seconds=settings.INVITATION_TIMEOUT)
    context = {
        "by": by,
        "link": _link(user, PasswordLinks().make_invitation(user)),
        "until": until,
        "again": settings.SITE_URL + reverse("account_reset_password"),
        "roles": [role for role in roles_by_person([user], today=timezone.now().date())[user.pk] if not role.is_past],
    }
    _post(user, "invitation", INVITATION, context, until=until)
    return Invitation(user, is_new)


def send_news(user: User, *, roles: Iterable[Any], by: User) -> Invitation:
    """Tell somebody who has a password what was given to them."""
    context = {"by": by, "roles": list(roles), "desk": settings.SITE_URL + reverse("desk")}
    _post(user, "news", NEWS, context)
    return Invitation(user, is_new=False)


def send_reset_of_second_step(user: User, *, by: User) -> None:
    """Tell somebody that their second step was taken away, and what to do if they did not ask for it."""
    context = {"by": by, "desk": settings.SITE_URL + reverse("desk"), "contact": settings.CONTACT}
    _post(user, "second_step", _("Your second step was reset"), context)


def send_change_of_account(user: User, *, changes: list[str], by: User, old_address: str) -> None:
    """Tell somebody what an administrator changed of how they sign in; at the old address too, if that is another."""
    context = {"by": by, "changes": changes, "contact": settings.CONTACT}
    written = _letter(user, "account_changed", _("Your account was changed"), context)
    for address in dict.fromkeys([old_address, user.email]):
        post(OutgoingMail(to=address, subject=written.subject, text=written.text, html=written.html))


def tell_other_managers(user: User, *, dates: str, by: User) -> None:
    """Tell the managers of today that there is one more; not the new one, nor who made them one."""
    managers = Manager.objects.on(timezone.now().date()).exclude(user__in=[user, by]).values("user")
    context = {"new": user, "dates": dates, "by": by, "page": settings.SITE_URL + reverse("person", args=[user.pk])}
    for manager in User.objects.filter(is_active=True, pk__in=managers):
        _post(manager, "new_manager", _("%(name)s is a programme manager") % {"name": user}, context)


def ask_for_link(email: str) -> None:
    """Queue a link to a new password for whoever has this address; whether anybody has is not looked up here."""
    now = timezone.now()
    asked = OutgoingMail.objects.create(to=email, subject="", made_at=now, next_at=now, until=now + ANSWERED_WITHIN)
    send_link.enqueue(asked.pk)


def ask_again(*, now: datetime) -> int:
    """Queue again the links that were asked for over ten minutes ago and were not written; how many."""
    lost = OutgoingMail.objects.filter(ended_at=None, text="", next_at__lt=now - LOST_AFTER, until__gt=now)
    pks = list(lost.values_list("pk", flat=True))
    for pk in pks:
        send_link.enqueue(pk)
    return len(pks)


@task()
@transaction.atomic
def send_link(asked: int) -> None:
    """Write the mail that was asked for, and send it; what was asked for an unknown address is forgotten."""
    mail = OutgoingMail.objects.select_for_update().filter(pk=asked, ended_at=None, text="").first()
    if mail is None:
        return
    user = User.objects.filter(email__iexact=mail.to, is_active=True).first()
    if user is None:
        mail.delete()
        return
    AccountEvent.objects.record(AccountEvent.What.RESET_ASKED, user)
    mail.next_at = timezone.now()
    mail.until = mail.next_at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    context = {"link": _link(user, PasswordLinks().make_token(user)), "until": mail.until}
    written = _letter(user, "reset", _("A new password for the Results Monitoring Tool"), context)
    mail.subject, mail.text, mail.html = written.subject, written.text, written.html
    mail.save()
    deliver.enqueue(mail.pk)


def mail_state(user: User) -> str:
    """What became of the last invitation or news of roles to somebody, in words; "" if none was of late."""
    with reading_as(user):
        subjects = [str(INVITATION), str(NEWS)]
    mail = OutgoingMail.objects.filter(to=user.email, subject__in=subjects).order_by("-made_at").first()
    if mail is None:
        return ""
    if mail.was_given_up:
        return _("“%(subject)s” could not be sent") % {"subject": mail.subject}
    state = _("“%(subject)s” was sent") if mail.ended_at else _("“%(subject)s” waits to be sent")
    return state % {"subject": mail.subject}


def given_up_since(moment: datetime) -> list[OutgoingMail]:
    """The mail that could not be sent, the latest first; not the links to a new password (they alone have an end)."""
    mails = OutgoingMail.objects.filter(ended_at__gte=moment, until=None).exclude(failure="")
    return list(mails.order_by("-ended_at"))


def _link(user: User, key: str) -> str:
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return settings.SITE_URL + path


def _post(user: User, template: str, subject: Any, context: dict[str, Any], *, until: datetime | None = None) -> None:
    mail = _letter(user, template, subject, context)
    mail.until = until
    post(mail)


def _letter(user: User, template: str, subject: Any, context: dict[str, Any]) -> OutgoingMail:
    with reading_as(user):
        context = {"user": user, "site": settings.SITE_URL, **context}
        return letter(f"people/mail/{template}", to=user.email, subject=str(subject), context=context)
