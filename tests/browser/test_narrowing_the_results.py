"""The explorer narrows in place, goes back, and does the same without a script."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.factories import publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def some(programme):
    publish(country="TGO", title="A law of Togo", achieved=date(2025, 1, 1))
    publish(country="SEN", title="A law of Senegal", achieved=date(2025, 2, 1))


def open_country(page) -> None:
    page.locator("#facet-country > summary").click()


@pytest.mark.usefixtures("some")
def test_a_choice_narrows_without_loading_the_page_again_and_back_undoes_it(visitor):
    reader = visitor()
    page = reader.page
    page.goto("/results/?year_from=2025")
    page.evaluate("window.sameDocument = true")
    open_country(page)
    page.locator("#country-togo").check()
    page.wait_for_url("**/results/?country=togo&year_from=2025")
    page.locator("#found").get_by_text("A law of Senegal").wait_for(state="detached")
    assert page.evaluate("window.sameDocument")
    expect(page.locator("#explorer-said")).to_have_text(page.locator("#found-title").inner_text())
    expect(page.locator("#country-togo")).to_be_focused()
    assert reader.accessibility_problems() == []
    page.get_by_role("link", name="Table").click()
    page.wait_for_url("**/results/?country=togo&view=table&year_from=2025")
    page.get_by_role("link", name="Remove Country: Togo").click()
    page.wait_for_url("**/results/?view=table&year_from=2025")
    page.go_back()
    page.wait_for_url("**/results/?country=togo&view=table&year_from=2025")
    page.locator("#found").get_by_text("A law of Senegal").wait_for(state="detached")
    assert reader.said == []


@pytest.mark.usefixtures("some")
def test_the_map_answers_the_keys_after_each_swap_and_after_going_back(visitor):
    reader = visitor()
    page = reader.page
    page.goto("/results/?year_from=2025")
    page.evaluate("window.sameDocument = true")
    page.get_by_role("link", name="Map").click()
    stop, card = page.locator(".world__link[tabindex='0']"), page.locator(".world__card .world__name")
    expect(stop).to_have_count(1)
    first = stop.get_attribute("href")
    stop.focus()
    page.keyboard.press("ArrowRight")
    expect(card).to_be_visible()
    assert stop.get_attribute("href") != first
    open_country(page)
    page.locator("#country-togo").check()
    page.wait_for_url("**/results/?*country=togo*")
    expect(card).to_be_hidden()
    expect(stop).to_have_count(1)
    assert "togo" in stop.get_attribute("href")
    page.go_back()
    page.locator(".chips").get_by_text("Togo").wait_for(state="detached")
    expect(stop).to_have_count(1)
    assert stop.get_attribute("href") == first
    assert page.evaluate("window.sameDocument")
    assert reader.said == []


@pytest.mark.usefixtures("some")
def test_it_works_without_a_script(chromium, live_server):
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 360, "height": 800}
    )
    page = context.new_page()
    page.goto("/results/?year_from=2025")
    page.locator(".narrow-by__title").click()
    open_country(page)
    page.locator("#country-senegal").check()
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/results/?country=senegal&year_from=2025")
    assert "A law of Senegal" in page.inner_text("#found")
    assert "A law of Togo" not in page.inner_text("#found")
    context.close()


@pytest.mark.usefixtures("some")
def test_it_fits_a_small_screen(visitor):
    reader = visitor(width=320)
    for address in (
        "/results/",
        "/results/?view=table",
        "/results/?view=map",
        "/results/?country=togo&level=impact&step=1",
    ):
        reader.page.goto(address)
        assert not reader.is_wider_than_the_screen(), address
        assert reader.accessibility_problems() == []
