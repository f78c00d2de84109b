"""The whole way of a focal point, with what a person does counted: every click and every field that is filled in."""

import re
import sys
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from countries.actions import record_facts
from countries.models import Profile
from indicators.models import CountryUpdate, Result
from tests import factories
from tests.browser.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("programme")]

CORE = {"outcome": "Insured.", "contribution": "Drafting.", "source": "Official Gazette No. 1"}
PROOF = {"evidence-0-url": "https://gazette.example.org/1"}
NAMED = {"new_instrument_title": "Law No. 26-1", "new_instrument_kind": "law"}
FIGURES = {"value": "9000", "baseline_value": "0", "baseline_year": "2025", "grade": "administrative-record"}
PEOPLE = {"coverage_basis": "contributing", "parts_sex_women": "4000", "parts_sex_men": "5000"}
DISABILITY = {"parts_disability_yes": "300", "parts_disability_no": "8700"}
RESULTS = {
    "D1": {"title": "Costing study approved", **CORE},
    "R2": {"title": "Law on health insurance adopted", **CORE, **NAMED, **PROOF},
    "I3": {"title": "9 000 people insured", **CORE, **PROOF, **FIGURES, **PEOPLE, **DISABILITY},
}


class Hands:
    """A person at a page: does things, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.done = page, 0

    def click(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name).first.click()
        self.done += 1

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.done += 1

    def fill(self, **answers: str) -> None:
        for name, text in answers.items():
            box = self.page.locator(f"[name={name}]").first
            if box.get_attribute("type") == "radio":
                self.page.check(f"[name={name}][value={text}]")
            elif box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(text)
            else:
                box.fill(text)
            self.done += 1

    def sign_in(self, user) -> None:
        """Two fields and the Enter key."""
        self.page.goto("/accounts/login/")
        self.fill(login=user.email, password=PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url("**/desk/")


@pytest.fixture
def focal(visitor, people):
    """The focal point of Togo, signed in, with something expected: a value that was published before."""
    factories.publish(indicator="I3", value=1000, achieved=date(2025, 5, 1), instrument="Law No. 25-9")
    said = {"country_id": factories.country_of("TGO").pk, "situation": "Few workers are covered."}
    record_facts(Profile, [said], key=("country_id",))
    hands = Hands(visitor().page)
    hands.sign_in(people.focal_togo)
    return hands


def report(hands: Hands, code: str) -> None:
    hands.click("Add a result", "link")
    hands.press(f"button[value={code}]")
    hands.page.wait_for_selector("#entry")
    answers = RESULTS[code] | {"achieved_year": str(timezone.localdate().year)}
    if code == "I3":
        law = hands.page.locator("[name=instrument] option", has_text="Law No. 26-1")
        answers["instrument"] = law.get_attribute("value") or ""
    hands.fill(**answers)
    hands.press("button[value=send]")
    hands.page.wait_for_url(re.compile(r"/desk/results/[0-9a-f-]{36}/$"))


def test_three_results_a_profile_and_the_update_take_at_most_sixty_interactions(focal, capsys):
    for code in RESULTS:
        report(focal, code)
        focal.click("My desk", "link")
        focal.page.wait_for_url("**/desk/")
    focal.press(".card a.button")
    focal.click("Still right")
    expect(focal.page.get_by_role("button", name="Still right")).to_have_count(0)
    focal.press("main button[value=send]")
    focal.page.wait_for_url("**/copy/")
    with capsys.disabled():
        sys.stdout.write(f"\nthree results, profile and update, from sign-in: {focal.done} interactions\n")
    assert Result.objects.filter(country__iso3="TGO", status="submitted").count() == len(RESULTS)
    update = CountryUpdate.objects.get(country__iso3="TGO")
    assert update.status == CountryUpdate.Status.SUBMITTED
    assert update.profile_confirmed_at is not None
    assert focal.done <= 60


def test_nothing_to_report_takes_at_most_four(focal, capsys):
    focal.click("Nothing to report", "link")
    focal.click("Send: nothing to report")
    focal.page.wait_for_url("**/copy/")
    with capsys.disabled():
        sys.stdout.write(f"\nnothing to report, from sign-in: {focal.done} interactions\n")
    assert CountryUpdate.objects.get(country__iso3="TGO").status == CountryUpdate.Status.SUBMITTED
    assert focal.done <= 4
