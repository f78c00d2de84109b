"""What the explorer and the search cost, beside /healthz in the same rounds: `python -m tests.bench.explorer 10000`.

On so many made-up results, on SQLite; with DATABASE_URL on a database of yours, and on its results if it has any. The
first column is the first request of a process, which reads the ledger once.
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path
from time import process_time

import tests.environment  # noqa: F401 (sets what the settings read)

ROUNDS = 7
PAGES = (
    "/results/", "/results/?country=togo", "/results/?level=result&region=africa", "/results/?theme=old-age-pensions",
    "/results/?q=law", "/results/?sort=country", "/results/?view=timeline", "/results/?view=map",
    "/results/?as_of=2024-05-01", "/search/?q=law", "/search/?kind=result&q=maternity", "/search/?q=togo",
)  # fmt: skip


def main() -> None:
    if "DATABASE_URL" not in os.environ or "rmt-tests-" in os.environ["DATABASE_URL"]:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(tempfile.mkdtemp(prefix='rmt-bench-')) / 'db.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "rmt.settings"
    import django
    from django.core.management import call_command

    django.setup()
    from django.test import Client

    from indicators.models import Publication
    from tests.kept import forget_pages

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Publication.objects.exists():
        call_command("generate_load", results=int(sys.argv[1]))
    client = Client(HTTP_HOST="localhost")
    client.get("/healthz")

    def milliseconds(page: str) -> float:
        forget_pages()
        start = process_time()
        assert client.get(page).status_code == 200, page
        return (process_time() - start) * 1_000

    first = {page: milliseconds(page) for page in PAGES}
    times: dict[str, list[float]] = {page: [] for page in ("/healthz", *PAGES)}
    for _ in range(ROUNDS):
        for page, found in times.items():
            found.append(milliseconds(page))
    base = statistics.median(times.pop("/healthz"))
    sys.stdout.write(f"{'page':<40}{'first, ms':>12}{'then, ms':>12}{'of /healthz':>14}\n")
    for page, found in times.items():
        middle = statistics.median(found)
        sys.stdout.write(f"{page:<40}{first[page]:>12.0f}{middle:>12.1f}{middle / base:>14.1f}\n")


if __name__ == "__main__":
    main()
