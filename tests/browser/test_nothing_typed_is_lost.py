"""Nothing typed is lost: not by a line that drops, a browser that is closed, a session that ends, or a double click."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from indicators.models import Result
from rmt.models import FormDraft
from tests.factories import draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("programme")]

NEW = "/desk/results/new/?indicator=R2&country=TGO"
TYPED = {"title": "Law on health insurance", "outcome": "Mothers are insured.\nSo are fathers.", "source": "Gazette 12"}
SAVED = re.compile(r"/desk/results/[0-9a-f-]{36}/$")
HELD = "Object.keys(localStorage).filter(name => name.startsWith('rmt:draft:')).length"


def type_in(page: Page, **fields: str) -> None:
    for name, text in (fields or TYPED).items():
        page.fill(f"main form [name={name}]", text)


def typed(page: Page) -> dict[str, str]:
    return {name: page.input_value(f"main form [name={name}]") for name in TYPED}


def status(page: Page):
    return page.locator(".autosave")


def is_kept(page: Page) -> None:
    expect(status(page)).to_contain_text("What you typed is kept")


def is_put_back(page: Page) -> None:
    expect(page.locator(".put-back")).to_contain_text("We put back what you typed")


def save(page: Page) -> None:
    page.locator("#entry button[value=save]").click()
    page.wait_for_url(SAVED)


def reopened(context: BrowserContext, page: Page, address: str) -> Page:
    """The browser is closed and opened again: its cookies and its storage are still there."""
    page.close()
    another = context.new_page()
    another.goto(address)
    return another


@pytest.fixture
def focal(visitor, people):
    return visitor().sign_in(people.focal_togo)


def test_a_connection_that_drops_while_typing(focal):
    focal.page.goto(NEW)
    focal.context.set_offline(True)
    type_in(focal.page)
    expect(status(focal.page)).to_contain_text("No connection: kept in this browser")
    assert not FormDraft.objects.exists()
    page = reopened_online(focal)
    assert typed(page) == TYPED
    is_kept(page)
    save(page)
    assert Result.objects.latest("created_at").outcome.splitlines() == TYPED["outcome"].splitlines()


def reopened_online(person) -> Page:
    person.page.close()
    person.context.set_offline(False)
    page = person.context.new_page()
    page.goto(NEW)
    is_put_back(page)
    return page


def test_a_line_that_comes_back_keeps_it_on_the_server(focal):
    focal.page.goto(NEW)
    focal.context.set_offline(True)
    type_in(focal.page)
    expect(status(focal.page)).to_contain_text("No connection")
    focal.context.set_offline(False)
    is_kept(focal.page)
    assert focal.page.evaluate(HELD) == 0
    assert FormDraft.objects.get().form == "/desk/results/new/?country=TGO&indicator=R2#entry"


def test_sending_without_a_connection_never_leaves_the_form(focal):
    focal.page.goto(NEW)
    type_in(focal.page)
    focal.context.set_offline(True)
    focal.page.locator("#entry button[value=save]").click()
    expect(status(focal.page)).to_contain_text("Try again when you are back online")
    assert typed(focal.page) == TYPED
    focal.context.set_offline(False)
    save(focal.page)
    assert not FormDraft.objects.exists()


def test_a_browser_that_is_closed_and_opened_again(focal):
    focal.page.goto(NEW)
    type_in(focal.page)
    page = reopened(focal.context, focal.page, NEW)  # at once: nothing waited for the server
    is_put_back(page)
    assert typed(page) == TYPED


def test_another_browser_of_the_same_person(focal, visitor, people):
    focal.page.goto(NEW)
    type_in(focal.page)
    is_kept(focal.page)
    elsewhere = visitor().sign_in(people.focal_togo).page
    elsewhere.goto(NEW)
    is_put_back(elsewhere)
    assert typed(elsewhere) == TYPED
    save(elsewhere)
    assert not FormDraft.objects.exists()


def test_a_session_that_ends_while_typing(focal):
    focal.page.goto(NEW)
    type_in(focal.page, title="Law")
    is_kept(focal.page)
    Session.objects.all().delete()
    type_in(focal.page)
    expect(status(focal.page)).to_contain_text("You were signed out: kept in this browser")
    another = sign_in_again(focal)
    focal.page.bring_to_front()
    focal.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    is_kept(focal.page)
    another.close()
    save(focal.page)
    assert Result.objects.latest("created_at").title == TYPED["title"]


def sign_in_again(person, email="focal.togo@example.org") -> Page:
    page = person.context.new_page()
    page.goto("/accounts/login/?next=/desk/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", "a-password-of-the-tests")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/")
    return page


def test_a_form_that_is_sent_after_the_session_ended(focal):
    focal.page.goto(NEW)
    type_in(focal.page)
    is_kept(focal.page)
    Session.objects.all().delete()
    focal.page.locator("#entry button[value=save]").click()
    expect(focal.page.locator("h1")).to_contain_text("You were signed out")
    assert focal.accessibility_problems() == []
    sign_in_again(focal).close()
    focal.page.get_by_role("button", name="Send it again").click()
    expect(focal.page.locator("h1")).to_contain_text("Press once more")
    focal.page.get_by_role("button", name="Send it again").click()
    focal.page.wait_for_url(SAVED)
    assert Result.objects.latest("created_at").title == TYPED["title"]
    assert not FormDraft.objects.exists()


def test_what_is_saved_is_put_back_no_more(focal):
    focal.page.goto(NEW)
    type_in(focal.page)
    save(focal.page)
    assert focal.page.evaluate(HELD) == 0
    assert not FormDraft.objects.exists()
    with focal.page.expect_response("**/desk/drafts/?*"):
        focal.page.goto(NEW)
    assert typed(focal.page)["title"] == ""
    assert focal.page.locator(".put-back").count() == 0


def test_two_tabs_do_not_mix(focal):
    focal.page.goto(NEW)
    type_in(focal.page)
    is_kept(focal.page)
    second = focal.context.new_page()
    with second.expect_response("**/desk/drafts/?*"):
        second.goto(NEW)
    assert typed(second)["title"] == ""
    type_in(second, title="Another law")
    is_kept(second)
    assert FormDraft.objects.count() == 2
    save(second)
    save(focal.page)
    titles = Result.objects.filter(author__email="focal.togo@example.org").values_list("title", flat=True)
    assert sorted(titles) == ["Another law", TYPED["title"]]


def test_it_can_be_discarded(focal):
    focal.page.goto(NEW)
    type_in(focal.page)
    page = reopened(focal.context, focal.page, NEW)
    is_put_back(page)
    is_kept(page)
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_response("**/desk/drafts/"):
        page.get_by_role("button", name="Discard it").click()
    expect(page.locator(".put-back")).to_have_count(0)
    assert typed(page) == dict.fromkeys(TYPED, "")
    assert page.evaluate(HELD) == 0


def test_a_record_that_was_changed_since_is_not_overwritten(focal, people):
    result = draft(by=people.focal_togo, title="First title")
    address = f"/desk/results/{result.uuid}/edit/"
    focal.page.goto(address)
    type_in(focal.page, title="What I had in mind")
    is_kept(focal.page)
    Result.objects.filter(pk=result.pk).update(title="Somebody's title", version=result.version + 1)
    page = reopened(focal.context, focal.page, address)
    expect(page.locator(".put-back")).to_contain_text("This was changed after you typed")
    assert page.input_value("[name=title]") == "Somebody's title"
    page.get_by_role("button", name="Show what I had typed").click()
    expect(page.locator(".put-back .typed")).to_contain_text("What I had in mind")


def test_a_form_that_comes_back_with_an_error_shows_what_was_sent(focal):
    focal.page.goto(NEW)
    type_in(focal.page)
    focal.page.fill("[name=achieved_year]", "20")
    focal.page.locator("#entry button[value=save]").click()
    expect(focal.page.locator(".error-summary")).to_be_visible()
    assert typed(focal.page) == TYPED
    assert focal.page.locator(".put-back").count() == 0
    is_kept(focal.page)
    focal.page.fill("[name=achieved_year]", "2022")
    save(focal.page)
    assert not FormDraft.objects.exists()


def test_signing_out_clears_this_browser_and_keeps_the_text_for_its_typist(focal, visitor, people):
    focal.page.goto(NEW)
    type_in(focal.page)
    focal.page.get_by_role("button", name="Sign out").click()
    focal.page.wait_for_url("**/")
    assert focal.page.evaluate(HELD) == 0
    second = sign_in_again(focal, "deputy.togo@example.org")
    with second.expect_response("**/desk/drafts/?*"):
        second.goto(NEW)
    assert typed(second) == dict.fromkeys(TYPED, "")
    again = visitor().sign_in(people.focal_togo).page
    again.goto(NEW)
    is_put_back(again)


def test_signing_out_asks_if_the_text_is_only_here(focal):
    focal.page.goto(NEW)
    type_in(focal.page)
    focal.page.route("**/desk/drafts/", lambda route: route.abort())
    questions = []
    focal.page.once("dialog", lambda dialog: (questions.append(dialog.message), dialog.dismiss()))
    with focal.page.expect_event("dialog"):
        focal.page.get_by_role("button", name="Sign out").click()
    expect(status(focal.page)).to_contain_text("No connection")
    assert "only in this browser" in questions[0]
    assert typed(focal.page) == TYPED
    assert focal.page.evaluate(HELD) == 1


def test_the_next_person_never_sees_what_a_session_left_behind(focal, people):
    focal.page.goto(NEW)
    focal.page.route("**/desk/drafts/", lambda route: route.abort())
    type_in(focal.page)
    expect(status(focal.page)).to_contain_text("No connection")
    focal.page.close()
    focal.context.clear_cookies()
    second = sign_in_again(focal, "deputy.togo@example.org")
    with second.expect_response("**/desk/drafts/?*"):
        second.goto(NEW)
    assert typed(second) == dict.fromkeys(TYPED, "")
    assert not FormDraft.objects.exclude(user=people.focal_togo).exists()


def typed_offline(person) -> Page:
    """Text that is in this browser only, and a new page of it that is online."""
    person.page.goto(NEW)
    person.context.set_offline(True)
    type_in(person.page)
    expect(status(person.page)).to_contain_text("No connection")
    person.page.close()
    person.context.set_offline(False)
    return person.context.new_page()


def test_a_page_of_practice_leaves_what_was_typed_on_the_real_desk(focal):
    page = typed_offline(focal)
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    with page.expect_response("**/practice/desk/drafts/?*"):
        page.goto(f"/practice{NEW}")
    page.wait_for_load_state("networkidle")
    assert (page.evaluate(HELD), typed(page), sent) == (1, dict.fromkeys(TYPED, ""), [])
    page.goto(NEW)
    is_put_back(page)
    assert typed(page) == TYPED
    is_kept(page)
    assert FormDraft.objects.get().form.startswith("/desk/")


def test_signing_out_of_practice_asks_for_the_real_text_too_and_leaves_none(focal):
    page = typed_offline(focal)
    page.goto("/practice/desk/course/")
    questions = []
    page.once("dialog", lambda dialog: (questions.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda address: "/desk/" not in address)
    assert "only in this browser" in questions[0]
    assert page.evaluate(HELD) == 0


def test_a_double_click_saves_once(focal):
    focal.page.goto(NEW)
    type_in(focal.page)
    sent = []
    focal.page.on("request", lambda request: sent.append(request.url) if request.is_navigation_request() else None)
    focal.page.locator("#entry button[value=save]").dblclick()
    focal.page.wait_for_url(SAVED)
    assert [url for url in sent if "/new/" in url] == sent[:1]
    assert Result.objects.filter(title=TYPED["title"]).count() == 1


def test_leaving_is_warned_of_only_if_the_text_is_kept_nowhere(focal):
    focal.page.goto(NEW)
    focal.page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    focal.page.route("**/desk/drafts/", lambda route: route.abort())
    focal.page.locator("[name=title]").press_sequentially("A law")  # a person typed: browsers ask for that
    expect(status(focal.page)).to_contain_text("could not be kept")
    asked = []
    focal.page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    focal.page.goto("/desk/")
    assert asked == ["beforeunload"]


def test_without_a_script_a_session_that_ended_keeps_every_word(chromium, live_server, people):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in_here(page)
    page.goto(NEW)
    for name, text in TYPED.items():
        page.fill(f"[name={name}]", text)
    Session.objects.all().delete()
    page.locator("#entry button[value=save]").click()
    expect(page.locator("h1")).to_contain_text("nothing is lost")
    sign_in_here(context.new_page())
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator("h1")).to_contain_text("Press once more")
    page.get_by_role("button", name="Send it again").click()
    page.wait_for_url(SAVED)
    result = Result.objects.latest("created_at")
    assert (result.title, result.outcome.split()) == (TYPED["title"], TYPED["outcome"].split())
    context.close()


def sign_in_here(page: Page) -> None:
    page.goto("/accounts/login/?next=/desk/")
    page.fill("[name=login]", "focal.togo@example.org")
    page.fill("[name=password]", "a-password-of-the-tests")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/")
