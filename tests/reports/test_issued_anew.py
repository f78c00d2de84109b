"""Rule 12: what has to be hidden later is hidden in reports too; the older file is served no more, at any door."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from briefs.building import is_served, issue_hidden_anew
from briefs.models import Issue, ReportEvent
from indicators.followup import propose_removal, remove
from tests import factories
from tests.reports import steps

pytestmark = pytest.mark.django_db
SECRET = "Ama Kodjo of Tsévié"
PLACE = ["annual", "2026"]


@pytest.fixture
def clock(on_day):
    return on_day("2027-03-15T09:00Z")


@pytest.fixture
def public(cast, clock, monkeypatch):
    """A public report on a result whose title names somebody, and its issue."""
    steps.set_no_files(monkeypatch)
    result = factories.publish(indicator="R2", country="TGO", achieved=2026, title=f"A pension for {SECRET}").result
    report = steps.plan(cast.manager)
    issue = steps.build(report, cast.manager)
    return steps.publish(report, issue, cast.manager), issue, result


def hide(result, cast) -> None:
    proposal = propose_removal(result=result, field="title", reason="a person was named", by=cast.manager)
    remove(proposal=proposal, by=cast.other_manager)


def doors(number: int) -> list[str]:
    """Every address of a report and of one of its versions, today and on the day of its publication."""
    pages = [reverse("report", args=PLACE), reverse("report_version", args=[*PLACE, number])]
    files = [reverse("report_version_file", args=[*PLACE, number, ending]) for ending in ("pdf", "docx")]
    return [*pages, *(f"{page}?as_of=2027-03-15" for page in pages), *files]


def test_the_older_issue_is_gone_from_every_door_at_once(client, cast, clock, public):
    _report, issue, result = public
    assert SECRET in client.get(reverse("report", args=PLACE)).text
    clock.shift(timedelta(days=2))
    hide(result, cast)
    assert not is_served(issue)
    for door in doors(1):
        response = client.get(door)
        assert response.status_code == 410, door
        assert SECRET not in response.text
        assert "being issued anew" in response.text


def test_it_is_issued_anew_from_the_same_edition_dated_saying_why(client, cast, clock, public):
    report, issue, result = public
    factories.publish(indicator="R1", country="SEN", achieved=2026, title="What came later")
    clock.shift(timedelta(days=2))
    hide(result, cast)
    call_command("run_due", verbosity=0)
    anew = Issue.objects.get(number=2)
    assert (anew.cause, anew.edition, anew.inputs) == ("hidden", issue.edition, issue.inputs)
    page = client.get(reverse("report", args=PLACE)).text
    assert "issued anew on 17 March 2027, because something had to be hidden" in page
    assert SECRET not in page
    assert "What came later" not in page
    assert client.get(reverse("report_file", args=[*PLACE, "pdf"])).status_code == 200
    for door in doors(1)[1:]:
        assert client.get(door).status_code == 410 or "as_of" in door, door
        assert SECRET not in client.get(door).text if "pdf" not in door and "docx" not in door else True
    report.refresh_from_db()
    assert report.public_issue == anew
    assert ReportEvent.objects.filter(kind="published", issue=anew).exists()


def test_nothing_is_issued_anew_while_nothing_more_is_hidden(cast, public):
    factories.publish(indicator="R1", country="SEN", achieved=2026)
    assert issue_hidden_anew() == (0, 0)
    assert Issue.objects.count() == 1


def test_one_that_cannot_be_made_stays_hidden_and_the_run_says_so(client, cast, public, monkeypatch):
    _report, _issue, result = public
    hide(result, cast)
    monkeypatch.setattr("briefs.documents.word_of", lambda document: 1 / 0)
    assert issue_hidden_anew() == (0, 1)
    assert Issue.objects.count() == 1
    assert client.get(reverse("report", args=PLACE)).status_code == 410
