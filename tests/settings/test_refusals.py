"""Settings refuse to start, in one line, without what production needs."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

COMPLETE = {
    "SECRET_KEY": "fifty signs or more, of ten kinds or more: 0123456789",
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
            "import rmt.settings as s; print(s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_NAME,"
            "s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_NAME)",
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
        ({"SECRET_KEY": COMPLETE["SECRET_KEY"][:49]}, ["SECRET_KEY", "50"]),
        ({"SECRET_KEY": "abcabcabc" * 10}, ["SECRET_KEY", "random"]),
        ({"DEBUG": "1"}, ["DEBUG", "https"]),
        ({"DEMO": "1"}, ["DEMO", "https"]),
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
        ({"RECORD_LICENCE": "CC BY 4.0"}, ["RECORD_LICENCE"]),
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
    ("site", "answer"),
    [
        ("https://results.example.org", "31536000 True __Host-rmt_session True __Host-rmt_csrf"),
        ("http://localhost:8000", "0 False rmt_session False rmt_csrf"),
        ("http://127.0.0.1", "0 False rmt_session False rmt_csrf"),
        ("http://[::1]:8000", "0 False rmt_session False rmt_csrf"),
    ],
)
def test_https_turns_on_hsts_and_cookies_of_this_host_alone_and_http_is_for_this_machine(site, answer):
    ended = start(SITE_URL=site)
    assert (ended.returncode, ended.stderr, ended.stdout.strip()) == (0, "", answer)


@pytest.mark.parametrize("name", ["DEBUG", "DEMO"])
def test_on_this_machine_a_demonstration_needs_no_key_of_fifty_signs(name):
    ended = start(SITE_URL="http://localhost:8000", SECRET_KEY="short", **{name: "1"})
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_secret_may_be_read_from_a_file(tmp_path):
    (tmp_path / "secret").write_text(COMPLETE["SECRET_KEY"])
    ended = start(SECRET_KEY=None, SECRET_KEY_FILE=str(tmp_path / "secret"))
    assert (ended.returncode, ended.stderr) == (0, "")
