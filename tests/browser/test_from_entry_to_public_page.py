"""The way of a result, as people go it: entered, sent, validated by somebody else, and read by everybody."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = {
    "outcome": "Everybody in the informal economy may now insure themselves.",
    "contribution": "An actuarial study and three tripartite consultations.",
    "source": "Official Gazette No. 12",
    "achieved_year": "2022",
}


def fill_in(page, **fields: str) -> None:
    for name, text in fields.items():
        box = page.locator(f"[name={name}]").first
        if box.get_attribute("type") == "radio":
            page.check(f"[name={name}][value={text}]")
        elif box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(text)
        else:
            box.fill(text)


def enter(page, indicator: str, **fields: str) -> str:
    """Enter and send a result of an indicator; the address of its page on the desk."""
    page.goto(f"/desk/results/new/?indicator={indicator}&country=TGO")
    fill_in(page, **STORY, **fields)
    page.wait_for_function("!document.querySelector('.htmx-request')")  # leaving a page cuts off what it is asking
    page.click("button[value=send]")
    page.wait_for_url(re.compile(r"/desk/results/[0-9a-f-]{36}/$"))
    return page.url


def decide(page, address: str) -> None:
    page.goto(address.replace("/desk/results/", "/desk/review/"))
    page.get_by_role("button", name="Validate and publish").click()
    page.wait_for_url("**/desk/review/")


LAW = {"new_instrument_title": "Law on health insurance", "new_instrument_kind": "law"}
PROOF = {"evidence-0-title": "Gazette", "evidence-0-url": "https://gazette.example.org/12"}


@pytest.mark.usefixtures("programme")
def test_a_result_of_each_level_reaches_the_public_pages(visitor, people):
    reader = visitor()
    pages = ("/", "/countries/togo/", "/indicators/r2/")
    before = {path: reader.reads(path) for path in pages}
    focal, manager = visitor().sign_in(people.focal_togo), visitor().sign_in(people.manager)
    sent = [
        enter(focal.page, "D1", title="Actuarial valuation approved by the fund"),
        enter(focal.page, "R2", title="Law on health insurance adopted", **LAW, **PROOF),
        enter(
            focal.page, "I3", title="12 000 people insured for the first time", **LAW, **PROOF,
            value="12,000", baseline_value="0", baseline_year="2021", grade="administrative-record",
            coverage_basis="contributing", duration="continuing",
        ),
    ]  # fmt: skip
    assert {path: reader.reads(path) for path in pages} == before, "nothing is public before it is validated"
    for address in sent:
        decide(manager.page, address)
    after = {path: reader.reads(path) for path in pages}
    assert all(after[path] != before[path] for path in pages)
    assert "Law on health insurance adopted" in after["/countries/togo/"]
    assert "12\u202f000" in after["/countries/togo/"]
    assert not [word for who in (reader, focal, manager) for word in who.said]


@pytest.mark.usefixtures("programme")
def test_a_returned_result_comes_back_with_the_comment_and_can_be_sent_again(visitor, people):
    focal, manager = visitor().sign_in(people.focal_togo), visitor().sign_in(people.manager)
    address = enter(focal.page, "R2", title="Law adopted", **LAW, **PROOF)
    manager.page.goto(address.replace("/desk/results/", "/desk/review/") + "return/")
    manager.page.fill("[name=comment]", "Which body adopted it?")
    manager.page.click("main form button[type=submit]")
    manager.page.wait_for_url("**/desk/review/")
    assert "Which body adopted it?" in focal.reads("/desk/")
    focal.page.goto(address + "edit/")
    fill_in(focal.page, title="Law adopted by the National Assembly")
    focal.page.click("button[value=send]")
    focal.page.wait_for_url(address)
    decide(manager.page, address)
    assert "Law adopted by the National Assembly" in visitor().reads("/countries/togo/")


@pytest.mark.usefixtures("programme")
def test_two_browsers_edit_one_result_and_nothing_is_lost(visitor, people):
    first, second = visitor().sign_in(people.focal_togo), visitor().sign_in(people.deputy_togo)
    first.page.goto("/desk/results/new/?indicator=R2&country=TGO")
    fill_in(first.page, title="A law")
    first.page.click("button[value=save] >> nth=-1")
    first.page.wait_for_url(re.compile(r"/desk/results/[0-9a-f-]{36}/$"))
    edit = first.page.url + "edit/"
    for person in (first, second):
        person.page.goto(edit)
    fill_in(first.page, outcome="Mothers are insured.")
    first.page.click("button[value=save] >> nth=-1")
    first.page.wait_for_url(re.compile(r"/desk/results/[0-9a-f-]{36}/$"))
    fill_in(second.page, outcome="Fathers are insured.")
    second.page.click("button[value=save] >> nth=-1")
    expect(second.page.locator("main")).to_contain_text("Mothers")
    expect(second.page.locator("main")).to_contain_text("Fathers")
    assert second.page.input_value("[name=outcome]") == "Fathers are insured."
    second.page.click("button[value=save] >> nth=-1")
    second.page.wait_for_url(re.compile(r"/desk/results/[0-9a-f-]{36}/$"))
    assert "Fathers are insured." in second.page.inner_text("main")


@pytest.mark.usefixtures("programme")
def test_an_error_names_the_field_keeps_what_was_typed_and_leads_there(visitor, people):
    focal = visitor(width=360).sign_in(people.focal_togo)
    focal.page.goto("/desk/results/new/?indicator=I3&country=TGO")
    fill_in(focal.page, title="People covered", value="½", achieved_year="2022")
    focal.page.click("button[value=send]")
    summary = focal.page.locator(".error-summary")
    expect(focal.page.locator(".error-summary:focus, .error-summary :focus")).to_have_count(1)
    summary.get_by_role("link").first.press("Enter")
    assert focal.page.input_value("[name=title]") == "People covered"
    assert focal.page.input_value("[name=value]") == "½"
    assert not focal.is_wider_than_the_screen()
    assert focal.accessibility_problems() == []
