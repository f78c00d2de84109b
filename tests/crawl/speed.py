"""What a page costs on a slow telephone and a slow line: measured by Chromium, the median of five first visits."""

import statistics
from dataclasses import dataclass

from playwright.sync_api import Browser

ROUNDS = 5
CPU_SLOWDOWN = 4
LATENCY_MS, BYTES_A_SECOND = 150, 200_000
OBSERVE = """
window.seen = {fcp: 0, lcp: 0, cls: 0, tasks: []};
new PerformanceObserver(l => l.getEntriesByName('first-contentful-paint').forEach(e => seen.fcp = e.startTime))
  .observe({type: 'paint', buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => seen.lcp = e.startTime))
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) seen.cls += e.value }))
  .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => seen.tasks.push([e.startTime, e.duration])))
  .observe({type: 'longtask', buffered: true});
"""
PAINTED = """() => new Promise(done => {
    const look = () => seen.fcp && seen.lcp ? done() : setTimeout(look, 50);
    look();
})"""
BLOCKED = """() => seen.tasks.map(([start, length]) => start + length - Math.max(start, seen.fcp) - 50)
    .reduce((sum, over) => sum + Math.max(0, over), 0)"""


@dataclass(frozen=True)
class Cost:
    """FCP, LCP and blocking time in milliseconds, CLS without a unit, bytes of the first and of the second visit.

    Blocking time is what web.dev calls Total Blocking Time: of each task after FCP, what is longer than 50 ms.
    """

    fcp: float
    lcp: float
    cls: float
    blocked: float
    first_bytes: int
    second_bytes: int


def cost_of(browser: Browser, site: str, path: str) -> Cost:
    """The median of five visits with nothing kept, each followed by a second one."""
    visits = [_visit(browser, site, path) for _round in range(ROUNDS)]
    return Cost(*(statistics.median(values) for values in zip(*visits, strict=True)))


def _visit(browser: Browser, site: str, path: str) -> tuple[float, float, float, float, int, int]:
    context = browser.new_context(base_url=site, viewport={"width": 360, "height": 740})
    context.add_init_script(OBSERVE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    line = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": BYTES_A_SECOND}
    session.send("Network.emulateNetworkConditions", line | {"uploadThroughput": BYTES_A_SECOND})
    page.goto(path, wait_until="networkidle")
    page.evaluate(PAINTED)  # a slow processor paints after the line is quiet
    seen, blocked = page.evaluate("window.seen"), page.evaluate(BLOCKED)
    first = sum(received)
    received.clear()
    page.goto(path, wait_until="networkidle")
    context.close()
    return seen["fcp"], seen["lcp"], seen["cls"], blocked, int(first), int(sum(received))
