"""Rule 7: not every place that takes a step is a country, so counts and titles say "countries and territories"."""

import re

import pytest
from django.urls import reverse

from tests import factories
from tests.pages.reading import main_of
from tests.permissions.addresses import PUBLIC_ADDRESSES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]

NO_PAGE = (
    "card", "feed", "csv", "txt", "xlsx", "chart_file", "pdf", "embed", "robots", "sitemap", "healthz", "readyz",
    "suggestions",
)  # fmt: skip
COUNTED = re.compile(r"\d\s(?:more |other |priority )?countr(?:y|ies)\b(?! (?:or|and) territor)")
OF_SOURCES = re.compile(r'<bdi>.*?</bdi>|<(\w+)[^>]* dir="auto"[^>]*>.*?</\1>', re.DOTALL)  # what others wrote stays
A_TITLE = re.compile(r"<(h[1-6]|th|dt|caption|summary)\b[^>]*>([^<]*\b[Cc]ountries\b(?! and territories)[^<]*)</\1>")
PAGES = [name for name in PUBLIC_ADDRESSES if not name.endswith(NO_PAGE)]


@pytest.mark.parametrize("name", PAGES)
def test_no_public_page_counts_or_lists_countries_alone(client, name):
    factories.publish(indicator="R2")
    page = main_of(client.get(reverse(name, kwargs=PUBLIC_ADDRESSES[name])))
    words = " ".join(re.sub(r"<[^>]+>", " ", OF_SOURCES.sub(" ", page)).split())
    assert COUNTED.findall(words) == []
    assert A_TITLE.findall(page) == []


def test_the_notes_of_the_list_say_so_too(client):
    assert "by country and territory" in client.get("/countries/export.txt").content.decode()
