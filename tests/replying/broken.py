"""A mail server that refuses everything."""

from smtplib import SMTPRecipientsRefused

from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    def send_messages(self, messages) -> int:
        raise SMTPRecipientsRefused({"office@example.com": (550, b"no such box")})
