"""A brief on its way to readers: what it needs, who publishes it, what stays, and what is told when it goes."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from briefs import actions
from briefs.models import Brief
from tests import factories

pytestmark = pytest.mark.django_db


def address_of(brief: Brief) -> str:
    return f"/briefs/{brief.slug}/"


def test_it_is_public_once_a_manager_published_it_who_neither_wrote_nor_sent_it(client):
    author, other = factories.UserFactory(manager=True), factories.UserFactory(manager=True)
    sent = factories.submit_brief(by=author)
    assert client.get(address_of(sent)).status_code == 404
    with pytest.raises(ValidationError, match="Nobody publishes what they wrote"):
        actions.publish_brief(brief=sent, version=sent.version, by=author, now=timezone.now())
    issue = actions.publish_brief(brief=sent, version=sent.version, by=other, now=timezone.now())
    page = client.get(address_of(sent)).content.decode()
    assert "People are better protected." in page
    assert issue.edition.seal.line in page
    assert client.get(f"/briefs/{sent.slug}.pdf").getvalue().startswith(b"%PDF")
