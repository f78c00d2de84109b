"""A report is let out: previews by expiring links, on a moment, and by mail to groups, whose log has no address."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from briefs import actions
from briefs.models import PreviewLink, Report, Sending
from briefs.pages.reports import public_reports
from rmt.models import SiteVersion
from tests.questions import say_yes
from tests.reports import steps

pytestmark = pytest.mark.django_db
PAGE = ["annual", "2026"]
EMBARGO = datetime.fromisoformat("2027-04-01T10:00Z")


@pytest.fixture
def clock(on_day):
    return on_day("2027-03-15T09:00Z")


@pytest.fixture
def report(cast, clock, monkeypatch) -> Report:
    steps.set_no_files(monkeypatch)
    planned = steps.plan(cast.manager)
    steps.build(planned, cast.manager)
    planned.refresh_from_db()
    return planned


def link_to(report, cast, signed_in) -> str:
    place = reverse("report_previews", args=[report.uuid])
    answer = signed_in("manager").post(place, {"reader": "Chair, Irish Aid", "expires_on": "2027-03-20"})
    return answer.context["link"].removeprefix("http://localhost")


def test_a_preview_is_for_one_reader_says_so_and_is_kept_by_nobody(client, cast, signed_in, report):
    steps.publish(report, actions.newest_issue(report), cast.manager, public_from=EMBARGO)
    link = link_to(report, cast, signed_in)
    page = client.get(link)
    assert "Embargoed until" in page.text
    assert "For Chair, Irish Aid alone." in page.text
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert page["Referrer-Policy"] == "no-referrer"
    token = link.strip("/").rpartition("/")[2]
    assert not PreviewLink.objects.filter(token_sha256=token).exists()  # it is kept hashed
    assert client.get(reverse("report_preview_file", args=[token]))["Content-Type"] == "application/pdf"


def test_a_preview_ends_on_its_day_or_when_it_is_closed(client, cast, signed_in, clock, report):
    first, second = link_to(report, cast, signed_in), link_to(report, cast, signed_in)
    closed = report.previews.order_by("pk").first()
    signed_in("manager").post(reverse("close_preview", args=[report.uuid, closed.pk]))
    assert [client.get(link).status_code for link in (first, second)] == [404, 200]
    clock.move_to(datetime.fromisoformat("2027-03-21T00:00Z"))
    assert client.get(second).status_code == 404
    assert client.get(reverse("report_preview_file", args=[second.strip("/").rpartition("/")[2]])).status_code == 404
    assert client.get(reverse("report_preview", args=["made-up"])).status_code == 404


def test_a_report_is_public_from_its_moment_and_lists_follow_with_the_hour(client, cast, signed_in, clock, report):
    say_yes(
        signed_in("manager"), reverse("publish_report", args=[report.uuid, 1]), {"day": "2027-04-01", "hour": "10:00"}
    )
    places = [reverse("report", args=PAGE), reverse("report_version", args=[*PAGE, 1])]
    places.append(reverse("report_file", args=[*PAGE, "pdf"]))
    assert [client.get(place).status_code for place in places] == [404] * 3
    found_at = [reverse("reports"), f"{reverse('search')}?q=annual+report", reverse("feed")]
    assert [place for place in found_at if "Annual report 2026" in client.get(place).text] == []
    call_command("run_due", verbosity=0)
    clock.move_to(EMBARGO + timedelta(minutes=1))
    assert [client.get(place).status_code for place in places] == [200] * 3
    before = SiteVersion.current()
    call_command("run_due", verbosity=0)
    assert SiteVersion.current() > before
    assert [place for place in found_at if "Annual report 2026" not in client.get(place).text] == []
    assert client.get("/reports/annual/")["Location"] == reverse("reports")


def test_a_moment_that_has_passed_is_refused(cast, report):
    issue = actions.newest_issue(report)
    with pytest.raises(ValidationError):
        steps.publish(report, issue, cast.manager, public_from=timezone.now() - timedelta(minutes=1))


def test_the_last_decision_on_a_moment_counts(client, cast, clock, report):
    """What was scheduled comes back on its old moment neither after something newer nor after a later moment."""
    first = actions.newest_issue(report)
    page, version = reverse("report", args=PAGE), reverse("report_version", args=[*PAGE, 1])
    steps.publish(report, first, cast.manager, public_from=EMBARGO)
    clock.shift(timedelta(minutes=1))
    steps.publish(report, first, cast.manager, public_from=EMBARGO + timedelta(days=1))
    clock.move_to(EMBARGO + timedelta(minutes=1))
    assert client.get(page).status_code == 404
    steps.publish(report, steps.build(report, cast.manager), cast.manager)
    clock.move_to(EMBARGO + timedelta(days=2))
    assert client.get(page).context["issue"].number == 2
    assert client.get(version).status_code == 404  # it never came out
    assert [one.issue.number for one in public_reports(timezone.now())] == [2]


def test_while_its_moment_is_to_come_it_is_moved_or_published_at_once(client, cast, signed_in, clock, report):
    steps.publish(report, actions.newest_issue(report), cast.manager, public_from=EMBARGO)
    manager, address = signed_in("manager"), reverse("publish_report", args=[report.uuid, 1])
    assert address in manager.get(reverse("desk_report", args=[report.uuid])).text
    clock.shift(timedelta(minutes=1))
    say_yes(manager, address, {})
    assert client.get(reverse("report", args=PAGE)).status_code == 200
    assert address not in manager.get(reverse("desk_report", args=[report.uuid])).text


def test_a_preview_ends_with_the_embargo_page_and_file(client, cast, signed_in, clock, report):
    """What is built after it is public, and not published, is shown to nobody by a link of before."""
    link = link_to(report, cast, signed_in)
    file = reverse("report_preview_file", args=[link.strip("/").rpartition("/")[2]])
    steps.publish(report, actions.newest_issue(report), cast.manager)
    steps.build(report, cast.manager)
    assert client.get(link)["Location"] == reverse("report", args=PAGE)
    assert client.get(file)["Location"] == reverse("report_file", args=[*PAGE, "pdf"])


def group_of(size: int = 1):
    group = actions.keep_group(name="Steering committee")
    for number in range(size):
        about = {"name": f"Member {number}", "organization": "Irish Aid"}
        actions.add_member(group=group, email=f"member{number}@aid.example", **about)
    return group


def test_a_group_gets_previews_while_there_is_an_embargo(client, cast, signed_in, report):
    """More than the twenty mails a day that a person may have sent to addresses outside."""
    group = group_of(25)
    manager = signed_in("manager")
    say_yes(manager, reverse("send_report", args=[report.uuid]), {"group": group.pk})
    assert len(sent()) == len(set(sent().values())) == 25
    assert "For Member 0, Irish Aid alone" in client.get(reverse("report_preview", args=[token_to(0)])).text
    again = say_yes(manager, reverse("send_report", args=[report.uuid]), {"group": group.pk})
    assert "It went to this group already" in again.text
    assert len(sent()) == 25


def sent() -> dict[str, str]:
    """What was sent to the members of the group, by address."""
    return {message.to[0]: message.body for message in mail.outbox if message.to[0].endswith("@aid.example")}


def token_to(number: int) -> str:
    return sent()[f"member{number}@aid.example"].split("/preview/")[1].split("/")[0]


def test_a_public_report_goes_out_by_its_public_address(cast, report):
    steps.publish(report, actions.newest_issue(report), cast.manager)
    report.refresh_from_db()
    actions.send_report(report=report, group=group_of(2), by=cast.manager, now=timezone.now())
    assert len(sent()) == 2
    assert all("reports/annual/2026/" in body for body in sent().values())
    assert not report.previews.exists()


def test_the_log_says_what_went_to_whom_without_an_address(cast, signed_in, report):
    """Rule 21."""
    group = group_of()
    actions.send_report(report=report, group=group, by=cast.manager, now=timezone.now())
    manager = signed_in("manager")
    for page in (manager.get(reverse("sendings")), manager.get(reverse("sendings_csv"))):
        assert "Irish Aid" in page.text
        assert "aid.example" in page.text
        assert "member0@" not in page.text
    row = Sending.objects.get()
    assert (row.domain, row.group, row.by) == ("aid.example", group, cast.manager)


def test_whoever_is_taken_out_of_a_group_is_forgotten(cast, signed_in, report):
    group = group_of()
    member = group.members.get()
    say_yes(signed_in("manager"), reverse("remove_member", args=[group.slug, member.pk]), {})
    assert not group.members.exists()


def test_what_cannot_be_done_is_said_before_it_is_asked(cast, signed_in, report):
    manager = signed_in("manager")
    past = {"day": "2027-03-14", "hour": "10:00"}
    assert "This moment has passed" in manager.post(reverse("publish_report", args=[report.uuid, 1]), past).text
    group = group_of()
    actions.send_report(report=report, group=group, by=cast.manager, now=timezone.now())
    again = manager.post(reverse("send_report", args=[report.uuid]), {"group": group.pk})
    assert "It went to this group already" in again.text


def test_a_mail_to_a_group_greets_and_says_when_the_report_becomes_public(cast, report):
    steps.publish(report, actions.newest_issue(report), cast.manager, public_from=EMBARGO)
    report.refresh_from_db()
    actions.send_report(report=report, group=group_of(), by=cast.manager, now=timezone.now())
    (body,) = sent().values()
    assert "Dear " in body
    assert "It becomes public on 1 April 2027" in body


def test_a_report_is_planned_once_in_a_language_whose_words_are_there(cast, signed_in, report):
    page = signed_in("manager").post(reverse("new_report") + "?kind=annual", {"year": "2026", "language": "en"})
    assert "This report exists already" in page.text
    assert reverse("desk_report", args=[report.uuid]) in page.text
    with pytest.raises(ValidationError, match="written in English"):
        steps.plan(cast.manager, slug="2025", language="pt")


def test_a_chapter_is_not_due_on_a_day_that_has_passed(cast, signed_in, report):
    chapter = report.chapters.first()
    place = reverse("assign_report_chapter", args=[report.uuid, chapter.code])
    page = signed_in("manager").post(place, {"to": cast.lead_health.pk, "due": "2027-03-14"})
    assert "This day has passed" in page.text
    chapter.refresh_from_db()
    assert chapter.due is None
