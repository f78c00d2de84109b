"""The page of a country: each block with much and with nothing, each figure with the way to its results."""

import re
from datetime import date

import pytest
import time_machine
from django.utils import timezone

from countries.actions import record_facts
from countries.models import Branch, BranchCoverage, Profile, Series, Statistic
from indicators import updates
from indicators.models import Answer, Edition, LedgerHead, PBOutput, ProgrammePeriod
from indicators.rounds import record_periods
from projects.models import FundingGap
from tests import factories
from tests.factories import country_of, edit, indicator_of, publish, withdraw
from tests.kept import forget_pages
from tests.pages.reading import main_of
from tests.updating.steps import expect, the_round

pytestmark = pytest.mark.django_db
TOGO = "/countries/togo/"
AFTER_IT_WAS_DUE = "2027-01-20T10:00:00Z"


@pytest.fixture
def page(client, programme):
    """The text of `<main>` of an address, with plain spaces, freshly made."""

    def read(address: str = TOGO) -> str:
        forget_pages()
        return " ".join(main_of(client.get(address)).replace("\u202f", " ").split())

    return read


@pytest.fixture
def update(cast):
    """An update of Togo for the round that is due on 10 January 2027: two indicators are expected."""
    expect("I2", "I3")
    today = date(2026, 11, 22)
    found = updates.begin_update(
        country=country_of("TGO"), reporting_round=the_round(), by=cast.focal_togo, today=today
    )
    answers = {
        indicator_of("I2"): (Answer.Kind.NOTHING, ""),
        indicator_of("I3"): (Answer.Kind.NOT_APPLICABLE, "The scheme begins in 2028."),
    }
    notes = {indicator_of("I2"): "Parliament debates the bill in March."}
    found = updates.answer_items(
        update=found, version=found.version, answers=answers, notes=notes, by=cast.focal_togo, today=today
    )
    return updates.send_update(update=found, version=found.version, by=cast.focal_togo, today=today)


def record(model, **fields):
    return model.objects.create(recorded_at=timezone.now(), **fields)


# The top


def test_a_country_without_anything_says_so_in_sentences(page):
    text = page("/countries/ghana/")
    for said in (
        "No result has been published for Ghana.",
        "No project is recorded here for “Ghana”.",
        "Not recorded in our sources. That is not to say that there are none.",
        "not recorded in our source",
    ):
        assert said in text
    assert "Spreadsheet" not in text


def test_figures_lead_to_their_results_and_the_page_can_be_taken_away(page):
    publish(indicator="R2")
    text = page()
    assert '<a href="/results/?country=togo&amp;indicator=r2&amp;year_from=2021&amp;year_to=2025">1</a>' in text
    for address in ("/results/export.csv?country=togo", "/countries/togo.pdf", "/countries/togo/feed.atom"):
        assert f'href="{address}"' in text


def test_a_page_says_when_the_last_update_was_sent_and_nothing_of_what_is_not_in(page, update, cast):
    """Rule 19: dates only, and no blame; what was expected stands on the desk."""
    with time_machine.travel(AFTER_IT_WAS_DUE):
        text = page()
    assert re.search(r"Priority country, phases I and II · Last update: sent \d+ \w+ 20\d\d<", text)
    for blame in ("expected", "has answers on", "no update", "nothing to report", "The scheme begins in 2028."):
        assert blame not in text, blame


def test_a_country_without_an_update_is_told_nothing_about_it(page):
    expect("I2", "I3")
    text = page()
    for blame in ("update for", "has answers on", "0 of 2", "not sent", "yet for this half-year"):
        assert blame not in text, blame


def test_what_the_country_says_of_a_round_stands_there_once_the_update_is_validated(page, update, cast):
    with time_machine.travel(AFTER_IT_WAS_DUE):
        assert "Parliament debates the bill" not in page()
        updates.validate_update(update=update, version=update.version, by=cast.manager)
        assert "Parliament debates the bill in March." in page()


def test_a_page_says_what_is_on_it(page):
    publish(indicator="I3", value=1000)
    parts = re.search(r'class="on-page__list">(.*?)</ul>', page())[1]
    anchors = re.findall(r'href="#([^"]+)"', parts)
    assert anchors == ["story", "statistics", "people", "results", "instruments", "projects", "situation"]
    assert all(f'id="{anchor}"' in page() for anchor in anchors)


# Who was reached


def test_no_bar_stands_while_the_record_of_the_period_is_incomplete_and_the_page_says_why(page):
    """Rule 13."""
    publish(indicator="I3", value=1000, parts={"sex:women": 400, "sex:men": 300})
    text = page()
    assert 'class="bars__svg"' not in text
    assert "No bar is drawn: not all that happened in these years is recorded here yet" in text
    assert "1 000" in text
    assert "sex: women 40 per cent, men 30 per cent, not known 30 per cent" in text
    assert 'aria-label="What does “effective coverage' in text


def test_bars_go_from_law_to_practice_and_a_missing_one_is_not_a_zero(page):
    phase = ProgrammePeriod.objects.as_of(None).get(kind="phase", code="II")
    said = {name: getattr(phase, name) for name in ("kind", "code", "start", "end", "source")}
    record_periods([said | {"is_record_complete": True}])
    publish(indicator="I3", value=1000, parts={"sex:women": 400, "sex:men": 300})
    text = page()
    assert "From law to practice, 2021–2025" in text
    assert text.count("bars__text--unknown") == 2  # entitled by law, and better benefits: said, and no bar
    assert text.count('class="bars__svg"') == 1
    assert "sex: women 40 per cent, men 30 per cent, not known 30 per cent" in text
    assert "disability: not known" in text


def test_a_small_group_counts_as_not_known(page):
    """Rule 12."""
    publish(indicator="I3", value=1000, parts={"disability:yes": 5})
    assert "disability: not known" in page()


def test_a_long_list_of_sources_is_cut_off_where_the_explorer_goes_on(page):
    for number in range(6):
        publish(indicator="I3", title=f"People {number}")
    assert 'year_from=2021&amp;year_to=2025">and 2 more results</a>' in page()


# Results


def test_results_are_in_full_then_in_lines_then_in_the_explorer(page):
    for number in range(55):
        publish(indicator="D1", title=f"Study {number}", achieved=date(2021 + number // 11, 3, 1 + number % 11))
    text = page()
    assert text.count('<article class="entry">') == 10
    assert text.count("shape--") > 50
    assert "5 more results of 2021" in text
    assert "All 55 results in the explorer" in text


def test_it_says_what_a_result_followed_from(page):
    law = publish(indicator="R2", title="A sub-decree", achieved=date(2022, 5, 1))
    publish(indicator="I3", title="People of it", achieved=date(2023, 5, 1), follows=[law.result])
    assert f'Followed from <a href="/results/{law.number}/" dir="auto">A sub-decree</a> (2022)' in page()


def test_a_biennium_narrows_the_results_and_counts_a_country_once_an_output(page):
    """Rule 7."""
    output = PBOutput.objects.get(biennium="2022-23", code="8.1.1")
    for title in ("First law", "Second law"):
        publish(indicator="R2", title=title, pb_output=output)
    publish(indicator="R2", title="A law of before", achieved=date(2021, 5, 1))
    text = page(f"{TOGO}?biennium=2022-23")
    assert '8.1.1 · its wording is not entered yet</th><td class="number">2</td><td class="number">1</td>' in text
    listed = text[text.index('id="results"') :]
    assert "First law" in listed
    assert '<a href="/results/?country=togo&amp;year_from=2021' not in listed


def test_this_biennium_is_there_before_its_outputs_are(page):
    """Rule 6: biennia are facts of their own; the outputs of 2026–27 are not entered yet."""
    publish(indicator="R2", title="A law of this year", achieved=date(2026, 5, 1))
    text = page(f"{TOGO}?biennium=2026-27")
    assert "2026–27" in page()
    assert 'Changes that name no output indicator</th><td class="number">1</td>' in text


@pytest.mark.parametrize("query", ["?biennium=1999-00", "?biennium=%3Cscript%3E"])
def test_a_biennium_that_there_is_not_shows_all_years(page, query):
    publish(indicator="R2", title="A law")
    text = page(TOGO + query).replace(f"{query}&amp;", "?").replace(query, "")  # files of charts say what was asked
    assert text == page()


# Where the country stands


def test_a_line_needs_three_comparable_points(page):
    """Values of another source or vintage are not comparable."""
    series = Series.objects.get(code="SI_COV_BENFTS")
    for year, vintage in ((2001, "A"), (2002, "A"), (2003, "B")):
        record(
            Statistic, country=country_of("TGO"), series=series, year=year, value=year - 1990, source="S",
            vintage=vintage,
        )  # fmt: skip
    assert 'id="si_cov_benfts-title"' not in page()
    for year in (2024, 2025, 2026):
        record(
            Statistic, country=country_of("TGO"), series=series, year=year, value=year - 2000, source="S", vintage="C"
        )
    assert 'class="series__line"' in page()


def test_a_law_is_marked_on_the_line_of_its_own_branch_only(page):
    """Togo has three comparable values of pensions and of work injury."""
    law = factories.InstrumentFactory(
        title="Pension code", adopted_first=date(2011, 2, 21), adopted_last=date(2011, 2, 21)
    )
    law.branches.add(Branch.objects.get(code="old-age"))
    publish(indicator="R2", instrument=law, achieved=date(2018, 5, 1))
    pensions, _line, injury = page().partition('id="si_cov_wkinjry-title"')
    assert "2011: Pension code" in pensions
    assert "series__mark" not in injury
    assert "This statistic moves for many reasons" in pensions
    assert "as saved on 1 October 2023" in pensions


def test_situation_and_branches_are_told_as_they_were_on_the_day(page):
    togo = factories.untold(country_of("TGO"))
    with time_machine.travel("2026-03-02T10:00:00Z"):
        record(Profile, country=togo, situation="Half of the workers are informal.")
        record(BranchCoverage, country=togo, branch=Branch.objects.first(), is_anchored=True, year=1964, source="Law")
    with time_machine.travel("2026-05-02T10:00:00Z"):
        record_facts(Profile, [{"country": togo, "situation": "Fewer are."}], key=("country",))
    assert "Fewer are." in page()
    assert "anchored in law since 1964" in page()
    assert "Half of the workers are informal." in page(f"{TOGO}?as_of=2026-04-01")
    assert "informal" not in page(f"{TOGO}?as_of=2026-02-01")


def test_a_profile_from_documents_says_so_and_a_story_says_what_does_not_fit(page):
    """Rule 15: what was taken from a source is never said in the voice of the country team."""
    told = page("/countries/occupied-palestinian-territory/")
    assert "As told by documents about 2016, not reviewed here" in told
    assert "In the words of the country team" not in told
    assert "In January 2019 the law was suspended" in told
    assert "The two figures are plans of the law, never people covered." in told
    assert 'href="https://ilo.org/beirut/media-centre/news/WCMS_882177/lang--en/index.htm"' in told


def test_an_instrument_says_how_long_it_took_to_reach_people(page):
    law = factories.InstrumentFactory(
        title="Law on health insurance", adopted_first=date(2019, 1, 1), adopted_last=date(2019, 12, 31)
    )
    publish(indicator="I3", instrument=law, achieved=date(2022, 5, 1))
    assert "1 May 2022, 3 years after its adoption" in page()


def test_money_that_is_missing_is_of_today_only(page):
    FundingGap.objects.create(
        country=country_of("TGO"), title="A benefit", amount=3_000_000, buys="It starts", recorded_at=timezone.now()
    )
    assert "US$\xa03 000 000".replace("\xa0", " ") in page()
    assert "A benefit" not in page(f"{TOGO}?as_of=2026-10-01")


# What was corrected


def test_a_restatement_says_old_new_why_and_after_which_edition(page, cast):
    kept = publish(indicator="I3", value=1000, title="People")
    Edition.objects.create(
        code="2026-9", seq=LedgerHead.objects.get().seq, hash="0" * 64, pinned_at=timezone.now(), by=cast.manager
    )
    assert "What was corrected after an edition" not in page()
    edit(kept.result, value=900)
    text = page()
    assert "1 000 people, from 0 in 2021 (1 May 2022)" in text
    assert "900 people, from 0 in 2021 (1 May 2022)" in text
    assert "after edition 2026-9" in text
    withdraw(kept.result, reason="It was counted twice.")
    assert "It was counted twice." in page()


def test_a_past_day_has_nothing_of_today(page, update, cast):
    publish(indicator="R2")
    with time_machine.travel(AFTER_IT_WAS_DUE):
        text = page(f"{TOGO}?as_of=2026-12-31")
    for said in ("The programme has answers on", "Whom to ask", "Projects at work", "From adoption to people"):
        assert said not in text
    assert "stand on today's page only" in text.replace("&#x27;", "'")
