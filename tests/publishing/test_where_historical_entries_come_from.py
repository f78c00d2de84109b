"""Wherever reviewed results say that they were, historical ones say what they were taken from, and of which day
(rule 15)."""

import json
import re

import pytest
from django.utils import timezone

from countries.models import Theme
from indicators.models import Publication
from indicators.results import actions
from rmt.text import day
from tests.exploring.reading import export, rows_of
from tests.factories import edit, publish, theme_of

pytestmark = pytest.mark.django_db

EVALUATION = "Taken from an evaluation (July 2021), not reviewed here"
TOOL = "Taken from the organization's tool (undated), not reviewed here"


@pytest.fixture
def read(client, programme):
    """A page as text, without its markup."""

    def text_of(address: str) -> str:
        html = client.get(address).content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&#x27;", "'").replace("&#39;", "'")

    return text_of


def of(title: str) -> Publication:
    return Publication.objects.as_of(None).get(title=title)


def law_of_laos() -> Publication:
    return of("Health Insurance Law adopted")


def places_of(publication: Publication) -> dict[str, str]:
    country = publication.country
    assert country
    return {
        "its page": publication.get_absolute_url(),
        "its country": country.get_absolute_url(),
        "the feed of its country": f"{country.get_absolute_url()}feed.atom",
        "the list": f"/results/?country={country.slug}",
        "the table": f"/results/?country={country.slug}&view=table",
    }


PLACES = ["its page", "its country", "the feed of its country", "the list", "the table"]


@pytest.mark.parametrize("place", PLACES)
def test_a_historical_entry_says_what_it_was_taken_from(read, place):
    assert EVALUATION in read(places_of(law_of_laos())[place])


@pytest.mark.parametrize("place", PLACES)
def test_an_entered_one_does_not(read, place):
    text = read(places_of(publish(indicator="R2", country="SEN", title="Entered here"))[place])
    assert "Entered here" in text
    assert "Taken from a published source" not in text
    assert "Taken from an evaluation" not in text


def test_a_page_of_the_tool_has_no_day(read):
    assert TOOL in read(of("Labour rules amended").get_absolute_url())


@pytest.mark.parametrize(
    ("address", "of_sources"),
    [
        ("/countries/cambodia/", "From sources of up to 2021, not reviewed here"),
        ("/countries/cambodia/embed/", "From sources of up to 2021, not reviewed here"),
        ("/countries/bangladesh/", "From published sources, not reviewed here"),
        ("/indicators/i3/", "From sources of up to 2021, not reviewed here"),
        ("/results/", "From published sources, not reviewed here"),
    ],
)
def test_nothing_is_updated_by_loading(read, address, of_sources):
    text = read(address)
    assert of_sources in text
    assert "Updated" not in text


@pytest.mark.parametrize("address", ["/countries/cambodia/", "/countries/cambodia/embed/", "/indicators/i3/", "theme"])
def test_what_is_published_here_has_its_day(read, address):
    result = publish(indicator="I3", country="KHM", themes=["financing"])
    actions.decide_tag(result=result.result, theme=theme_of("financing"), state="confirmed", by=result.by)
    where = Theme.objects.get(slug="financing").get_absolute_url() if address == "theme" else address
    text = read(where)
    assert f"Updated {day(timezone.localdate())}" in text
    assert "From sources of up to" not in text


def test_home_counts_nothing_loaded_as_new(read):
    assert "Entered, reviewed and published since" not in read("/")
    publish(indicator="R2", country="SEN")
    assert re.search(r"Entered, reviewed and published since [^:]*: 1 result in 1 country or territory", read("/"))


def test_the_latest_results_begin_with_what_was_entered_here(read):
    publish(indicator="R2", country="SEN", title="Entered here")
    latest = read("/").split("Latest results")[1]
    assert latest.index("Entered here") < latest.index("not reviewed here")


def test_a_feed_dates_it_by_its_source_and_puts_it_last(client, programme):
    publish(indicator="R2", country="LAO", title="Entered here")
    text = client.get("/feed.atom").content.decode()
    entries = re.findall(r"<entry>.*?</entry>", text, re.S)
    assert "Entered here" in entries[0]
    law = next(entry for entry in entries if "Health Insurance Law adopted" in entry)
    assert re.findall(r"<(?:published|updated)>([^<]*)<", law) == ["2021-07-31T00:00:00+00:00"] * 2


def test_its_history_says_that_it_was_loaded_and_its_citation_that_it_was_not_reviewed(read):
    text = read(law_of_laos().get_absolute_url())
    assert "Version 1: loaded here, not reviewed" in text
    assert "Version 1: published" not in text
    assert f"Health Insurance Law adopted. {EVALUATION}. http" in text
    entered = read(publish(indicator="R2").get_absolute_url())
    assert "Version 1: published" in entered
    assert "by a manager who neither entered nor sent it" in entered


def test_the_file_has_the_day_of_the_source_and_no_day_of_publication(client, programme):
    publish(indicator="R2", title="Entered here")
    rows = {row["title"]: row for row in rows_of(export(client))}
    names = ("published_on", "source_kind", "source_first", "source_last")
    law = rows["Health Insurance Law adopted"]
    assert [law[name] for name in names] == ["", "evaluation", "2021-07-01", "2021-07-31"]
    entered = rows["Entered here"]
    assert [entered[name] for name in names] == [timezone.localdate().isoformat(), "", "", ""]


def test_one_that_somebody_edited_and_sent_is_reviewed_like_any_other(read):
    """What was said of it as a historical entry goes with that."""
    rules = of("Labour rules amended").result
    edited = edit(rules, source="Official Gazette", note="As published.")
    assert (edited.origin, edited.source_kind, json.loads(edited.payload)["remark"]) == ("entered", None, None)
    text = read(edited.get_absolute_url())
    assert "Taken from" not in text
    assert "by a manager who neither entered nor sent it" in text


# Our own remarks


def test_a_remark_stands_apart_from_the_note_with_what_it_rests_on(read, client):
    law = of("Law of the Contributory Regime of the Social Security (Law 12/2016) passed by the Parliament")
    page, country = read(law.get_absolute_url()), read(law.country.get_absolute_url())
    said = json.loads(law.payload)
    for text in (page, country):
        assert said["note"] in text
        assert said["remark"] in text
        assert said["remark_source"] in text
    assert "Remark by the editors of this record" in page
    row = next(row for row in rows_of(export(client)) if row["title"] == law.title)
    assert (row["note"], row["remark"], row["remark_source"]) == (said["note"], said["remark"], said["remark_source"])


@pytest.mark.parametrize(
    "address", ["/", "/countries/laos/", "/indicators/r2/", "/results/", "/about/", "/about/corrections/"]
)
def test_no_page_says_that_everything_was_reviewed(read, address):
    """It is said only where it is true."""
    text = read(address if address != "/countries/laos/" else places_of(law_of_laos())["its country"])
    for words in ("Every figure is reviewed", "Every entry is published after review", "every result: somebody"):
        assert words not in text


def test_an_embedded_sum_says_who_runs_and_pays(read):
    assert "Governments run and pay for these schemes; the programme supported them." in read(
        "/countries/cambodia/embed/"
    )
