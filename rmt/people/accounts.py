"""How people sign in: by e-mail and password, to accounts that a programme manager makes; what is noted of it."""

import time
from math import ceil

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rmt.mail import post
from rmt.models import AccountEvent, OutgoingMail, User
from rmt.roles import Roles, roles_of

What = AccountEvent.What
JUST_SIGNED_IN = 5 * 60  # seconds
MINUTE, HOUR = 60, 60 * 60

# What allauth tells the owner of an account by mail, and we note.
NOTED = {
    "mfa/email/totp_activated": What.SECOND_STEP_SET,
    "mfa/email/totp_deactivated": What.SECOND_STEP_REMOVED,
    "mfa/email/recovery_codes_generated": What.CODES_MADE,
    "account/email/password_changed": What.PASSWORD_CHANGED,
    "account/email/password_reset": What.RESET_DONE,
}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """No: managers make the accounts, so that nobody has one without a role."""
        return False

    def get_login_redirect_url(self, request):
        """Where a person lands (docs/design.md, "People"): each where their work waits."""
        return reverse(landing_of(roles_of(request.user)))

    # Failures slow down whoever tries, at their network address, and nobody elsewhere

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Failures of an address are counted apart for each network address, so that no stranger locks its owner out.

        Of IPv6 it is the network, /64: whoever has one address there has them all.
        """
        return f"{ratelimit.get_ip(request)}:{super()._get_login_attempts_cache_key(request, **credentials)}"

    def pre_authenticate(self, request, **credentials) -> None:
        """Refuse, before the password is looked at, whoever has failed too often from here, and say until when."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise too_many(key=key) from None

    # What is noted: each hook is called by allauth once the thing has happened

    def authentication_failed(self, request, **credentials) -> None:
        note(What.FAILED, account_of(credentials.get("email", "")))

    def login(self, request, user) -> None:
        super().login(request, user)
        note(What.SIGNED_IN, user)

    def logout(self, request) -> None:
        if request.user.is_authenticated:
            note(What.SIGNED_OUT, request.user)
        super().logout(request)

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """Changes of password and second step are noted; the person sees them under "My details"."""
        if what := NOTED.get(template_prefix):
            note(what, user)
        if what == What.SECOND_STEP_SET:
            end_other_sessions(self.request, user)
        super().send_notification_mail(template_prefix, user, context, email)

    def send_mail(self, template_prefix, email, context):
        """Queued as all mail is, and with the address of the site: the request's Host is what a stranger typed."""
        written = self.render_mail(template_prefix, email, {**context, "email": email, "site": settings.SITE_URL})
        post(OutgoingMail(to=email, subject=written.subject, text=written.body))

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Whoever signed in a few minutes ago is not asked for the password once more."""
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < JUST_SIGNED_IN for record in records)


def note(what: str, user: User | None) -> None:
    """Note what happens in this request to the account of `user`, with the network address that it comes from."""
    network = AccountAdapter().get_client_ip(context.request)
    AccountEvent.objects.record(what, user, network=network)


def end_other_sessions(request: HttpRequest, user: User) -> None:
    """Sign this person out of every browser but this one: whoever is signed in there has shown no second step."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).exclude(pk=request.session.session_key):
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


def account_of(email: str) -> User | None:
    """The account of an address; what else is typed there may be a password, and is kept nowhere."""
    return User.objects.filter(email__iexact=email).first() if "\0" not in email else None


def too_many(*, key: str) -> ValidationError:
    """Why no password is tried now, and how long to wait, in words."""
    words = _(
        "That was tried too often from here. Try again in %(wait)s. You are not locked out elsewhere; "
        "whoever forgot the password can ask for a new one meanwhile."
    )
    wait = time_to_wait(action="login_failed", key=key)
    return ValidationError(words % {"wait": wait}, code="too_many_login_attempts")


def time_to_wait(*, action: str, key: str) -> str:
    """Until the next try is allowed, in words: "5 minutes"."""
    seconds = seconds_to_wait(action=action, key=key)
    if seconds > HOUR:
        hours = ceil(seconds / HOUR)
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    minutes = ceil(seconds / MINUTE)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def seconds_to_wait(*, action: str, key: str) -> int:
    """Until the next try is allowed: the longest wait of all limits that are reached, at least a second."""
    now, waits, app = time.time(), [1.0], "allauth.account"
    for rate in ratelimit.get_rates(app=app, action=action):
        cache_key = ratelimit.get_cache_key(context.request, app=app, action=action, rate=rate, key=key)
        tries = cache.get(cache_key, [])  # the latest first
        if len(tries) >= rate.amount:
            waits.append(tries[rate.amount - 1] + rate.duration - now)
    return ceil(max(waits))


def landing_of(roles: Roles) -> str:
    """The name of the page on which a person with these roles begins; who answers for a country, on the desk."""
    if roles.countries or roles.projects:
        return "desk"
    if roles.is_manager:
        return "review"
    if roles.themes:
        return "tags"
    if roles.is_evaluator:
        return "desk_results"
    return "portfolio" if roles.partners and not roles.regions else "desk"
