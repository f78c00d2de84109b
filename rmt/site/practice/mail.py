"""Mail: as the settings say; from a practice desk, none leaves."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from rmt.site.practice.desks import current


class EmailBackend(BaseEmailBackend):
    """Hands mail to `MAIL_BACKEND`; mail from a practice desk stays here, and the page says that it would have gone."""

    def __init__(self, fail_silently: bool = False, **options) -> None:
        super().__init__(fail_silently=fail_silently)
        self.outside = get_connection(settings.MAIL_BACKEND, fail_silently=fail_silently, **options)

    def open(self):
        return None if current() else self.outside.open()

    def close(self) -> None:
        self.outside.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        desk = current()
        if desk is None:
            return self.outside.send_messages(email_messages) or 0
        desk.unsent.extend(email_messages)
        return len(email_messages)
