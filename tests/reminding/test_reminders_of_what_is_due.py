"""docs/design.md, workflow: mail 30 and 7 days before an update is due, the day after, weekly then, by the capital."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from countries.models import FocalPoint
from indicators import updates
from indicators.models import Answer, CountryUpdate, Round
from indicators.rounds import actions as round_actions
from rmt.models import MailSent, User
from tests import factories

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 11, 12, tzinfo=UTC)  # 30 days before 10 January 2027


class OneBrokenMailbox(EmailBackend):
    """Mail to one address fails."""

    def send_messages(self, messages):
        if any("focal.togo" in address for message in messages for address in message.to):
            raise OSError("mailbox unavailable")
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def clock(on_day):
    return on_day(NOON)


@pytest.fixture(autouse=True)
def team(cast):
    """The focal points of Togo and Senegal; nobody gets the weekly list here."""
    User.objects.update(mail_digests=False)
    FocalPoint.objects.exclude(user__in=[cast.focal_togo, cast.focal_senegal]).delete()
    return cast


def run(**options) -> str:
    call_command("send_reminders", stdout=(out := StringIO()), **options)
    return out.getvalue()


def focal_point_of(*countries: str) -> User:
    FocalPoint.objects.all().delete()
    user = factories.UserFactory()
    for iso3 in countries:
        factories.FocalPointFactory(user=user, country=factories.country_of(iso3))
    return user


@pytest.mark.parametrize(
    ("day", "subject"),
    [
        ("2026-12-10", None),
        ("2026-12-11", "Due on 10 January 2027: the update of Togo"),
        ("2026-12-31", None),
        ("2027-01-03", "Due on 10 January 2027: the update of Togo"),
        ("2027-01-11", "Late: the update of Togo"),
        ("2027-01-25", "Late: the update of Togo"),
    ],
)
def test_what_is_mailed_on_a_day(cast, mailoutbox, clock, day, subject):
    clock.move_to(datetime.fromisoformat(f"{day}T12:00:00+00:00"))
    run()
    found = [mail.subject for mail in mailoutbox if mail.to == [cast.focal_togo.email]]
    assert found == ([subject] if subject else [])


def test_each_mail_comes_once_and_weekly_after_the_day(cast, mailoutbox, clock):
    days = []
    for day in range(60):
        clock.move_to(datetime(2026, 12, 1, 12, tzinfo=UTC) + timedelta(days=day))
        before = len(mailoutbox)
        run()
        run()
        days += [(NOON + timedelta(days=day - 10)).date().isoformat()] * (len(mailoutbox) > before)
        assert len(mailoutbox) - before in (0, 2)
    assert days == ["2026-12-11", "2027-01-03", "2027-01-11", "2027-01-18", "2027-01-25"]


@pytest.mark.parametrize(
    ("iso3", "begins"),
    [
        ("FJI", datetime(2026, 12, 10, 12, tzinfo=UTC)),  # midnight in Suva, UTC+12
        ("PER", datetime(2026, 12, 11, 5, tzinfo=UTC)),  # midnight in Lima, UTC−5
    ],
)
def test_a_day_begins_in_the_capital(mailoutbox, clock, iso3, begins):
    asked(iso3)
    focal_point_of(iso3)
    clock.move_to(begins - timedelta(seconds=1))
    run()
    assert mailoutbox == []
    clock.move_to(begins)
    run()
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("iso3", "late_from"),
    [("FJI", datetime(2027, 1, 10, 12, tzinfo=UTC)), ("PER", datetime(2027, 1, 11, 5, tzinfo=UTC))],
)
def test_nothing_is_called_late_before_midnight_in_the_capital(mailoutbox, clock, iso3, late_from):
    asked(iso3)
    user = focal_point_of(iso3)
    MailSent.objects.create(user=user, about=f"round 2026-2 due-7 2027-01-10 {iso3}", at=NOON)
    clock.move_to(late_from - timedelta(seconds=1))
    run()
    assert mailoutbox == []
    clock.move_to(late_from)
    run()
    assert [mail.subject.partition(":")[0] for mail in mailoutbox] == ["Late"]


def asked(iso3: str) -> None:
    """Make sure that the country is asked in this round."""
    factories.country_of(iso3).priorities.get_or_create(
        phase="II", defaults={"start": date(2021, 1, 1), "source": "A test", "recorded_at": timezone.now()}
    )


def test_one_mail_for_all_countries_once_the_day_has_come_in_the_last_capital(mailoutbox, clock):
    asked("FJI")
    asked("PER")
    user = focal_point_of("FJI", "PER")
    clock.move_to(datetime(2026, 12, 11, 4, tzinfo=UTC))
    run()
    assert mailoutbox == []
    clock.move_to(datetime(2026, 12, 11, 5, tzinfo=UTC))
    run()
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == ([user.email], "Due on 10 January 2027: the update of Fiji, Peru")


def test_who_has_sent_is_left_alone_and_who_got_it_back_has_the_own_day(cast, mailoutbox, clock):
    sent = send("TGO", cast.focal_togo)
    mailoutbox.clear()  # the copy of what was sent
    run()
    assert [mail.to[0] for mail in mailoutbox] == [cast.focal_senegal.email]
    updates.return_update(
        update=sent, version=sent.version, comment="More", open_until=date(2027, 1, 25), by=cast.manager,
        today=NOON.date(),
    )  # fmt: skip
    Round.objects.filter(code="2026-2").update(state="closed")
    mailoutbox.clear()
    for day in ("2027-01-11", "2027-01-17", "2027-01-18", "2027-01-19", "2027-01-26"):
        clock.move_to(datetime.fromisoformat(f"{day}T12:00:00+00:00"))
        run()
    [mail] = mailoutbox
    assert (mail.to[0], mail.subject) == (
        cast.focal_togo.email,
        "Returned, to be sent again by 25 January 2027: the update of Togo",
    )
    assert "in 7 days" in mail.body


def give_back(update: CountryUpdate, by) -> CountryUpdate:
    return updates.return_update(
        update=update, version=update.version, comment="More", open_until=date(2026, 12, 18), by=by, today=NOON.date()
    )


def test_each_return_is_reminded_of_once_whatever_is_written_meanwhile(cast, mailoutbox, clock):
    user = focal_point_of("TGO", "SEN")
    first, second = send("TGO", user), send("SEN", user)
    found = []
    for hour, step in enumerate(
        [
            lambda: give_back(first, cast.manager),
            lambda: updates.touch(update=first, version=first.version + 1, today=NOON.date()),
            lambda: give_back(second, cast.manager),
            lambda: give_back(send("TGO", user), cast.manager),
        ]
    ):
        clock.move_to(NOON + timedelta(hours=hour))
        step()
        mailoutbox.clear()  # copies of what was sent
        run()
        found.append([mail.subject.rpartition(" of ")[2] for mail in mailoutbox])
    assert found == [["Togo"], [], ["Senegal"], ["Togo"]]


def test_a_country_that_is_given_later_is_reminded_of_too(mailoutbox, clock):
    clock.move_to(datetime(2027, 1, 4, 12, tzinfo=UTC))
    user = focal_point_of("TGO")
    run()
    factories.FocalPointFactory(user=user, country=factories.country_of("SEN"))
    run()
    run()
    assert [mail.subject.rpartition(" of ")[2] for mail in mailoutbox] == ["Togo", "Senegal"]


def send(iso3: str, by) -> CountryUpdate:
    half, today = Round.objects.get(code="2026-2"), factories.now()
    country = factories.country_of(iso3)
    begun = CountryUpdate.objects.filter(country=country, round=half).first()
    begun = begun or updates.begin_update(country=country, reporting_round=half, by=by, today=today)
    begun = updates.answer_the_rest(update=begun, version=begun.version, kind=Answer.Kind.NOTHING, by=by, today=today)
    return updates.send_update(update=begun, version=begun.version, by=by, today=today)


def test_a_closed_round_reminds_nobody(mailoutbox):
    Round.objects.filter(code="2026-2").update(state="closed")
    run()
    assert mailoutbox == []


def test_a_day_that_was_missed_is_caught_up_but_not_just_before_the_next(mailoutbox, clock):
    clock.move_to(NOON + timedelta(days=2))
    run()
    assert len(mailoutbox) == 2
    MailSent.objects.all().delete()
    clock.move_to(datetime(2027, 1, 1, 12, tzinfo=UTC))
    run()
    assert len(mailoutbox) == 2


def test_more_time_begins_the_reminders_anew(cast, mailoutbox, clock):
    clock.move_to(datetime(2027, 1, 9, 12, tzinfo=UTC))
    run()
    half = Round.objects.get(code="2026-2")
    round_actions.take_step(
        "extend", reporting_round=half, version=0, by=cast.manager, reason="Holidays", days={"due": date(2027, 1, 31)}
    )
    mailoutbox.clear()
    clock.move_to(datetime(2027, 1, 24, 12, tzinfo=UTC))
    run()
    assert {mail.subject.partition(":")[0] for mail in mailoutbox} == {"Due on 31 January 2027"}


def test_it_is_text_and_html_and_says_how_to_stop(cast, mailoutbox):
    User.objects.filter(pk=cast.focal_togo.pk).update(first_name="<Afi>")
    run()
    mail = next(mail for mail in mailoutbox if mail.to == [cast.focal_togo.email])
    [(html, kind)] = [(part.content, part.mimetype) for part in mail.alternatives]
    assert kind == "text/html"
    assert "Dear <Afi>" in mail.body
    assert "Dear &lt;Afi&gt;" in html
    for text in (mail.body, html):
        assert "http://localhost/desk/updates/2026-2/togo/" in text.replace("http://localhost:8000", "http://localhost")
        assert "due on 10 January 2027, in 30 days" in text
        assert "Choose which mails you get" in text


@pytest.mark.parametrize("said", [{"mail_reminders": False}, {"is_active": False}])
def test_nobody_who_wants_none_or_has_left_is_mailed(cast, mailoutbox, said):
    User.objects.filter(pk=cast.focal_togo.pk).update(**said)
    run()
    assert [mail.to[0] for mail in mailoutbox] == [cast.focal_senegal.email]


def test_one_broken_mailbox_stops_nobody_else_and_is_tried_again(cast, mailoutbox, settings, clock):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.OneBrokenMailbox"
    run()
    assert [mail.to[0] for mail in mailoutbox] == [cast.focal_senegal.email]
    settings.EMAIL_BACKEND = working
    run()
    clock.shift(timedelta(hours=1))
    with pytest.raises(CommandError, match="should have left over ten minutes ago: 1"):  # no worker tries it again
        call_command("run_due", stdout=StringIO())
    assert sorted(mail.to[0] for mail in mailoutbox) == [cast.focal_senegal.email, cast.focal_togo.email]


def test_a_dry_run_says_who_would_get_what_and_writes_nothing(cast, mailoutbox):
    said = run(dry_run=True, day=date(2027, 1, 11))
    assert f"{cast.focal_togo.email}: Late: the update of Togo" in said
    assert "would be sent: 2" in said
    assert (mailoutbox, MailSent.objects.count()) == ([], 0)


def test_a_day_of_ones_own_is_for_trying_only(mailoutbox):
    with pytest.raises(CommandError, match="add --dry-run"):
        run(day=date(2027, 1, 11))
    assert mailoutbox == []


def test_the_hourly_run_sends_them_too_and_other_jobs_go_on_without(cast, mailoutbox, monkeypatch):
    monkeypatch.setattr("indicators.results.actions.publish_due", lambda **_about: 1 / 0)
    with pytest.raises(CommandError, match="publish failed"):
        call_command("run_due", stdout=(out := StringIO()))
    assert "Reminders: 2." in out.getvalue()
    assert len(mailoutbox) == 2
