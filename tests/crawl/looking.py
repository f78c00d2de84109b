"""What a browser finds on a page: messages, requests elsewhere, axe, sideways scroll, keyboard, no scripts."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

NARROWEST = 320
MOST_STOPS = 700
STOPS = "a[href]:not([tabindex='-1']), button, input:not([type=hidden]), select, textarea, summary"


def said_by(browser: Browser, site: str, paths: list[str]) -> Iterator[str]:
    """Console messages, failed requests and requests to anywhere else, page by page."""
    page = browser.new_page(base_url=site)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith((site, "data:")) else said.append(request.url))
    for path in paths:
        page.goto(path)
        yield from (f"{path}: {word}" for word in said)
        said.clear()
    page.close()


def looked_at(browser: Browser, site: str, paths: list[str]) -> Iterator[str]:
    """axe at two widths, light, dark and in print; no sideways scroll at 320 px; no script; every stop by keyboard."""
    for width in (360, 1280):
        for scheme in ("light", "dark"):
            page = browser.new_page(base_url=site, viewport={"width": width, "height": 900}, color_scheme=scheme)
            yield from _axe(page, paths, f"{width} px, {scheme}")
            page.close()
    page = browser.new_page(base_url=site)
    page.emulate_media(media="print")
    yield from _axe(page, paths, "print")
    page.close()
    yield from _narrow(browser, site, paths)
    yield from _without_scripts(browser, site, paths)
    yield from _by_keyboard(browser, site, paths)


def _axe(page: Page, paths: list[str], where: str) -> Iterator[str]:
    for path in paths:
        page.goto(path)
        for violation in Axe().run(page).response["violations"]:
            for node in violation["nodes"]:
                yield f"{path} ({where}): {violation['id']}: {node['html'][:100]}"


def _narrow(browser: Browser, site: str, paths: list[str]) -> Iterator[str]:
    page = browser.new_page(base_url=site, viewport={"width": NARROWEST, "height": 800})
    for path in paths:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            yield f"{path}: scrolls sideways at {NARROWEST} px"
    page.close()


def _without_scripts(browser: Browser, site: str, paths: list[str]) -> Iterator[str]:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    for path in paths:
        page.goto(path)
        if not page.locator("h1").is_visible() or not page.locator("main a").count():
            yield f"{path}: nothing to read or follow without scripts"
    context.close()


def _by_keyboard(browser: Browser, site: str, paths: list[str]) -> Iterator[str]:
    """The Tab key reaches everything that a mouse can; the first stop skips to the content."""
    page = browser.new_page(base_url=site)
    for path in paths:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        wanted = page.locator(STOPS).filter(visible=True).count()
        page.keyboard.press("Tab")
        if not page.evaluate("document.activeElement.classList.contains('skip-link')"):
            yield f"{path}: the first stop is not the link to the content"
        reached = _stops(page, at_most=min(wanted + 20, MOST_STOPS))
        if reached < min(wanted, MOST_STOPS):
            yield f"{path}: {reached} of {wanted} stops are reached by keyboard"
    page.close()


def _stops(page: Page, *, at_most: int) -> int:
    page.evaluate("window.stops = new Set([document.activeElement])")
    for _press in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        page.evaluate("window.stops.add(document.activeElement)")
    return int(page.evaluate("window.stops.size"))
