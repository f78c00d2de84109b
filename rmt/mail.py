"""Mail, rendered in one place: each letter is a template of text and one of HTML, side by side."""

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def letter(template: str, *, to: str, subject: str, context: Mapping[str, Any]) -> EmailMultiAlternatives:
    """A mail, not sent yet, from `template`.txt and `template`.html; its subject is one line."""
    text, html = (render_to_string(f"{template}.{kind}", dict(context)) for kind in ("txt", "html"))
    mail = EmailMultiAlternatives(subject=" ".join(subject.split()), body=text, to=[to])
    mail.attach_alternative(html, "text/html")
    return mail
