"""Who may ask a constituent about a published result, and what is refused."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import Reply, ReplyRequest
from rmt.models import SiteVersion
from tests import factories
from tests.cast import sign_in
from tests.replying.steps import FEDERATION, answer, ask, page_of, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication(programme):
    return published()


def refused(publication, user, **changed) -> str:
    page = sign_in(Client(), user).post(reverse("replies", args=[publication.result.uuid]), FEDERATION | changed)
    assert page.status_code == 200
    assert not ReplyRequest.objects.exists()
    return page.content.decode()


@pytest.mark.parametrize("person", ["focal_togo", "deputy_togo", "manager"])
def test_the_country_team_and_managers_ask(publication, cast, person, django_capture_on_commit_callbacks):
    before = SiteVersion.current()
    ask(publication, by=getattr(cast, person), callbacks=django_capture_on_commit_callbacks)
    assert SiteVersion.current() > before
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("person", "status"), [("evaluator", 403), ("specialist_africa", 403), ("focal_senegal", 404), ("partner", 404)]
)
def test_nobody_else_asks(publication, cast, person, status):
    client = sign_in(Client(), getattr(cast, person))
    page = client.post(reverse("replies", args=[publication.result.uuid]), FEDERATION)
    assert page.status_code == status
    assert not ReplyRequest.objects.exists()


def test_only_what_is_published_can_be_asked_about(cast):
    sent = factories.submit(by=cast.focal_togo)
    assert sign_in(Client(), cast.manager).post(reverse("replies", args=[sent.uuid]), FEDERATION).status_code == 403
    assert not ReplyRequest.objects.exists()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"organization": " \u200b "}, "Write the name of the organization."),
        ({"organization": "x" * 201}, "at most 200"),
        ({"email": "nobody"}, "such as office@example.org"),
        ({"email": ""}, "Write the address"),
        ({"group": "journalists"}, "Choose one of these."),
        ({"group": ""}, "Choose one."),
    ],
)
def test_what_is_missing_is_said_beside_the_field(publication, cast, changed, message):
    page = refused(publication, cast.focal_togo, **changed)
    assert message in page
    for name, value in (FEDERATION | changed).items():
        assert name == "group" or value.strip(" \u200b").replace("'", "&#x27;") in page


def test_nobody_who_works_on_the_desk_answers_for_a_constituent(publication, cast):
    assert "works on the desk" in refused(publication, cast.focal_togo, email=cast.deputy_togo.email.upper())


def test_asking_twice_within_minutes_is_one_request(publication, cast, django_capture_on_commit_callbacks):
    for organization in (FEDERATION["organization"], f"  {FEDERATION['organization'].upper()} "):
        ask(publication, by=cast.focal_togo, callbacks=django_capture_on_commit_callbacks, organization=organization)
    assert (ReplyRequest.objects.count(), len(mail.outbox)) == (1, 1)


def test_asked_again_later_the_earlier_link_closes(publication, cast, django_capture_on_commit_callbacks):
    first = ask(publication, by=cast.focal_togo, callbacks=django_capture_on_commit_callbacks)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        second = ask(publication, by=cast.manager, callbacks=django_capture_on_commit_callbacks)
        assert "newer link" in answer(first).content.decode()
        assert answer(second).status_code == 302
        assert Client().get(first).status_code == 404
    assert Reply.objects.count() == 1
    assert page_of(publication).count('<strong dir="auto">Employers&#x27; federation of Togo</strong>') == 1


def test_the_desk_shows_who_was_asked_and_what_they_say(publication, cast, django_capture_on_commit_callbacks):
    link = ask(publication, by=cast.focal_togo, callbacks=django_capture_on_commit_callbacks)
    answer(link, "dissented", "We were not asked.")
    page = sign_in(Client(), cast.manager).get(reverse("replies", args=[publication.result.uuid])).content.decode()
    assert "We were not asked." in page
    assert page.count("nobody was asked") == 2


def test_a_mail_that_does_not_go_out_breaks_nothing(publication, cast, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "tests.replying.broken.Backend"
    with django_capture_on_commit_callbacks(execute=True):
        page = sign_in(Client(), cast.focal_togo).post(reverse("replies", args=[publication.result.uuid]), FEDERATION)
    assert page.status_code == 302
    assert ReplyRequest.objects.count() == 1
