"""An annual report: plain and right of a country with nothing, with one result, with three hundred (rules 6 to 19)."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from briefs import documents, figures_in_text, writing
from briefs.documents import Paragraph
from indicators import figures
from indicators.figures import years
from indicators.results import actions
from indicators.wording import people_text, quantity_text
from projects.models import Funding, Partner, Project
from tests.documents.reading import plain, text_of_page, text_of_pdf, text_of_word, without_marks
from tests.factories import edit, fresh, publish, publish_brief, reviewing_manager, withdraw
from tests.reports.written import annual, items_below, paragraph, said, written

pytestmark = pytest.mark.django_db

YEAR = 2023
PERIOD = years(YEAR, YEAR)


def law(**fields):
    return publish(indicator="R2", achieved=date(YEAR, 5, 1), **fields)


def covered(**fields):
    return publish(indicator="I3", achieved=date(YEAR, 6, 1), **fields)


def test_a_year_of_which_nothing_is_recorded_says_so_and_blames_nobody():
    document = written(annual(YEAR))
    assert paragraph(document, "opening") == (
        "No institutional change is recorded for 2023. That says what this record holds, and nothing of what "
        "governments did."
    )
    assert paragraph(document, "people") == "No figure of people is recorded for 2023."
    assert paragraph(document, "countries") == "No result of a country or territory is recorded for 2023."
    assert "late" not in said(document).lower().replace("later", "").replace("related", "")


def test_one_change_is_told_with_its_title_and_leads_to_its_version():
    publication = law(title="Law on health insurance adopted")
    document = written(annual(YEAR))
    assert paragraph(document, "opening").startswith(
        "One institutional change is recorded for 2023, in Togo: Law on health insurance adopted. Governments run"
    )
    assert paragraph(document, "countries").startswith("One country or territory has a result recorded for 2023.")
    assert paragraph(document, "country-togo") == "The record holds one law or scheme."
    hrefs = [run.href for b in document.blocks if isinstance(b, Paragraph) for run in b.words]
    assert f"/results/{publication.number}/v1/" in hrefs


def test_a_country_of_which_nothing_is_recorded_is_not_listed():
    """Rule 19: nobody is named as late."""
    law(country="TGO")
    assert "Senegal" not in [b.text for b in written(annual(YEAR)).blocks if isinstance(b, documents.Heading)]


def test_of_three_hundred_results_eight_are_named_and_the_others_are_a_link():
    law(title="The first of many")
    report = annual(YEAR)
    reading = figures_in_text.reading_of(report.edition)
    one = next(entry for entry in reading.entries if entry.first.year == YEAR)
    many = [replace(one, key=f"made-{n}", number=10_000 + n) for n in range(299)]
    published = {e.key: replace(reading.published[one.key], number=e.number, title=f"Law {e.number}") for e in many}
    reading = replace(reading, entries=[*reading.entries, *many], published={**reading.published, **published})
    document = written(report, reading=reading)
    assert paragraph(document, "country-togo") == "The record holds 300 laws or schemes."
    lines = items_below(document, "togo")
    assert len(lines) == 9
    assert lines[-1] == "and 292 more results"


def test_what_was_lost_stays_counted_and_is_named():
    """Rule 7: "adopted since" never falls."""
    publication = law(title="Law that was suspended")
    actions.record_standing(
        result=fresh(publication.result),
        kind="lost",
        day=date(YEAR, 11, 1),
        reason="Suspended.",
        by=reviewing_manager(),
    )
    law(title="Law that stands")
    document = written(annual(YEAR))
    assert paragraph(document, "opening").startswith("The record for 2023 holds 2 laws or schemes in 1 country")
    assert "By 31 December 2023, 1 of these changes had been reported lost." in paragraph(document, "losses")
    assert "Law that was suspended" in said(document)
    assert "reported lost on 1 November 2023" in said(document)


def test_groups_that_may_overlap_give_bounds_and_the_reason():
    covered(value=215664, baseline=(2022, 0), title="One scheme")
    covered(value=139937, baseline=(2022, 0), title="Another scheme")
    document = written(annual(YEAR))
    text = paragraph(document, "people")
    assert "In practice, between 215 664 and 355 601 more people are covered than before." in plain(text)
    assert "may overlap" in text
    assert "none is added up" not in text


def test_a_decline_is_so_many_fewer_and_never_more():
    covered(value=900, baseline=(2022, 1000))
    text = paragraph(written(annual(YEAR)), "people")
    assert "In practice, 100 fewer people are covered than before." in text


def test_no_bar_and_no_per_cent_stands_while_the_record_is_not_complete():
    """Rule 13: the published figure comes first, then how much of it is recorded here."""
    law()
    document = written(annual(YEAR))
    table = next(b for b in document.blocks if getattr(b, "id", "") == "table-targets")
    assert table.header == ("What", "Aim", "Published", "Recorded here")
    assert "no share of an aim is worked out" in paragraph(document, "targets")


def test_without_money_that_is_said():
    Funding.objects.all().delete()
    assert paragraph(written(annual(YEAR)), "money") == "No money is recorded for 2023 year by year."


def test_one_partner_stands_alone_in_the_singular_and_in_its_own_currency():
    """Rule 15: nothing is split; a currency without a rate is added to no other."""
    Funding.objects.all().delete()
    project, partner = Project.objects.first(), Partner.objects.first()
    Funding.objects.create(project=project, partner=partner, year=YEAR, currency="CHF", received=500)
    text = paragraph(written(annual(YEAR)), "money")
    assert plain(text) == "The money of 1 partner is recorded for 2023: CHF 500 received."


def test_every_figure_is_the_one_that_figures_gives_and_stands_in_all_three_forms():
    law(themes=["social-health-protection"])
    publish(indicator="R1", country="KHM", achieved=date(YEAR, 3, 1))
    covered(value=1500, baseline=(2022, 1000), parts={"sex:women": 300})
    publish(indicator="I2", country="KHM", achieved=date(YEAR, 3, 1), value=70000, baseline=(2022, 0))
    report = annual(YEAR)
    reading = figures_in_text.reading_of(report.edition)
    document = written(report, reading=reading)
    day = date(YEAR, 12, 31)
    in_practice = figures.people(reading.entries, indicator="I3", period=PERIOD, day=day)
    by_law = figures.people(reading.entries, indicator="I2", period=PERIOD, day=day)
    expected = {
        "changes-world-year-2023": str(len(figures.changes(reading.entries, period=PERIOD))),
        "countries-world-year-2023": str(len(figures.countries(reading.entries, period=PERIOD))),
        "covered-world-year-2023": people_text(in_practice),
        "entitled-world-year-2023": quantity_text(by_law.quantity),
        "who-covered-sex-women-year-2023": "300",
        "who-covered-sex-not-known-year-2023": "200",
    }
    assert {key: document.figures[key] for key in expected} == expected
    forms = [
        text_of_page(documents.page_of(document)),
        text_of_pdf(documents.pdf_of(document)),
        text_of_word(documents.word_of(document)),
    ]
    for text in document.figures.values():
        assert all(plain(text) in without_marks(form) for form in forms), text


def test_every_figure_in_a_sentence_leads_to_its_evidence():
    law()
    covered()
    document = written(annual(YEAR))
    notes = {note.key for note in document.notes}
    runs = [run for b in document.blocks if isinstance(b, Paragraph) for run in b.words if run.figure]
    assert runs
    assert all(run.note in notes for run in runs)


def test_small_groups_are_withheld_and_count_as_not_known():
    """Rule 12."""
    covered(value=1500, baseline=(2022, 1000), parts={"sex:women": 5, "sex:men": 300})
    document = written(annual(YEAR))
    assert "who-covered-sex-women-year-2023" not in document.figures
    assert paragraph(document, "who-covered") == (
        "Who they are is not known: no source divides these figures, or its groups are too small to be shown."
    )


def test_built_twice_and_in_whatever_language_it_says_the_same():
    law()
    report = annual(YEAR)
    first = written(report)
    with translation.override("fr"):
        assert said(written(report)) == said(first)
    assert written(report) == first


def test_a_year_later_the_pinned_report_is_unchanged():
    """Ledger rule 4: what is written from an edition and its inputs stays, whatever is published since."""
    publication = law(title="As it was")
    report = annual(YEAR)
    reading = figures_in_text.reading_of(report.edition)
    inputs = writing.inputs_of(report, reading, timezone.now())
    before = documents.to_json(written(report, inputs=inputs))
    law(title="A new law")
    edit(publication.result, title="Called otherwise")
    Project.objects.create(slug="new", title="A new project", status="in-progress")
    new = {"project": Project.objects.get(slug="new"), "partner": Partner.objects.first()}
    Funding.objects.create(**new, year=YEAR, currency="USD", planned=5)
    assert documents.to_json(written(report, inputs=inputs)) == before
    assert "A new law" in said(written(annual(2023, language="fr")))


def test_what_was_restated_or_withdrawn_since_the_edition_before_is_listed_with_its_reason():
    counted, gone = covered(value=1500, baseline=(2022, 1000)), law(title="Entered twice by mistake")
    first = annual(2022)
    edit(counted.result, value=1600, restated_because="The ministry corrected it.")
    withdraw(gone.result)
    document = written(annual(YEAR))
    assert f"Since edition {first.edition.code}" in paragraph(document, "restated")
    table = next(b for b in document.blocks if getattr(b, "id", "") == "table-restated")
    rows = [["".join(run.text for run in cell) for cell in row] for row in table.rows]
    assert any(
        "1 500" in plain(row[1]) and "1 600" in plain(row[2]) and row[3] == "The ministry corrected it." for row in rows
    )
    assert [row[0] for row in rows if row[2] == "withdrawn"] == [f"No. {gone.number}"]


def test_a_paragraph_of_ones_own_stands_and_is_marked_when_its_figures_move():
    law()
    report = annual(YEAR)
    generated = paragraph(written(report), "opening")
    own = {"opening": SimpleNamespace(text="A year of [[figure laws period=year-2023]] law.", generated=generated)}
    block = next(b for b in written(report, own=own).blocks if getattr(b, "key", "") == "opening")
    assert (block.role, "".join(run.text for run in block.words)) == ("own", "A year of 1 law.")
    own["opening"].generated = "Two laws."
    block = next(b for b in written(report, own=own).blocks if getattr(b, "key", "") == "opening")
    assert block.role == "moved"


def test_what_happened_earlier_and_was_reported_this_year_is_listed_so():
    """Rule 14."""
    publication = law(title="Reported years later")
    year = publication.round.start.year
    document = written(annual(year))
    text = paragraph(document, "late")
    assert text.startswith(f"1 result happened before {year} and was reported in a round of this report.")
    assert any("Reported years later" in line for line in items_below(document, "late"))


def test_lessons_are_those_of_briefs_with_a_result_in_the_years_lists_too_and_no_line_with_a_figure():
    law(country="TGO")
    publish(indicator="R2", country="KHM", achieved=date(2021, 5, 1))
    lessons = "Start small.\n\n- Begin early.\n- Reach all, as [[figure laws country=TGO]] law does."
    togo = publish_brief(title="Togo begins", parts={"lessons": lessons})
    publish_brief(title="Cambodia goes on", about="KHM", parts={"lessons": "Too old to tell."})
    document = written(annual(YEAR))
    assert paragraph(document, "lessons") == (
        "The lessons stand as published briefs have them, on countries, territories and themes with a result of 2023."
    )
    assert items_below(document, f"lessons-{togo.slug}") == ["Begin early."]
    text = said(document)
    assert "Start small." in text
    assert "Reach all" not in text
    assert "Cambodia goes on" not in text
    assert paragraph(document, "briefs") == "1 brief or story is published on what has a result of 2023:"


def test_rounds_that_are_alike_stand_in_one_sentence():
    rounds = [
        {"label": "January–June 2023", "expected": 51, "sent": 0},
        {"label": "July–December 2023", "expected": 51, "sent": 0},
        {"label": "January–June 2024", "expected": 51, "sent": 1},
        {"label": "July–December 2024", "expected": 51, "sent": 0},
    ]
    report = annual(YEAR)
    inputs = writing.inputs_of(report, figures_in_text.reading_of(report.edition), timezone.now())
    assert paragraph(written(report, inputs={**inputs, "rounds": rounds}), "reporting").startswith(
        "Of each of the 2 rounds from January–June 2023 to July–December 2023, none of the 51 updates is in. "
        "1 of the 51 updates for January–June 2024 is in. None of the 51 updates for July–December 2024 is in."
    )
