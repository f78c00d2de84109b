"""Crawl a server of its own: what is wrong, then what home, country, theme and explorer cost. `make crawl`."""

import os
import re
import shutil
import sys
import urllib.request
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from tests.crawl.looking import looked_at, said_by
from tests.crawl.markup import problems
from tests.crawl.site import served
from tests.crawl.speed import BYTES_A_SECOND, CPU_SLOWDOWN, LATENCY_MS, ROUNDS, cost_of

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
RESULTS_READ = 20
RESULT = re.compile(r"/results/\d+/")
KINDS = ("countries", "themes", "indicators", "results", "projects", "partners")
LISTS = ("/", *(f"/{kind}/" for kind in KINDS), "/claims/", "/about/", "/results/?q=zzz", "/search/?q=zzz")


def main() -> None:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        raise SystemExit("No Chromium: apt-get install chromium, or say where one is in CHROMIUM.")
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        say("Reading")
        pages = {path: fetch(site + path) for path in addresses(site)}
        closely = [*LISTS, *(page for kind in KINDS for page in largest_and_smallest(pages, kind))]
        wrong = [
            *told("Strict HTML", (f"{path}: {word}" for path, html in pages.items() for word in problems(html))),
            *told(f"Opening {len(pages)} pages in a browser", said_by(browser, site, list(pages))),
            *told(f"Looking closely at {len(closely)} pages", looked_at(browser, site, closely)),
        ]
        say(f"{len(pages)} pages crawled, {len(wrong)} problems")
        costly = [largest_and_smallest(pages, kind)[0] for kind in ("countries", "themes")]
        measure(browser, site, ["/", *costly, "/results/"])
        browser.close()
    if wrong:
        raise SystemExit(1)


def addresses(site: str) -> list[str]:
    """Every address of the sitemap; of the results, which are of one kind, the first few."""
    found = re.findall(r"<loc>([^<]+)</loc>", fetch(f"{site}/sitemap.xml"))
    paths = [urlsplit(one).path for one in found]
    results = [path for path in paths if RESULT.fullmatch(path)]
    return [path for path in paths if path not in set(results[RESULTS_READ:])]


def fetch(address: str) -> str:
    """The text at an address; what answers with an error ends the crawl."""
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def largest_and_smallest(pages: dict[str, str], kind: str) -> tuple[str, str]:
    """The page of a kind with the most on it, and the one with the least."""
    of_kind = [path for path in pages if re.fullmatch(f"/{kind}/[^/]+/", path)]
    ordered = sorted(of_kind, key=lambda path: len(pages[path]))
    return ordered[-1], ordered[0]


def told(what: str, problems: Iterable[str]) -> Iterator[str]:
    """Each problem as it is found, under what is being done: a crawl takes minutes."""
    say(what)
    for problem in problems:
        say(f"  {problem}")
        yield problem


def measure(browser: Browser, site: str, paths: list[str]) -> None:
    """FCP, LCP, CLS, blocking time and bytes; aims: 1.8 s, 2.5 s, 0.1, 200 ms."""
    say(f"360 px, {CPU_SLOWDOWN} × slower CPU, {LATENCY_MS} ms, {BYTES_A_SECOND // 1000} kB/s, median of {ROUNDS}")
    row("page", "FCP s", "LCP s", "CLS", "blocked ms", "first kB", "again kB")
    for path in paths:
        cost = cost_of(browser, site, path)
        row(
            path, f"{cost.fcp / 1000:.2f}", f"{cost.lcp / 1000:.2f}", f"{cost.cls:.3f}", f"{cost.blocked:.0f}",
            f"{cost.first_bytes / 1000:.1f}", f"{cost.second_bytes / 1000:.1f}",
        )  # fmt: skip


def row(page: str, *columns: str) -> None:
    say(f"{page:<54}" + "".join(f"{column:>12}" for column in columns))


def say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
