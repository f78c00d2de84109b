"""A manager reminds the countries chosen on the board: first whom it reaches, then one mail a person and day."""

from datetime import UTC, datetime, timedelta

import pytest

from countries.models import FocalPoint
from rmt.models import MailSent, User

pytestmark = pytest.mark.django_db

REMIND = "/desk/rounds/2026-2/remind/"
NOON = datetime(2026, 12, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(on_day):
    return on_day(NOON)


@pytest.fixture
def manager(signed_in):
    """A client of a manager."""
    return signed_in("manager")


def test_nobody_is_mailed_before_it_was_said_whom_it_reaches(manager, cast, mailoutbox):
    page = manager.post(REMIND, {"country": ["togo", "cambodia"]})
    assert cast.focal_togo.email in page.text
    assert "Without a focal point: Cambodia" in page.text.replace("\n", " ")
    assert mailoutbox == []


def test_each_person_is_mailed_once_a_day_and_it_is_kept(manager, cast, mailoutbox, clock):
    chosen = {"country": ["togo"], "sure": "yes"}
    assert manager.post(REMIND, chosen).status_code == 302
    manager.post(REMIND, chosen)
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([cast.focal_togo.email, cast.deputy_togo.email])
    assert MailSent.objects.filter(about="round 2026-2 now 2026-12-15").count() == 2
    assert "reminded on 15 December 2026" in manager.get("/desk/rounds/2026-2/").text
    clock.shift(timedelta(days=1))
    manager.force_login(cast.manager)
    manager.post(REMIND, chosen)
    assert len(mailoutbox) == 4


def test_who_wants_no_reminders_is_named_and_not_mailed(manager, cast, mailoutbox):
    User.objects.filter(pk=cast.focal_togo.pk).update(mail_reminders=False)
    assert "Want no reminders: Focal Togo" in manager.post(REMIND, {"country": "togo"}).text
    manager.post(REMIND, {"country": "togo", "sure": "yes"})
    assert [mail.to[0] for mail in mailoutbox] == [cast.deputy_togo.email]


def test_all_that_are_shown_can_be_chosen_at_once(manager, cast, mailoutbox):
    FocalPoint.objects.filter(user=cast.deputy_togo).delete()
    page = manager.post(f"{REMIND}?region=africa", {"all": "yes"})
    assert len(page.context["reached"]["countries"]) == 26
    assert {letter.user for letter in page.context["reached"]["letters"]} == {cast.focal_togo, cast.focal_senegal}


def test_nothing_chosen_mails_nobody(manager, mailoutbox):
    page = manager.post(REMIND, follow=True)
    assert "Choose at least one country first" in page.text
    assert mailoutbox == []
