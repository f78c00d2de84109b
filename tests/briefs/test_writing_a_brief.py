"""A brief while it is written: begun by who may, sent when nothing is missing, and every word of its history kept."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from briefs.actions import comment_brief, move_to_edition, save_brief, submit_brief
from briefs.models import Brief
from indicators.ledger import pin_edition
from tests import factories
from tests.briefs.test_two_authors_at_once import edit

pytestmark = pytest.mark.django_db


def begin(browser, **typed):
    return browser.post(reverse("new_brief"), {"kind": "country", "title": "Togo", "language": "en", **typed})


def test_the_country_team_begins_one_on_its_country_and_no_other(signed_in):
    togo, senegal = factories.country_of("TGO"), factories.country_of("SEN")
    assert begin(signed_in("focal_togo"), country=senegal.pk).status_code == 200  # there is no such choice
    assert begin(signed_in("focal_togo"), country=togo.pk).status_code == 302
    assert [(brief.slug, brief.author.email) for brief in Brief.objects.all()] == [("togo", "focal.togo@example.org")]


def test_what_is_left_out_is_said_in_one_go_and_only_what_can_be_chosen_is_offered(signed_in):
    browser = signed_in("focal_togo")
    page = browser.get(reverse("new_brief")).text
    assert "Theme brief" not in page
    assert f'<option value="{factories.country_of("TGO").pk}" selected>' in page
    refused = begin(browser, title="").text
    for said in ("Choose the country or territory.", "Give it a title.", "Please correct 2 fields"):
        assert said in refused
    refused = begin(signed_in("manager"), kind="theme", title="").text
    assert "Choose the theme." in refused


def test_a_translation_is_of_the_same_kind_on_the_same_and_the_only_one_of_its_language(signed_in, cast):
    original = factories.brief(by=cast.focal_togo)
    french = {"country": original.country_id, "language": "fr", "translation_of": original.pk}
    browser = signed_in("manager")
    elsewhere = {**french, "country": factories.country_of("SEN").pk}
    assert "on the same country or theme" in begin(browser, **elsewhere).text
    assert "on the same country or theme" in begin(browser, **french, kind="story").text
    assert "is in another language" in begin(browser, **french | {"language": "en"}).text
    assert begin(browser, **french).status_code == 302
    assert "into this language already" in begin(browser, **french).text
    translation = Brief.objects.get(language="fr")
    with pytest.raises(ValidationError, match="a translation itself"):
        factories.brief(by=cast.focal_togo, language="es", translation_of=translation)
    offered = browser.get(reverse("new_brief")).context["form"].fields["translation_of"].queryset
    assert [brief.pk for brief in offered] == [original.pk]


def test_a_second_one_on_the_same_country_has_an_address_of_its_own(cast):
    slugs = [factories.brief(language=code, title=code).slug for code in ("en", "fr", "es", "en")]
    assert slugs == ["togo", "togo-fr", "togo-es", "togo-en"]


def test_sending_names_all_that_is_missing_and_where_a_reference_leads_nowhere(signed_in, cast):
    written = factories.brief(by=cast.focal_togo, parts={"beyond": ""})
    answer = edit(signed_in("focal_togo"), written, do="send", lessons="One.\n\nSee [[country NOWHERE]].", dignity="")
    page = answer.content.decode()
    assert answer.status_code == 200
    for said in ("This is still empty.", "One principle is not answered yet", "NOWHERE", "Please correct 3 fields"):
        assert said in page
    kept = Brief.objects.get(pk=written.pk)
    assert (kept.status, "NOWHERE" in kept.parts["lessons"]) == ("draft", True)


def test_a_comment_stands_beside_its_part_and_changes_no_version(signed_in, cast):
    written = factories.brief(by=cast.focal_togo)
    signed_in("specialist_africa").post(
        reverse("comment_brief", args=[written.uuid]), {"part": "lessons", "text": "Who said so?"}
    )
    page = signed_in("focal_togo").get(reverse("edit_brief", args=[written.uuid])).content.decode()
    assert "Who said so?" in page
    assert Brief.objects.get(pk=written.pk).version == written.version


def test_its_history_shows_two_versions_word_by_word(signed_in, cast):
    written = factories.brief(by=cast.focal_togo, parts={"lessons": "Start small."})
    save_brief(brief=written, changes={"parts": {"lessons": "Start early."}}, version=written.version, by=cast.manager)
    page = signed_in("evaluator").get(reverse("brief_history", args=[written.uuid])).content.decode()
    assert re.search(r"<del>(<span.*?</span>)?small\.", page)
    assert re.search(r"<ins>(<span.*?</span>)?early\.", page)


def test_moving_to_a_newer_edition_shows_first_what_changes(signed_in, cast):
    """A figure that is a reference moves by itself; a typed one is named (issue: "2.5 million" beside 2.6)."""
    factories.publish(indicator="I3", value=1_200_000, country="TGO")
    text = "[[figure covered country=TGO]] people, or 1.2 million people covered."
    written = factories.brief(by=cast.focal_togo, parts={"institutional": text})
    factories.publish(indicator="I3", value=800_000, country="TGO")
    newer = pin_edition(note="", by=cast.manager)
    page = signed_in("focal_togo").get(reverse("brief_edition", args=[written.uuid])).content.decode()
    assert "1.2 million" in page
    assert "2 million" in page.replace("\u00a0", " ").replace("\u202f", " ")
    moved = move_to_edition(brief=written, edition=newer, version=written.version, by=cast.focal_togo)
    assert moved.edition == newer


def test_desk_pages_answer_whoever_reads_them(signed_in, cast):
    written = factories.brief(by=cast.focal_togo)
    comment_brief(brief=written, texts={"": "Well begun."}, by=cast.manager)
    for name in ("desk_brief", "edit_brief", "brief_history", "brief_edition", "brief_pictures"):
        assert signed_in("manager").get(reverse(name, args=[written.uuid])).status_code == 200
    assert "Togo" in signed_in("manager").get(reverse("desk_briefs")).content.decode()
    for step in ("submit", "withdraw"):
        status = signed_in("manager").get(reverse("brief_step", args=[written.uuid, step])).status_code
        assert status == (200 if step == "submit" else 403)


@pytest.mark.parametrize(("step", "field"), [("return", "comment"), ("publish", "version"), ("recall", "version")])
def test_the_page_of_a_step_has_all_that_a_browser_sends(signed_in, cast, step, field):
    """A test client sends what it is told; a browser sends the fields that the page has, and no step goes without."""
    brief = factories.brief(by=cast.focal_togo)
    submit_brief(brief=brief, version=brief.version, by=cast.focal_togo)
    browser = signed_in("focal_togo" if step == "recall" else "manager")
    page = browser.get(reverse("brief_step", args=[brief.uuid, step])).text
    assert 'name="csrfmiddlewaretoken"' in page
    assert f'name="{field}"' in page
