"""Rule 4: what was built from an edition is stored and served from there; a year later it is the same bytes."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.urls import reverse

from briefs import documents
from briefs.building import document_of
from projects.models import Partner, Project
from rmt.models import SiteVersion
from tests import factories
from tests.crawl.markup import problems
from tests.reports import steps

pytestmark = pytest.mark.django_db
PLACE = ["annual", "2026"]


def served(client) -> dict[str, bytes]:
    """The article on the page, and both files."""
    files = {kind: client.get(reverse("report_file", args=[*PLACE, kind])) for kind in ("pdf", "docx")}
    page = client.get(reverse("report", args=PLACE)).text
    found = {kind: b"".join(response.streaming_content) for kind, response in files.items()}
    start = page.index('<div class="document"')
    return {**found, "page": page[start : page.index("How to check it")].encode()}


def test_a_year_later_it_is_the_same_bytes_and_its_seal_proves_it(client, cast, on_day, tmp_path):
    clock = on_day("2027-03-15T09:00Z")
    result = factories.publish(indicator="I3", country="TGO", achieved=2026, value=5000, baseline=(2025, 1000)).result
    report = steps.plan(cast.manager)
    issue = steps.build(report, cast.manager)
    steps.publish(report, issue, cast.manager)
    then, content = served(client), document_of(issue)
    for page in (reverse("reports"), reverse("report", args=PLACE), reverse("report_version", args=[*PLACE, 1])):
        assert list(problems(client.get(page).content.decode())) == [], page

    clock.move_to(datetime(2028, 3, 15, 9, tzinfo=UTC))
    factories.publish(indicator="R2", country="SEN", achieved=2026, title="A law reported late")
    factories.edit(result, title="Another title", reason="It was misread.")
    project = Project.objects.get(slug="health-insurance-togo")
    project.fundings.create(
        partner=Partner.objects.get(slug="a-partner"), year=2026, received=1_000_000, currency="USD"
    )
    Project.objects.update(title="Another name")
    SiteVersion.bump()
    now = served(client)
    assert (now["pdf"], now["docx"]) == (then["pdf"], then["docx"])
    assert issue.html.encode() in now["page"]

    (tmp_path / "report.txt").write_text("\n".join(documents.text_of(content)) + content.seal)
    call_command("verify_ledger", against=tmp_path / "report.txt", verbosity=0)


def test_a_past_day_shows_the_issue_of_that_day(client, cast, on_day, monkeypatch):
    steps.set_no_files(monkeypatch)
    clock = on_day("2027-03-15T09:00Z")
    report = steps.plan(cast.manager)
    steps.publish(report, steps.build(report, cast.manager), cast.manager)
    clock.move_to(datetime(2027, 4, 1, 9, tzinfo=UTC))
    report.refresh_from_db()
    steps.publish(report, steps.build(report, cast.manager), cast.manager)
    page = reverse("report", args=PLACE)
    assert client.get(page).context["issue"].number == 2
    past = client.get(f"{page}?as_of=2027-03-20")
    assert (past.context["issue"].number, [row.number for row in past.context["versions"]]) == (1, [1])
    before = client.get(f"{page}?as_of=2027-03-01")
    assert before.status_code == 404
    assert "Nothing of it was published yet at the end of 1 March 2027, UTC." in before.text
    assert "Reports as they were at the end of 20 March 2027" in client.get("/reports/?as_of=2027-03-20").text
    assert client.get(reverse("report_version", args=[*PLACE, 1])).status_code == 200


def test_lateness_of_a_result_changes_no_figure_of_a_closed_report(cast, on_day, monkeypatch):
    """Rule 14: built again from the same edition, it says the same of its period."""
    steps.set_no_files(monkeypatch)
    on_day("2027-03-15T09:00Z")
    factories.publish(indicator="R2", country="TGO", achieved=2026)
    report = steps.plan(cast.manager)
    first = document_of(steps.build(report, cast.manager))
    factories.publish(indicator="R2", country="SEN", achieved=date(2026, 5, 1))
    second = document_of(steps.build(report, cast.manager))
    assert second.figures == first.figures
