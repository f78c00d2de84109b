"""What a public page costs: rendered, stored, unchanged; each against a view that does nothing. `make bench`.

Rounds are interleaved, so that a busy machine slows all of them alike; the median of each is printed.
"""

import io
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import tests.environment  # noqa: F401 (sets what the settings read)

ROUNDS = 60
PAGES = ("/", "/countries/cambodia/", "/indicators/r2/", "/results/1/")


def main() -> None:
    os.environ["DATABASE_URL"] = f"sqlite:///{Path(tempfile.mkdtemp(prefix='rmt-bench-')) / 'db.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "rmt.settings"
    import django
    from django.core.management import call_command

    django.setup()
    for command in ("migrate", "createcachetable", "load_reference"):
        call_command(command, verbosity=0, stdout=io.StringIO())
    say("page", "rendered", "stored", "unchanged (304)", "— times the cost of /healthz")
    for page in PAGES:
        say(page, *(f"{ratio:.1f}" for ratio in ratios(page)))


def ratios(page: str) -> list[float]:
    """How many times as long as `/healthz` it takes to render `page`, to answer it from store, and with a 304."""
    from django.core.cache import cache
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    etag = client.get(page)["ETag"]

    def rendered() -> None:
        cache.clear()
        client.get(page)

    kinds: list[Callable[[], object]] = [
        lambda: client.get("/healthz"),
        rendered,
        lambda: client.get(page),
        lambda: client.get(page, HTTP_IF_NONE_MATCH=etag),
    ]
    times: list[list[float]] = [[] for _ in kinds]
    for _ in range(ROUNDS):
        for kind, found in zip(kinds, times, strict=True):
            start = perf_counter()
            kind()
            found.append(perf_counter() - start)
    base, *others = (statistics.median(found) for found in times)
    return [other / base for other in others]


def say(page: str, *columns: str) -> None:
    sys.stdout.write(f"{page:<24}" + "".join(f"{column:>18}" for column in columns) + "\n")


if __name__ == "__main__":
    main()
