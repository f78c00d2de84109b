"""Errors help: what happened, what to do, where to go on; and 500 and 503 need neither database nor session."""

import html5lib
import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client

from rmt.site.sharing import views as sharing
from tests.kept import forget_pages
from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    """A reader, who gets a page where a test would get the exception."""
    return Client(raise_request_exception=False)


@pytest.fixture
def broken(monkeypatch):
    """Breaks the feed with an exception of a kind."""

    def breaks(error: Exception) -> None:
        def refuse():
            raise error

        monkeypatch.setattr(sharing.subjects, "everything_published", refuse)

    return breaks


def test_a_page_that_is_not_there_leads_on(client, programme):
    response = client.get("/no-such-page/")
    html5lib.HTMLParser(strict=True).parse(response.content)
    main = main_of(response)
    assert response.status_code == 404
    for address in ("/countries/", "/themes/", "/", "/about/corrections/", "/about/contact/"):
        assert f'href="{address}"' in main
    assert "withdrawn keeps its address" in main


def test_no_answer_of_the_database_is_said_to_be_short(visitor, broken):
    broken(OperationalError("the database is locked"))
    response = visitor.get("/feed.atom")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "Closed for a short while" in response.content.decode()
    assert "locked" not in response.content.decode()


def test_no_answer_on_the_way_to_the_page_neither(visitor, monkeypatch):
    def refuse():
        raise OperationalError

    monkeypatch.setattr("rmt.models.SiteVersion.current", refuse)
    assert visitor.get("/about/").status_code == 503


def test_another_mistake_is_ours(visitor, broken):
    broken(RuntimeError("a secret of the code"))
    response = visitor.get("/feed.atom")
    assert response.status_code == 500
    assert "Retry-After" not in response
    assert "secret" not in response.content.decode()


@pytest.mark.both_engines
@pytest.mark.parametrize("error", [OperationalError(), RuntimeError()])
def test_neither_asks_for_database_or_session(visitor, broken, django_assert_num_queries, error):
    visitor.get("/feed.atom")  # what a process reads once
    broken(error)
    forget_pages()
    with django_assert_num_queries(2):  # the version of what is public and what is kept of it, before it broke
        response = visitor.get("/feed.atom")
    assert response.status_code in (500, 503)
    assert not response.cookies
    html5lib.HTMLParser(strict=True).parse(response.content)


def test_the_proxy_has_the_page_as_a_file(settings):
    call_command("build_assets", verbosity=0)
    page = (settings.BASE_DIR / ".build" / "static" / "build" / "503.html").read_text()
    html5lib.HTMLParser(strict=True).parse(page)
    assert "Closed for a short while" in page
