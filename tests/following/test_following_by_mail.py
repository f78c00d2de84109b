"""Whoever follows from outside confirms by a link, hears what is new once a week at most, stops by one click, and is
forgotten (rule 21)."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone

from projects.models import Partner
from rmt.models import Follower, Following, OutgoingMail
from rmt.site.follow import remove_old, send_weekly
from rmt.site.follow.actions import hashed
from tests import factories
from tests.counting import queries
from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db

NOW = "2026-11-22T12:00Z"
ADDRESS = "reader@example.org"
LINK = re.compile(r"http://\S+?(/follow/(?:confirm|stop)/\S+/)")


@pytest.fixture(autouse=True)
def clock(on_day):
    return on_day(NOW)


class Letters:
    """Of all mail that left, that to a reader outside: seals and reminders are no matter here."""

    def __init__(self, mails):
        self.mails = mails

    def __getitem__(self, place):
        return [mail for mail in self.mails if "List-Unsubscribe" in mail.extra_headers][place]

    def __iter__(self):
        return iter(self[:])

    def __len__(self):
        return len(self[:])


@pytest.fixture
def letters(mailoutbox):
    return Letters(mailoutbox)


def ask(client, email=ADDRESS, what="country:togo", **more):
    return client.post("/follow/", {"email": email, "what": what}, **more)


def link_in(mail, kind="confirm") -> str:
    return next(link for link in LINK.findall(mail.body) if f"/{kind}/" in link)


def stop_header(mail) -> str:
    return re.fullmatch(r"<http://[^/]+(/follow/stop/\S+)>", mail.extra_headers["List-Unsubscribe"])[1]


def followed(client, letters, what="country:togo", email=ADDRESS):
    ask(client, email, what)
    client.post(link_in(letters[-1]))
    return Follower.objects.get(email=email)


def week_passes(clock):
    clock.shift(timedelta(days=7, minutes=1))
    call_command("run_due")


@pytest.mark.parametrize(
    ("address", "name", "value", "feed"),
    [
        ("/follow/", "Follow what is published", "site", "/feed.atom"),
        ("/follow/?country=togo", "Togo", "country:togo", "/countries/togo/feed.atom"),
        ("/follow/?theme=financing", "Financing", "theme:financing", "/themes/financing/feed.atom"),
        ("/follow/?partner=ireland", "Ireland", "partner:ireland", "/partners/ireland/feed.atom"),
        ("/follow/?country=nowhere", "Follow what is published", "site", "/feed.atom"),
    ],
)
def test_the_page_has_chosen_what_the_reader_came_from_and_explains_its_feed(client, address, name, value, feed):
    response = client.get(address)
    text = main_of(response)
    assert name in text
    assert f'<option value="{value}" selected>' in text
    assert f'href="{feed}"' in text
    assert "no-store" in response["Cache-Control"]
    assert "csrfmiddlewaretoken" in text


def test_a_country_a_theme_and_a_partner_lead_to_it_and_so_does_the_foot_of_every_page(client):
    for path, asked in (("countries/togo", "country=togo"), ("partners/ireland", "partner=ireland")):
        assert f'href="/follow/?{asked}"' in client.get(f"/{path}/").text
    assert 'href="/follow/"' in client.get("/about/").text


def test_a_stranger_cannot_send_the_form_from_another_site():
    assert ask(Client(enforce_csrf_checks=True)).status_code == 403
    assert not Follower.objects.exists()


def test_the_answer_is_the_same_for_an_address_that_is_known_and_for_any_other(client, cast, letters):
    followed(client, letters)
    answers = {
        (response.status_code, response["Location"])
        for response in (ask(client), ask(client, "new@example.org"), ask(client, cast.manager.email))
    }
    assert answers == {(302, "/follow/asked/")}
    assert {len(mail.to) for mail in letters} == {1}
    assert len({re.sub(r"\S+/follow/\S+", "", mail.body) for mail in letters}) == 1


def test_an_address_that_is_none_is_said_beside_the_field(client, letters):
    response = ask(client, "reader@")
    assert response.status_code == 200
    assert "Enter a valid email address" in response.text
    assert not letters


def test_nothing_is_confirmed_by_opening_the_link_only_by_the_button(client, letters):
    ask(client)
    link = link_in(letters[0])
    page = client.get(link)
    assert page.text.count("<button") - Client().get("/about/").text.count("<button") == 1
    assert (page["Cache-Control"].count("no-store"), page["X-Robots-Tag"]) == (1, "noindex, nofollow")
    assert Following.objects.get().confirmed_at is None
    assert "You follow" in main_of(client.post(link))
    assert Following.objects.get().confirmed_at == timezone.now()


def test_a_link_is_open_for_two_days_and_on_its_own_site_only(client, letters, clock):
    ask(client)
    link = link_in(letters[0])
    with override_settings(SITE_URL="https://another.example.org"):
        assert client.post(link).status_code == 404
    assert client.post(link.replace("/confirm/", "/confirm/x")).status_code == 404
    clock.shift(timedelta(days=2, minutes=1))
    assert client.post(link).status_code == 404
    assert Following.objects.get().confirmed_at is None


def test_to_one_address_go_three_mails_a_day(client, letters, clock):
    for what in ("site", "country:togo", "theme:financing", "country:senegal", "site"):
        assert ask(client, ADDRESS.upper() if what == "site" else ADDRESS, what).status_code == 302
    assert len(letters) == 3
    for mail in letters:
        client.post(link_in(mail))
    factories.publish(title="A law of this day", country="TGO")
    send_weekly(now=timezone.now())
    assert len(letters) == 3
    clock.shift(timedelta(days=1, minutes=1))
    ask(client)
    assert len(letters) == 4


def test_a_place_that_asks_for_many_addresses_waits(client, letters):
    answers = [ask(client, f"reader{n}@example.org").status_code for n in range(12)]
    assert answers == [302] * 10 + [429] * 2
    assert len(letters) == 10
    assert ask(client, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_what_is_new_comes_once_a_week_and_only_what_is_followed(client, letters, clock):
    factories.publish(title="Known before", country="TGO")
    followed(client, letters)
    factories.draft(title="A draft", country="TGO")
    factories.publish(title="New law of Togo", country="TGO")
    factories.publish(title="New law of Senegal", country="SEN")
    week_passes(clock)
    mail = letters[-1]
    assert mail.to == [ADDRESS]
    assert "New law of Togo" in mail.body
    for other in ("Known before", "A draft", "New law of Senegal"):
        assert other not in mail.body
    factories.publish(title="Later law of Togo", country="TGO")
    clock.shift(timedelta(days=6))
    call_command("run_due")
    assert letters[-1] is mail
    clock.shift(timedelta(days=1))
    call_command("run_due")
    assert "Later law of Togo" in letters[-1].body
    assert "New law of Togo" not in letters[-1].body
    week_passes(clock)
    assert "Later law of Togo" in letters[-1].body  # nothing is new: no mail


def test_whoever_follows_much_reads_one_name_in_the_subject_and_how_many_more(client, letters, clock):
    """Names of all of them would be longer than its column, and such a mail could never be sent. Each result counts
    once, however many of the things followed it belongs to."""
    for what in ("country:togo", "country:senegal", "site"):
        followed(client, letters, what)
    for country in ("TGO", "SEN"):
        factories.publish(country=country)
    week_passes(clock)
    assert letters[-1].subject == "2 new on record: Togo and 2 more"


def test_what_was_withdrawn_before_the_mail_is_not_told(client, letters, clock):
    followed(client, letters, "site")
    factories.withdraw(factories.publish(title="Withdrawn law").result)
    week_passes(clock)
    assert len(letters) == 1


def test_mail_programs_stop_it_with_one_click_and_no_token(client, letters, clock):
    """RFC 8058."""
    followed(client, letters)
    factories.publish(country="TGO")
    week_passes(clock)
    mail = letters[-1]
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    program = Client(enforce_csrf_checks=True)
    assert program.get(stop_header(mail)).status_code == 200
    assert Following.objects.get().stopped_at is None
    assert program.post(stop_header(mail), {"List-Unsubscribe": "One-Click"}).status_code == 200
    factories.publish(country="TGO")
    week_passes(clock)
    assert letters[-1] is mail
    assert not Follower.objects.exists()
    assert "It is stopped" in main_of(client.get(stop_header(mail)))


def test_one_thing_is_stopped_and_the_other_goes_on(client, letters, clock):
    followed(client, letters)
    followed(client, letters, "country:senegal")
    factories.publish(country="TGO")
    factories.publish(country="SEN")
    week_passes(clock)
    of_togo = LINK.findall(letters[-1].body)[0]
    assert "Togo" in main_of(client.get(of_togo))
    client.post(of_togo)
    call_command("run_due")
    assert list(Following.objects.values_list("key", flat=True)) == ["senegal"]


def test_whoever_stopped_can_follow_again_and_hears_what_is_new_from_then_on(client, letters, clock):
    followed(client, letters)
    client.post(stop_header(letters[0]))
    factories.publish(title="Between", country="TGO")
    clock.shift(timedelta(days=1))
    followed(client, letters)
    factories.publish(title="After", country="TGO")
    week_passes(clock)
    assert ("Between" in letters[-1].body, "After" in letters[-1].body) == (False, True)


def test_the_unconfirmed_are_forgotten_after_two_days_and_nothing_else(client, letters, clock):
    followed(client, letters, email="stays@example.org")
    ask(client)
    clock.shift(timedelta(days=2, minutes=-1))
    assert remove_old(now=timezone.now()) == 0
    clock.shift(timedelta(minutes=1))
    assert remove_old(now=timezone.now()) == 1
    assert list(Follower.objects.values_list("email", flat=True)) == ["stays@example.org"]


def test_the_address_stands_in_no_log_and_goes_from_the_queue_once_the_mail_was_sent(client, letters, clock, caplog):
    followed(client, letters)
    factories.publish(country="TGO")
    week_passes(clock)
    assert "follow.digest" in caplog.text
    assert hashed(ADDRESS) in caplog.text
    assert ADDRESS not in caplog.text
    kept = OutgoingMail.objects.filter(subject__contains="Togo")
    assert set(kept.values_list("to", "stop_url", "text")) == {("…@example.org", "", "")}


@pytest.mark.both_engines
def test_it_asks_as_often_for_much_as_for_little(client):
    few = queries(client, "/follow/?country=togo")
    assert few <= 8
    Partner.objects.bulk_create(Partner(name=f"Partner {n}", slug=f"partner-{n}") for n in range(30))
    factories.publish(country="TGO")
    assert queries(client, "/follow/?country=togo") == few
