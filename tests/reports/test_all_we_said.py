"""All that was said on a country: each version by date, old and new, what had to be hidden hidden in all of it."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from briefs.writing import chronicle_of
from countries.models import Profile, Story
from indicators.followup import propose_removal, remove
from indicators.ledger import pin_edition
from tests import factories
from tests.counting import queries
from tests.reports import steps
from tests.reports.three import document_of, missing_in, planned, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(on_day):
    return on_day("2027-05-03T10:00Z")


@pytest.fixture
def told(cast, clock):
    """A result of Togo in two versions, and one that was withdrawn."""
    first = factories.publish(indicator="I3", value=1000, baseline=(2021, 400), outcome="What Ms Adjo said.")
    clock.move_to("2027-05-06T10:00Z")
    factories.edit(first.result, value=1500, restated_because="The register was counted again.", outcome="Better said.")
    gone = factories.publish(indicator="R1", title="A strategy")
    factories.withdraw(gone.result, reason="It was a draft.")
    return first.result


def page_of(browser, **asked) -> str:
    return browser.get(reverse("country_said", args=["togo"]), asked).content.decode()


def test_each_version_is_told_by_date_old_and_new_with_the_reason(told, togo):
    entries = [entry for entry in chronicle_of(togo) if entry.kind.startswith("Result")]
    assert [entry.kind for entry in entries] == ["Result", "Result, said anew", "Result", "Result withdrawn"]
    assert entries[0].day == date(2027, 5, 3)
    assert "Figure: 1\u202f000 people → 1\u202f500 people" in entries[1].text
    assert entries[1].reason == "The register was counted again."
    assert (entries[3].text, entries[3].reason) == ("", "It was a draft.")


def test_profile_story_and_statistics_are_told_by_vintage(togo, cast):
    kinds = {entry.kind for entry in chronicle_of(togo)}
    assert {"Profile", "Story", "Official statistics", "Convention", "Target", "Priority"} <= kinds
    assert Profile.objects.filter(country=togo).exists()
    assert Story.objects.filter(country=togo).exists()


def test_a_removed_passage_is_hidden_in_every_version_page_file_and_document(told, togo, cast, signed_in):
    edition = pin_edition(note="All of it", by=cast.manager)
    report = planned("said", edition, cast.manager, start=date(2016, 1, 1), end=date(2028, 1, 1), country="TGO")
    assert "Ms Adjo" in text_of(document_of(report))
    fresh = factories.fresh(told)
    proposal = propose_removal(result=fresh, field="outcome", reason="A person was named.", by=cast.manager)
    remove(proposal=proposal, by=cast.other_manager)
    browser = signed_in("focal_togo")
    file = browser.get(reverse("country_said_csv", args=["togo"])).content.decode()
    for text in (page_of(browser), file, text_of(document_of(report))):
        assert "Ms Adjo" not in text
        assert "A person was named." in text


def test_evidence_for_reviewers_is_in_none_of_it(cast, togo):
    evidence = {"title": "A letter for reviewers", "url": "https://example.org/letter", "audience": "reviewers"}
    published = factories.publish(indicator="R2")
    published.result.evidence.create(**evidence)
    factories.edit(published.result, title="A law with a letter")
    assert "A letter for reviewers" not in "\n".join(entry.text for entry in chronicle_of(togo))


def test_a_file_holds_every_row_and_no_formula(cast, togo, signed_in):
    factories.publish(indicator="R2", title="=1+1 is a law")
    content = signed_in("focal_togo").get(reverse("country_said_csv", args=["togo"])).content.decode("utf-8-sig")
    header, *rows = list(csv.reader(io.StringIO(content)))
    assert header[0] == "Country"
    assert len(rows) == len(chronicle_of(togo))
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))] == []


def test_the_page_is_narrowed_by_words_and_by_kind(told, signed_in):
    browser = signed_in("focal_togo")
    assert "It was a draft." in page_of(browser, kind="Result withdrawn")
    assert "The register was counted again." not in page_of(browser, kind="Result withdrawn")
    assert "The register was counted again." in page_of(browser, q="1\u202f500")
    assert "Nothing fits" in page_of(browser, q="nobody ever said this")


def test_the_document_has_the_figures_of_the_edition_in_all_three_forms(told, cast):
    edition = pin_edition(note="All of it", by=cast.manager)
    report = planned("said", edition, cast.manager, start=date(2016, 1, 1), end=date(2028, 1, 1), country="TGO")
    document = document_of(report)
    assert document.figures["covered-tgo-since-2016"] == "1\u202f100"
    assert missing_in(document) == []


def test_a_document_ends_with_its_edition(told, togo, cast, clock):
    edition = pin_edition(note="All of it", by=cast.manager)
    report = planned("said", edition, cast.manager, start=date(2016, 1, 1), end=date(2028, 1, 1), country="TGO")
    clock.move_to("2027-06-10T10:00Z")
    factories.publish(indicator="R2", title="A law of later")
    assert timezone.now() > edition.pinned_at
    assert "A law of later" not in text_of(document_of(report))


@pytest.mark.both_engines
def test_more_results_ask_no_more_queries(cast, signed_in):
    address = reverse("country_said", args=["togo"])
    factories.publish(indicator="R2")
    few = queries(signed_in("focal_togo"), address)
    for number in range(6):
        published = factories.publish(indicator="R2", title=f"Law {number}")
    factories.edit(published.result, title="A law, called otherwise")
    assert queries(signed_in("focal_togo"), address) == few
    assert few <= 40


def test_a_public_report_that_names_the_country_is_told_with_its_words_only_while_it_is_served(
    told, togo, cast, monkeypatch
):
    steps.set_no_files(monkeypatch)
    edition = pin_edition(note="For the dashboard", by=cast.manager)
    report = planned("dashboard", edition, cast.manager, start=date(2027, 4, 1), end=date(2027, 7, 1))
    steps.publish(report, steps.build(report, cast.manager), cast.manager)

    def told_of(is_served) -> list[str]:
        return [entry.text for entry in chronicle_of(togo, is_served=is_served) if entry.kind == "Report"]

    (words,) = told_of(lambda issue: True)
    assert "A change that matters (1\u202f500 people, from 400 in 2021), Togo, 1 May 2022" in words
    assert told_of(lambda issue: False) == ["What it says is read at its own address."]


def test_a_report_under_embargo_is_told_by_no_page_and_no_file_before_its_moment(
    told, togo, cast, clock, signed_in, monkeypatch
):
    steps.set_no_files(monkeypatch)
    edition = pin_edition(note="For the dashboard", by=cast.manager)
    report = planned("dashboard", edition, cast.manager, start=date(2027, 4, 1), end=date(2027, 7, 1))
    moment = timezone.now() + timedelta(minutes=5)
    steps.publish(report, steps.build(report, cast.manager), cast.manager, public_from=moment)

    def told_to(user: str) -> list[bool]:
        browser = signed_in(user)
        file = browser.get(reverse("country_said_csv", args=["togo"])).content.decode()
        return ["A dashboard of the tests" in text for text in (page_of(browser), file)]

    assert told_to("focal_togo") == [False, False]
    clock.move_to(moment)
    assert told_to("focal_togo") == [True, True]
