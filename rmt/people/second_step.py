"""The second step of signing in: a code of an app on the phone, or a recovery code. Who needs it, how it is kept."""

import base64
import hashlib
import secrets
from typing import Any

import structlog
from allauth.core import context, ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode import make as qr_code
from qrcode.image.svg import SvgPathImage

from rmt.forms import is_sent_to_the_desk, send_again
from rmt.models import AccountEvent, User
from rmt.people.accounts import note, time_to_wait
from rmt.roles import roles_of

logger = structlog.get_logger(__name__)

CLOSED_WITHOUT_IT = ("/desk/", "/admin/")
SET_UP = reverse_lazy("mfa_activate_totp")
WRONG_CODES = "second_step_failed"  # what `ACCOUNT_RATE_LIMITS` calls them


def must_have_second_step(user: User) -> bool:
    """Whether the desk opens to this person with a second step only: to managers and administrators of a real site."""
    return settings.SECOND_STEP_REQUIRED and (user.is_staff or user.is_superuser or roles_of(user).is_manager)


def has_second_step(user: User) -> bool:
    return is_mfa_enabled(user, [Authenticator.Type.TOTP])


class SecondStepMiddleware:
    """Managers and administrators set up their second step before anything of the desk or the admin opens."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user if request.path_info.startswith(CLOSED_WITHOUT_IT) else None
        if user is None or not user.is_authenticated or not must_have_second_step(user):
            return self.get_response(request)
        if has_second_step(user):
            return self.get_response(request)
        if is_sent_to_the_desk(request) and request.POST:
            return send_again(request, status=403, first=(_("Set up your second step in a new tab"), str(SET_UP)))
        messages.info(request, _("Managers and administrators sign in with a second step. Set it up now."))
        return redirect(SET_UP)


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not right. The app shows a new one every half minute: type that."),
    }

    def build_totp_svg(self, url: str) -> str:
        """The code to scan as a drawing that stands in the page itself: the policy of the site lets no picture in."""
        return mark_safe(qr_code(url, image_factory=SvgPathImage).to_string(encoding="unicode"))  # noqa: S308 (a drawing made here)

    def encrypt(self, text: str) -> str:
        return ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; where the key of the site has changed, one that fits no code, and a line in the log."""
        try:
            return ciphers().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("second_step.unreadable", hint="SECRET_KEY has changed: keep the old one as a fallback")
            return base64.b32encode(secrets.token_bytes(20)).decode()


def ciphers() -> MultiFernet:
    """What the secrets are kept under: keys derived from SECRET_KEY, so that a copy of the database opens nothing."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    derived = [hashlib.sha256(b"rmt second step" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def are_unreadable() -> bool:
    """Whether the second steps of this database are kept under a key that the settings do not name; one is tried."""
    one = Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("-pk").first()
    if one is None:
        return False
    try:
        ciphers().decrypt(one.data["secret"].encode())
    except InvalidToken:
        return True
    return False


class CountedForTheAccount:
    """A code of the app, or a recovery code.

    Wrong ones are counted for the account as a whole, unlike passwords: six digits could be guessed from a thousand
    places, and whoever gets as far as here knows the password. The wait is an hour at most, so that such a person does
    not keep the owner out for longer.
    """

    user: User
    fields: dict[str, Any]
    cleaned_data: dict[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code of the app, or a recovery code")
        del self.fields["code"].widget.attrs["placeholder"]  # it says what the label says

    def clean_code(self) -> str:
        code, count = self.cleaned_data["code"], {"action": WRONG_CODES, "key": str(self.user.pk)}
        if not ratelimit.consume(context.request, **count):
            words = _(
                "Too many wrong codes for this account, here or elsewhere. Try again in %(wait)s. If it was not you, "
                "somebody knows your password: choose a new one."
            )
            raise ValidationError(words % {"wait": time_to_wait(**count)})
        for authenticator in Authenticator.objects.filter(user=self.user):
            if authenticator.wrap().validate_code(code):
                self.authenticator = authenticator
                ratelimit.clear(context.request, **count)
                return code
        note(AccountEvent.What.SECOND_STEP_FAILED, self.user)
        raise SecondStepAdapter().validation_error("incorrect_code")

    def save(self) -> None:
        super().save()  # type: ignore[misc]  # of the form that it is mixed into
        note(AccountEvent.What.SECOND_STEP_USED, self.user)


class SecondStepForm(CountedForTheAccount, AuthenticateForm):
    """The code at the sign-in."""


class SecondStepAgainForm(CountedForTheAccount, ReauthenticateForm):
    """The code before a change of how one signs in."""


class SetUpForm(ActivateTOTPForm):
    """The first code. Not counted: the page itself shows the key that it is made from."""

    def clean_code(self) -> str:
        if not validate_totp_code(self.secret, self.cleaned_data["code"]):
            raise SecondStepAdapter().validation_error("incorrect_code")
        return self.cleaned_data["code"]
