"""The desk at 400 ms and 50 kB/s: no page costs more than 120 kB after the first, and each works before its scripts."""

import sys

import pytest
from django.urls import URLPattern, get_resolver, reverse
from playwright.sync_api import Page

from tests import factories
from tests.browser.test_nothing_typed_is_lost import NEW, SAVED, type_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("programme")]

MOST_BYTES = 120_000
AT_ONCE = 6
BAD_LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PEOPLE = ("focal_togo", "lead_health", "manager")
NOT_A_PAGE = {"drafts"}
HAS_A_BUTTON = """form => [...form.elements].some(control => control.type === "submit")
    || [...form.elements].every(control => control.type === "hidden")"""


def pages_without_arguments() -> list[str]:
    """The addresses of the desk that need no more than their name."""
    desk = next(each for each in get_resolver().url_patterns if str(each.pattern) == "desk/")
    plain = [each.name for each in desk.url_patterns if isinstance(each, URLPattern) and "<" not in str(each.pattern)]
    return [reverse(name) for name in plain if name not in NOT_A_PAGE]


def some_work(people) -> list[str]:
    """A draft, something sent and something published; the addresses of their pages."""
    begun = factories.draft(by=people.focal_togo)
    sent = factories.submit(indicator="I3", by=people.focal_togo, themes=["social-health-protection"])
    published = factories.validated(by=people.focal_togo, themes=["social-health-protection"])
    of_each = [reverse("desk_result", args=[result.uuid]) for result in (begun, sent, published)]
    steps = [("edit_result", begun), ("validate_result", sent), ("return_result", sent), ("withdraw_result", published)]
    half = sent.reported_in.code
    of_togo = [reverse(name, args=[half, "togo"]) for name in ("update", "update_nothing")]
    of_togo.append(reverse("hand_over", args=["togo"]))
    return [NEW, *of_each, *(reverse(name, args=[result.uuid]) for name, result in steps), *of_togo]


class Meter:
    """A tab on a bad line: counts the bytes that come."""

    def __init__(self, page: Page) -> None:
        self.page, self.bytes = page, 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", BAD_LINE)
        session.on("Network.loadingFinished", lambda event: self.add(event["encodedDataLength"]))

    def add(self, count: float) -> None:
        self.bytes += round(count)

    def ask_for(self, address: str) -> None:
        """Follow a link without waiting for what comes."""
        self.bytes = 0
        self.page.evaluate("address => { location.href = address }", address)

    def cost(self, address: str) -> int:
        """The bytes of the page that was asked for, until nothing more comes."""
        self.page.wait_for_url(address, wait_until="networkidle")
        return self.bytes


def costs_of(person, addresses: list[str]) -> dict[str, int]:
    """What each page costs; several are asked for at once, each on a line of its own: the waiting is the same."""
    meters = [Meter(person.context.new_page()) for _tab in range(AT_ONCE)]
    costs = {}
    for first in range(0, len(addresses), AT_ONCE):
        asked = list(zip(meters, addresses[first : first + AT_ONCE], strict=False))
        for meter, address in asked:
            meter.ask_for(address)
        costs |= {address: meter.cost(address) for meter, address in asked}
    return costs


def pages_of(person, people) -> list[str]:
    """The addresses of the pages that this person gets, not a file, a step or somebody else's; where they lead to."""
    asked = [person.page.request.get(address) for address in [*pages_without_arguments(), *some_work(people)]]
    pages = [found for found in asked if found.status == 200 and "text/html" in found.headers["content-type"]]
    return list(dict.fromkeys(found.url for found in pages))


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_costs_more_than_120_kb_after_the_first(visitor, people, who):
    person = visitor().sign_in(getattr(people, who))
    costs = costs_of(person, pages_of(person, people))
    sys.stdout.write("\n".join([f"\n{who}:", *(f"{cost:>7} {address}" for address, cost in costs.items()), ""]))
    assert len(costs) >= 3
    assert {address: cost for address, cost in costs.items() if cost > MOST_BYTES} == {}


@pytest.mark.parametrize("who", PEOPLE)
def test_each_page_is_there_before_a_script_has_loaded(visitor, people, who):
    person = visitor().sign_in(getattr(people, who))
    person.page.route("**/*.js", lambda route: route.abort())
    addresses = pages_of(person, people)
    assert len(addresses) >= 3
    for address in addresses:
        person.page.goto(address)
        assert person.page.locator("h1").is_visible(), address
        assert person.page.locator("form:not([action]):not([method])").count() == 0, f"{address}: needs a script"
        for form in person.page.locator("main form[method=post]:visible").all():
            assert form.evaluate(HAS_A_BUTTON), f"{address}: a form that nothing but a script sends"


def test_a_result_is_saved_and_returned_before_a_script_has_loaded(visitor, people):
    focal, manager = visitor().sign_in(people.focal_togo), visitor().sign_in(people.manager)
    for person in (focal, manager):
        person.page.route("**/*.js", lambda route: route.abort())
    focal.page.goto(NEW)
    type_in(focal.page)
    focal.page.locator("#entry button[value=save]").click()
    focal.page.wait_for_url(SAVED)
    sent = factories.submit(by=people.focal_togo)
    manager.page.goto(reverse("return_result", args=[sent.uuid]))
    manager.page.fill("[name=comment]", "Which body adopted it?")
    manager.page.locator("main form[method=post] button[type=submit]").click()
    manager.page.wait_for_url("**/desk/review/")
    sent.refresh_from_db()
    assert sent.status == "draft"
