"""Verbs about people: who is invited, who holds which role and until when, whose account is open.

A role is never deleted, only ended, so that history names who held it. Each verb leaves an event of the account.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rmt.models import AccountEvent, Holding, Manager, User
from rmt.people.invitations import (
    Invitation,
    send_invitation,
    send_news,
    send_reset_of_second_step,
    tell_other_managers,
)
from rmt.people.roles import RoleKind, dates_in_words, first_day_without, in_words, kind_of, overlapping, subject_of
from rmt.text import day as day_text

What = AccountEvent.What
LONGEST = timedelta(days=366 * 20)


@dataclass(frozen=True, slots=True)
class NewRole:
    """A role to be given: of which kind, for what, from a day until before another."""

    kind: RoleKind
    subject: Any
    start: date
    end: date | None = None

    def __str__(self) -> str:
        return f"{in_words(self.kind, self.subject)}: {dates_in_words(self.start, self.end)}"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who may have no account yet: the address that signs in, and what a new account needs."""

    email: str
    first_name: str = ""
    last_name: str = ""
    language: str = User.Language.ENGLISH

    def account(self) -> User | None:
        """The account of this address, if there is one, locked until the end of the transaction."""
        return User.objects.select_for_update().filter(email__iexact=self.email).first()


@transaction.atomic
def invite(*, who: Newcomer, roles: Iterable[NewRole], by: User) -> Invitation:
    """Give these roles to whoever has this address; somebody new gets an account and a link to choose a password.

    Raises ValidationError, keyed by field, if the account is closed, a role is held already, or nothing is given.
    """
    roles = list(roles)
    if not roles:
        raise ValidationError(_("Give at least one role: without one there is nothing on the desk."))
    user = who.account()
    is_new = user is None
    if user is None:
        user = _make(who, by=by)
    elif not user.is_active:
        raise ValidationError({"email": _("The account of this address is closed. Open it again on its own page.")})
    for role in roles:
        _give(user, role, by=by)
    return _tell(user, roles, is_new=is_new, by=by)


def _tell(user: User, roles: Iterable[NewRole], *, is_new: bool, by: User) -> Invitation:
    """Mail a link to choose a password to whoever has none, and to others what is new for them."""
    if user.has_usable_password():
        return send_news(user, roles=roles, by=by)
    _log(What.INVITED, user, by, _("Invited by mail") if is_new else _("Invited by mail again"))
    return send_invitation(user, is_new=is_new, by=by)


def _make(who: Newcomer, *, by: User) -> User:
    """An account that nobody can sign in to until its owner has chosen a password."""
    missing = {part: _("Fill this in.") for part in ("first_name", "last_name") if not getattr(who, part)}
    if missing:
        raise ValidationError(missing)
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                who.email, language=who.language, first_name=who.first_name, last_name=who.last_name
            )
    except IntegrityError:
        taken = _("Somebody has just invited this address. Look for it in the list of people.")
        raise ValidationError({"email": taken}) from None
    _log(What.MADE, user, by, _("Account made"))
    return user


@transaction.atomic
def invite_again(*, user: User, by: User) -> Invitation:
    """Send a new link. Raises ValidationError if a password was chosen already or the account is closed."""
    user = _locked(user)
    if not user.is_active:
        raise ValidationError(_("This account is closed. Open it again first."))
    if user.has_usable_password():
        raise ValidationError(_("A password was chosen already. Whoever forgot it asks for a new one when signing in."))
    _log(What.INVITED, user, by, _("Invited by mail again"))
    return send_invitation(user, is_new=False, by=by)


@transaction.atomic
def give_role(*, user: User, role: NewRole, by: User) -> Holding:
    """Let `user` hold a role. Raises ValidationError, keyed by field, if they do on one of these days already."""
    user = _locked(user)
    if not user.is_active:
        raise ValidationError(_("This account is closed. Open it again before you give it a role."))
    return _give(user, role, by=by)


@transaction.atomic
def end_role(*, role: Holding, on: date, by: User, today: date) -> None:
    """End a role: `on` is the first day without it. Raises ValidationError if no manager would be left."""
    correct_dates(role=role, start=role.start, end=on, by=by, today=today)


@transaction.atomic
def correct_dates(*, role: Holding, start: date, end: date | None, by: User, today: date) -> None:
    """Change from when until before when a role is held. Raises ValidationError, keyed by field."""
    user = _locked(role.user)
    role = type(role)._default_manager.select_for_update().get(pk=role.pk)
    kind, subject = kind_of(role), subject_of(role)
    _check_dates(start, end)
    _refuse_overlap(overlapping(kind, subject, user=user, start=start, end=end).exclude(pk=role.pk))
    before, old_end = dates_in_words(role.start, role.end), role.end
    is_longer = start < role.start or (role.end is not None and (end is None or end > role.end))
    with _somebody_manages(today=today, name="end"):
        role.start, role.end = start, end
        role.save()
    if (after := dates_in_words(start, end)) != before:
        words = {"role": in_words(kind, subject), "after": after, "before": before}
        is_ended = end is not None and (old_end is None or end < old_end)
        what = What.ROLE_ENDED if is_ended else What.ROLE_CHANGED
        _log(what, user, by, _("%(role)s: now %(after)s; it was %(before)s") % words)
        if kind.model is Manager and is_longer:
            tell_other_managers(user, dates=after, by=by)


@transaction.atomic
def hand_over(*, role: Holding, to: Newcomer, on: date, by: User, today: date) -> Invitation:
    """End a role on a day and let `to` hold it from that day: [from, to), so nobody holds it twice and no day is lost.

    Somebody new is invited. Raises ValidationError, keyed by field.
    """
    _locked(role.user)
    ending: Any = type(role)._default_manager.select_for_update().get(pk=role.pk)
    successor = to.account()
    if successor is not None and not successor.is_active:
        raise ValidationError({"to": _("This account is closed. Open it again, or choose somebody else.")})
    if successor is not None and successor.pk == ending.user_id:
        raise ValidationError({"to": _("They hold it already. Choose somebody else.")})
    if on <= ending.start or (ending.end and on > ending.end):
        message = _("Choose a day on which they hold it: after %(start)s%(until)s.")
        until = _(" and not after %(end)s") % {"end": day_text(ending.end)} if ending.end else ""
        raise ValidationError({"on": message % {"start": day_text(ending.start), "until": until}})
    is_new = successor is None
    successor = successor or _make(to, by=by)
    beginning = NewRole(kind_of(ending), subject_of(ending), on)
    with _somebody_manages(today=today, name="on"):
        ending.end = on
        ending.save()
        _give(successor, beginning, by=by, field="to")
    words = {"role": in_words(beginning.kind, beginning.subject), "to": successor, "day": day_text(on)}
    _log(What.ROLE_ENDED, ending.user, by, _("%(role)s: handed over to %(to)s on %(day)s") % words)
    return _tell(successor, [beginning], is_new=is_new, by=by)


@transaction.atomic
def close_account(*, user: User, by: User, today: date) -> None:
    """Let them sign in no more, wherever they are signed in now; their roles stay.

    Raises ValidationError for administrators, and where nobody would be left to manage the programme.
    """
    user = _locked(user)
    _refuse_administrators(user)
    with _somebody_manages(today=today):
        user.is_active = False
        user.save(update_fields=["is_active"])
    _log(What.CLOSED, user, by, _("Account closed by its owner") if user.pk == by.pk else _("Account closed"))


@transaction.atomic
def open_account(*, user: User, by: User) -> None:
    """Let them sign in again, with the roles that they hold now."""
    user = _locked(user)
    _refuse_administrators(user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    _log(What.OPENED, user, by, _("Account opened again"))
    for role in Manager.objects.on(timezone.now().date()).filter(user=user):
        tell_other_managers(user, dates=dates_in_words(role.start, role.end), by=by)


@transaction.atomic
def reset_second_step(*, user: User, by: User) -> None:
    """Take the app and the recovery codes of somebody who lost them away, and tell them by mail.

    Who needs a second step sets up a new one before the desk opens. Raises ValidationError for one's own, for an
    administrator's unless an administrator does it, and where there is none.
    """
    user = _locked(user)
    if user.pk == by.pk:
        raise ValidationError(_("You cannot reset your own second step here. Ask another manager."))
    if not by.is_superuser:
        _refuse_administrators(user)
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise ValidationError(_("There is no second step to reset."))
    _log(What.SECOND_STEP_RESET, user, by, _("The second step was reset"))
    send_reset_of_second_step(user, by=by)


# What these verbs share


def _locked(user: User) -> User:
    """The person, locked: nobody else gives or takes away a role of theirs at the same time."""
    return User.objects.select_for_update().get(pk=user.pk)


def _give(user: User, role: NewRole, *, by: User, field: str = "start") -> Holding:
    _check_dates(role.start, role.end)
    _refuse_overlap(overlapping(role.kind, role.subject, user=user, start=role.start, end=role.end), field=field)
    row = role.kind.model(user=user, start=role.start, end=role.end, **role.kind.columns(role.subject))
    row.save()
    _log(What.ROLE_GIVEN, user, by, str(role))
    if role.kind.model is Manager:
        tell_other_managers(user, dates=dates_in_words(role.start, role.end), by=by)
    return row


def _check_dates(start: date, end: date | None) -> None:
    if end is not None and end <= start:
        raise ValidationError({"end": _("Choose a day after the first one, or leave it empty.")})
    if end is not None and end - start > LONGEST:
        raise ValidationError({"end": _("This is more than twenty years. Check the year.")})


def _refuse_overlap(roles: QuerySet, *, field: str = "start") -> None:
    found: Any = roles.first()
    if found is None:
        return
    message = _("They hold this already: %(role)s, %(dates)s. Change its dates, or choose days outside them.")
    words = {"role": in_words(kind_of(found), subject_of(found)), "dates": dates_in_words(found.start, found.end)}
    raise ValidationError({field: message % words})


def _refuse_administrators(user: User) -> None:
    if user.is_superuser or user.is_staff:
        raise ValidationError(_("This is an administrator: only another administrator changes this account."))


@contextmanager
def _somebody_manages(*, today: date, name: str | None = None) -> Iterator[None]:
    """Refuse what would leave the programme without a manager, or leave it so on an earlier day than before."""

    def gap() -> date | None:
        managers = Manager.objects.select_for_update(of=("self",)).filter(user__is_active=True)
        return first_day_without(managers, today=today)

    before = gap()
    yield
    after = gap()
    if after is not None and (before is None or after < before):
        message = _(
            "From %(day)s nobody would be programme manager: nothing could be validated, and nobody could give "
            "the role again. Give it to somebody else first, or hand it over."
        ) % {"day": day_text(after)}
        raise ValidationError({name: message} if name else message)


def _log(what: str, user: User, by: User, detail: str) -> None:
    AccountEvent.objects.record(what, user, by=by, detail=detail)
