"""Search and the list of countries by keyboard alone, wide and on a phone; the map is never the only way."""

import pytest

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
def test_the_map_holds_no_keyboard_and_leads_to_the_table(visitor):
    page = visitor().page
    page.goto("/")
    assert page.locator(".world__svg a:not([tabindex='-1'])").count() == 0
    page.get_by_role("link", name="The same as a table, country by country").press("Enter")
    page.wait_for_url("**/countries/#table")
    page.get_by_role("columnheader", name="Country").get_by_role("link").press("Enter")
    page.wait_for_url("**/countries/?sort=name#table")
    assert page.get_by_role("columnheader", name="Country").get_attribute("aria-sort") == "ascending"
