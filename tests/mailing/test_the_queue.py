"""A mail is queued with what causes it, sent by a worker, tried for a day if it is refused, and forgotten."""

import logging
from datetime import UTC, datetime, timedelta
from io import StringIO
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPSenderRefused

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from rmt import mail
from rmt.models import OutgoingMail, User
from tests.mailing.conftest import Refusing
from tests.people.conftest import invite
from tests.practising.conftest import BACKEND
from tests.practising.trying import DESK, become

pytestmark = pytest.mark.django_db

TOGO = {"role": "focal-point", "subject": "Togo", "start": "2026-11-22", "end": ""}


def a_mail(to: str = "somebody@example.org", **fields) -> OutgoingMail:
    return OutgoingMail(to=to, subject="A law", text="Confidential words", html="<p>Confidential words</p>", **fields)


def everything_stored() -> str:
    rows = [*OutgoingMail.objects.values(), *DBTaskResult.objects.values("args_kwargs", "return_value", "traceback")]
    return str(rows)


def test_it_leaves_with_the_worker_and_what_it_said_is_erased(programme, worker, mailoutbox):
    mail.post(a_mail())
    assert mailoutbox == []
    worker()
    [sent] = mailoutbox
    assert (sent.to, sent.body) == (["somebody@example.org"], "Confidential words")
    assert sent.alternatives[0][0] == "<p>Confidential words</p>"
    assert "Confidential" not in everything_stored()
    worker()
    assert len(mailoutbox) == 1


def test_what_is_rolled_back_queues_nothing(programme, worker, mailoutbox):
    with transaction.atomic():
        mail.post(a_mail())
        transaction.set_rollback(True)
    worker()
    assert (mailoutbox, DBTaskResult.objects.count(), OutgoingMail.objects.count()) == ([], 0, 0)


def test_an_invitation_waits_for_nobody(signed_in, worker, refused, mailoutbox):
    manager = signed_in("manager")
    page = invite(manager, "new@example.org", TOGO)
    assert page.status_code == 302
    assert "An invitation is on its way to new@example.org." in manager.get(page.url).content.decode()
    refused()
    worker()
    assert [sent.to for sent in mailoutbox] == [["new@example.org"]]


def test_a_refused_mail_is_tried_again_with_growing_pauses(programme, worker, refused, clock, mailoutbox):
    mail.post(a_mail())
    pauses = []
    for _time in range(4):
        worker()
        row = OutgoingMail.objects.get()
        pauses.append((row.next_at - datetime.now(UTC)).total_seconds() / 60)
        worker()  # nothing is due yet
        assert OutgoingMail.objects.get().tries == len(pauses)
        clock.move_to(row.next_at)
    assert pauses == [1, 5, 15, 60]
    refused()
    worker()
    assert [sent.to for sent in mailoutbox] == [["somebody@example.org"]]
    assert not OutgoingMail.objects.get().was_given_up


def give_up(worker, clock) -> float:
    """Let the worker try until it stops; the hours that it took."""
    began = datetime.now(UTC)
    while row := OutgoingMail.objects.filter(ended_at=None).first():
        clock.move_to(max(row.next_at, datetime.now(UTC)))
        worker()
    return (datetime.now(UTC) - began).total_seconds() / 3600


def test_after_a_day_it_is_given_up_erased_and_said(cast, signed_in, worker, refused, clock, caplog):
    User.objects.update(mail_reminders=False, mail_digests=False)  # this mail alone
    mail.post(a_mail())
    assert 24 < give_up(worker, clock) < 30
    assert "mail.given_up" in caplog.text
    assert {record.levelno for record in caplog.records if "given_up" in record.getMessage()} == {logging.ERROR}
    assert "Confidential" not in everything_stored()
    with pytest.raises(CommandError, match="Mail given up since the last run: 1"):
        call_command("run_due", stdout=StringIO())
    manager = signed_in("manager")
    page = manager.get(reverse("people")).content.decode()
    assert "Mail that could not be sent" in page
    assert "somebody@example.org" in page
    clock.shift(timedelta(hours=2))
    call_command("run_due", stdout=StringIO())  # said once
    clock.shift(timedelta(days=8))
    call_command("run_due", stdout=StringIO())
    assert not OutgoingMail.objects.exists()
    assert not DBTaskResult.objects.exclude(status="READY").exists()


def test_no_error_is_kept_that_could_hold_an_address(programme, worker, refused):
    mail.post(a_mail())
    worker()
    assert OutgoingMail.objects.get().failure == "ConnectionRefusedError"
    assert "is not welcome" not in everything_stored()


def test_of_an_address_outside_only_the_domain_stays(cast, worker):
    mail.post(a_mail("office@union.example"), outside_by=cast.focal_togo)
    worker()
    assert OutgoingMail.objects.get().to == "…@union.example"
    assert "office@" not in everything_stored()


def test_what_would_come_too_late_is_not_sent(programme, worker, refused, clock, mailoutbox):
    mail.post(a_mail(until=datetime(2026, 11, 22, 13, tzinfo=UTC)))
    assert give_up(worker, clock) < 1
    assert OutgoingMail.objects.get().was_given_up


def test_what_waited_too_long_for_a_worker_is_not_sent(programme, worker, clock, mailoutbox):
    mail.post(a_mail(until=datetime(2026, 11, 22, 13, tzinfo=UTC)))
    clock.shift(timedelta(hours=1))
    worker()
    assert mailoutbox == []
    assert OutgoingMail.objects.get().was_given_up
    assert "Confidential" not in everything_stored()


@pytest.mark.parametrize(
    ("error", "is_final"),
    [
        (SMTPRecipientsRefused({"nobody@example.org": (550, b"no such user")}), True),
        (SMTPRecipientsRefused({"nobody@example.org": (450, b"later")}), False),
        (SMTPRecipientsRefused({"nobody@example.org": (521, b"not here")}), False),
        (SMTPSenderRefused(550, b"not from here", "rmt@example.org"), False),
        (SMTPAuthenticationError(535, b"who are you?"), False),
    ],
    ids=["no such user", "full for now", "not this host", "the sender", "the password"],
)
def test_an_address_that_does_not_exist_is_tried_once(programme, worker, refused, monkeypatch, caplog, error, is_final):
    monkeypatch.setattr(Refusing, "error", error)
    mail.post(a_mail())
    worker()
    row = OutgoingMail.objects.get()
    assert (row.was_given_up, row.text == "", "mail.given_up" in caplog.text) == (is_final,) * 3
    assert row.failure == type(error).__name__


def test_a_pause_after_a_refusal_is_no_problem_of_the_worker(programme, worker, refused, clock):
    mail.post(a_mail())
    OutgoingMail.objects.create(
        to="asked@example.org", subject="", made_at=datetime.now(UTC), next_at=datetime.now(UTC)
    )
    for _time in range(5):
        worker()
        clock.move_to(OutgoingMail.objects.exclude(text="").get().next_at)
    worker()
    clock.shift(timedelta(hours=1, minutes=30))
    call_command("run_due", stdout=StringIO())


def test_what_was_given_up_is_said_by_a_run_that_is_late(programme, worker, refused, clock):
    call_command("run_due", stdout=StringIO())
    mail.post(a_mail())
    give_up(worker, clock)
    clock.shift(timedelta(hours=5))
    with pytest.raises(CommandError, match="Mail given up since the last run: 1"):
        call_command("run_due", stdout=StringIO())
    call_command("run_due", stdout=StringIO())  # said once


@pytest.mark.parametrize("door", ["worker", "run_due"])
def test_what_a_killed_worker_left_is_sent_after_all_and_once(programme, worker, clock, mailoutbox, door):
    mail.post(a_mail())
    DBTaskResult.objects.update(status="RUNNING")  # what a kill leaves: nobody takes it up again
    worker()
    assert mailoutbox == []
    clock.shift(timedelta(hours=1, minutes=1))
    if door == "run_due":
        with pytest.raises(CommandError, match="should have left over ten minutes ago: 1"):
            call_command("run_due", stdout=StringIO())
    worker()
    worker()
    assert len(mailoutbox) == 1


def test_two_tasks_for_one_mail_send_it_once(programme, worker, mailoutbox):
    mail.post(a_mail())
    mail.deliver.enqueue(OutgoingMail.objects.get().pk)
    worker()
    assert len(mailoutbox) == 1


def test_each_try_bears_the_same_id(programme, worker, mailoutbox):
    mail.post(a_mail())
    row = OutgoingMail.objects.get()
    worker()
    assert mailoutbox[0].extra_headers["Message-ID"] == f"<20261122120000000000.{row.pk}@localhost>"


def test_nothing_is_queued_from_practice(client, cast, worker, mailoutbox, settings):
    settings.MAIL_BACKEND, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "rmt.site.practice.mail.EmailBackend"
    client.force_login(cast.manager, backend=BACKEND)
    client.get(DESK)
    become(client, "manager")
    invite(client, "new@example.org", TOGO, address="/practice/desk/people/new/")
    assert "A mail would have gone to new@example.org" in client.get(DESK).content.decode()
    assert (DBTaskResult.objects.count(), OutgoingMail.objects.count()) == (0, 0)
    worker()
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("seconds", "answer"),
    [
        (None, "ok\nwarning: no worker lives, none was ever seen. Mail waits. Start manage.py db_worker."),
        (59, "ok"),
        (61, "ok\nwarning: no worker lives, the last one was seen at 2026-11-22 12:00 UTC. Mail waits. "
             "Start manage.py db_worker."),
    ],
)  # fmt: skip
def test_readyz_says_when_no_worker_lives_and_takes_no_host_out(client, programme, worker, clock, seconds, answer):
    if seconds is not None:
        worker()
        clock.shift(timedelta(seconds=seconds))
    page = client.get("/readyz")
    assert (page.status_code, page.content.decode()) == (200, answer)


def test_readyz_says_when_a_worker_lives_and_sends_nothing(client, programme, worker, clock):
    mail.post(a_mail())
    DBTaskResult.objects.update(status="RUNNING")
    clock.shift(timedelta(minutes=11))
    with CaptureQueriesContext(connection) as used:
        page = client.get("/readyz")
    assert (page.status_code, page.content.decode().splitlines()[-1]) == (
        200, "warning: mail that should have left over ten minutes ago: 1. Read the log of db_worker.",
    )  # fmt: skip
    assert sum("outgoingmail" in query["sql"] for query in used) == 1
    worker()  # takes up what was lost
    assert client.get("/readyz").content.decode() == "ok"
