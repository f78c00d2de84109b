"""Atom: what was published, corrected and withdrawn last; a withdrawn result says why, and nothing of its content."""

from xml.etree import ElementTree

import pytest

from rmt.models import SiteVersion
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/feed.atom", "/countries/togo/feed.atom", "/themes/financing/feed.atom", "/partners/ireland/feed.atom"]


def entries(client, address: str = "/countries/togo/feed.atom") -> list[dict[str, str]]:
    feed = ElementTree.fromstring(client.get(address).content)
    return [
        {name: entry.findtext(ATOM + name) for name in ("id", "title", "summary", "updated")}
        | {"link": entry.find(ATOM + "link").get("href")}
        for entry in feed.findall(ATOM + "entry")
    ]


@pytest.mark.parametrize("address", FEEDS)
def test_it_has_what_atom_needs(client, settings, address):
    response = client.get(address)
    feed = ElementTree.fromstring(response.content)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert all(feed.findtext(ATOM + name) for name in ("id", "title", "updated"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Results Monitoring Tool"
    links = {link.get("rel"): link.get("href") for link in feed.findall(ATOM + "link")}
    assert links["self"] == settings.SITE_URL + address
    for entry in feed.findall(ATOM + "entry"):
        assert all(entry.findtext(ATOM + name) for name in ("id", "title", "updated"))


def test_a_publication_is_its_first_entry(client, settings):
    published = factories.publish(title="Law on health insurance", outcome="Everyone is insured.")
    entry = entries(client)[0]
    assert entry["title"] == "Togo: Law on health insurance"
    assert "Everyone is insured." in entry["summary"]
    assert entry["link"] == f"{settings.SITE_URL}/results/{published.number}/"
    assert entry["id"] == f"tag:localhost,2026:results/{published.number}/1"


def test_a_correction_takes_the_place_of_what_it_corrects(client):
    published = factories.publish(title="Law on helth")
    factories.edit(published.result, title="Law on health")
    named = [entry for entry in entries(client) if f"results/{published.number}/" in entry["id"]]
    assert [(entry["id"].rsplit("/")[-1], entry["title"]) for entry in named] == [("2", "Togo: Law on health")]


def test_a_withdrawal_says_why_and_nothing_else(client):
    published = factories.publish(title="Law on health insurance")
    factories.withdraw(published.result, reason="It was never adopted.")
    entry = entries(client)[0]
    assert entry["title"] == f"Withdrawn: result No. {published.number}"
    assert "It was never adopted." in entry["summary"]
    assert "Law on health insurance" not in client.get("/countries/togo/feed.atom").content.decode()


def test_drafts_and_what_is_sent_are_not_in_it(client):
    factories.submit(title="Law on health insurance")
    assert "Law on health insurance" not in client.get("/feed.atom").content.decode()


def test_a_theme_has_what_its_lead_confirmed(client):
    factories.publish(title="Tagged only", themes=["financing"])
    assert "Tagged only" not in client.get("/themes/financing/feed.atom").content.decode()


@pytest.mark.parametrize("address", FEEDS)
def test_it_answers_304_until_something_is_published(client, address):
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    SiteVersion.bump()
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200


def test_it_is_kept_as_what_it_is(client):
    first, again = client.get("/feed.atom"), client.get("/feed.atom?as_of=2020-01-01")
    assert first.content == again.content
    assert again["Content-Type"] == first["Content-Type"]


def test_an_unknown_country_has_none(client):
    assert client.get("/countries/atlantis/feed.atom").status_code == 404
