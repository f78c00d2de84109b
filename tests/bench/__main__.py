"""What a public page costs: rendered, stored, unchanged; each against a view that does nothing. `make bench`.

Then what a report costs with its pages (`tests.bench.documents`).

On SQLite; with DATABASE_URL=postgres://… on an empty database of yours, on that one.

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
from tests.bench import documents

ROUNDS = 20
REPEATED = 10  # within a round; what is rendered takes long enough by itself
# What `django-admin startproject` writes into a new project.
SEVEN = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
PAGES = ("/", "/countries/cambodia/", "/indicators/r2/", "/results/1/")


def main() -> None:
    if "DATABASE_URL" not in os.environ or "rmt-tests-" in os.environ["DATABASE_URL"]:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(tempfile.mkdtemp(prefix='rmt-bench-')) / 'db.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "rmt.settings"
    import django
    from django.core.management import call_command

    django.setup()
    for command in ("migrate", "createcachetable", "load_reference"):
        call_command(command, verbosity=0, stdout=io.StringIO())
    sys.stdout.write("Times of a constant view behind the middlewares of a new Django project:\n")
    say("page", "rendered", "stored", "unchanged (304)")
    for page in PAGES:
        say(page, *(f"{ratio:.2f}" for ratio in ratios(page)))
    documents.main()


def ratios(page: str) -> list[float]:
    """How many times as long as a constant view it takes to render `page`, to send it again, and to answer 304.

    The constant view sends 40 kB behind the seven middlewares of a new Django project. Both are called as gunicorn
    calls them; what gunicorn takes itself would come on top of either.
    """
    from django.core.wsgi import get_wsgi_application
    from django.test import override_settings

    from tests.kept import forget_pages

    site = get_wsgi_application()
    with override_settings(MIDDLEWARE=["tests.bench.constant.only_these_addresses", *SEVEN]):
        constant = get_wsgi_application()
    etag = ask(site, page)["ETag"]

    def rendered() -> None:
        forget_pages()
        ask(site, page)

    kinds: list[Callable[[], object]] = [
        lambda: ask(constant, "/constant/"),
        rendered,
        lambda: ask(site, page),
        lambda: ask(site, page, HTTP_IF_NONE_MATCH=etag),
    ]
    times: list[list[float]] = [[] for _ in kinds]
    for _round in range(ROUNDS):
        for kind, found in zip(kinds, times, strict=True):
            repeated = 1 if kind is rendered else REPEATED
            kind()
            start = perf_counter()
            for _time in range(repeated):
                kind()
            found.append((perf_counter() - start) / repeated)
    base, *others = (statistics.median(found) for found in times)
    return [other / base for other in others]


def ask(application: Callable, path: str, **given: str) -> dict[str, str]:
    """The headers of an answer, as a server that speaks WSGI asks for it."""
    sent: dict[str, str] = {}
    asked = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    response = application({**asked, **given}, lambda status, headers: sent.update(headers))
    b"".join(response)
    response.close()
    return sent


def say(page: str, *columns: str) -> None:
    sys.stdout.write(f"{page:<24}" + "".join(f"{column:>18}" for column in columns) + "\n")


if __name__ == "__main__":
    main()
