"""The dashboard of a quarter: two sheets, whatever there is; figures of `figures`; and nobody's work."""

from dataclasses import asdict
from datetime import date
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from briefs.actions import make_due_dashboards
from briefs.building import build
from briefs.documents import Paragraph, pdf_of
from briefs.models import Report
from briefs.writing import quarter
from countries.models import Country
from indicators import figures
from indicators.figures import SINCE_2016
from indicators.ledger import entries_in, pin_edition
from indicators.models import CountryUpdate, Round
from indicators.wording import people_text
from rmt.text import grouped
from tests import factories
from tests.reports import steps
from tests.reports.three import document_of, missing_in, planned, text_of

pytestmark = pytest.mark.django_db

Q2 = quarter(2027, 2)


@pytest.fixture
def clock(on_day):
    return on_day("2027-05-03T10:00Z")


def dashboard(cast, clock) -> Report:
    clock.move_to("2027-07-31T10:00Z")
    edition = pin_edition(note="Annual report", by=cast.manager)
    return planned("dashboard", edition, cast.manager, start=Q2.start, end=Q2.end)


@pytest.mark.parametrize("results", [0, 1, 30])
def test_it_has_two_sheets_with_nothing_with_one_and_with_many(cast, clock, results):
    for number in range(results):
        title = f"Law No. {number} on social protection, which was long discussed, and whose title is long as well"
        factories.publish(indicator="R2", title=f"{title}, to say the least of it")
    document = document_of(dashboard(cast, clock))
    assert len(PdfReader(BytesIO(pdf_of(document))).pages) == 2
    text = text_of(document)
    said = {0: "No new result became public", 1: "1 new result became public", 30: "30 new results became public"}
    assert said[results] in text
    assert ("more stand in the record" in text) == (results == 30)


def test_every_figure_is_that_of_figures_in_all_three_forms(cast, clock):
    factories.publish(indicator="I3", value=2_400_000, baseline=(2021, 1_000_000), qualifier="about")
    report = dashboard(cast, clock)
    document = document_of(report)
    entries = entries_in(report.edition)
    day = date(2027, 7, 31)
    covered = figures.people(entries, indicator="I3", period=SINCE_2016, day=day)
    assert document.figures["covered-world-since-2016"] == people_text(covered)
    changes = len(figures.changes(entries, period=SINCE_2016))
    assert document.figures["changes-world-since-2016"] == grouped(changes)
    better = figures.better_protected(entries, period=SINCE_2016, day=day)
    assert document.figures["better-world-since-2016"] == people_text(better)
    tiles = [key for key in document.figures if key.endswith("since-2016")]
    assert len(tiles) == 4
    assert [pair for pair in missing_in(document) if pair[1] in tiles] == []


def test_what_was_restated_and_withdrawn_in_the_quarter_is_said_old_and_new_with_the_reason(cast, clock):
    first = factories.publish(indicator="I3", value=1000, baseline=(2021, 400), title="More people in the scheme")
    gone = factories.publish(indicator="R1", title="A strategy that was none")
    factories.edit(first.result, value=1500, restated_because="The register was counted again.")
    factories.withdraw(gone.result, reason="It was a draft.")
    text = text_of(document_of(dashboard(cast, clock)))
    assert "1 000 people, from 400 in 2021 (1 May 2022) → 1 500 people, from 400 in 2021 (1 May 2022)" in text
    assert "The register was counted again." in text
    assert "It was a draft." in text
    assert "A strategy that was none" not in text  # ledger rule 2


def test_rule_19_of_updates_only_the_sum_is_said(cast, clock, togo):
    reporting_round = Round.objects.get(code="2026-2")
    now = timezone.now()
    CountryUpdate.objects.create(
        country=togo, round=reporting_round, status="submitted", submitted_by=cast.focal_togo, submitted_at=now
    )
    document = document_of(dashboard(cast, clock))
    said = next(b for b in document.blocks if isinstance(b, Paragraph) and b.key == "reporting")
    words = "".join(run.text for run in said.words)
    assert words == "1 of the 51 updates of July–December 2026 is in, as of 31 July 2027."
    assert [country.name_en for country in Country.objects.all() if country.name_en in words] == []


def test_rule_13_no_bar_and_no_share_stand_beside_an_aim_while_the_record_has_gaps(cast, clock):
    text = text_of(document_of(dashboard(cast, clock)))
    assert "aim: 80 changes" in text
    assert "per cent" not in text


def test_money_says_for_how_many_rows_it_is_known(cast, clock):
    text = text_of(document_of(dashboard(cast, clock)))
    assert "(amounts known for 1 of 53 funding entries)" in text
    assert "Nothing is split between partners" in text


def test_nobody_makes_it_once_an_edition_is_pinned_after_the_quarter(cast, clock, monkeypatch):
    steps.set_no_files(monkeypatch)
    pin_edition(note="Too early", by=cast.manager)
    clock.move_to("2027-07-02T10:00Z")
    assert make_due_dashboards(now=timezone.now()) == (0, 0)
    pin_edition(note="Annual report", by=cast.manager)
    assert make_due_dashboards(now=timezone.now()) == (1, 0)
    report = Report.objects.get(kind="dashboard")
    building = report.buildings.get()
    if building.ended_at is None:
        build.call(building.pk)
    assert make_due_dashboards(now=timezone.now()) == (0, 1)
    report.refresh_from_db()
    assert report.slug == "2027-q2"
    assert report.is_public(timezone.now())
    assert make_due_dashboards(now=timezone.now()) == (0, 0)


def test_what_a_manager_planned_is_left_alone(cast, clock):
    clock.move_to("2027-07-02T10:00Z")
    edition = pin_edition(note="Annual report", by=cast.manager)
    planned("dashboard", edition, cast.manager, start=Q2.start, end=Q2.end)
    Report.objects.update(slug="2027-q2")
    assert make_due_dashboards(now=timezone.now()) == (0, 0)


def test_a_later_text_of_a_result_is_not_in_the_dashboard_of_an_edition(cast, clock):
    result = factories.publish(indicator="R2", title="A law as it was called").result
    report = dashboard(cast, clock)
    before = document_of(report)
    clock.move_to("2027-09-01T10:00Z")
    factories.edit(result, title="A law as it is called now")
    after = document_of(report)
    assert asdict(after)["figures"] == asdict(before)["figures"]
    assert "A law as it was called" in text_of(after)
