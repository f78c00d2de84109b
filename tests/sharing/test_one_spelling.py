"""An address in capitals leads for good to the one in small letters, if that is there; no address comes from a host."""

import re

import pytest

from projects.models import Project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]

TYPED = {
    "/countries/Togo/": "/countries/togo/",
    "/countries/TOGO.pdf": "/countries/togo.pdf",
    "/countries/Togo/embed/": "/countries/togo/embed/",
    "/countries/Togo/card.png": "/countries/togo/card.png",
    "/countries/Togo/feed.atom": "/countries/togo/feed.atom",
    "/themes/Financing/": "/themes/financing/",
    "/indicators/I3/": "/indicators/i3/",
    "/partners/Ireland/": "/partners/ireland/",
    "/partners/Ireland/feed.atom": "/partners/ireland/feed.atom",
}


@pytest.mark.parametrize(("typed", "leads_to"), TYPED.items())
def test_capitals_lead_to_small_letters_for_good(client, typed, leads_to):
    answer = client.get(typed)
    assert (answer.status_code, answer["Location"]) == (301, leads_to)
    assert client.get(leads_to).status_code == 200


def test_a_project_leads_to_its_own_address(client):
    slug = Project.objects.filter(merged_into=None, taken_back_at=None).values_list("slug", flat=True)[0]
    assert client.get(f"/projects/{slug.upper()}/")["Location"] == f"/projects/{slug}/"


def test_the_day_is_kept(client):
    answer = client.get("/countries/Togo/?as_of=2026-01-31")
    assert answer["Location"] == "/countries/togo/?as_of=2026-01-31"
    assert client.get("/partners/Ireland/?as_of=2026-01-31")["Location"] == "/partners/ireland/?as_of=2026-01-31"


@pytest.mark.parametrize(
    "unknown", ["/countries/Atlantis/", "/themes/Magic/", "/indicators/Z9/", "/partners/Nobody/", "/projects/None/"]
)
def test_what_is_not_there_stays_so(client, unknown):
    assert client.get(unknown).status_code == 404


def test_a_project_that_was_taken_back_is_not_told_of(client):
    slug = Project.objects.values_list("slug", flat=True)[0]
    Project.objects.filter(slug=slug).update(taken_back_at="2026-01-01T00:00Z")
    assert client.get(f"/projects/{slug.upper()}/").status_code == 404


def test_no_page_says_the_host_that_it_was_asked_by(client, settings):
    settings.ALLOWED_HOSTS = ["mirror.example.net"]
    for address in ("/", "/countries/togo/", "/themes/financing/", "/indicators/i3/", "/results/"):
        page = client.get(address, headers={"host": "mirror.example.net"}).content.decode()
        assert "mirror.example.net" not in page
        for said in ('rel="canonical" href="', 'property="og:url" content="', 'property="og:image" content="'):
            assert re.search(f"{said}{settings.SITE_URL}/", page), (address, said)
