"""The pages of themes, indicators and results: what they say, what they leave to others, and equal to the figures."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from countries.models import Theme
from countries.pages.theme.about import ABOUT
from countries.pages.theme.selectors import MOST_LISTED
from indicators import figures, ledger
from indicators.ledger import everything
from indicators.models import Publication, PublishedFollow
from indicators.pages.public import indicator as indicator_pages
from indicators.pages.public.indicator import find_indicator, indicator_page
from indicators.rounds import phases, record_periods
from tests import factories
from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db

FINANCING = "/themes/financing/"


def text_of(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    words = unescape(re.sub(r"<[^>]+>", " ", main_of(response)))
    return " ".join(words.split())


def confirm(publication, slug="financing") -> Publication:
    said = [{"theme": slug, "state": "confirmed"}]
    return ledger.restate(result=publication.result, by=publication.by, tags=said)


# Themes


def test_every_theme_says_what_it_is_about(programme):
    assert {theme.slug for theme in Theme.objects.all()} == set(ABOUT)
    assert str(ABOUT["financing"])[:40] in text_of(FINANCING)


def test_a_theme_counts_what_is_confirmed_and_names_what_is_not_checked(programme):
    confirm(factories.publish(title="A confirmed law", themes=["financing"]))
    factories.publish(title="A proposed law", themes=["financing"])
    page = text_of(FINANCING)
    assert "1 result since 2016 is confirmed for this theme , in 1 country or territory." in page
    assert "1 result is proposed for this theme and not yet checked" in page
    assert page.index("A confirmed law") < page.index("A proposed law")


def test_a_theme_begins_with_what_it_is_and_shows_where_it_led_to_what(programme):
    """Rule 13: no bar stands while the record of a phase is incomplete, and the page says why."""
    confirm(factories.publish(indicator="R2", country="SEN", title="A law of Senegal", themes=["financing"]))
    confirm(factories.publish(indicator="I3", country="TGO", value=1234, themes=["financing"]))
    page = text_of(FINANCING)
    order = [str(ABOUT["financing"])[:40], "2 results since 2016", "Step 2 ·", "For people", "Where", "By year"]
    assert sorted(order, key=page.index) == order
    assert "in 2 countries and territories" in page
    assert "Senegal SEN law or scheme" in page
    assert "No bar stands against an aim here" in page
    assert "bars__svg" not in Client().get(FINANCING).content.decode()


def test_the_list_of_themes_names_the_last_result_of_each(programme):
    confirm(factories.publish(title="An older law", achieved=date(2021, 5, 1), themes=["financing"]))
    confirm(factories.publish(title="The last law", achieved=date(2023, 5, 1), themes=["financing"]))
    page = text_of("/themes/")
    assert "The last result: The last law" in page
    assert "An older law" not in page


def test_the_people_of_a_theme_equal_the_figures(programme):
    for number in (1234, 4321):
        confirm(factories.publish(indicator="I3", value=number, themes=["financing"]))
    confirmed = figures.with_confirmed_tag(everything(None), theme="financing")
    found = figures.people(confirmed, indicator="I3", period=figures.SINCE_2016, day=timezone.localdate())
    assert (found.quantity.low, found.quantity.high) == (4321, 5555)
    assert "between 4 321 and 5 555" in text_of(FINANCING)


def test_a_long_list_is_cut_off_and_the_rest_is_one_link_away(programme):
    for number in range(MOST_LISTED + 2):
        confirm(factories.publish(indicator="D1", title=f"Study {number}", themes=["financing"]))
    page = Client().get(FINANCING).content.decode()
    assert page.partition("to filter and sort")[0].count("<article") == MOST_LISTED  # those of projects stand below
    assert f"All {MOST_LISTED + 2} results, to filter and sort" in page
    assert 'href="/results/?theme=financing"' in page


def test_a_theme_without_results_says_so(programme):
    page = text_of("/themes/digital-transformation/")
    assert "No result has been confirmed" in page
    assert "No lead is named at present" in page


def test_the_lead_of_a_theme_is_not_named(cast):
    page = text_of("/themes/social-health-protection/")
    assert "The lead of the theme and a deputy" in page
    assert str(cast.lead_health) not in page


def test_a_past_day_of_a_theme_stays_as_it_was(programme):
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        confirm(factories.publish(title="A law", themes=["financing"]))
    query = f"?as_of={(timezone.localdate() - timedelta(days=1)).isoformat()}"
    before = main_of(Client().get(FINANCING + query))
    confirm(factories.publish(title="Another law", themes=["financing"]))
    factories.ThemeLeadFactory(theme=factories.theme_of("financing"))
    assert main_of(Client().get(FINANCING + query)) == before


# Indicators


@pytest.mark.parametrize("code", ["i2", "i3", "i6"])
def test_regions_and_countries_equal_the_figures(programme, code):
    for country in ("TGO", "SEN", "KHM"):
        factories.publish(indicator=code.upper(), country=country, value=500)
    today = timezone.localdate()
    page = indicator_page(find_indicator(code), as_of=None, today=today)
    [block] = page.people
    for row in (row for region in block.regions for row in region.rows):
        own = [e for e in everything(None) if page.read.places[e.country].name == row.name]
        found = figures.people(own, indicator=code.upper(), period=figures.SINCE_2016, day=today)
        assert row.cells[-1].quantity == found.quantity
    lows = [region.cells[-1].quantity.low for region in block.regions if region.cells[-1].quantity]
    assert sum(lows) == block.figures[-1].quantity.low


def test_changes_by_region_add_up_to_the_changes(programme):
    for country in ("TGO", "TGO", "KHM"):
        factories.publish(indicator="R2", country=country)
    page = indicator_page(find_indicator("r2"), as_of=None, today=timezone.localdate())
    rows = [row for region in page.steps.regions for row in region.rows]
    assert sum(row.cells[-1][0] for row in rows) == page.steps.changes[-1]["changes"]
    assert len([row for row in rows if row.cells[-1][0]]) == page.steps.changes[-1]["countries"]


def test_small_groups_stay_hidden_in_the_sum_of_all(programme):
    factories.publish(indicator="I6", value=1000, parts={"sex:women": 600, "sex:men": 300, "disability:yes": 7})
    page = text_of("/indicators/i6/")
    assert "Disability: not known" in page
    assert "Sex (known for 90 per cent)" in page
    assert page.index("Sex: known for 90 per cent") < page.index("Group by group")


def test_long_lists_of_an_indicator_are_folded(programme):
    """However many results there are, its page stays short on a phone; everything is one tap or one link away."""
    for number in range(indicator_pages.MOST_LISTED + 3):
        factories.publish(indicator="I3", title=f"People {number}", duration="temporary", months=3)
    page = Client().get("/indicators/i3/").content.decode()
    open_part = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert open_part.count("<article") == indicator_pages.MOST_LISTED
    assert "Temporary payments, added to nothing:" in page
    assert "Temporary payments" not in open_part
    assert "Country by country" in page
    assert 'href="/countries/togo/"' not in open_part


def test_a_target_in_use_stands_before_its_earlier_values(programme):
    """Rule 18: they are kept with source and reason, and folded."""
    page = Client().get("/indicators/r2/").content.decode()
    targets = page[page.index('id="targets"') :]
    assert targets.index("80 changes") < targets.index("earlier or contested values")


def test_an_indicator_leads_to_what_is_seen_through_it(programme):
    assert 'href="/indicators/t4/"' in Client().get("/indicators/i3/").content.decode()
    assert 'href="/indicators/i3/"' in Client().get("/indicators/t4/").content.decode()


def test_a_target_is_drawn_only_once_a_manager_has_said_that_its_period_is_completely_recorded(programme):
    """Rule 13: until then the page says how much of it is recorded here."""
    page = text_of("/indicators/i3/")
    assert "Reached and aimed at" not in page
    assert "about 2.6 million of these are recorded here" in page
    phase = next(row for row in phases(None) if row.code == "I")
    said = {"kind": "phase", "code": "I", "start": phase.start, "end": phase.end, "source": "A manager"}
    record_periods([{**said, "is_record_complete": True}])
    page = text_of("/indicators/i3/")
    assert "Reached and aimed at, in people" in page
    assert "target 30 million people (in use)" in page
    assert "8.6 per cent" in page


# Results


def test_a_result_begins_with_what_happened_and_ends_with_what_is_not_known(programme):
    """Counting rules and gaps stand below; what its source does not say is said in one place."""
    law = factories.publish(indicator="I3", title="More are covered", outcome="The first women are covered.")
    page = text_of(law.get_absolute_url())
    order = [
        "More are covered",
        "The first women",
        "When it happened",
        "What the programme contributed",
        "Counted in I3",
    ]
    assert sorted(order, key=page.index) == order
    bare = text_of("/results/1/")
    assert bare.count("Not recorded in the source") == 1
    assert bare.index("When it happened") < bare.index("Counted in") < bare.index("Not recorded in the source:")


def test_a_result_stands_between_what_it_followed_from_and_what_it_led_to(programme):
    first = factories.publish(indicator="R1", title="The strategy", achieved=date(2021, 5, 1))
    law = factories.publish(title="The law", achieved=date(2022, 5, 1), follows=[first.result])
    factories.publish(indicator="R3", title="The fund", achieved=date(2023, 5, 1), follows=[law.result])
    page = text_of(law.get_absolute_url())
    chain = page[page.index("Before and after") :]
    assert chain.index("The strategy") < chain.index("The law") < chain.index("The fund")
    assert "It led to this" in chain
    assert "Before and after" in text_of(first.get_absolute_url())


def test_a_link_that_a_later_version_no_longer_says_is_gone(programme):
    law = factories.publish(title="The law")
    fund = factories.publish(indicator="R3", title="The fund", follows=[law.result])
    factories.edit(fund.result, follows=[])
    assert "The fund" not in text_of(law.get_absolute_url())
    assert PublishedFollow.objects.filter(followed=law.result).count() == 1
    assert list(ledger.verify()) == []


def test_a_draft_that_follows_a_result_is_not_told(programme):
    law = factories.publish(title="The law")
    factories.submit(indicator="R3", title="A secret fund", follows=[law.result])
    assert "A secret fund" not in text_of(law.get_absolute_url())


def test_a_restated_figure_says_what_it_was_and_after_which_edition(programme):
    published = factories.publish(indicator="I3", value=1000)
    code = ledger.pin_edition(note="", by=published.by).code
    factories.edit(published.result, value=1500)
    page = text_of(published.get_absolute_url())
    assert "Figure: 1 000 people → 1 500 people" in page
    assert f"Restated after edition {code}." in page


def test_a_result_says_with_which_others_it_is_one_series(programme):
    law = factories.InstrumentFactory()
    one = factories.publish(indicator="I3", value=1000, instrument=law, achieved=date(2022, 5, 1))
    factories.publish(indicator="I3", value=1500, instrument=law, achieved=date(2023, 5, 1), baseline=(2022, 1000))
    assert "It is one of 2 figures of one series" in text_of(one.get_absolute_url())
