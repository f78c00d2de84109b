"""The map answers one question at a time: a measure, by the end of a year, of the world or of a region."""

import re
from datetime import date

import pytest

from indicators.results import actions
from rmt.charts import BOXES
from tests.factories import publish, theme_of
from tests.pages.reading import main_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]

LINK = re.compile(
    r'<a class="world__link" href="([^"?]*)[^"]*"[^>]*><title>(.*?)</title>.*?world__area--(\d)', re.DOTALL
)


@pytest.fixture
def drawn(client):
    """Each country of the map of home, by its address: what its card says, and its shade."""

    def read(query: str = "") -> dict[str, tuple[str, int]]:
        page = main_of(client.get(f"/{query}"))
        return {address: (text, int(shade)) for address, text, shade in LINK.findall(page)}

    return read


def test_it_is_shaded_by_the_furthest_step_and_a_priority_country_without_one_is_no_hole(drawn):
    places = drawn()
    assert places["/countries/cabo-verde/"][1] == 3
    assert places["/countries/senegal/"] == ("Senegal: no result published", 0)
    assert places["/countries/occupied-palestinian-territory/"][1] == 4
    assert "step lost: law or scheme" in places["/countries/occupied-palestinian-territory/"][0]


def test_it_is_shaded_by_people_and_says_them_with_every_step(drawn):
    people = drawn("?show=people")
    assert people["/countries/cambodia/"][1] == 3
    assert people["/countries/cambodia/"][0].startswith("Cambodia: about 2.5 million more people covered in practice")
    assert people["/countries/senegal/"] == ("Senegal: no figure to count; no result published", 0)
    assert "about 2.5 million more people" in drawn()["/countries/cambodia/"][0]


def test_a_year_shows_what_had_happened_by_its_end_and_still_stood(drawn):
    """Rule 6: the law of 2016 was suspended in 2019."""
    law = "/countries/occupied-palestinian-territory/"
    assert drawn("?year=2018")[law][1] == 2
    assert drawn("?year=2019")[law][1] == 4
    publish(indicator="R2", country="SEN", achieved=date(2026, 1, 5))
    assert drawn("?year=2025")["/countries/senegal/"][1] == 0
    assert drawn()["/countries/senegal/"][1] == 2


def test_a_theme_is_offered_and_shown_by_what_its_lead_confirmed(client, drawn):
    """Rule: theme pages count confirmed tags; so does the map."""
    law = publish(indicator="R2", country="SEN", themes=["financing"])
    assert 'value="financing"' not in client.get("/").text
    actions.decide_tag(result=law.result, theme=theme_of("financing"), state="confirmed", by=law.by)
    assert 'value="financing"' in client.get("/").text
    places = drawn("?show=financing")
    assert [address for address, (_text, shade) in places.items() if shade] == ["/countries/senegal/"]


def test_a_region_fills_the_picture_and_the_legend_names_grey_and_white(client):
    page = main_of(client.get("/?region=africa"))
    assert f'viewBox="{BOXES["africa"]}"' in page
    assert "not among those listed" in page
    assert "undetermined area" in page


@pytest.mark.parametrize("query", ["?show=zzz", "?year=1850", "?year=soon", "?region=moon"])
def test_what_cannot_be_read_is_not_asked(drawn, query):
    assert drawn(query) == drawn()


def test_the_form_works_without_a_script_and_stays_on_its_day(client):
    page = client.get("/?as_of=2999-01-01&year=2019").text
    assert re.search(r'<input [^>]*type="range"[^>]*name="year"[^>]*value="2019"', page)
    form = page[page.index("map__form") : page.index("</form>", page.index("map__form"))]
    assert "<button" in form
    assert "<script" not in form
