"""Once a week: unchecked tags to leads and deputies, handed up to managers after 14 days; what waits for review."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from indicators.mail.weekly_list import steps_to_confirm
from indicators.results import actions
from rmt.models import User
from tests import factories

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 9, 4, 12, tzinfo=UTC)
MONDAY = datetime(2026, 9, 7, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(on_day):
    return on_day(FRIDAY)


@pytest.fixture(autouse=True)
def nothing_else(cast, monkeypatch):
    """No step to confirm, no update due: what a test says is all that waits."""
    monkeypatch.setattr("indicators.mail.reminders.steps_to_confirm", lambda day: [])
    User.objects.update(mail_reminders=False)


def run() -> None:
    call_command("send_reminders", stdout=StringIO())


def sent_with_a_tag(cast):
    return factories.submit(title="A law", themes=["social-health-protection"], by=cast.focal_togo)


def received(mailoutbox, user) -> list[str]:
    return [mail.body for mail in mailoutbox if mail.to == [user.email]]


def test_a_lead_and_the_deputy_get_unchecked_tags_on_monday_once(cast, mailoutbox, clock):
    sent_with_a_tag(cast)
    run()
    assert mailoutbox == []
    clock.move_to(MONDAY)
    run()
    run()
    for lead in (cast.lead_health, cast.deputy_lead_health):
        [body] = received(mailoutbox, lead)
        assert "Themes that you have not checked yet: 1" in body
        assert "A law (Togo)" in body
    assert received(mailoutbox, cast.lead_financing) == []
    clock.move_to(MONDAY + timedelta(days=7))
    run()
    assert len(received(mailoutbox, cast.lead_health)) == 2


def test_a_monday_that_was_missed_is_caught_up(cast, mailoutbox, clock):
    sent_with_a_tag(cast)
    clock.move_to(MONDAY + timedelta(days=2))
    run()
    assert len(received(mailoutbox, cast.lead_health)) == 1


@pytest.mark.parametrize(("days", "is_handed_up"), [(13, False), (15, True)])
def test_tags_are_handed_up_to_managers_after_fourteen_days(cast, mailoutbox, clock, days, is_handed_up):
    result = sent_with_a_tag(cast)
    factories.validate(result, reviewer=cast.other_manager)
    clock.move_to(FRIDAY + timedelta(days=days))
    run()
    said = "Themes that no lead checked for 14 days: 1"
    assert any(said in body for body in received(mailoutbox, cast.manager)) == is_handed_up


def test_a_manager_gets_what_waits_for_review(cast, mailoutbox, clock):
    factories.submit(title="A decree", by=cast.focal_togo)
    clock.move_to(MONDAY)
    run()
    [body] = received(mailoutbox, cast.manager)
    assert "Results to review: 1" in body
    assert "/desk/review/" in body


def test_a_manager_is_told_how_many_steps_to_confirm(cast, mailoutbox, clock, monkeypatch):
    monkeypatch.setattr("indicators.mail.reminders.steps_to_confirm", lambda day: [1, 2])
    clock.move_to(MONDAY)
    run()
    [body] = received(mailoutbox, cast.manager)
    assert "Of 2 steps, nobody has said" in body


def test_nobody_who_wants_no_list_or_for_whom_nothing_waits_is_mailed(cast, mailoutbox, clock):
    User.objects.filter(pk=cast.deputy_lead_health.pk).update(mail_digests=False)
    sent_with_a_tag(cast)
    clock.move_to(MONDAY)
    run()
    assert received(mailoutbox, cast.deputy_lead_health) == []
    assert received(mailoutbox, cast.lead_financing) == []


def test_a_week_begins_in_the_time_zone_that_the_person_keeps(cast, mailoutbox, clock):
    User.objects.filter(pk=cast.lead_health.pk).update(time_zone="Pacific/Fiji")
    sent_with_a_tag(cast)
    clock.move_to(datetime(2026, 9, 6, 13, tzinfo=UTC))
    run()
    assert len(received(mailoutbox, cast.lead_health)) == 1
    assert received(mailoutbox, cast.deputy_lead_health) == []


@pytest.mark.parametrize(
    ("day", "is_due"),
    [(date(2026, 4, 30), False), (date(2026, 5, 1), True), (date(2027, 4, 30), False), (date(2027, 5, 1), True)],
)
def test_a_step_is_due_again_at_twelve_and_twenty_four_months(cast, day, is_due):
    step = factories.publish(indicator="R2", achieved=date(2025, 5, 1))
    if day.year > 2026:
        actions.record_standing(
            result=step.result, kind="confirmed", day=date(2026, 6, 1), reason="In force.", by=cast.manager
        )
    assert (step.number in steps_to_confirm(day)) == is_due


def test_a_step_that_was_lost_is_not_asked_about(cast):
    step = factories.publish(indicator="R2", achieved=date(2025, 5, 1))
    actions.record_standing(result=step.result, kind="lost", day=date(2026, 2, 1), reason="Repealed.", by=cast.manager)
    assert step.number not in steps_to_confirm(date(2026, 6, 1))
