"""One entry, every report: text to paste for each system, from what is published, and a record of where it went."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators.ledger import in_force
from indicators.models import ReportedIn, Round
from indicators.pages.followup import reported_selectors as selectors
from indicators.pages.followup.reported_selectors import reportable, texts_of
from tests.factories import draft, publish, reopen, save, submit

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
STORY = {
    "title": "Law on health insurance adopted",
    "outcome": "People are better protected.",
    "contribution": "Advice and an actuarial study",
    "cpo_code": "TGO101",
    "others": [{"who": "Ministry of Health", "what": "Drafted the law."}],
    "consultations": [{"group": "workers", "who": "CSTT", "endorsed": True}],
}


def opens(client, result, by):
    client.force_login(by)
    return client.get(reverse("reported", args=[result.uuid]))


def notes(client, result, by, **typed):
    client.force_login(by)
    form = {"system": "iris", "reference": "TGO101-7", "day": TODAY.isoformat(), **typed}
    return client.post(reverse("reported", args=[result.uuid]), form)


def texts(publication) -> dict[str, str]:
    return {text.system: text.text for text in texts_of(reportable(in_force(publication.result)))}


def test_iris_names_outcome_result_contribution_and_constituents(cast):
    text = texts(publish(by=cast.focal_togo, **STORY))["iris"]
    assert text.splitlines()[:6] == [
        "Country programme outcome: TGO101",
        "Output of the programme and budget: not given",
        "Result: Law on health insurance adopted. Togo, 1 May 2022.",
        "What changed: People are better protected.",
        "Contribution of the programme: Advice and an actuarial study",
        "Role of constituents: Workers' organizations: CSTT (endorsed)",
    ]


def test_un_info_names_year_indicator_value_and_partners(cast):
    text = texts(publish(by=cast.focal_togo, indicator="I3", value=1200, baseline=(2021, 200), **STORY))["un-info"]
    lines = dict(line.split(": ", 1) for line in text.splitlines())
    assert (lines["Year"], lines["Implementing and other partners"]) == ("2022", "Ministry of Health")
    assert lines["Indicator"].startswith("I3, ")
    assert lines["Value"] == "1\u202f200 people (before: 200, 2021)"


def test_what_readers_do_not_get_is_in_no_text_for_another_system(cast):
    """Rule 12: a total of few people whom their health defines."""
    few = publish(by=cast.focal_togo, indicator="I3", value=5, baseline=(2021, 3), themes=["social-health-protection"])
    found = texts(few)
    assert "Value: withheld: fewer than ten people" in found["un-info"]
    assert not any("5 people" in text or "before: 3" in text for text in found.values())


def test_a_donor_reads_who_contributed_what_and_that_nothing_is_attributed_to_one_alone(cast):
    """Rule 15."""
    text = texts(publish(by=cast.focal_togo, **STORY))["donor-report"]
    assert text.startswith("Togo, 1 May 2022: Law on health insurance adopted. People are better protected.")
    assert "The programme contributed: Advice and an actuarial study." in text
    assert "Others contributed: Ministry of Health (Drafted the law)." in text
    assert "not attributed to the programme or to one partner alone, and is not divided between partners" in text
    assert "Evidence: Official Gazette (https://gazette.example.org/1)." in text


def test_the_texts_say_what_is_published_and_no_word_of_a_draft(client, cast):
    publication = publish(by=cast.focal_togo, title="As published")
    save(reopen(publication.result, by=cast.focal_togo), by=cast.focal_togo, title="A secret plan")
    page = opens(client, publication.result, cast.focal_togo).content.decode()
    assert "As published" in page
    assert "A secret plan" not in page


@pytest.mark.parametrize("start", [draft, submit])
def test_without_publication_there_is_nothing_to_paste_and_nothing_to_note(client, cast, start):
    result = start(by=cast.focal_togo)
    assert "Nothing of this result is published yet." in opens(client, result, cast.focal_togo).content.decode()
    assert notes(client, result, cast.focal_togo).status_code == 403


def test_where_it_was_reported_is_noted_once(client, cast):
    result = publish(by=cast.focal_togo).result
    assert notes(client, result, cast.focal_togo).status_code == 302
    assert "IRIS, TGO101-7" in opens(client, result, cast.evaluator).content.decode()
    assert "This was recorded for that day already." in notes(client, result, cast.focal_togo).content.decode()
    assert ReportedIn.objects.count() == 1


def test_a_day_to_come_is_refused_and_nothing_typed_is_lost(client, cast):
    result = publish(by=cast.focal_togo).result
    page = notes(client, result, cast.focal_togo, day=(TODAY + timedelta(days=1)).isoformat()).content.decode()
    assert "This day has not come yet." in page
    assert "TGO101-7" in page


def test_a_note_is_taken_back_by_who_made_it_on_the_same_day(client, cast):
    result = publish(by=cast.focal_togo).result
    notes(client, result, cast.focal_togo)
    row = ReportedIn.objects.get()
    address = reverse("reported", args=[result.uuid])
    client.force_login(cast.deputy_togo)
    assert client.post(address, {"remove": row.pk}).status_code == 403
    client.force_login(cast.focal_togo)
    ReportedIn.objects.update(at=row.at - timedelta(days=1))
    assert client.post(address, {"remove": row.pk}).status_code == 403
    ReportedIn.objects.update(at=row.at)
    assert client.post(address, {"remove": row.pk}).status_code == 302
    assert not ReportedIn.objects.exists()


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ("deputy_togo", 200, 302), ("manager", 200, 302), ("evaluator", 200, 403), ("specialist_africa", 403, 403),
        ("lead_health", 403, 403), ("focal_senegal", 404, 404), ("project_staff", 404, 404),
    ],
)  # fmt: skip
def test_who_copies_and_who_notes(client, cast, role, reads, writes):
    result = publish(by=cast.focal_togo, themes=["social-health-protection"]).result
    assert opens(client, result, getattr(cast, role)).status_code == reads
    assert notes(client, result, getattr(cast, role)).status_code == writes


def test_the_list_says_what_is_not_yet_reported_where(client, cast):
    done, left = publish(by=cast.focal_togo, title="Done").result, publish(by=cast.focal_togo, title="Left").result
    publish(country="SEN", by=cast.focal_senegal, title="Of Senegal")
    for system in ("iris", "un-info", "donor-report"):
        notes(client, done, cast.focal_togo, system=system)
    notes(client, left, cast.focal_togo)
    page = client.get(reverse("reported_list")).content.decode()
    assert "Done" in page
    assert "Of Senegal" not in page
    missing = client.get(reverse("reported_list"), {"show": "missing"}).content.decode()
    assert ">Done<" not in missing
    assert ">Left<" in missing


def test_a_long_list_has_pages_and_keeps_what_was_chosen(client, cast, monkeypatch):
    monkeypatch.setattr(selectors, "ROWS", 1)
    for title in ("First law", "Second law"):
        publish(by=cast.focal_togo, title=title)
    client.force_login(cast.focal_togo)
    first, second = (
        client.get(reverse("reported_list"), {"show": "missing", "page": page}).content.decode() for page in (1, 2)
    )
    assert "2 published results" in first
    assert ("First law" in first) != ("First law" in second)
    assert "?show=missing&amp;page=2" in first


def test_all_texts_of_a_round_stand_on_one_page(client, cast):
    for title in ("First law", "Second law"):
        publish(by=cast.focal_togo, title=title)
    code = Round.objects.get(state="open").code
    client.force_login(cast.focal_togo)
    page = client.get(reverse("reported_list"), {"round": code}).content.decode()
    iris = page.split('id="text-iris"')[1].split("</textarea>")[0]
    assert "First law" in iris
    assert "Second law" in iris
    assert 'id="text-iris"' not in client.get(reverse("reported_list"), {"round": "1999-1"}).content.decode()


def test_an_empty_list_says_what_comes_next(client, cast):
    client.force_login(cast.lead_financing)
    assert "No result of yours is published yet." in client.get(reverse("reported_list")).content.decode()


def test_a_loss_is_never_left_out(client, cast):
    from indicators.results import actions

    publication = publish(by=cast.focal_togo, achieved=date(2022, 5, 1))
    actions.record_standing(
        result=publication.result, kind="lost", day=date(2024, 1, 1), reason="Repealed.", by=cast.focal_togo
    )
    assert "Lost on 1 January 2024: Repealed." in texts(publication)["donor-report"]


@pytest.mark.both_engines
def test_the_list_asks_the_database_as_often_for_many_results(client, cast):
    def queries() -> int:
        client.force_login(cast.focal_togo)
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("reported_list")).status_code == 200
        return len(found)

    publish(by=cast.focal_togo)
    queries()
    few = queries()
    for _number in range(8):
        publish(by=cast.focal_togo)
    assert queries() == few
