"""A real Chromium: Debian's, started once for all browser tests of a worker, without any connection of its own."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from rmt.models import User
from tests.cast import Cast

PASSWORD = "a-password-of-the-tests"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

PATIENCE = 120_000  # milliseconds: what is slow is not wrong
expect.set_options(timeout=PATIENCE)
UNUSED_YET = "was preloaded using link preload but not used within a few seconds"
"""Said of the font on a page that stays open for three seconds: of a slow machine, not of the page."""


@pytest.fixture(scope="session")
def chromium():
    """The browser. Without one the tests fail and say what to install: a missing part is not hidden."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "No Chromium: apt-get install chromium, or say where one is in CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def people(cast: Cast) -> Cast:
    """The cast, each with the same password, so that they sign in as people do."""
    User.objects.filter(is_active=True).update(password=make_password(PASSWORD))
    return cast


class Visitor:
    """Somebody at a browser of their own; keeps what the console said."""

    def __init__(self, browser: Browser, address: str, width: int = 1280) -> None:
        self.context: BrowserContext = browser.new_context(
            base_url=address, viewport={"width": width, "height": 900}, locale="en-GB"
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda message: self._hears(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _hears(self, text: str) -> None:
        if UNUSED_YET not in text:
            self.said.append(text)

    def sign_in(self, user) -> "Visitor":
        self.page.goto("/accounts/login/?next=/desk/")
        self.page.fill("[name=login]", user.email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url("**/desk/")
        return self

    def reads(self, path: str) -> str:
        """The text of `<main>` on a page."""
        self.page.goto(path)
        return self.page.inner_text("main")

    def accessibility_problems(self) -> list[str]:
        """What axe finds on this page; empty is clean."""
        found = Axe().run(self.page).response["violations"]
        return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]

    def is_wider_than_the_screen(self) -> bool:
        return self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.fixture
def visitor(chromium, live_server):
    """Opens browsers: `visitor()` for one more person, `visitor(width=360)` for one with a phone."""
    opened: list[Visitor] = []

    def one_more(width: int = 1280) -> Visitor:
        opened.append(Visitor(chromium, live_server.url, width))
        return opened[-1]

    yield one_more
    for each in opened:
        each.context.close()
