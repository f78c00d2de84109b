"""Whoever writes a text sees how it will read, with or without a script; nothing is saved."""

import pytest
from django.urls import reverse

from indicators.ledger import pin_edition
from tests import factories

pytestmark = pytest.mark.django_db
PREVIEW = "/desk/briefs/preview/"


@pytest.fixture
def of_togo(cast):
    """A brief on Togo, as of an edition in which 600 more people are covered there."""
    factories.publish(indicator="I3", country="TGO", value=1_000_000, baseline=(2021, 400_000))
    pin_edition(note="For the tests.", by=cast.manager)
    return factories.brief(by=cast.focal_togo)


def test_figures_and_problems_are_shown(signed_in, of_togo):
    text = "Now [[figure covered country=TGO]] people.[^1]\n\n<b>x</b> [[figure nothing]]\n\n[^1]: A *note*."
    answer = signed_in("focal_togo").post(f"{PREVIEW}?brief={of_togo.uuid}", {"text": text, "as": "fragment"})
    html = answer.content.decode()
    assert "<html" not in html
    assert "600\u202f000" in html
    assert "<em>note</em>" in html
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "Line 3: There is no figure “nothing”" in html.replace("&#x27;", "'")


def test_numbers_typed_by_hand_are_told(signed_in, of_togo):
    html = signed_in("focal_togo").post(f"{PREVIEW}?brief={of_togo.uuid}", {"text": "610 000 people"}).content.decode()
    assert "disagrees with edition" in html
    assert "[[figure covered country=TGO]]" in html


def test_without_a_script_the_button_sends_the_form(signed_in, of_togo):
    """It opens beside the form, which keeps what was typed; the button says which of its texts is meant."""
    client = signed_in("focal_togo")
    form = client.get(reverse("edit_brief", args=[of_togo.uuid])).content.decode()
    assert f'value="causes" formaction="{PREVIEW}?brief={of_togo.uuid}" formtarget="_blank"' in form
    sent = {"causes": "**Why** it changed", "lessons": "Others", "preview": "causes", "title": ""}
    html = client.post(f"{PREVIEW}?brief={of_togo.uuid}", sent).content.decode()
    assert "<strong>Why</strong> it changed" in html
    assert "Others" not in html
    of_togo.refresh_from_db()
    assert of_togo.parts["causes"] == "People are better protected."


def test_hostile_text_is_harmless_on_the_page(signed_in, of_togo):
    for text in ("<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](data:image/svg+xml,<svg onload=a>)"):
        html = signed_in("focal_togo").post(PREVIEW, {"text": text, "as": "fragment"}).content.decode()
        assert not [sign for sign in ("<script", 'href="javascript', "<img", "<svg onload") if sign in html]


def test_a_brief_of_others_is_unknown_and_a_text_too_long_is_refused(signed_in, of_togo):
    client = signed_in("focal_senegal")
    assert client.post(f"{PREVIEW}?brief={of_togo.uuid}", {"text": "x"}).status_code == 404
    assert client.post(f"{PREVIEW}?brief=x", {"text": "x"}).status_code == 404
    assert client.post(f"{PREVIEW}?edition=x", {"text": "x"}).status_code == 404
    assert "Shorten it" in client.post(PREVIEW, {"text": "x" * 100_000}).content.decode()
    assert client.post(PREVIEW, {"text": "x" * 5_000_000}).status_code in (400, 413)
