"""The links on which somebody chooses a password: they work once, on this site, and not for long."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from rmt.links import site
from rmt.models import User


class PasswordLinks(PasswordResetTokenGenerator):
    """A link lives for `PASSWORD_RESET_TIMEOUT`; an invitation for `INVITATION_TIMEOUT`."""

    @property
    def key_salt(self) -> str:  # type: ignore[override]  # Django has a constant
        return f"rmt.people.tokens at {site()}"

    def make_invitation(self, user: User) -> str:
        """A token that is dated ahead, by as much as an invitation lives longer; the date is signed as well."""
        ahead = timedelta(seconds=settings.INVITATION_TIMEOUT - settings.PASSWORD_RESET_TIMEOUT)
        return self._make_token_with_timestamp(user, self._num_seconds(self._now() + ahead), self.secret)
