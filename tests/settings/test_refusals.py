"""Settings refuse to start, in one line, without what production needs."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

COMPLETE = {
    "SECRET_KEY": "x" * 60,
    "SITE_URL": "https://results.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
}


def start(**environment: str | None) -> subprocess.CompletedProcess:
    """Read the settings in a process of its own, with nothing of this one's environment."""
    given = {name: value for name, value in (COMPLETE | environment).items() if value is not None}
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "import rmt.settings as s; print(s.IS_HTTPS, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)",
        ],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **given},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"SECRET_KEY": None}, ["SECRET_KEY"]),
        ({"SECRET_KEY": ""}, ["SECRET_KEY"]),
        ({"SITE_URL": None}, ["SITE_URL"]),
        ({"DATABASE_URL": None}, ["DATABASE_URL"]),
        (dict.fromkeys(COMPLETE), list(COMPLETE)),
        ({"SITE_URL": "http://results.example.org"}, ["SITE_URL", "https://"]),
        ({"SITE_URL": "http://10.0.0.5"}, ["SITE_URL", "https://"]),
        ({"SITE_URL": "results.example.org"}, ["SITE_URL"]),
        ({"SITE_URL": "https://results.example.org/rmt"}, ["SITE_URL"]),
        ({"SITE_URL": "ftp://results.example.org"}, ["SITE_URL"]),
        ({"DATABASE_URL": "mysql://localhost/rmt"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "nonsense"}, ["DATABASE_URL"]),
        ({"CACHE_URL": "nonsense"}, ["CACHE_URL"]),
        ({"EMAIL_URL": "nonsense://x"}, ["EMAIL_URL"]),
        ({"DEBUG": "perhaps"}, ["DEBUG"]),
        ({"SECRET_KEY": None, "SECRET_KEY_FILE": "/nowhere/secret"}, ["SECRET_KEY"]),
    ],
)
def test_it_says_in_one_line_what_is_wrong_and_does_not_start(environment, named):
    ended = start(**environment)
    lines = ended.stderr.strip().splitlines()
    assert ended.returncode != 0
    assert len(lines) == 1, ended.stderr
    assert all(name in lines[0] for name in named)
    assert ended.stdout == ""


@pytest.mark.parametrize(
    ("environment", "answer"),
    [
        ({}, "True True 31536000"),
        ({"SITE_URL": "http://localhost:8000"}, "False False 0"),
        ({"SITE_URL": "http://127.0.0.1"}, "False False 0"),
        ({"SITE_URL": "http://[::1]:8000"}, "False False 0"),
    ],
)
def test_https_turns_on_secure_cookies_and_hsts_and_http_is_for_this_machine(environment, answer):
    ended = start(**environment)
    assert (ended.returncode, ended.stderr, ended.stdout.strip()) == (0, "", answer)


def test_a_secret_may_be_read_from_a_file(tmp_path):
    (tmp_path / "secret").write_text("y" * 60)
    ended = start(SECRET_KEY=None, SECRET_KEY_FILE=str(tmp_path / "secret"))
    assert (ended.returncode, ended.stderr) == (0, "")
