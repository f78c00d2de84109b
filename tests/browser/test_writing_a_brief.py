"""A text of a brief is written with a bar of tools by keys alone; a figure is searched for, and seen in the preview."""

import pytest
from playwright.sync_api import expect

from indicators.ledger import pin_edition
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.usefixtures("programme")
def test_tools_and_figures_by_keys_alone(visitor, people):
    factories.publish(indicator="I3", country="TGO", value=1_000_000, baseline=(2021, 400_000))
    pin_edition(note="For the tests.", by=people.manager)
    brief = factories.brief(by=people.focal_togo, parts={"causes": ""})
    author = visitor(360).sign_in(people.focal_togo)
    page, keys = author.page, author.page.keyboard
    page.goto(f"/desk/briefs/{brief.uuid}/edit/")
    area = page.locator("#id_causes")
    area.focus()
    keys.press("Shift+Tab")
    expect(page.locator("[aria-controls=id_causes] [data-tool=bold]")).to_be_focused()
    keys.press("Enter")
    keys.type("Support")
    expect(area).to_have_value("**Support**")
    keys.press("End")
    keys.press("Shift+Tab")
    for _step in range(2):
        keys.press("ArrowLeft")  # past the first is the last
    expect(page.locator("[aria-controls=id_causes] [data-tool=figure]")).to_be_focused()
    keys.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    assert author.accessibility_problems() == []
    keys.type("covered country=TGO")
    keys.press("Enter")
    expect(dialog).to_have_count(0)
    expect(area).to_have_value("**Support**[[figure covered country=TGO]]")
    keys.press("Tab")
    keys.press("Enter")
    shown = page.locator(".editor:has(#id_causes) [data-editor-shown]")
    expect(shown).to_contain_text("600\u202f000")
    area.press_sequentially(" more")
    expect(shown, "it follows what is typed").to_contain_text("[1] more")
    assert author.accessibility_problems() == []
    assert not author.is_wider_than_the_screen()
    expect(page.locator("form#brief .autosave"), "what a tool writes is kept as if it was typed").to_contain_text(
        "kept"
    )
    assert author.said == []
