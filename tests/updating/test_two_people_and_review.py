"""Two people with one update lose nothing; a manager validates or returns it; a director clears it by a signed link."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from indicators.models import CountryUpdate, ReviewEvent
from rmt.models import User
from tests import factories
from tests.cast import sign_in
from tests.updating import steps
from tests.updating.steps import address, post, text_of, update_of

pytestmark = pytest.mark.django_db
Status = CountryUpdate.Status


# Two people at once


def test_a_version_conflict_keeps_the_typed_text_and_says_who_changed_what(focal, cast):
    page = steps.fields_of(focal)
    deputy = sign_in(Client(), cast.deputy_togo)
    post(deputy, answer__R2="nothing-to-report", note__R2="Their note")
    response = focal.post(address(), page | {"answer-R2": "no-change", "note-I3": "My note"})
    said = text_of(response)
    assert response.status_code == 409
    assert "Last changed by Deputy Togo" in said
    assert all(words in said for words in ("Their note", "My note", "nothing to report"))
    assert update_of().answers.get().kind == "nothing-to-report"


def test_after_a_conflict_the_same_form_is_saved(focal, cast):
    page = steps.fields_of(focal)
    post(sign_in(Client(), cast.deputy_togo), note__R2="Their note")
    form = focal.post(address(), page | {"answer-R2": "no-change"}).context["form"]
    focal.post(address(), {name: form[name].value() or "" for name in form.fields})
    assert update_of().answers.get().kind == "no-change"


def test_the_same_sent_twice_is_no_conflict(focal):
    page = steps.fields_of(focal) | {"answer-R2": "no-change"}
    assert [focal.post(address(), page).status_code for _click in range(2)] == [302, 302]


def test_what_the_other_sent_cannot_be_changed_and_is_not_lost(focal, cast):
    page = steps.fields_of(focal)
    steps.send(sign_in(Client(), cast.deputy_togo))
    response = focal.post(address(), page | {"note-R2": "My note"})
    assert response.status_code == 409
    assert "My note" in text_of(response)


def test_a_form_without_its_version_writes_nothing(focal):
    page = steps.fields_of(focal) | {"answer-R2": "no-change", "version": "x"}
    assert "could not be told which version" in text_of(focal.post(address(), page))
    assert not CountryUpdate.objects.exists()


# Review


def decide(client, name: str, **said):
    return client.post(address(name), {"version": update_of().version, **said})


def test_a_manager_validates_the_update_and_none_of_its_results(focal, cast):
    result = factories.submit(indicator="R2", by=cast.focal_togo)
    steps.send(focal)
    manager = sign_in(Client(), cast.manager)
    assert "Validate the update" in text_of(manager.get(address()))
    decide(manager, "validate_update", comment="Thank you.")
    assert update_of().status == Status.VALIDATED
    result.refresh_from_db()
    assert result.status == "submitted"


@pytest.mark.parametrize("part", ["sent", "answered"])
def test_who_sent_or_answered_it_does_not_validate_it(focal, cast, part):
    factories.ManagerFactory(user=cast.focal_togo)
    if part == "answered":
        post(focal, answer__R2="no-change")
    sender = focal if part == "sent" else sign_in(Client(), cast.deputy_togo)
    steps.send(sender)
    assert "somebody else validates it" in text_of(focal.get(address()))
    assert decide(focal, "validate_update").status_code == 403
    assert update_of().status == Status.SUBMITTED


def test_a_return_needs_a_comment_and_a_day_to_come(focal, cast):
    steps.send(focal)
    manager = sign_in(Client(), cast.manager)
    said = text_of(decide(manager, "return_update", comment="", open_until="2026-11-01"))
    assert "Say what should be changed." in said
    said = text_of(decide(manager, "return_update", comment="Which law?", open_until="2026-11-01"))
    assert "Choose a day that has not passed." in said
    assert "Which law?" in said
    decide(manager, "return_update", comment="Which law?", open_until="2026-12-01")
    assert update_of().return_open_until == date(2026, 12, 1)


def test_a_decision_on_another_version_is_refused_with_the_comment(focal, cast):
    steps.send(focal)
    manager = sign_in(Client(), cast.manager)
    said = {"version": 1, "comment": "Which law?", "open_until": "2026-12-01"}
    response = manager.post(address("return_update"), said)
    assert response.status_code == 409
    assert "Which law?" in text_of(response)
    assert update_of().status == Status.SUBMITTED


@pytest.mark.parametrize("person", ["specialist_africa", "evaluator", "manager"])
def test_who_reads_it_does_not_write_it(focal, cast, person):
    post(focal, answer__R2="no-change", note__R2="A note to read.")
    reader = sign_in(Client(), getattr(cast, person))
    page = text_of(reader.get(address()))
    assert "A note to read." in page
    assert 'value="send"' not in page
    assert reader.post(address(), {"version": 1, "do": "send"}).status_code == 403


def test_a_foreign_update_is_like_one_that_does_not_exist(focal, cast):
    post(focal, answer__R2="no-change")
    foreign = sign_in(Client(), cast.focal_senegal)
    for name in ("update", "update_nothing", "update_copy", "return_update", "ask_clearance"):
        assert foreign.get(address(name)).status_code == 404


# Clearance


@pytest.fixture
def link(focal, django_capture_on_commit_callbacks) -> str:
    steps.send(focal)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        ask(focal, "Director Diallo", "director@example.org")
    [message] = mail.outbox
    assert message.to == ["director@example.org"]
    found = re.search(r"https?://[^/]+(/clearance/\S+)", message.body)
    assert found
    assert found[1] in message.alternatives[0][0]
    return found[1]


def clear(visitor, link: str, **said):
    return visitor.post(link, {"version": update_of().version, **said})


def test_reading_a_link_changes_nothing(client, link):
    visitor = client.__class__()
    before = ReviewEvent.objects.count()
    for method in ("get", "head"):
        assert getattr(visitor, method)(link).status_code == 200
    page = visitor.get(link)
    assert "I have read it and clear it" in text_of(page)
    assert 'name="robots" content="noindex' in text_of(page)
    assert "no-store" in page["Cache-Control"]
    assert ReviewEvent.objects.count() == before


def test_a_clearance_is_noted_and_changes_no_state(focal, link):
    before = update_of()
    clear(Client(), link, comment="Well done.")
    event = before.review_events.get(kind="cleared")
    assert (event.by, event.who, event.comment) == (None, "Director Diallo", "Well done.")
    assert (update_of().status, update_of().version) == (before.status, before.version)
    assert "Director Diallo" in text_of(focal.get(address()))


def test_a_link_is_used_once(client, link):
    visitor = client.__class__()
    for _time in range(2):
        clear(visitor, link)
    assert update_of().review_events.filter(kind="cleared").count() == 1
    page = text_of(visitor.get(link))
    assert "Director Diallo cleared it on 22 November 2026" in page
    assert "I have read it and clear it" not in page


def test_what_changed_since_it_was_read_is_not_cleared(client, link):
    response = client.__class__().post(link, {"version": 1, "comment": "Fine."})
    assert response.status_code == 409
    assert "Fine." in text_of(response)
    assert not update_of().review_events.filter(kind="cleared").exists()


@pytest.mark.parametrize(("days", "status"), [(20, 200), (22, 404)])
def test_a_link_expires_after_21_days(client, link, days, status):
    with time_machine.travel(f"{date(2026, 11, 22) + timedelta(days=days)}T10:00:00Z", tick=False):
        response = client.__class__().get(link)
    assert response.status_code == status
    assert ("This link has expired" in text_of(response)) == (status == 404)


def test_a_link_that_was_changed_does_not_work(client, link):
    response = client.__class__().post(link[:-4] + "AAA/")
    assert response.status_code == 404
    assert "This link does not work" in text_of(response)


def test_asked_twice_within_minutes_is_one_mail(client, link):
    ask(client, "Director Diallo", "director@example.org")
    assert update_of().review_events.filter(kind="clearance-asked").count() == 1


def ask(client, who: str, email: str):
    domain = f"…@{email.lower().partition('@')[2]}"  # as the page shows it before it sends
    return client.post(address("ask_clearance"), {"who": who, "email": email, "goes_to": domain})


def test_of_an_address_that_is_asked_the_domain_is_kept(focal, link):
    ask(focal, "Director Diallo", "Director@Example.org")
    event = update_of().review_events.get(kind="clearance-asked")
    assert event.comment.startswith("…@example.org ")
    page = text_of(focal.get(address()))
    assert "Director Diallo, …@example.org" in page
    assert "director@example.org" not in page
    assert event.comment not in page


def test_where_the_link_goes_is_shown_before_it_is_sent(focal, mailoutbox):
    typed = {"who": "Director Diallo", "email": "director@exmaple.org"}
    page = text_of(focal.post(address("ask_clearance"), typed))
    assert "The link goes to <strong>…@exmaple.org</strong>" in page
    assert 'value="Director Diallo"' in page
    changed = typed | {"email": "director@example.org", "goes_to": "…@exmaple.org"}
    assert "Send the link to …@example.org" in text_of(focal.post(address("ask_clearance"), changed))
    assert (mailoutbox, CountryUpdate.objects.exists()) == ([], False)
    assert focal.post(address("ask_clearance"), changed | {"goes_to": "…@example.org"}).status_code == 302
    assert [message.to for message in mailoutbox] == [["director@example.org"]]


@pytest.mark.parametrize(
    ("account", "asked"),
    [
        ("director@ilo.example", "director@ilo.example"),
        ("director@ilo.example", "Director@ILO.example"),
        ("director@ilo.example", "director+cleared@ilo.example"),
        ("director+rmt@ilo.example", "director@ilo.example"),
    ],
)
def test_nobody_clears_what_they_work_on(focal, cast, mailoutbox, account, asked):
    User.objects.filter(pk=cast.nobody.pk).update(email=account)
    page = ask(focal, "Director Diallo", asked)
    assert "This person works on the desk." in text_of(page)
    assert 'value="Director Diallo"' in text_of(page)
    assert (mailoutbox, CountryUpdate.objects.exists()) == ([], False)


def test_two_people_of_one_name_are_not_asked_at_once(focal, link):
    page = text_of(ask(focal, "Director Diallo", "other@example.org"))
    assert "Somebody of this name was asked at another address." in page
    assert ask(focal, "Director Diallo (Dakar)", "other@example.org").status_code == 302
    clear(Client(), link)
    assert ask(focal, "Director Diallo", "other@example.org").status_code == 302


def test_a_used_link_shows_nothing_that_came_after_the_clearance(focal, cast, link):
    visitor = Client()
    clear(visitor, link)
    manager = sign_in(Client(), cast.manager)
    decide(manager, "return_update", comment="Which law?", open_until="2026-12-01")
    post(focal, note__R2="A later note.")
    page = text_of(visitor.get(link))
    assert "Director Diallo cleared it on 22 November 2026" in page
    assert "The update has changed since it was cleared." in page
    assert "A later note." not in page
    assert "nothing to report" not in page.lower()


def test_a_used_link_still_shows_what_was_cleared_once_it_is_validated(client, cast, link):
    visitor = client.__class__()
    clear(visitor, link)
    decide(sign_in(Client(), cast.manager), "validate_update")
    page = text_of(visitor.get(link))
    assert "has changed since" not in page
    assert "nothing to report" in page.lower()


# What is expected, and the hand-over


def test_what_is_expected_is_noted_and_answered(focal):
    data = {"title": "The law is adopted", "indicator": "R2", "expected_month": "5", "expected_year": "2027"}
    focal.post("/desk/milestones/togo/", data)
    focal.post("/desk/milestones/togo/", data)
    planned = factories.country_of("TGO").milestones.get()
    assert (planned.expected_first, planned.expected_last) == (date(2027, 5, 1), date(2027, 5, 31))
    focal.post(reverse("milestone", args=[planned.uuid]), {"kind": "dropped", "reason": "A new parliament."})
    assert "A new parliament." in text_of(focal.get("/desk/milestones/togo/"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"title": "", "expected_year": "2027"}, "Say what is expected"),
        ({"title": "A law", "expected_year": "2025"}, "This date has passed"),
        ({"title": "A law"}, "the year is enough"),
    ],
)
def test_what_is_expected_needs_words_and_a_date_to_come(focal, data, message):
    assert message in text_of(focal.post("/desk/milestones/togo/", data))
    assert not factories.country_of("TGO").milestones.exists()


def test_the_hand_over_names_what_is_open_and_whom_to_ask(focal, cast):
    factories.draft(indicator="R2", title="A law in draft", by=cast.focal_togo)
    factories.publish(indicator="I3", value=1200, achieved=date(2025, 6, 1))
    page = text_of(focal.get("/desk/updates/togo/hand-over/"))
    for said in ("A law in draft", "1 200 people", "deputy.togo@example.org", "specialist.africa@example.org"):
        assert said in page
    assert "former.focal.togo@example.org" not in page


def test_the_hand_over_shows_a_manager_no_draft(focal, cast):
    factories.draft(indicator="R2", title="A law in draft", by=cast.focal_togo)
    manager = sign_in(Client(), cast.manager)
    assert "A law in draft" not in text_of(manager.get("/desk/updates/togo/hand-over/"))
