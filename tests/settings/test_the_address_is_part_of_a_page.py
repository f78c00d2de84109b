"""Pages say where they stand, in links for machines: what was stored at one address is never served at another."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["/countries/togo/", "/feed.atom", "/sitemap.xml", "/countries/togo/embed/"])
def test_two_addresses_of_the_site_share_no_stored_page(client, settings, programme, page):
    settings.SITE_URL = "https://one.example.org"
    one = client.get(page)
    assert b"one.example.org" in one.content
    settings.SITE_URL = "https://two.example.org"
    two = client.get(page, headers={"if-none-match": one["ETag"]})
    assert two.status_code == 200
    assert two["ETag"] != one["ETag"]
    assert b"one.example.org" not in two.content
