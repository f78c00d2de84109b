"""Fewer people than before: every place that prints an increase says so in words, never as a number below zero."""

import re

import pytest

from countries.pages.country.page import country_page
from countries.pages.country.paper import words_of
from indicators.results import decide_tag
from tests.factories import country_of, now, publish, theme_of
from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db

PLACES = {
    "its page": ["2 000 fewer people", "2 000 fewer people change", "10 000"],
    "/countries/togo/": ["2 000 fewer", "2 000 fewer people covered in practice"],
    "/countries/": ["2 000 fewer"],
    "/countries/export.csv": ["2 000 fewer"],
    "/countries/togo/embed/": ["2 000 fewer people covered in practice"],
    "/indicators/i3/": ["2 000 fewer"],
    "/themes/financing/": ["2 000 fewer"],
    "/results/?country=togo": [],
    "/results/?country=togo&view=table": ["8 000 people, from 10 000 in 2021"],
}


@pytest.mark.parametrize("place", PLACES)
def test_a_decline_reads_as_one(client, programme, place):
    said = read(client, place)
    assert [words for words in PLACES[place] if words not in said] == []
    assert re.findall(r"−2 000|increase 2 000|2 000 fewer more|2 000 more", said) == []


def test_it_stays_below_zero_in_the_data(client, programme):
    assert '<data value="-2000">2\u202f000</data> fewer' in page(client, "its page")


def read(client, place: str) -> str:
    """What people read of a place: no markup, and no exact numbers for machines."""
    text = re.sub(r"<[^>]+>", " ", page(client, place))
    return " ".join(text.replace("\u202f", " ").split())


def page(client, place: str) -> str:
    fewer = publish(
        indicator="I3", country="TGO", value=8000, baseline=(2021, 10000), achieved=2023, themes=["financing"]
    )
    decide_tag(result=fewer.result, theme=theme_of("financing"), state="confirmed", by=fewer.by)
    response = client.get(fewer.get_absolute_url() if place == "its page" else place)
    return response.content.decode() if place.endswith((".csv", "embed/")) else main_of(response)


def test_home_says_fewer_where_the_world_has_fewer(client, programme):
    publish(indicator="I2", country="TGO", value=8000, baseline=(2021, 208000), achieved=2023)
    said = " ".join(re.sub(r"<[^>]+>", " ", main_of(client.get("/"))).replace("\u202f", " ").split())
    assert re.search(r"\d fewer people entitled by law since 2016", said)


def test_the_paper_of_a_country_says_it_too(client, programme):
    publish(indicator="I3", country="TGO", value=8000, baseline=(2021, 10000), achieved=2023)
    words = words_of(country_page(country_of("TGO"), as_of=None, today=now()), day=now())
    lines = [(line["text"].replace("\u202f", " "), line["label"]) for line in words["people"][0]["lines"]]
    assert ("2 000 fewer", "covered in practice") in lines
