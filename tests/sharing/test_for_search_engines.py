"""The list of pages and what robots leave alone."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from countries.models import Country
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def places(client) -> dict[str, str | None]:
    found = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in found.findall(f"{MAP}url")}


def test_every_address_is_absolute_and_there_once(client, settings):
    text = client.get("/sitemap.xml").content.decode()
    assert text.count("<loc>") == len(places(client))
    assert {url for url in places(client) if not url.startswith(settings.SITE_URL + "/")} == set()


def test_all_countries_themes_and_published_results_are_in_it(client, settings):
    published = factories.publish()
    found = places(client)
    assert found[f"{settings.SITE_URL}/results/{published.number}/"] == published.recorded_at.date().isoformat()
    assert len([url for url in found if "/countries/" in url]) == Country.objects.count() + 1


def test_a_withdrawn_result_is_not(client, settings):
    published = factories.publish()
    factories.withdraw(published.result)
    assert f"{settings.SITE_URL}/results/{published.number}/" not in places(client)


def test_a_sample_of_it_is_there(client, settings):
    paths = [url.removeprefix(settings.SITE_URL) for url in places(client)]
    kinds = {(path.split("/")[1], path.count("/")): path for path in paths}
    assert {path for path in kinds.values() if client.get(path).status_code != 200} == set()


def test_robots_leave_the_desk_and_past_days_alone(client, settings):
    lines = client.get("/robots.txt").content.decode().splitlines()
    rules = RobotFileParser()
    rules.parse(lines)
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines
    assert "Disallow: /*?*as_of=" in lines
    refused = ["/desk/", "/accounts/login/", "/admin/", "/clearance/token/"]
    assert [rules.can_fetch("*", path) for path in refused] == [False] * len(refused)
    assert rules.can_fetch("*", "/countries/togo/")
