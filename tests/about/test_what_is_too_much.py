"""What is too long is refused before it is read, and a refusal leaves one line in the log."""

import io
import logging
import os
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.test import Client
from structlog.stdlib import ProcessorFormatter

from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db

TYPED = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=xxx"


def sent(client: Client, path: str, *, length: int, **headers):
    """The answer to a body of this length, of which not a byte can be read."""
    return client.generic(
        "POST", path, b"", TYPED, CONTENT_LENGTH=str(length), **{"wsgi.input": Unreadable()}, **headers
    )


class Unreadable(io.BytesIO):
    def read(self, *_args):
        raise AssertionError("the body was read")

    readline = read


SIZES = [
    ("/", 0, 0),
    ("/results/?country=togo", 0, 0),
    ("/no-such-page/", 0, 0),
    ("/accounts/login/", 100_000, 100_000),
    ("/reply/some-token/", 400_000, 400_000),
    ("/follow/", 100_000, 100_000),
    ("/desk/people/new/", 2_621_440, 2_621_440),
    ("/desk/results/new/", 2_621_440, 45_000_000),
    ("/practice/desk/results/new/", 2_621_440, 45_000_000),
    ("/desk/imports/", 2_621_440, 11_000_000),
]


@pytest.mark.parametrize(("path", "visitor", "signed_in"), SIZES)
def test_each_address_takes_what_it_needs_and_no_more(path, visitor, signed_in, cast):
    """Only who is signed in sends files; any cookie does not make one of them."""
    client = Client()
    assert sent(client, path, length=visitor + 1).status_code == 413
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    assert sent(client, path, length=visitor + 1).status_code == 413
    client.force_login(cast.focal_togo, backend="django.contrib.auth.backends.ModelBackend")
    assert sent(client, path, length=signed_in + 1).status_code == 413
    assert sent(client, path, length=10**12).status_code == 413


def test_a_file_that_a_page_takes_is_taken(signed_in):
    browser = signed_in("manager")
    file = io.BytesIO(b"x" * 9_000_000)
    file.name = "list.xlsx"
    assert browser.post("/desk/imports/", {"file": file}).status_code == 200  # with what is wrong in it


def test_the_answer_says_the_limit_and_that_nothing_typed_is_lost(client):
    text = main_of(sent(client, "/accounts/login/", length=200_000))
    assert "at most 97.7" in text.replace("\xa0", " ")
    assert "what you typed is still in the form" in text


DESK_LISTS = ("results", "review", "projects", "people", "instruments", "reported")
PUBLIC_LISTS = ("/projects/", "/partners/", "/countries/", "/search/", "/results/")
LISTS = [*(("manager", f"/desk/{name}/") for name in DESK_LISTS), *(("", path) for path in PUBLIC_LISTS)]
LONG = "&".join([*(f"x{number}={'y' * 30}" for number in range(60)), f"text={'z' * 1_500}", "page=1", "page=2"])


@pytest.mark.parametrize(("who", "path"), LISTS)
def test_a_list_does_not_repeat_what_it_was_not_asked(client, signed_in, who, path):
    """A page of a list repeats its conditions in every link: never what is no condition of it, nor a text of pages."""
    browser = signed_in(who) if who else client
    plain, long = (browser.get(address, follow=True) for address in (path, f"{path}?{LONG}"))
    assert (plain.status_code, long.status_code) == (200, 200)
    assert b"yyyy" not in long.content
    assert len(long.content) <= 2 * len(plain.content)


@pytest.fixture
def log(monkeypatch):
    """What the server writes while the test runs."""
    handler = next(h for h in logging.getLogger("django").handlers if isinstance(h.formatter, ProcessorFormatter))
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    return written


def parts(body: str) -> bytes:
    return body.replace("\n", "\r\n").encode()


FILE = '--xxx\nContent-Disposition: form-data; name="a{}"; filename="a"\n\nx\n'
FIELD = '--xxx\nContent-Disposition: form-data; name="a"\n\n{}\n--xxx--\n'
MANY_FILES, LONG_FIELD = parts("".join(map(FILE.format, range(21))) + "--xxx--"), parts(FIELD.format("x" * 2_700_000))
REFUSED = {
    "a foreign host": ("GET", "/", b"", TYPED, {"HTTP_HOST": "evil.example.org"}, 400),
    "a host that is none": ("GET", "/", b"", TYPED, {"HTTP_HOST": "a\nb"}, 400),
    "parts without an end": ("POST", "/accounts/login/", parts("--xxx\nno header"), PARTS, {}, 200),
    "parts without a boundary": ("POST", "/accounts/login/", b"x", "multipart/form-data", {}, 400),
    "too many fields": ("POST", "/accounts/login/", b"a=1&" * 2_001, TYPED, {}, 400),
    "too many files": ("POST", "/accounts/login/", MANY_FILES, PARTS, {}, 400),
    "one field too long": ("POST", "/desk/results/new/", LONG_FIELD, PARTS, {}, 400),
    "a body that is too long": ("POST", "/", b"x", TYPED, {}, 413),
    "a body without a length": ("POST", "/accounts/login/", b"", TYPED, {"HTTP_TRANSFER_ENCODING": "chunked"}, 411),
    "no such page": ("GET", "/no-such-page/", b"", TYPED, {}, 404),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_a_refusal_leaves_one_line_and_no_trace(log, cast, kind):
    method, path, body, content_type, headers, status = REFUSED[kind]
    client = Client(raise_request_exception=False)
    if path.startswith("/desk/"):
        client.force_login(cast.focal_togo, backend="django.contrib.auth.backends.ModelBackend")
    assert client.generic(method, path, body, content_type, **headers).status_code == status
    assert len(log.getvalue().splitlines()) == (0 if status == 200 else 1), log.getvalue()
    assert "Traceback" not in log.getvalue()
    assert '"level": "error"' not in log.getvalue()


def test_who_may_not_leaves_one_line(log, signed_in):
    assert signed_in("lead_financing").get("/desk/people/new/").status_code == 403
    (line,) = log.getvalue().splitlines()
    assert "PermissionDenied" in line


def test_who_breaks_off_leaves_one_line(log):
    class Broken(io.BytesIO):
        def read(self, *_args):
            raise OSError("the line dropped")

        readline = read

    client = Client(raise_request_exception=False)
    client.generic("POST", "/accounts/login/", b"a=b", TYPED, **{"wsgi.input": Broken()})
    (line,) = log.getvalue().splitlines()
    assert "UnreadablePostError" in line
    assert "Traceback" not in line


def test_a_fault_of_ours_keeps_its_trace(log, monkeypatch):
    def broken():
        raise RuntimeError("ours")

    monkeypatch.setattr("rmt.models.SiteVersion.current", broken)
    assert Client(raise_request_exception=False).get("/about/").status_code == 500
    assert "Traceback" in log.getvalue()


@pytest.fixture
def server(tmp_path):
    """A real server, as README starts it; yields its port and the folder where it would keep what is sent."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "TMPDIR": str(tmp_path / "tmp"), "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "SITE_URL": f"http://localhost:{port}",
    }  # fmt: skip
    (tmp_path / "tmp").mkdir()
    command = [sys.executable, "-m", "gunicorn", "rmt.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "2"]
    with subprocess.Popen(
        [*command, "--worker-tmp-dir", str(tmp_path)], env=environment, cwd=settings.BASE_DIR, stderr=subprocess.DEVNULL
    ) as process:
        try:
            while process.poll() is None and not _answers(port):
                time.sleep(0.1)
            yield port, tmp_path / "tmp"
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    try:
        return ask(port, b"GET /no-such-file.txt HTTP/1.1\r\nHost: elsewhere\r\nConnection: close\r\n\r\n") != b""
    except OSError:
        return False


def ask(port: int, request: bytes) -> bytes:
    """The first line of the answer to what was sent so far, while the rest is never sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(request)
        return line.recv(4096).split(b"\r\n")[0]


HEAD = "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=xxx\r\n{length}\r\n\r\n"
BEGUN = b'--xxx\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n' + b"x" * 100_000


def test_a_real_server_answers_before_the_body_has_come_and_keeps_nothing_of_it(server):
    """Three hundred megabytes are announced, and a hundred kilobytes of them sent."""
    port, folder = server
    for path, length, status in (
        ("/desk/imports/", "Content-Length: 300000000", b"413"),
        ("/", "Content-Length: 300000000", b"413"),
        ("/desk/imports/", "Transfer-Encoding: chunked", b"411"),
    ):
        begun = b"186a0\r\n" + BEGUN[:100_000] + b"\r\n" if "chunked" in length else BEGUN
        answer = ask(port, HEAD.format(path=path, length=length).encode() + begun)
        assert answer.split()[1] == status, (path, length)
    assert list(folder.iterdir()) == []
