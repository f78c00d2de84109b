"""What a process has sent it sends again before all middleware: the same bytes and headers, and nothing that is old."""

import sys
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.core.signals import request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from rmt.caching.early_answers import LARGEST, MOST_BYTES, Answer, KeptAnswers, kept_answers
from rmt.models import SiteVersion
from rmt.site.sharing.sitemap import places
from tests import factories

pytestmark = pytest.mark.django_db

READERS = {
    "a browser": {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"},
    "an old one": {"HTTP_ACCEPT_ENCODING": "gzip;q=0.8"},
    "a machine": {},
    "somebody signed in": {"HTTP_ACCEPT_ENCODING": "br", "HTTP_COOKIE": f"rmt_session={'a' * 32}; rmt_csrf={'b' * 32}"},
    "a search engine": {"REQUEST_METHOD": "HEAD", "HTTP_ACCEPT_ENCODING": "br"},
}
FILES = ["/card.png", "/feed.atom", "/sitemap.xml", "/robots.txt", "/countries/togo.pdf", "/countries/togo/embed/"]


class Site:
    """The application as gunicorn calls it, so that nothing of a test's client stands in between."""

    def __init__(self) -> None:
        self.application = get_wsgi_application()

    def get(self, path: str, **given: str) -> tuple[str, list[tuple[str, str]], bytes]:
        asked = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        sent: list = []
        response = self.application({**asked, **given}, lambda status, headers: sent.extend((status, headers)))
        status, headers = sent
        return status, headers, b"".join(response)


@pytest.fixture
def site(programme) -> Iterator[Site]:
    """The application; the transaction of the test outlives a request, as it does for Django's own client."""
    request_started.disconnect(close_old_connections)
    yield Site()
    request_started.connect(close_old_connections)


def headers_of(answer) -> dict[str, str]:
    return dict(answer[1])


def one_of_each_kind() -> list[str]:
    """One page of each kind that the sitemap has, and the files beside them."""
    kinds: dict[str, str] = {}
    for address, _day in places():
        path = urlsplit(address).path
        kinds.setdefault(path if path.count("/") < 3 else path.split("/")[1], path)
    return [*kinds.values(), *FILES]


def is_the_same_early(site: Site, path: str, **reader: str) -> bool:
    whole = site.get(path, **reader)
    tag = headers_of(whole)["ETag"]
    kept_answers.clear()
    unchanged = site.get(path, **reader, HTTP_IF_NONE_MATCH=tag)
    site.get(path, **reader)
    assert (whole[0], unchanged[0]) == ("200 OK", "304 Not Modified"), path
    early = site.get(path, **reader), site.get(path, **reader, HTTP_IF_NONE_MATCH=tag)
    return early == (whole, unchanged)


def test_it_is_byte_for_byte_what_the_whole_stack_sends(site):
    different = [path for path in one_of_each_kind() if not is_the_same_early(site, path, **READERS["a browser"])]
    assert different == []


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_so_it_is_for_every_reader(site, reader):
    assert is_the_same_early(site, "/about/contact/", **reader)


@pytest.mark.both_engines
@pytest.mark.parametrize("given", [{}, READERS["somebody signed in"]], ids=["a visitor", "somebody signed in"])
def test_it_costs_one_small_read(site, given):
    tag = headers_of(site.get("/countries/togo/", **given))["ETag"]
    site.get("/countries/togo/", **given, HTTP_IF_NONE_MATCH=tag)
    with CaptureQueriesContext(connection) as found:
        page = site.get("/countries/togo/", **given)
        unchanged = site.get("/countries/togo/", HTTP_IF_NONE_MATCH=tag, **given)
    assert (page[0], unchanged[0]) == ("200 OK", "304 Not Modified")
    assert [query["sql"] for query in found] == ["SELECT number FROM rmt_siteversion WHERE id = 1"] * 2


def test_a_public_write_makes_it_old_at_once(site):
    before = site.get("/countries/togo/")
    assert site.get("/countries/togo/") == before
    factories.publish(title="A law that was not there before")
    after = site.get("/countries/togo/")
    assert b"A law that was not there before" in after[2]
    assert headers_of(after)["ETag"] != headers_of(before)["ETag"]
    assert site.get("/countries/togo/", HTTP_IF_NONE_MATCH=headers_of(before)["ETag"]) == after


def test_so_does_a_new_day(site, on_day):
    clock = on_day("2026-11-22T23:59Z")
    before = headers_of(site.get("/"))["ETag"]
    clock.move_to("2026-11-23T00:01Z")
    assert site.get("/", HTTP_IF_NONE_MATCH=before)[0] == "200 OK"


def test_so_does_another_address_of_the_site(site, settings):
    before = site.get("/countries/togo/")
    settings.SITE_URL = "https://results.example.org"
    after = site.get("/countries/togo/", HTTP_IF_NONE_MATCH=headers_of(before)["ETag"])
    assert b"https://results.example.org/countries/togo/" in after[2]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"HTTP_HOST": "elsewhere.example"}, "400 Bad Request"),
        ({"REQUEST_METHOD": "POST"}, "403 Forbidden"),
        ({"REQUEST_METHOD": "OPTIONS"}, "405 Method Not Allowed"),
        ({"HTTP_IF_MATCH": '"another"'}, "412 Precondition Failed"),
        ({"QUERY_STRING": "as_of=nonsense"}, "404 Not Found"),
        ({"HTTP_IF_NONE_MATCH": "*"}, "200 OK"),
        ({"HTTP_IF_NONE_MATCH": 'W/"old", W/"older"'}, "200 OK"),
    ],
    ids=str,
)
def test_any_other_question_is_answered_as_if_nothing_were_kept(site, given, status):
    first = site.get("/countries/togo/", **given)
    site.get("/countries/togo/")
    again = site.get("/countries/togo/", **given)
    assert (first[0], again[0]) == (status, status)


def test_over_http_a_site_on_https_still_leads_to_https(site, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    secure = Site()
    assert secure.get("/countries/togo/", HTTP_X_FORWARDED_PROTO="https")[0] == "200 OK"
    assert secure.get("/countries/togo/")[0] == "301 Moved Permanently"


def test_memory_has_a_limit_and_what_was_asked_for_last_stays():
    kept, body = KeptAnswers(), b"x" * LARGEST
    fits = MOST_BYTES // (LARGEST + 2_000)
    for number in range(fits + 3):
        kept.get((0,))
        kept.keep((number,), Answer(200, {}, body, right_for=(1, None)))
    assert [number for number in range(fits + 3) if kept.get((number,))] == [0, *range(4, fits + 3)]


def test_a_database_put_back_from_a_copy_takes_up_no_number_again(programme):
    SiteVersion.bump()
    backed_up = SiteVersion.current()
    SiteVersion.bump()
    SiteVersion.bump()
    lost = SiteVersion.current()
    SiteVersion.objects.update(number=backed_up)
    SiteVersion.bump()
    assert SiteVersion.current() > lost
