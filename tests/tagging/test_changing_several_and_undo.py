"""Another theme instead, several at once (rule 5: one refused refuses all, each named), and taking it back."""

import pytest
from django.test import Client

from indicators.models import Tag
from tests.factories import reopen, theme_of
from tests.tagging.queue import FINANCING, HEALTH, PENSIONS, decides, published_tags, state_of, tagged, text, waited

pytestmark = pytest.mark.django_db


def test_a_change_rejects_one_theme_and_proposes_the_other(client, cast):
    tag = tagged(cast)
    assert decides(client, cast.lead_health, "change", tag, instead=PENSIONS).status_code == 302
    assert state_of(tag) == "rejected"
    assert published_tags(tag) == {PENSIONS: "proposed"}
    assert tag.result.publications.count() == 2, "said in one statement"


@pytest.mark.parametrize("instead", [FINANCING, "", "no-such-theme"])
def test_a_change_to_a_theme_that_is_there_or_is_none_changes_nothing(client, cast, instead):
    tag = tagged(cast, themes=[HEALTH, FINANCING])
    page = decides(client, cast.lead_health, "change", tag, instead=instead)
    assert "Nothing was changed" in text(page)
    assert published_tags(tag) == {HEALTH: "proposed", FINANCING: "proposed"}


def test_several_are_confirmed_at_once(client, cast):
    tags = [tagged(cast, f"Law {number}") for number in range(3)]
    assert decides(client, cast.lead_health, "confirm", *tags).status_code == 302
    assert {state_of(tag) for tag in tags} == {"confirmed"}


def test_one_that_was_decided_meanwhile_refuses_all_and_is_named(client, cast):
    first, second, _third = tagged(cast, "Still open"), tagged(cast, "Decided meanwhile"), tagged(cast, "Another")
    decides(client, cast.deputy_lead_health, "reject", second)
    page = text(decides(client, cast.lead_health, "confirm", first, second))
    assert "“Decided meanwhile”, Social health protection: it is now “rejected”, by Deputy Lead_Health." in page
    assert (state_of(first), state_of(second)) == ("proposed", "rejected")
    assert f'value="{first.pk}" id="tag-{first.pk}" checked' in page, "what was chosen stays chosen"


def test_choosing_none_says_what_to_do(client, cast):
    client.force_login(cast.lead_health)
    assert "Choose at least one in the list first." in text(client.post("/desk/tags/", {"do": "confirm"}, follow=True))


@pytest.mark.parametrize("do", ["confirm", "reject"])
def test_a_decision_is_taken_back(client, cast, do):
    tag = waited(tagged(cast), 5)
    before = Tag.objects.get(pk=tag.pk)
    page = decides(client, cast.lead_health, do, tag)
    assert "Undo" in text(client.get(page["Location"]))
    client.post("/desk/tags/", {"do": "undo"})
    now = Tag.objects.get(pk=tag.pk)
    assert (now.state, now.by, now.at) == ("proposed", cast.focal_togo, before.at)
    assert published_tags(tag) == {HEALTH: "proposed"}


def test_a_change_is_taken_back(client, cast):
    tag = tagged(cast)
    decides(client, cast.lead_health, "change", tag, instead=PENSIONS)
    client.post("/desk/tags/", {"do": "undo"})
    assert published_tags(tag) == {HEALTH: "proposed"}
    assert not tag.result.tags.filter(theme=theme_of(PENSIONS)).exists()


def test_a_rejection_is_taken_back_while_the_result_is_edited(client, cast):
    tag = tagged(cast)
    reopen(tag.result, by=cast.focal_togo)
    decides(client, cast.lead_health, "reject", tag)
    client.post("/desk/tags/", {"do": "undo"})
    assert published_tags(tag) == {HEALTH: "proposed"}


def test_what_another_decided_meanwhile_is_not_taken_back(client, cast):
    tag = tagged(cast)
    decides(client, cast.lead_health, "confirm", tag)
    session = client.session["decided_tags"]
    decides(client, cast.lead_health, "undo")
    decides(client, cast.deputy_lead_health, "reject", tag)
    client.force_login(cast.lead_health)
    kept = client.session
    kept["decided_tags"] = session
    kept.save()
    assert "decided anew meanwhile" in text(client.post("/desk/tags/", {"do": "undo"}, follow=True))
    assert state_of(tag) == "rejected"


@pytest.mark.parametrize("do", ["", "discard"])
def test_another_verb_is_refused(client, cast, do):
    assert decides(client, cast.lead_health, do, tagged(cast)).status_code == 400


def test_htmx_gets_the_queue_alone_and_the_live_region(client, cast):
    client.force_login(cast.lead_health)
    tag = tagged(cast)
    client.post("/desk/tags/", {"do": "confirm", "tag": tag.pk})
    part = client.get("/desk/tags/", headers={"HX-Request": "true"})
    assert "<html" not in text(part)
    assert 'id="tags-said" role="status" hx-swap-oob="true">Confirmed' in text(part)
    assert "HX-Request" in part["Vary"]


def test_every_form_of_the_queue_carries_its_token(cast):
    for title in ("One", "Two"):
        tagged(cast, title)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.lead_health)
    page = text(browser.get("/desk/tags/"))
    queue = page.split('id="tags-queue"')[1]
    assert queue.count("<form") == queue.count("csrfmiddlewaretoken") == 4
