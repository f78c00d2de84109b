"""docs/design.md, workflow: by a one-time link constituents agree, comment or dissent; silence is "not answered"."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from indicators.models import Reply, ReplyRequest
from rmt.models import SiteVersion
from rmt.records.append_only import AppendOnlyError
from tests import factories
from tests.pages.reading import main_of
from tests.replying.steps import FEDERATION, answer, ask, page_of, published

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert(1)</script>" onmouseover="x\n{{ 7|add:7 }}'


@pytest.fixture
def publication(programme):
    return published()


@pytest.fixture
def link(publication, cast, django_capture_on_commit_callbacks) -> str:
    return ask(publication, by=cast.focal_togo, callbacks=django_capture_on_commit_callbacks)


def test_before_anybody_is_asked_the_page_says_so(publication):
    assert "has been asked about this result by this record yet" in page_of(publication)


def test_who_is_asked_and_silent_is_not_answered(publication, link):
    page = page_of(publication)
    assert "Employers&#x27; federation of Togo" in page
    assert "not answered yet" in page
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        assert ", not answered</span>" in page_of(publication)


def test_the_mail_says_what_it_is_about_as_text_and_html(publication, link):
    [message] = mail.outbox
    assert message.to == [FEDERATION["email"]]
    assert publication.title in message.body
    assert link in message.alternatives[0][0]


def test_the_address_is_kept_nowhere(publication, link):
    """It is used to send the link, and forgotten (rule 21)."""
    rows = [repr(row) for model in (ReplyRequest, Reply) for row in model.objects.values()]
    assert not any("office@" in row for row in rows)


@pytest.mark.parametrize(
    ("kind", "words"), [("confirmed", "agrees"), ("commented", "comments"), ("dissented", "disagrees")]
)
def test_what_is_said_stands_beside_the_result_at_once(publication, link, kind, words):
    before = SiteVersion.current()
    assert answer(link, kind, "It was our proposal.").status_code == 302
    page = page_of(publication)
    assert words in page
    assert "It was our proposal." in page
    assert SiteVersion.current() > before


def test_reading_the_link_changes_nothing_and_is_kept_by_nobody(publication, link):
    before = SiteVersion.current()
    for method in ("get", "head"):
        page = getattr(Client(), method)(link)
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert not Reply.objects.exists()
    assert SiteVersion.current() == before


def test_a_link_takes_one_answer(publication, link):
    answer(link, "dissented", "We were not asked.")
    again = answer(link, "confirmed")
    assert again.status_code == 200
    assert "this link was used" in again.content.decode()
    assert [reply.kind for reply in Reply.objects.all()] == ["dissented"]


def test_a_comment_says_something_and_what_was_chosen_stays(publication, link):
    page = answer(link, "dissented", "  ")
    assert "Write what you want readers to know." in page.content.decode()
    assert 'value="dissented" ' in page.content.decode()
    assert not Reply.objects.exists()


def test_2000_signs_are_taken_and_one_more_is_not(publication, link):
    too_long = answer(link, "commented", "é" * 2001)
    assert too_long.status_code == 200
    assert "é" * 2001 in too_long.content.decode()
    assert answer(link, "commented", "a\r\n" * 1000).status_code == 302
    assert len(Reply.objects.get().text) == 1999


@pytest.mark.parametrize("kind", ["", "not-answered", "withdrawn", "CONFIRMED"])
def test_there_are_three_choices(publication, link, kind):
    assert answer(link, kind, "Text").status_code == 200
    assert not Reply.objects.exists()


def test_hostile_text_is_only_text(publication, link):
    answer(link, "commented", HOSTILE)
    page = page_of(publication)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot; onmouseover=" in page
    assert "{{ 7|add:7 }}" in page


def test_signs_that_turn_the_text_around_are_left_out(publication, link):
    answer(link, "commented", "We \u202edisagree\u200b")
    assert Reply.objects.get().text == "We disagree"


@pytest.mark.parametrize("broken", ["x", "eyJhc2tlZCI6MX0:1abc:def"])
def test_a_link_that_we_never_made_does_not_work(programme, broken):
    assert Client().get(f"/reply/{broken}/").status_code == 404
    assert answer(f"/reply/{broken}/").status_code == 404


def test_a_link_is_open_for_60_days(publication, link):
    with time_machine.travel(timezone.now() + timedelta(days=59, hours=23)):
        assert Client().get(link).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=60, minutes=1)):
        late = answer(link)
        assert late.status_code == 404
        assert "expired" in late.content.decode()
    assert not Reply.objects.exists()


def test_a_changed_result_is_shown_again_and_nothing_typed_is_lost(publication, link):
    factories.edit(publication.result, title="Another title altogether")
    stale = answer(link, "commented", "Our words.")
    assert stale.status_code == 409
    assert "Another title altogether" in stale.content.decode()
    assert "Our words." in stale.content.decode()
    assert not Reply.objects.exists()
    assert answer(link, "commented", "Our words.", version=2).status_code == 302


def test_an_answer_about_an_earlier_version_says_so(publication, link):
    answer(link, "confirmed")
    factories.edit(publication.result, title="Another title altogether")
    assert "about version 1" in page_of(publication)


def test_a_withdrawn_result_takes_and_shows_no_reply(publication, link):
    answer(link, "commented", "Our words.")
    factories.withdraw(publication.result)
    assert "Our words." not in page_of(publication)
    assert Client().get(link).status_code == 404


def test_a_past_day_knows_nothing_of_replies(publication, cast, django_capture_on_commit_callbacks):
    query = f"?as_of={timezone.localdate().isoformat()}"
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        before = main_of(Client().get(publication.get_absolute_url() + query))
        link = ask(publication, by=cast.focal_togo, callbacks=django_capture_on_commit_callbacks)
        answer(link, "dissented", "Our words.")
        assert main_of(Client().get(publication.get_absolute_url() + query)) == before
        assert "stand on today's page only" in before.replace("&#x27;", "'")


def test_nobody_changes_or_takes_away_what_was_said(publication, link, cast):
    answer(link, "dissented", "Our words.")
    reply = Reply.objects.get()
    reply.text = "Theirs."
    with pytest.raises(AppendOnlyError):
        reply.save()
    with pytest.raises(AppendOnlyError):
        Reply.objects.filter(pk=reply.pk).delete()
