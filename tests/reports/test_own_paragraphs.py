"""A generated paragraph can be written by hand, is marked when its figures move, and can be taken back."""

import pytest
from django.core import mail
from django.urls import reverse

from briefs import actions
from indicators import ledger
from tests import factories
from tests.reports import steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast, on_day, monkeypatch):
    on_day("2027-03-15T09:00Z")
    steps.set_no_files(monkeypatch)
    factories.publish(indicator="R2", country="TGO", achieved=2026)
    return steps.plan(cast.manager)


def address(report) -> str:
    return reverse("report_paragraph", args=[report.uuid, "headlines", steps.keys_of(report, "headlines")[0]])


def written(browser, report, text: str):
    own = report.own_paragraphs.filter(superseded_at=None).first()
    return browser.post(address(report), {"text": text, "read": own.pk if own else ""})


def test_it_stands_in_the_report_in_the_place_of_the_generated_one(cast, signed_in, report):
    assert written(signed_in("manager"), report, "One law changed everything.").status_code == 302
    issue = steps.build(report, cast.manager)
    assert "One law changed everything." in issue.html
    assert '"own":{' in issue.inputs


def test_it_refers_to_figures_as_of_the_edition_and_to_nothing_else(cast, signed_in, report):
    browser = signed_in("manager")
    refused = written(browser, report, "There were [[figure nothing]] changes.")
    assert refused.status_code == 200
    assert "Line 1" in refused.text
    assert not report.own_paragraphs.exists()
    written(browser, report, "There were [[figure changes country=TGO period=year-2026]] changes in Togo.")
    assert "There were" in steps.build(report, cast.manager).html


def test_the_years_of_the_report_come_first_and_all_years_are_said(cast, signed_in, report):
    browser = signed_in("manager")
    page = browser.get(address(report))
    assert "[[figure covered period=year-2026]]" in page.text
    assert page.context["menu"][0].choices[0].reference == "[[figure changes period=year-2026]]"
    asked = {"text": "[[figure laws]] and [[figure laws period=year-2026]]", "as": "fragment"}
    preview = browser.post(f"/desk/briefs/preview/?edition={report.edition.code}", asked).text
    assert "These figures count all years since 2016" in preview
    assert preview.count("<code>[[figure laws]]</code>") == 1


def test_a_number_typed_into_it_is_held_against_the_edition(cast, signed_in, report):
    factories.publish(indicator="I3", country="TGO", value=1_000_000, baseline=(2021, 400_000))
    later = ledger.pin_edition(note="With people", by=cast.manager)
    report = actions.choose_edition(report=report, edition=later, by=cast.manager)
    browser = signed_in("manager")
    written(browser, report, "Of people, 610 000 more are covered.")
    text = browser.get(reverse("report_chapter", args=[report.uuid, "headlines"])).text
    assert "Numbers that were typed and disagree with the record" in text
    assert "600\u202f000" in text


def test_what_was_built_before_a_paragraph_was_written_says_so(cast, signed_in, report):
    steps.build(report, cast.manager)
    browser, page = signed_in("manager"), reverse("desk_report", args=[report.uuid])
    publish = reverse("publish_report", args=[report.uuid, 1])
    assert "Paragraphs were changed" not in browser.get(page).text + browser.post(publish, {}).text
    written(browser, report, "One law changed everything.")
    assert "Paragraphs were changed since version 1 was built." in browser.get(page).text
    assert "Paragraphs were changed since it was built." in browser.post(publish, {}).text
    steps.build(report, cast.manager)
    assert "Paragraphs were changed" not in browser.get(page).text


def test_it_is_marked_once_its_figures_have_moved(cast, signed_in, report):
    browser = signed_in("manager")
    written(browser, report, "One law changed everything.")
    page = reverse("report_chapter", args=[report.uuid, "headlines"])
    assert "Its figures have moved since" not in browser.get(page).text
    factories.publish(indicator="R2", country="SEN", achieved=2026)
    report.refresh_from_db()
    actions.choose_edition(report=report, edition=ledger.pin_edition(note="Later", by=cast.manager), by=cast.manager)
    assert "Its figures have moved since" in browser.get(page).text


def test_an_empty_text_takes_the_generated_one_back(cast, signed_in, report):
    browser = signed_in("manager")
    written(browser, report, "One law changed everything.")
    written(browser, report, " ")
    assert "One law changed everything." not in steps.build(report, cast.manager).html
    kept = report.own_paragraphs.values_list("text", flat=True)
    assert sorted(kept) == ["", "One law changed everything."]


def test_two_who_write_it_at_once_lose_nothing(cast, signed_in, report):
    first, second = signed_in("manager"), signed_in("other_manager")
    place = address(report)
    first.post(place, {"text": "Mine.", "read": ""})
    refused = second.post(place, {"text": "Theirs.", "read": ""})
    assert refused.status_code == 409
    assert "Mine." in refused.text
    assert "Theirs." in refused.text
    assert report.own_paragraphs.get().text == "Mine."


def test_whoever_sees_to_the_chapter_is_told_and_writes_it(cast, signed_in, report):
    data = {"to": cast.lead_health.pk, "due": "2027-03-20"}
    signed_in("manager").post(reverse("assign_report_chapter", args=[report.uuid, "headlines"]), data)
    [sent] = mail.outbox
    assert sent.to == [cast.lead_health.email]
    assert "by 20 March 2027" in sent.subject
    lead = signed_in("lead_health")
    chapter = reverse("report_chapter", args=[report.uuid, "headlines"])
    assert chapter in lead.get(reverse("desk")).text
    assert written(lead, report, "As the lead knows.").status_code == 302
    lead.post(reverse("finish_report_chapter", args=[report.uuid, "headlines"]), {"done": "yes"})
    assert report.chapters.get(code="headlines").done_by == cast.lead_health
    assert chapter not in lead.get(reverse("desk")).text
    other = reverse("finish_report_chapter", args=[report.uuid, "method"])
    assert lead.post(other, {"done": "yes"}).status_code == 403


def test_the_desk_shows_it_as_it_reads_and_the_history_calls_it_by_its_words(cast, signed_in, report):
    browser = signed_in("manager")
    written(browser, report, "**One law** and [[figure changes country=TGO period=year-2026]] changed everything.")
    chapter = browser.get(reverse("report_chapter", args=[report.uuid, "headlines"])).text
    assert "<strong>One law</strong>" in chapter
    assert "[[figure" not in chapter
    assert report.events.get(kind="written").text.startswith(f"{actions.title_of(report.chapters.first())}: “")
    own = report.own_paragraphs.get()
    page = browser.post(address(report), {"text": "", "read": own.pk}, follow=True)
    assert "The generated paragraph stands there again." in page.text


def test_a_report_gets_another_title_until_it_is_let_out(cast, signed_in, report):
    browser, place = signed_in("manager"), reverse("report_title", args=[report.uuid])
    assert browser.post(place, {"title": "Report on 2026"}).status_code == 302
    report.refresh_from_db()
    assert report.title == "Report on 2026"
    steps.publish(report, steps.build(report, cast.manager), cast.manager)
    assert "the title stays" in browser.post(place, {"title": "Another"}).text
