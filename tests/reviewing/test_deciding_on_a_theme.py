"""Workflow, tag: the lead or deputy of the theme, a manager after 14 days; a published result is restated."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators.ledger import in_force
from indicators.models import Result, Tag
from tests.factories import draft, publish, reopen, save, submit

pytestmark = pytest.mark.django_db

HEALTH = "social-health-protection"


def decide(client, result, *, by, state="confirmed", theme=HEALTH):
    client.force_login(by)
    return client.post(reverse("tag_result", args=[result.uuid, theme]), {"state": state})


def published_tags(result) -> dict[str, str]:
    return {tag["theme"]: tag["state"] for tag in json.loads(in_force(result).payload)["tags"]}


@pytest.mark.parametrize("role", ["lead_health", "deputy_lead_health"])
def test_the_lead_confirms_and_what_is_published_says_so(client, cast, role):
    result = publish(by=cast.focal_togo, themes=[HEALTH]).result
    assert decide(client, result, by=getattr(cast, role)).status_code == 302
    assert published_tags(result) == {HEALTH: "confirmed"}
    assert result.publications.count() == 2


def test_a_rejected_theme_leaves_what_is_published_and_can_come_back(client, cast):
    result = publish(by=cast.focal_togo, themes=[HEALTH, "financing"]).result
    decide(client, result, by=cast.lead_health, state="rejected")
    assert published_tags(result) == {"financing": "proposed"}
    decide(client, result, by=cast.lead_health)
    assert published_tags(result) == {HEALTH: "confirmed", "financing": "proposed"}


def test_deciding_the_same_again_appends_nothing(client, cast):
    result = publish(by=cast.focal_togo, themes=[HEALTH]).result
    for _time in range(2):
        decide(client, result, by=cast.lead_health)
    assert result.publications.count() == 2


def test_a_decision_publishes_nothing_of_a_draft(client, cast):
    """What a draft of a published result proposes or says is validated first."""
    result = publish(by=cast.focal_togo, title="As validated", themes=[HEALTH]).result
    save(reopen(result, by=cast.focal_togo), by=cast.focal_togo, title="A draft", themes=[HEALTH, "financing"])
    Result.objects.filter(pk=result.pk).update(status="submitted")
    decide(client, result, by=cast.lead_health)
    assert published_tags(result) == {HEALTH: "confirmed"}
    assert in_force(result).title == "As validated"


def test_an_unpublished_one_is_decided_before_it_is_published(client, cast):
    result = submit(by=cast.focal_togo, themes=[HEALTH])
    decide(client, result, by=cast.lead_health)
    assert Tag.objects.get(result=result).state == "confirmed"
    assert in_force(result) is None


@pytest.mark.parametrize("role", ["focal_togo", "manager", "specialist_africa"])
def test_nobody_else_decides_at_first(client, cast, role):
    result = submit(by=cast.focal_togo, themes=[HEALTH])
    assert decide(client, result, by=getattr(cast, role)).status_code == 403


def test_the_lead_of_another_theme_does_not_know_of_it(client, cast):
    result = submit(by=cast.focal_togo, themes=[HEALTH])
    assert decide(client, result, by=cast.lead_financing).status_code == 404


def test_a_manager_decides_after_fourteen_days(client, cast):
    result = submit(by=cast.focal_togo, themes=[HEALTH])
    long_ago = timezone.now() - timedelta(days=15)
    Tag.objects.filter(result=result).update(at=long_ago)
    assert decide(client, result, by=cast.manager).status_code == 403, "it was sent only now"
    Result.objects.filter(pk=result.pk).update(submitted_at=long_ago)
    assert decide(client, result, by=cast.manager).status_code == 302


def test_a_theme_that_the_result_does_not_carry_is_not_found(client, cast):
    result = submit(by=cast.focal_togo, themes=[HEALTH])
    assert decide(client, result, by=cast.lead_health, theme="financing").status_code == 404
    assert decide(client, result, by=cast.lead_health, theme="no-such-theme").status_code == 404


@pytest.mark.parametrize("state", ["", "proposed", "perhaps"])
def test_another_state_is_refused(client, cast, state):
    result = submit(by=cast.focal_togo, themes=[HEALTH])
    assert decide(client, result, by=cast.lead_health, state=state).status_code == 400


def test_a_draft_that_was_never_sent_is_not_found(client, cast):
    assert decide(client, draft(by=cast.focal_togo, themes=[HEALTH]), by=cast.lead_health).status_code == 404
