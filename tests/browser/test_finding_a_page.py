"""Search and the list of countries by keyboard alone, wide and on a phone; the map is never the only way."""

import pytest
from playwright.sync_api import expect

from rmt.charts import BOXES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.usefixtures("programme")
def test_a_country_is_found_without_a_mouse(visitor):
    page = visitor().page
    page.goto("/")
    page.focus("#home-q")
    page.keyboard.type("cote d")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=cote+d")
    page.focus(".found a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/countries/cote-divoire/")


@pytest.mark.usefixtures("programme")
def test_on_a_phone_the_button_leads_to_the_page_that_asks(visitor):
    reader = visitor(width=360)
    reader.page.goto("/countries/")
    reader.page.get_by_role("banner").get_by_role("button", name="Search").press("Enter")
    reader.page.wait_for_url("**/search/?q=")
    assert reader.page.get_by_role("heading", level=1).inner_text() == "Search"
    assert not reader.is_wider_than_the_screen()


@pytest.mark.usefixtures("programme")
def test_the_map_is_one_stop_of_the_keyboard_and_shows_a_card_for_each_country(visitor):
    page = visitor().page
    page.goto("/")
    stop = page.locator(".world__svg a:not([tabindex='-1'])")
    assert stop.count() == 1
    page.focus("#map-year")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    first = page.locator(".world__name").inner_text()
    page.keyboard.press("ArrowRight")
    card = page.locator(".world__card")
    assert card.locator(".world__name").inner_text() != first
    address = card.locator(".world__open").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


@pytest.mark.usefixtures("programme")
def test_a_finger_beside_a_small_country_is_offered_it(visitor):
    """Its place to tap is the row of its name on the card: 24 px at least, on a phone."""
    page = visitor(width=360).page
    page.goto("/")
    page.locator(".world__svg").scroll_into_view_if_needed()
    page.evaluate("""() => {
        const box = document.querySelector('.world__link[href="/countries/togo/"]').getBoundingClientRect();
        const at = {clientX: box.x + 8, clientY: box.y + 8, bubbles: true, pointerType: 'touch', detail: 1};
        const under = document.elementFromPoint(at.clientX, at.clientY);
        under.dispatchEvent(new PointerEvent('pointerdown', at));
        under.dispatchEvent(new PointerEvent('click', {...at, cancelable: true}));
    }""")
    assert page.locator('.world__card a[href="/countries/togo/"]').bounding_box()["height"] >= 24


@pytest.mark.usefixtures("programme")
def test_another_question_is_answered_in_place(visitor):
    page = visitor().page
    page.goto("/")
    page.select_option("#map-region", "africa")
    page.select_option("#map-show", "people")
    page.wait_for_url("**/?show=people&region=africa&year=*")
    expect(page.locator("#world-title")).to_have_text("More people covered in practice since 2016")
    assert page.locator(".world__svg").get_attribute("viewBox") == BOXES["africa"]
    page.reload()
    expect(page.locator("#world-title")).to_have_text("More people covered in practice since 2016")


@pytest.mark.usefixtures("programme")
def test_the_map_of_the_list_leads_to_its_table(visitor):
    page = visitor().page
    page.goto("/countries/")
    page.locator(".world").get_by_role("link", name="Table").press("Enter")
    page.wait_for_url("**/countries/#table")
    header = page.get_by_role("columnheader", name="Country").filter(has=page.get_by_role("link"))
    header.get_by_role("link").press("Enter")
    page.wait_for_url("**/countries/?sort=name#table")
    assert header.get_attribute("aria-sort") == "ascending"


@pytest.mark.usefixtures("programme")
def test_a_suggestion_is_taken_by_keys_and_escape_leaves_what_was_typed(visitor):
    page = visitor().page
    page.goto("/")
    field = page.locator("#home-q")
    field.press_sequentially("camb")
    option = page.get_by_role("option", name="Cambodia").first
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("Escape")
    expect(option).to_be_hidden()
    expect(field).to_have_value("camb")
    field.press_sequentially("o")
    expect(option).to_be_visible()
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    page.wait_for_url("**/countries/cambodia/")
