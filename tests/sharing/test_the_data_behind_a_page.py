"""A page with data behind it says where its files are, of when they are and under which licence (schema.org)."""

import json
import re

import pytest

from tests import factories
from tests.pages.test_themes_indicators_and_results import confirm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


def dataset(client, address: str) -> dict:
    page = client.get(address).content.decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


@pytest.fixture
def published():
    confirm(factories.publish(indicator="I3", title="More people covered", themes=["financing"]))


@pytest.mark.parametrize(
    ("address", "question"),
    [
        ("/countries/togo/", "?country=togo"),
        ("/themes/financing/", "?theme=financing"),
        ("/indicators/i3/", "?indicator=i3"),
        ("/results/", ""),
        ("/results/?country=togo", "?country=togo"),
    ],
)
def test_its_files_are_those_of_the_explorer_for_the_same_question(client, settings, published, address, question):
    found = dataset(client, address)
    files = {file["encodingFormat"]: file["contentUrl"] for file in found["distribution"]}
    assert files["text/csv"] == f"{settings.SITE_URL}/results/export.csv{question}"
    for url in files.values():
        assert client.get(url.removeprefix(settings.SITE_URL)).status_code == 200
    assert (found["@type"], found["license"]) == ("Dataset", "https://creativecommons.org/licenses/by/4.0/")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", found["temporalCoverage"])
    assert re.match(r"up to No\. \d+ of the ledger", found["version"])
    assert found["creator"]["name"] == "Building Social Protection Floors for All"
    assert found["spatialCoverage"]["name"] in ("Togo", "World")
    assert len(found["description"]) >= 50  # Google takes no shorter one


def test_the_list_of_countries_has_its_own_file(client, settings):
    files = dataset(client, "/countries/")["distribution"]
    assert files[0]["contentUrl"] == f"{settings.SITE_URL}/countries/export.csv"


def test_it_changed_when_something_was_published_here(client, published, on_day):
    on_day("2027-03-10T12:00Z")
    factories.publish(title="The newest")
    assert dataset(client, "/countries/togo/")["dateModified"] == "2027-03-10"


def test_what_was_only_loaded_has_the_day_of_its_source(client):
    """Rule 15: a historical entry is as old as its source, however late it was loaded."""
    assert dataset(client, "/countries/cambodia/")["dateModified"] < "2026-01-01"


def test_a_page_without_data_is_no_dataset(client):
    for address in ("/countries/belize/", "/about/", "/"):
        found = dataset(client, address)
        assert (found["@type"] == "Dataset", "distribution" in found) == (False, False), address
