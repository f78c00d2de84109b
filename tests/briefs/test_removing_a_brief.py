"""Rule 2: two managers remove a brief for the law or somebody's safety; it is served at no door, on no past day."""

import pytest
from django.urls import reverse
from django.utils import timezone

from briefs.actions import publish_brief, reopen_brief, submit_brief, withdraw_brief
from briefs.models import IssueRemovalProposal
from rmt import search
from tests import factories

pytestmark = pytest.mark.django_db

REASON = "A person could be recognized."


def published(brief):
    sent = submit_brief(brief=brief, version=brief.version, by=factories.author())
    publish_brief(brief=sent, version=sent.version, by=factories.reviewing_manager(), now=timezone.now())
    brief.refresh_from_db()
    return brief


@pytest.fixture
def brief(programme):
    return published(factories.brief(title="A clinic for every canton"))


def doors(brief):
    version = [brief.slug, 1]
    return {
        "page": reverse("brief", args=[brief.slug]),
        "version": reverse("brief_version", args=version),
        "PDF": reverse("brief_file", args=[brief.slug, "pdf"]),
        "Word file of the version": reverse("brief_version_file", args=[*version, "docx"]),
    }


def is_served(client, address):
    answer = client.get(address)
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        return "People are better protected." in answer.text
    return answer.status_code == 200


def test_one_manager_alone_removes_nothing(client, signed_in, brief):
    address = reverse("brief_removal", args=[brief.uuid])
    page = signed_in("manager").get(address).text
    assert 'name="csrfmiddlewaretoken"' in page
    assert 'name="reason"' in page
    signed_in("manager").post(address, {"reason": REASON})
    refused = signed_in("manager").post(address, {"remove": ""})
    assert refused.status_code == 403
    assert all(is_served(client, door) for door in doors(brief).values())


def test_two_remove_it_at_every_door(client, signed_in, brief):
    address = reverse("brief_removal", args=[brief.uuid])
    signed_in("manager").post(address, {"reason": REASON})
    signed_in("other_manager").post(address, {"remove": ""})
    assert not [name for name, door in doors(brief).items() if is_served(client, door)]
    assert REASON in client.get(doors(brief)["page"]).text
    assert "Propose it" not in signed_in("manager").get(address).text  # nothing is left to be removed
    assert brief.title not in client.get(reverse("briefs")).text
    assert brief.title not in client.get(reverse("country", args=["togo"])).text
    search.rebuild()
    assert brief.title not in client.get(reverse("search"), {"q": "clinic every canton"}).text


def test_what_is_published_afterwards_is_served_and_the_removed_stays_removed(client, signed_in, brief):
    address = reverse("brief_removal", args=[brief.uuid])
    signed_in("manager").post(address, {"reason": REASON})
    signed_in("other_manager").post(address, {"remove": ""})
    reopened = reopen_brief(brief=brief, version=brief.version, by=factories.author())
    published(reopened)
    served = [name for name, door in doors(brief).items() if is_served(client, door)]
    assert served == ["page", "PDF"]


def test_one_that_was_withdrawn_can_still_be_removed(signed_in, brief):
    withdraw_brief(brief=brief, version=brief.version, reason="Old.", by=factories.author(), now=timezone.now())
    page = signed_in("manager").get(reverse("desk_brief", args=[brief.uuid])).text
    assert reverse("brief_removal", args=[brief.uuid]) in page


def test_a_proposal_can_be_left(client, signed_in, brief):
    address = reverse("brief_removal", args=[brief.uuid])
    signed_in("manager").post(address, {"reason": REASON})
    signed_in("other_manager").post(address, {"drop": ""})
    assert not IssueRemovalProposal.objects.exists()
    assert all(is_served(client, door) for door in doors(brief).values())
