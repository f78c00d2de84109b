"""Workflow, tag: the lead or deputy decides, one by one; a manager after 14 days; the page says what is next."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Tag
from indicators.tagging import unchecked_for
from tests.factories import draft, reopen, save, submit
from tests.tagging.queue import FINANCING, HEALTH, decides, opens, published_tags, state_of, tagged, text, waited

pytestmark = pytest.mark.django_db


@pytest.fixture
def emptied(cast):
    """The cast, with nothing waiting of what the reference data proposes."""
    Tag.objects.filter(state="proposed").update(state="confirmed")
    return cast


@pytest.mark.parametrize("role", ["lead_health", "deputy_lead_health"])
def test_the_longest_waiting_is_in_focus_with_what_the_decision_rests_on(client, emptied, role):
    waited(tagged(emptied, "A younger law"), 2)
    waited(tagged(emptied, "An older law", themes=[HEALTH, FINANCING]), 9)
    page = text(opens(client, getattr(emptied, role)))
    focus, following = page.split("All that wait")
    assert focus.count("An older law") == 1
    assert "A younger law" not in focus
    assert "A younger law" in following
    for shown in ("Togo", "People are better protected.", "https://gazette.example.org/1", "Financing", "for 9 days"):
        assert shown in focus


def test_confirming_restates_what_is_published_and_shows_the_next(client, emptied):
    first, second = waited(tagged(emptied, "First"), 9), waited(tagged(emptied, "Second"), 2)
    response = decides(client, emptied.lead_health, "confirm", first)
    assert response["Location"] == f"{reverse('tags')}?tag={second.pk}"
    assert published_tags(first) == {HEALTH: "confirmed"}


def test_rejecting_keeps_the_reason_in_the_history(client, emptied):
    tag = tagged(emptied)
    decides(client, emptied.lead_health, "reject", tag, reason="It is about unemployment.")
    assert published_tags(tag) == {}
    assert tag.result.review_events.latest("pk").comment == f"{HEALTH}: rejected. It is about unemployment."


def test_later_shows_the_next_one_and_after_the_last_the_first(client, emptied):
    first, second = waited(tagged(emptied, "First"), 9), waited(tagged(emptied, "Second"), 2)
    assert f'href="/desk/tags/?tag={second.pk}"' in text(opens(client, emptied.lead_health))
    assert f'href="/desk/tags/?tag={first.pk}"' in text(opens(client, emptied.lead_health, tag=second.pk))
    assert state_of(first) == "proposed"


def test_an_empty_queue_says_what_comes_next(client, emptied):
    assert "When a country sends a result that names your theme, it appears here." in text(
        opens(client, emptied.lead_health)
    )
    assert "Nothing was handed up" in text(opens(client, emptied.manager))


def test_the_themes_of_others_are_not_in_it(client, emptied):
    tag = tagged(emptied, "About money", themes=[FINANCING])
    assert "About money" not in text(opens(client, emptied.lead_health))
    assert decides(client, emptied.lead_health, "confirm", tag).status_code == 404


def test_a_manager_is_handed_what_waits_for_more_than_fourteen_days(client, emptied):
    tag = waited(tagged(emptied, "Handed up"), 13)
    assert "Handed up" not in text(opens(client, emptied.manager))
    assert decides(client, emptied.manager, "confirm", tag).status_code == 403
    waited(tag, 15)
    assert "Handed up" in text(opens(client, emptied.manager))
    assert decides(client, emptied.manager, "confirm", tag).status_code == 302
    assert state_of(tag) == "confirmed"


@pytest.mark.parametrize("role", ["focal_togo", "specialist_africa", "evaluator", "partner", "nobody"])
def test_nobody_else_has_a_queue(client, emptied, role):
    assert opens(client, getattr(emptied, role)).status_code == 403
    assert decides(client, getattr(emptied, role), "confirm", tagged(emptied)).status_code == 403


def test_a_draft_that_was_never_sent_is_not_in_it(client, emptied):
    result = draft(by=emptied.focal_togo, title="A plan", themes=[HEALTH])
    assert "A plan" not in text(opens(client, emptied.lead_health))
    assert decides(client, emptied.lead_health, "confirm", result.tags.get()).status_code == 404


def test_what_was_sent_and_is_not_published_yet_is_in_it(client, emptied):
    tag = submit(by=emptied.focal_togo, title="Sent today", themes=[HEALTH]).tags.get()
    assert "Sent today" in text(opens(client, emptied.lead_health))
    decides(client, emptied.lead_health, "confirm", tag)
    assert state_of(tag) == "confirmed"


def test_the_tags_of_what_readers_have_are_decided_while_it_is_edited(client, emptied):
    """A lead knows of what is published, and of no word of the draft."""
    tag = tagged(emptied, "As published")
    save(
        reopen(tag.result, by=emptied.focal_togo), by=emptied.focal_togo, title="A secret plan",
        outcome="Secret words.", themes=[HEALTH, FINANCING],
    )  # fmt: skip
    page = text(opens(client, emptied.lead_health))
    assert "As published" in page
    assert "secret" not in page.lower()
    assert reverse("desk_result", args=[tag.result.uuid]) not in page
    decides(client, emptied.lead_health, "reject", tag)
    assert published_tags(tag) == {}
    assert "secret" not in text(opens(client, emptied.lead_health)).lower()


def test_a_theme_that_only_a_draft_proposes_waits_until_it_is_sent(client, emptied):
    tag = tagged(emptied)
    save(reopen(tag.result, by=emptied.focal_togo), by=emptied.focal_togo, themes=[HEALTH, FINANCING])
    proposed = tag.result.tags.get(theme__slug=FINANCING)
    assert not unchecked_for(emptied.lead_financing).exists()
    assert decides(client, emptied.lead_financing, "confirm", proposed).status_code == 404


def test_agreement_is_worked_out_from_the_decisions(client, emptied):
    Tag.objects.all().delete()
    tags = [tagged(emptied, f"Law {number}") for number in range(4)]
    decides(client, emptied.lead_health, "confirm", *tags[:2])
    decides(client, emptied.lead_health, "reject", tags[2])
    assert "2 of 3 (66 per cent)" in text(opens(client, emptied.lead_health))
    page = text(opens(client, emptied.manager))
    assert "2 of 3 (66 per cent)" in page
    assert "none decided yet" in page, "the themes of others are shown to managers"


@pytest.mark.both_engines
def test_it_asks_the_database_as_often_for_many_tags_as_for_ten(client, emptied):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert opens(client, emptied.lead_health).status_code == 200
        return len(found)

    for number in range(10):
        tagged(emptied, f"Law {number}")
    queries()  # the first also reads what is then kept in memory
    few = queries()
    for number in range(10, 60):
        tagged(emptied, f"Law {number}")
    assert queries() == few
    assert few <= 45
