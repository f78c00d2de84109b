"""Whoever was signed out meanwhile gets every word back, and sends it again; nothing is sent by itself."""

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from countries.models import Theme
from indicators.models import Result
from tests.entering.test_the_entry_form import EMPTY_ROWS
from tests.factories import draft

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
TYPED = {
    "title": 'A law on "old age" & <b>care</b>',
    "outcome": "Every mother\nis insured.",
    "themes": ["financing", "old-age-pensions"],
    "do": "save",
    **EMPTY_ROWS,
}


@pytest.fixture
def browser():
    """A browser whose forms carry a token, as they must."""
    return Client(enforce_csrf_checks=True)


def token(browser: Client, address: str = "/accounts/login/") -> str:
    browser.get(address)
    return browser.cookies["rmt_csrf"].value


def fields(response) -> list[tuple[str, str]]:
    """What the form of the page sends when its button is pressed."""
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    form = page.find(".//main//form")
    return [(box.get("name"), box.get("value")) for box in form.iter("input")]


def again(browser: Client, response, **headers):
    """Press the button of the page."""
    said: dict[str, list[str]] = {}
    for name, value in fields(response):
        said.setdefault(name, []).append(value)
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    return browser.post(page.find(".//main//form").get("action"), said, headers=headers)


@pytest.fixture
def new_result(programme):
    return reverse("new_result") + "?indicator=R2&country=TGO"


def test_the_page_holds_every_word_for_the_same_address(browser, new_result):
    response = browser.post(new_result, TYPED | {"csrfmiddlewaretoken": token(browser)})
    assert response.status_code == 401
    held = [pair for pair in fields(response) if pair[0] not in ("csrfmiddlewaretoken", "form_key")]
    assert sorted(held) == sorted((n, v) for n, vs in TYPED.items() for v in (vs if isinstance(vs, list) else [vs]))
    assert f'action="{new_result.replace("&", "&amp;")}"' in response.content.decode()


def test_it_is_kept_nowhere_shown_in_no_frame_and_found_by_no_search(browser, new_result):
    response = browser.post(new_result, TYPED | {"csrfmiddlewaretoken": token(browser)})
    page = response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert '<meta name="robots" content="noindex">' in page
    assert "<b>care" not in page
    assert "<script" not in page


def test_files_are_named_because_they_cannot_be_kept(client, new_result):
    file = SimpleUploadedFile("gazette.pdf", b"text")
    page = client.post(new_result, {"title": "A law", "evidence-0-file": file}).content.decode()
    assert "gazette.pdf" in page
    assert "Choose them again" in page


def test_after_signing_in_it_asks_once_more_and_then_saves(browser, cast, new_result):
    themes = {"themes": Theme.objects.values_list("pk", flat=True)[:2]}
    response = browser.post(new_result, TYPED | themes | {"csrfmiddlewaretoken": token(browser)})
    browser.force_login(cast.focal_togo, backend="django.contrib.auth.backends.ModelBackend")
    del browser.cookies["rmt_csrf"]  # signing in made another one
    once_more = again(browser, response, origin=HERE)
    assert once_more.status_code == 403
    assert "Press once more" in once_more.content.decode()
    assert again(browser, once_more, origin=HERE).status_code == 302
    result = Result.objects.get(author=cast.focal_togo)
    assert (result.title, result.outcome) == (TYPED["title"], TYPED["outcome"])
    assert result.tags.count() == 2


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", None])
def test_what_another_site_sent_is_never_offered_for_sending(browser, cast, new_result, origin):
    browser.force_login(cast.focal_togo, backend="django.contrib.auth.backends.ModelBackend")
    response = browser.post(new_result, TYPED, headers={"origin": origin} if origin else {})
    assert response.status_code == 403
    assert "A law on" not in response.content.decode()


def test_a_visitor_without_a_token_gets_the_plain_page(browser, new_result):
    response = browser.post(new_result, TYPED, headers={"origin": HERE})
    assert response.status_code == 403
    assert "A law on" not in response.content.decode()


def test_other_addresses_keep_the_plain_page(browser, cast):
    browser.force_login(cast.focal_togo, backend="django.contrib.auth.backends.ModelBackend")
    response = browser.post("/accounts/password/change/", {"oldpassword": "secret words"}, headers={"origin": HERE})
    assert response.status_code == 403
    assert "secret words" not in response.content.decode()


def test_nothing_is_written_for_a_visitor(client, cast):
    result = draft(by=cast.focal_togo)
    client.post(reverse("edit_result", args=[result.uuid]), {"title": "Mine", "version": result.version})
    result.refresh_from_db()
    assert result.title != "Mine"


@pytest.mark.parametrize(("origin", "is_given_back"), [(HERE, True), ("https://elsewhere.example", False)])
def test_at_the_practice_desk_too(browser, new_result, origin, is_given_back):
    """Nobody looks at the token there, so the browser has to say that a page of ours sent it."""
    response = browser.post(f"/practice{new_result}", TYPED, headers={"Origin": origin})
    assert response.status_code == (401 if is_given_back else 302)
    if is_given_back:
        assert ("title", TYPED["title"]) in fields(response)
        action = html5lib.parse(response.content.decode(), namespaceHTMLElements=False).find(".//main//form")
        assert action.get("action") == f"/practice{new_result}"


def test_the_autosave_of_the_practice_desk_is_told(browser):
    assert browser.post("/practice/desk/drafts/", {}, headers={"Origin": HERE}).status_code == 401
