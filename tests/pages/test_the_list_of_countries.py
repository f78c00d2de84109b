"""The list of countries: never a ranking; sorted and narrowed by its address; the same rows as a file."""

import csv
import io
import re
from html import unescape

import pytest

from indicators.models import CountryUpdate, Round
from indicators.results import decide_tag, record_standing
from tests.factories import country_of, edit, now, publish, reviewing_manager, theme_of
from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db


def names(client, address: str) -> list[str]:
    """The countries in the order of the table."""
    text = main_of(client.get(address)).partition('id="table"')[2]
    found = re.findall(r'<th scope="row"><a href="/countries/[^"]*">([^<]*)</a>', text)
    return [unescape(name) for name in found]


def row(client, country: str, address: str = "/countries/") -> str:
    text = main_of(client.get(address)).partition('id="table"')[2]
    found = re.search(rf'<tr>\s*<th scope="row"><a href="[^"]*">{country}</a>.*?</tr>', text, re.DOTALL)
    assert found, country
    return " ".join(re.sub(r"<[^>]+>", " ", found.group()).split())


def test_it_stands_by_region_and_name(client):
    found = names(client, "/countries/")
    assert found[:2] == ["Angola", "Burkina Faso"]
    assert len(found) == 55


@pytest.mark.parametrize(
    ("sort", "first"), [("name", "Albania"), ("-name", "Zambia"), ("-step", "Cabo Verde"), ("region", "Angola")]
)
def test_it_is_sorted_by_its_address(client, sort, first):
    assert names(client, f"/countries/?sort={sort}")[0] == first


def test_the_heading_says_how_it_is_sorted_and_turns_it(client):
    text = main_of(client.get("/countries/?sort=name&region=africa"))
    assert 'aria-sort="ascending"' in text
    assert 'href="/countries/?sort=-name&amp;region=africa#table"' in text


def test_it_is_narrowed_by_region_and_phase(client):
    assert names(client, "/countries/?region=arab-states&sort=name") == [
        "Iraq", "Jordan", "Lebanon", "Occupied Palestinian Territory",
    ]  # fmt: skip
    assert names(client, "/countries/?phase=none") == ["Bangladesh"]
    assert len(names(client, "/countries/?phase=I")) == 21


@pytest.mark.parametrize("asked", ["sort=results", "sort=<script>", "region=atlantis", "phase=IX", "sort="])
def test_what_cannot_be_read_is_not_asked(client, asked):
    assert len(names(client, f"/countries/?{asked}")) == 55


def test_nothing_that_fits_says_so(client):
    assert "No country fits." in main_of(client.get("/countries/?region=arab-states&phase=none"))


def test_a_row_says_what_is_held_what_was_lost_and_who_is_covered(client):
    law = publish(indicator="R2", country="TGO")
    publish(indicator="I3", country="TGO", value=1200, baseline=(2021, 200))
    assert "taken" in row(client, "Togo")
    assert "1 000" in row(client, "Togo")
    record_standing(result=law.result, kind="lost", day=now(), reason="Repealed.", by=reviewing_manager())
    assert "since lost" in row(client, "Togo")


def test_a_part_of_a_step_that_still_stands_keeps_the_step(client):
    lost, _kept = publish(indicator="R2", country="TGO"), publish(indicator="R2", country="TGO", title="Another law")
    record_standing(result=lost.result, kind="lost", day=now(), reason="Repealed.", by=reviewing_manager())
    assert "since lost" not in row(client, "Togo")


def test_a_country_without_results_says_so(client):
    assert "No result has been published." in row(client, "Senegal")


def test_how_many_updates_are_in_and_never_of_whom(client):
    assert "0 of 51 updates of January–June 2026 are in." in main_of(client.get("/countries/"))
    CountryUpdate.objects.create(
        country=country_of("TGO"), round=Round.objects.get(code="2026-1"), status="submitted",
        submitted_by=reviewing_manager(), submitted_at="2026-07-01T00:00Z",
    )  # fmt: skip
    assert "1 of 51 updates of January–June 2026 are in." in main_of(client.get("/countries/?sort=name"))
    assert "sent" not in row(client, "Togo")
    assert "updates of" not in main_of(client.get("/countries/?as_of=2026-11-01"))


@pytest.mark.parametrize("address", ["/countries/", "/countries/?sort=-updated", "/countries/export.csv"])
def test_no_list_and_no_order_by_lateness(client, address):
    text = client.get(address).content.decode()
    for words in ("Last publication", "Last published", "not sent", "Update sent", "sort=updated"):
        assert words not in text, words


@pytest.mark.parametrize("address", ["/themes/financing/", "/indicators/r2/", "/indicators/d1/", "/results/"])
def test_results_of_countries_are_not_counted_side_by_side(client, address):
    """A country with seven results and one with none or one look alike (rule 19)."""
    for indicator in ("R2", "D1"):
        for _each in range(7):
            tagged = publish(indicator=indicator, country="SEN", themes=["financing"])
            decide_tag(result=tagged.result, theme=theme_of("financing"), state="confirmed", by=tagged.by)
    places = re.findall(r"<(?:tr|label|li)\b[^>]*>.*?</(?:tr|label|li)>", main_of(client.get(address)), re.DOTALL)
    said = [" ".join(re.sub(r"<[^>]+>", " ", place).split()) for place in places if "Senegal" in place]
    assert said
    assert [line for line in said if re.search(r"(?<![.\d])\b(7|14)\b", line)] == []


def test_the_file_has_the_rows_of_the_page_and_no_formula(client):
    publish(indicator="I3", country="TGO", value=1200, baseline=(2021, 200))
    type(country_of("TGO")).objects.filter(iso3="TGO").update(name_en="=Togo")
    asked = "?sort=-name&region=africa"
    response = client.get(f"/countries/export.csv{asked}")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    on_the_page = names(client, f"/countries/{asked}")
    assert [r["Country"].removeprefix("'") for r in rows] == on_the_page
    assert next(r for r in rows if r["ISO3"] == "TGO")["Country"] == "'=Togo"
    assert next(r for r in rows if r["ISO3"] == "TGO")["More people covered in practice since 2016, at least"] == "1000"


def test_the_file_of_no_day_is_404(client):
    assert client.get("/countries/export.csv?as_of=x").status_code == 404


def test_the_map_says_in_words_how_far_each_has_come(client):
    for address in ("/", "/countries/"):
        text = main_of(client.get(address))
        assert re.search(r"<title>Cambodia: law or scheme(; [^<]+ people[^<]*)?</title>", text)
        assert "<title>Senegal: no result published</title>" in text


def test_the_map_is_not_the_only_way(client):
    assert '<tr><th scope="row"><a href="/countries/cambodia/">Cambodia</a></th>' in main_of(client.get("/"))
    assert 'href="#table"' in main_of(client.get("/countries/"))


def test_home_leads_from_each_headline_to_the_results_behind_it(client):
    publish(indicator="I4", country="TGO", baseline=(2021, 0))
    text = main_of(client.get("/"))
    for codes in ("r1,r2,r3", "i2", "i3", "i4,i5"):
        assert f'href="/results/?indicator={codes}&amp;year_from=2016"' in text


def test_what_was_published_comes_first_then_what_is_recorded_of_it(client):
    """Rule 13: a record with gaps is no progress, so no bar and no share stands beside it."""
    text = re.sub(r"</?(?:data|strong)[^>]*>", "", main_of(client.get("/"))).replace("\u202f", " ")
    assert "The programme reports 10.9 million people. Recorded here so far: about 2.6 million." in text
    assert "per cent of the ambition" not in text
    assert 'class="bar ' not in text


def test_home_says_what_is_new_in_the_half_year(client):
    law = publish(indicator="R2", country="SEN")
    edit(law.result, title="Another title")
    publish(indicator="R2", country="TGO")
    said = r"Entered, reviewed and published since [^:]*: 2 results in 2 countries and territories"
    assert re.search(said, main_of(client.get("/")))
