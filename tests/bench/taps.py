"""Taps on the map of the world that miss, on a telephone 360 px wide.

    CHROMIUM=/usr/bin/chromium python -m tests.bench.taps http://localhost:8000/

Fifty times a reader means a country or territory of the map, drawn at random (the seed is fixed), and a finger comes
down within 12 px of its middle, at random too. It hits if what it opens is that country or offers it: the link under
the finger, or a card that holds a link to it of at least 24 by 24 px. Everything else is a miss.
"""

import math
import os
import random
import sys
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, sync_playwright

TAPS, FINGER, LEAST, SEED = 50, 12, 24, 2016
PLACES = """() => [...document.querySelectorAll('.world__link')].map(link => {
    const box = link.getBoundingClientRect();
    return [link.getAttribute('href'), (box.left + box.right) / 2, (box.top + box.bottom) / 2 + scrollY];
})"""
OFFERED = """least => [...document.querySelectorAll('.world__card:not([hidden]) a')].filter(link => {
    const box = link.getBoundingClientRect();
    return box.height >= least && box.width >= least;
}).map(link => link.getAttribute('href'))"""
CLEAR = "() => document.querySelectorAll('.world__card').forEach(card => { card.hidden = true; })"


def main() -> None:
    site = sys.argv[1]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
        page.goto(site, wait_until="networkidle")
        first, offered = taps_on(page)
        browser.close()
    sys.stdout.write(f"{TAPS} taps: {TAPS - offered} miss; the country meant is the first that opens {first} times\n")


def taps_on(page: Page) -> tuple[int, int]:
    """How often the country that was meant is the first that a tap opens, and how often it is offered at all."""
    chance = random.Random(SEED)
    first = offered = 0
    followed: list[str] = []
    page.route(lambda address: True, lambda route: stay(route, followed))
    places = page.evaluate(PLACES)
    for _tap in range(TAPS):
        href, x, y = chance.choice(places)
        angle, far = chance.uniform(0, 2 * math.pi), FINGER * math.sqrt(chance.random())
        followed.clear()
        page.evaluate(CLEAR)
        page.evaluate("y => scrollTo(0, y - 300)", y)
        page.touchscreen.tap(x + far * math.cos(angle), y + far * math.sin(angle) - page.evaluate("scrollY"))
        page.wait_for_timeout(150)
        opened = followed or page.evaluate(OFFERED, LEAST)
        first += opened[:1] == [href]
        offered += href in opened
    return first, offered


def stay(route: Route, followed: list[str]) -> None:
    """Write down where a tap leads to, and stay on the page."""
    followed.append(urlsplit(route.request.url).path)
    route.fulfill(status=204)  # a browser stays where it is


if __name__ == "__main__":
    main()
