"""While a result is typed, what follows from it is said beside it; without scripts the same form does all of it."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("programme")]

FORM = "/desk/results/new/?indicator=I3&country=TGO"
FILE = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
LAW = "/desk/results/new/?indicator=R2&country=TGO"


def test_figures_are_echoed_and_worked_out_while_they_are_typed(visitor, people):
    focal = visitor(width=360).sign_in(people.focal_togo)
    focal.page.goto(FORM)
    for name, text in {"value": "12,000", "baseline_value": "2000", "parts_sex_women": "7000"}.items():
        focal.page.locator(f"[name={name}]").press_sequentially(text)
    beside = focal.page.locator("#worked-out")
    expect(beside).to_contain_text("You wrote 12,000: read as 12\u202f000")
    expect(beside).to_contain_text("12\u202f000 − 2\u202f000 = 10\u202f000")
    expect(focal.page.locator("#not-known-sex")).to_have_text("3\u202f000")
    expect(focal.page.locator("#not-known-disability")).to_have_text("10\u202f000")
    assert focal.page.input_value("[name=value]") == "12,000", "nothing that was typed is touched"
    assert not focal.is_wider_than_the_screen()
    assert focal.accessibility_problems() + focal.said == []


def test_what_is_possibly_the_same_and_what_readers_will_see_is_shown(visitor, people):
    factories.publish(title="Health insurance law adopted by the National Assembly")
    focal = visitor().sign_in(people.focal_togo)
    focal.page.goto(LAW)
    focal.page.set_input_files(
        "[name=evidence-0-file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    focal.page.locator("[name=title]").press_sequentially("Law on health insurance adopted")
    expect(focal.page.locator("#twins")).to_contain_text("Possibly the same result")
    expect(focal.page.locator("#twins a")).to_have_attribute("href", re.compile(r"/results/"))
    expect(focal.page.locator("#reader")).to_contain_text("Law on health insurance adopted")
    focal.page.check("[name=take_themes]")
    focal.page.locator("[name=achieved_year]").press_sequentially("2099")
    expect(focal.page.get_by_role("button", name="Save it as a milestone")).to_be_visible()
    expect(focal.page.locator("[name=take_themes]")).to_be_checked()
    focal.page.get_by_role("button", name="Save draft").click()
    focal.page.wait_for_url(re.compile(r"/desk/results/[0-9a-f-]{36}/$"))
    assert "Social health protection" in focal.page.inner_text("main")
    assert focal.accessibility_problems() + focal.said == []


def test_without_scripts_all_of_it_is_said_once_it_is_sent(chromium, live_server, people):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/?next=/desk/results/new/")
    page.fill("[name=login]", people.focal_togo.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.get_by_role("button", name="More people are covered in practice").click()
    page.fill("[name=title]", "People with health insurance")
    page.fill("[name=achieved_year]", "2099")
    page.fill("[name=value]", "12,000")
    page.fill("[name=baseline_value]", "2000")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("main")).to_contain_text("Preview: not published")
    said = page.inner_text("main")
    assert "read as 12\u202f000" in said
    assert "12\u202f000 − 2\u202f000 = 10\u202f000" in said
    assert "Take this one" in said
    page.get_by_role("button", name="Save it as a milestone").click()
    expect(page.locator("body")).to_contain_text("We will ask whether it happened")
    context.close()


def typed(page, **answers: str) -> int:
    """Fill in, choose or tick, one after another: how many things a person did."""
    for name, text in answers.items():
        box = page.locator(f"[name={name}]").first
        if box.get_attribute("type") == "radio":
            page.check(f"[name={name}][value={text}]")
        elif box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(text)
        else:
            box.fill(text)
    return len(answers)


CORE = {"achieved_year": "2026", "outcome": "Insured.", "contribution": "Drafting.", "source": "Gazette No. 1"}
PROOF = {"evidence-0-url": "https://example.org/law"}
NAMED = {"new_instrument_title": "Law No. 26-1", "new_instrument_kind": "law"}
FIGURES = {"value": "9000", "baseline_value": "0", "baseline_year": "2025", "grade": "administrative-record"}
PEOPLE = FIGURES | {"coverage_basis": "contributing"}
GROUPS = {"parts_sex_women": "4000", "parts_sex_men": "5000", "parts_disability_yes": "300"}
WAYS = [
    ("D1", 11, {"title": "Costing study approved", **CORE}),
    ("R2", 14, {"title": "Law adopted", **CORE, **NAMED, **PROOF}),
    (
        "I3",
        20,
        {"title": "People insured", **CORE, **NAMED, **PROOF, **PEOPLE, **GROUPS},
    ),
]


@pytest.mark.parametrize(("code", "most", "answers"), WAYS)
def test_it_takes_few_interactions_from_the_desk_to_sent(visitor, people, code, most, answers):
    focal = visitor().sign_in(people.focal_togo)
    focal.page.get_by_role("link", name="Add a result").first.click()
    focal.page.click(f"button[value={code}]")
    focal.page.wait_for_selector("#entry")
    done = 2 + typed(focal.page, **answers) + 1
    focal.page.click("button[value=send]")
    focal.page.wait_for_url(re.compile(r"/desk/results/[0-9a-f-]{36}/$"))
    assert "waiting for review" in focal.page.inner_text("main")
    assert done <= most
