"""A server of its own for the crawl: a throw-away database with made-up results and the real ones, as in service."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RESULTS = 2000
"""So many that one country has about 300."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the server, while it runs."""
    folder = Path(tempfile.mkdtemp(prefix="rmt-crawl-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}", "SECRET_KEY": "only-for-a-crawl-" + "x" * 40,
        "SITE_URL": f"http://localhost:{port}", "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"), "STATIC_MANIFEST": "1", "PRACTICE_ROOT": str(folder / "practice"),
        "DJANGO_SETTINGS_MODULE": "rmt.settings",
    }  # fmt: skip
    for command in (
        ["build_assets"], ["collectstatic", "--noinput", "--verbosity", "0"],
        ["generate_load", "--results", str(RESULTS)], ["load_reference"],
    ):  # fmt: skip
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    gunicorn = ["gunicorn", "rmt.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    server = subprocess.Popen([sys.executable, "-m", *gunicorn, "--log-level", "error"], cwd=ROOT, env=environment)
    try:
        yield _ready(f"http://localhost:{port}")
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _ready(address: str) -> str:
    for _try in range(100):
        try:
            with urllib.request.urlopen(f"{address}/healthz"):
                return address
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")
