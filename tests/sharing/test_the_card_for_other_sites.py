"""The card of a country in a frame on another page: the only page that may stand in one."""

import re

import html5lib
import pytest

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]

EMBED = "/countries/cambodia/embed/"


def test_any_page_may_frame_it(client):
    response = client.get(EMBED)
    assert "X-Frame-Options" not in response
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "script-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/countries/cambodia/", "/countries/atlantis/embed/", "/accounts/login/"])
def test_no_other_page_may_be_framed(client, address):
    response = client.get(address)
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_it_may_also_be_framed_when_it_is_kept(client):
    for _time in range(2):
        assert "X-Frame-Options" not in client.get(EMBED)


def test_it_is_a_page_of_its_own_without_script(client):
    page = client.get(EMBED).content
    html5lib.HTMLParser(strict=True).parse(page)
    assert page.count(b"<h1") == 1
    assert b"<script" not in page
    assert b"<header" not in page


def test_its_links_leave_the_frame(client, settings):
    page = client.get(EMBED).content.decode()
    links = re.findall(r"<a [^>]*>", page)
    assert links
    assert {link for link in links if 'target="_top"' not in link or settings.SITE_URL not in link} == set()


def test_its_figures_are_those_of_the_page(client):
    embed, page = client.get(EMBED).content.decode(), client.get("/countries/cambodia/").content.decode()
    numbers = re.findall(r'embed__number">([^<]+)<', embed)
    assert numbers
    assert [number for number in numbers if number not in page] == []


def test_nothing_published_is_said(client):
    assert "No result has been published yet." in client.get("/countries/iceland/embed/").content.decode()


def test_what_is_published_next_stands_in_it(client):
    before = client.get("/countries/iceland/embed/").content
    factories.publish(country="ISL")
    after = client.get("/countries/iceland/embed/").content.decode()
    assert before.decode() != after
    assert "1 institutional change since 2016" in after


def test_a_past_day_leads_to_today(client):
    response = client.get(EMBED, {"as_of": "2022-01-01"})
    assert (response.status_code, response["Location"]) == (301, EMBED)
