"""Crawl a server of its own: what is wrong, then what home, country, theme and explorer cost. `make crawl`."""

import os
import re
import shutil
import sys
import urllib.request
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from tests.crawl.looking import looked_at, said_by
from tests.crawl.markup import problems
from tests.crawl.site import served
from tests.crawl.speed import BYTES_A_SECOND, CPU_SLOWDOWN, LATENCY_MS, ROUNDS, cost_of

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
RESULTS_READ = 20
RESULT = re.compile(r"/results/\d+/")
FULL = ("/", "/countries/", "/themes/", "/indicators/", "/results/", "/projects/", "/partners/", "/claims/", "/about/")
EMPTY = (
    "/countries/andorra/",
    "/themes/migrants-and-forcibly-displaced-persons/",
    "/indicators/t6/",
    "/results/?q=nothing",
    "/search/?q=zzz",
)


def main() -> None:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        raise SystemExit("No Chromium: apt-get install chromium, or say where one is in CHROMIUM.")
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        paths = addresses(site)
        wrong = [*read(site, paths), *said_by(browser, site, paths), *looked_at(browser, site, kinds(site, paths))]
        say(*wrong, f"{len(paths)} pages crawled, {len(wrong)} problems")
        measure(browser, site, paths)
        browser.close()
    if wrong:
        raise SystemExit(1)


def addresses(site: str) -> list[str]:
    """Every address of the sitemap; of the results, which are of one kind, the first few."""
    found = re.findall(r"<loc>([^<]+)</loc>", fetch(f"{site}/sitemap.xml"))
    paths = [urlsplit(one).path for one in found]
    results = [path for path in paths if RESULT.fullmatch(path)]
    return [path for path in paths if path not in set(results[RESULTS_READ:])]


def read(site: str, paths: list[str]) -> list[str]:
    """What is wrong with their bytes."""
    return [f"{path}: {problem}" for path in paths for problem in problems(fetch(site + path))]


def fetch(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def kinds(site: str, paths: list[str]) -> list[str]:
    """A full page and an empty one of each kind: of countries, the one with the most results."""
    firsts = [next((p for p in paths if p.startswith(f"/{kind}/") and p.count("/") == 3), "") for kind in
              ("themes", "indicators", "results", "projects", "partners")]  # fmt: skip
    return [*FULL, largest_country(site, paths), *filter(None, firsts), *EMPTY]


def largest_country(site: str, paths: list[str]) -> str:
    """The country with the most results: its page in the explorer says how many."""
    countries = [path for path in paths if path.startswith("/countries/") and path.count("/") == 3]
    return max(countries, key=lambda path: len(fetch(site + path)))


def measure(browser: Browser, site: str, paths: list[str]) -> None:
    """FCP, LCP, CLS, blocking time and bytes; aims: 1.8 s, 2.5 s, 0.1, 200 ms."""
    say(f"360 px, {CPU_SLOWDOWN} × slower CPU, {LATENCY_MS} ms, {BYTES_A_SECOND // 1000} kB/s, median of {ROUNDS}")
    row("page", "FCP s", "LCP s", "CLS", "blocked ms", "first kB", "again kB")
    theme = next(path for path in paths if path.startswith("/themes/") and path.count("/") == 3)
    for path in ("/", largest_country(site, paths), theme, "/results/"):
        cost = cost_of(browser, site, path)
        row(
            path, f"{cost.fcp / 1000:.2f}", f"{cost.lcp / 1000:.2f}", f"{cost.cls:.3f}", f"{cost.blocked:.0f}",
            f"{cost.first_bytes / 1000:.1f}", f"{cost.second_bytes / 1000:.1f}",
        )  # fmt: skip


def row(page: str, *columns: str) -> None:
    say(f"{page:<34}" + "".join(f"{column:>12}" for column in columns))


def say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
