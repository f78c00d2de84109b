"""The environment of the tests, loaded by pytest before Django's settings (`-p tests.environment`).

The machine's own variables do not reach the tests, save DATABASE_URL, which says the engine (`tests/engines.py`).
"""

import os
import secrets
import shutil
import tempfile
from pathlib import Path

made_here = "RMT_TEST_STATE" not in os.environ  # pytest-xdist's workers inherit what their controller made
if made_here:
    os.environ["RMT_TEST_STATE"] = tempfile.mkdtemp(prefix="rmt-tests-")
state = Path(os.environ["RMT_TEST_STATE"])
for folder in ("media", "static", "practice"):
    (state / folder).mkdir(exist_ok=True)

for name in (
    "ALLOWED_HOSTS",
    "CACHE_URL",
    "CONTACT",
    "DEBUG",
    "DEMO",
    "DEMO_FULL",
    "EMAIL_URL",
    "MAIL_FROM",
    "PORT",
    "RECORD_LICENCE",
    "SEAL_MAILTO",
):
    os.environ.pop(name, None)
os.environ.update(
    SECRET_KEY=secrets.token_urlsafe(50),
    SITE_URL="http://localhost",
    MEDIA_ROOT=str(state / "media"),
    STATIC_ROOT=str(state / "static"),
    PRACTICE_ROOT=str(state / "practice"),
    STATIC_MANIFEST="0",
    DJANGO_ALLOW_ASYNC_UNSAFE="true",  # Playwright's loop runs in the thread of the test
)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{state / 'db.sqlite3'}")


def pytest_unconfigure():
    if made_here:
        shutil.rmtree(state, ignore_errors=True)
