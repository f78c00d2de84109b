"""A lead decides with one key and sees the next; keys are silent in fields and can be switched off (WCAG 2.1.4)."""

import pytest
from playwright.sync_api import expect

from tests.factories import publish
from tests.tagging.queue import HEALTH, state_of, waited

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def waiting(people) -> list:
    """Three tags, the first waiting longest."""
    results = [publish(by=people.focal_togo, title=f"Law {number}", themes=[HEALTH]).result for number in range(3)]
    return [waited(result.tags.get(), 90 - number) for number, result in enumerate(results)]


@pytest.mark.usefixtures("programme")
def test_one_key_decides_and_shows_the_next(visitor, people):
    first, second, third = waiting(people)
    lead = visitor().sign_in(people.lead_health)
    page = lead.page
    page.goto("/desk/tags/")
    title = page.locator("#tag-title")
    for key, following, said in [("y", "Law 1", "Confirmed"), ("n", "Law 2", "Rejected"), ("u", "Law 1", "Undo")]:
        page.keyboard.press(key)
        expect(title).to_have_text(following)
        expect(title, "the next title is read out").to_be_focused()
        if said != "Undo":
            expect(page.locator("#tags-said")).to_contain_text(said)
    assert [state_of(tag) for tag in (first, second, third)] == ["confirmed", "proposed", "proposed"]
    page.keyboard.press("?")
    assert page.locator("[data-tags-keys]").get_attribute("open") is not None
    assert lead.accessibility_problems() == []
    assert lead.said == []


@pytest.mark.usefixtures("programme")
def test_keys_are_silent_in_fields_and_when_switched_off(visitor, people):
    first, *_others = waiting(people)
    page = visitor(360).sign_in(people.lead_health).page
    page.goto("/desk/tags/")
    page.get_by_text("Reject, and say why").click()
    page.locator("#id_reason").press_sequentially("yny")
    assert page.locator("#id_reason").input_value() == "yny"
    page.keyboard.press("Escape")
    page.locator("[data-tags-keys] summary").click()
    page.get_by_label("Use these keys").uncheck()
    page.locator("#tag-title").focus()
    page.keyboard.press("y")
    page.reload()
    assert page.locator("#tag-title").inner_text() == "Law 0"
    assert state_of(first) == "proposed"
    assert not page.get_by_label("Use these keys").is_checked()
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
