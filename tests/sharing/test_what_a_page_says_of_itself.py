"""Canonical addresses, Open Graph and JSON-LD: absolute, true, and on every public page."""

import json
import re

import html5lib
import pytest
from django.urls import reverse

from tests import factories
from tests.permissions.test_who_may_do_what import PUBLIC_ADDRESSES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]

# What is no page to pass on: files, what other sites frame, what machines ask, what is for builders.
NO_PAGE = (
    "card",
    "chart_file",
    "feed",
    "csv",
    "txt",
    "xlsx",
    "pdf",
    "embed",
    "robots",
    "sitemap",
    "healthz",
    "readyz",
    "styleguide",
    "search",
    "suggestions",
)
PAGES = [name for name in PUBLIC_ADDRESSES if not name.endswith(NO_PAGE)]


def head(client, address: str) -> str:
    return re.search(r"<head>.*</head>", client.get(address).content.decode(), re.DOTALL)[0]


def said(html: str, name: str) -> str:
    return re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)"', html)[1]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_its_address_its_picture_and_what_it_is(client, settings, name):
    html = head(client, reverse(name, kwargs=PUBLIC_ADDRESSES[name]))
    canonical = re.search(r'<link rel="canonical" href="([^"]+)">', html)[1]
    own = "result" if name == "result_version" else name  # a version is passed on as its result, as it is now
    known = {key: value for key, value in PUBLIC_ADDRESSES[name].items() if key in PUBLIC_ADDRESSES[own]}
    assert canonical == said(html, "og:url") == settings.SITE_URL + reverse(own, kwargs=known)
    assert said(html, "og:title")
    assert said(html, "og:description") == said(html, "description")
    picture = said(html, "og:image").removeprefix(settings.SITE_URL)
    assert client.get(picture)["Content-Type"] == "image/png"


def test_pages_differ_in_what_they_say(client):
    factories.publish()
    descriptions = [said(head(client, a), "description") for a in ("/", "/countries/togo/", "/about/", "/results/1/")]
    assert len(set(descriptions)) == len(descriptions)


@pytest.mark.parametrize(
    ("address", "kind"),
    [("/", "WebSite"), ("/partners/ireland/", "CollectionPage"), ("/themes/financing/", "CollectionPage")],
)
def test_machines_read_what_it_is(client, address, kind):
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', head(client, address))[1])
    assert (data["@context"], data["@type"]) == ("https://schema.org", kind)
    assert data["publisher"]["name"] == "Results Monitoring Tool"


def test_a_title_cannot_leave_its_place(client):
    number = factories.publish(title='A law "</script><script>alert(1)</script>').number
    page = client.get(f"/results/{number}/").content
    html5lib.HTMLParser(strict=True).parse(page)
    assert b"<script>alert" not in page
    data = json.loads(re.search(rb'ld\+json">(.*?)</script>', page)[1])
    assert data["name"] == 'A law "</script><script>alert(1)</script>'
    assert (data["@type"], data["identifier"]) == ("Report", str(number))


def test_a_past_day_names_the_page_of_today(client, settings):
    html = head(client, "/countries/togo/?as_of=2022-01-01")
    assert f'rel="canonical" href="{settings.SITE_URL}/countries/togo/"' in html


def test_what_is_not_public_is_not_passed_on(client, cast):
    client.force_login(cast.focal_togo, backend="django.contrib.auth.backends.ModelBackend")
    for address in ("/desk/", "/no-such-page/"):
        assert "og:title" not in client.get(address).content.decode()
