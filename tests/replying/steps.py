"""What the tests of replies do again and again: ask an organization, take the link of the mail, answer."""

import re

from django.core import mail
from django.test import Client
from django.urls import reverse

from rmt.models import User
from tests import factories

FEDERATION = {"group": "employers", "organization": "Employers' federation of Togo", "email": "office@example.com"}


def ask(publication, *, by: User, callbacks, **changed) -> str:
    """The address of the link that an organization gets."""
    client = Client()
    client.force_login(by)
    with callbacks(execute=True):
        answer = client.post(reverse("replies", args=[publication.result.uuid]), FEDERATION | changed)
    assert answer.status_code == 302, answer.content.decode()
    found = re.search(r"https?://[^/]+(/reply/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def answer(link: str, kind: str = "confirmed", text: str = "", *, version: int = 1, client: Client | None = None):
    return (client or Client()).post(link, {"kind": kind, "text": text, "version": version})


def published(**fields):
    return factories.publish(indicator="R2", title="Law on health insurance", **fields)


def page_of(publication, query: str = "") -> str:
    return Client().get(publication.get_absolute_url() + query).content.decode()
