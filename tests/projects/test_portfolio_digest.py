"""The mail digest of a portfolio: what is new and published, once, to those who asked and still may read it."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from indicators.results import merge_partner
from indicators.results import support as contributions
from projects import actions
from projects.models import Partner, PartnerRepresentative, Project, Subscription
from projects.pages.portfolio import digests
from rmt.models import User
from tests import factories
from tests.cast import sign_in
from tests.projects.test_portfolio import fund, private_things, supported

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(on_day):
    return on_day(datetime(2026, 12, 1, 12, tzinfo=UTC))


@pytest.fixture
def project(cast) -> Project:
    found = Project.objects.get(slug="health-insurance-togo")
    fund(found, Partner.objects.get(slug="a-partner"), by=cast.manager)
    return found


@pytest.fixture
def run_due(django_capture_on_commit_callbacks):
    def run() -> str:
        User.objects.update(mail_reminders=False, mail_digests=False)  # partners alone
        with django_capture_on_commit_callbacks(execute=True):
            call_command("run_due", stdout=(out := StringIO()))
        return out.getvalue()

    return run


def ask(client, person, *, wanted: str = "yes", partner: str = "a-partner"):
    return sign_in(client, person).post(reverse("portfolio_digest"), {"partner": partner, "wanted": wanted})


def test_what_is_new_is_mailed_once_in_text_and_html(client, cast, project, run_due, mailoutbox, clock):
    supported(project, by=cast.manager, title="Old law")
    assert ask(client, cast.partner).status_code == 302
    supported(project, by=cast.manager, title="New law & order")
    run_due()
    run_due()
    [mail] = mailoutbox
    assert mail.to == [cast.partner.email]
    assert mail.subject == "1 new result: A partner"
    [(html, kind)] = [(part.content, part.mimetype) for part in mail.alternatives]
    assert kind == "text/html"
    assert "New law & order" in mail.body
    assert "New law &amp; order" in html
    assert "http://localhost/results/" in mail.body
    for words in ("Old law", "SECRET"):
        assert words not in mail.body + html
    assert "Nothing is attributed to one partner alone" in mail.body
    clock.shift(timedelta(days=1))
    run_due()
    assert len(mailoutbox) == 1


def test_there_is_one_mail_a_day_at_the_most_and_nothing_is_lost(client, cast, project, run_due, mailoutbox, clock):
    ask(client, cast.partner)
    supported(project, by=cast.manager, title="Morning law")
    run_due()
    supported(project, by=cast.manager, title="Evening law")
    clock.shift(timedelta(hours=6))
    run_due()
    assert len(mailoutbox) == 1
    clock.shift(timedelta(hours=7))
    run_due()
    assert len(mailoutbox) == 2
    assert "Evening law" in mailoutbox[1].body
    assert "Morning law" not in mailoutbox[1].body


def test_nothing_private_foreign_or_withdrawn_is_mailed(client, cast, project, run_due, mailoutbox):
    ask(client, cast.partner)
    private_things(cast, project)
    run_due()
    [mail] = mailoutbox
    assert "Public law" in mail.body
    assert "SECRET" not in mail.body + mail.alternatives[0].content


def test_nothing_is_mailed_if_nothing_is_new(client, cast, project, run_due, mailoutbox):
    publication = supported(project, by=cast.manager)
    ask(client, cast.partner)
    factories.edit(publication.result, title="Corrected")
    run_due()
    assert mailoutbox == []


def test_nobody_who_did_not_ask_or_asked_no_more_is_mailed(client, cast, project, run_due, mailoutbox):
    ask(client, cast.partner)
    ask(client, cast.partner, wanted="no")
    supported(project, by=cast.manager)
    run_due()
    assert mailoutbox == []
    ask(client, cast.partner)
    run_due()
    assert mailoutbox == []


def test_who_no_longer_speaks_for_the_partner_is_not_mailed(client, cast, project, run_due, mailoutbox):
    ask(client, cast.partner)
    supported(project, by=cast.manager)
    PartnerRepresentative.objects.filter(user=cast.partner).update(end=date(2026, 12, 1))
    run_due()
    assert mailoutbox == []


def test_a_closed_account_is_not_mailed(client, cast, project, run_due, mailoutbox):
    ask(client, cast.partner)
    supported(project, by=cast.manager)
    cast.partner.is_active = False
    cast.partner.save()
    run_due()
    assert mailoutbox == []


def test_a_manager_does_not_subscribe_in_a_preview(client, cast, project):
    assert ask(client, cast.manager).status_code == 403
    assert not Subscription.objects.exists()


def test_two_partners_of_one_person_are_one_mail(client, cast, project, run_due, mailoutbox):
    other = actions.create_partner(name="Second", by=cast.manager)
    PartnerRepresentative.objects.create(user=cast.partner, partner=other, start=date(2021, 1, 1))
    fund(project, other, by=cast.manager)
    for slug in ("a-partner", "second"):
        ask(client, cast.partner, partner=slug)
    supported(project, by=cast.manager, title="Law of both")
    run_due()
    [mail] = mailoutbox
    assert mail.subject == "1 new result: A partner, Second"


def test_what_the_pool_supported_is_mailed_to_who_pays_into_it(client, cast, project, run_due, mailoutbox):
    fund(project, actions.create_partner(name="Donor", by=cast.manager), by=cast.manager, modality=1)
    own = actions.create_project(fields={"title": "Own, pooled"}, links=actions.Links(), by=cast.manager)
    partner = actions.create_partner(name="Second", by=cast.manager)
    PartnerRepresentative.objects.create(user=cast.nobody, partner=partner, start=date(2021, 1, 1))
    fund(own, partner, by=cast.manager, modality=1)
    ask(client, cast.nobody, partner="second")
    supported(project, by=cast.manager, title="Law through the pool")
    run_due()
    assert "Law through the pool" in mailoutbox[0].body


def test_a_failure_stops_nobody_else_and_is_tried_again(client, cast, project, run_due, mailoutbox, monkeypatch):
    partner = Partner.objects.get(slug="a-partner")
    PartnerRepresentative.objects.create(user=cast.nobody, partner=partner, start=date(2021, 1, 1))
    for person in (cast.partner, cast.nobody):
        ask(client, person)
    supported(project, by=cast.manager)
    post = digests.post

    def broken(mail):
        if mail.to == cast.partner.email:
            raise ConnectionError
        post(mail)

    monkeypatch.setattr(digests, "post", broken)
    with pytest.raises(CommandError, match="Digests that could not be sent: 1"):
        run_due()
    assert [mail.to for mail in mailoutbox] == [[cast.nobody.email]]
    monkeypatch.undo()
    run_due()
    assert [mail.to for mail in mailoutbox] == [[cast.nobody.email], [cast.partner.email]]


def test_the_command_says_what_could_not_be_made(client, cast, project, monkeypatch):
    ask(client, cast.partner)
    supported(project, by=cast.manager)
    monkeypatch.setattr("projects.pages.portfolio.digests.new_results", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(CommandError, match="could not be sent: 1"):
        call_command("run_due", stdout=StringIO())


def test_a_merged_partners_subscription_goes_over(client, cast, project, run_due, mailoutbox):
    gone = Partner.objects.get(slug="a-partner")
    ask(client, cast.partner)
    kept = actions.create_partner(name="The one that stays", by=cast.manager)
    merge_partner(kept=kept, gone=gone, reason="One and the same.", by=cast.manager)
    publication = supported(project, by=cast.manager)
    run_due()
    assert publication.title in mailoutbox[0].body
    assert mailoutbox[0].subject == "1 new result: The one that stays"


def test_a_link_of_an_old_result_is_news(client, cast, project, run_due, mailoutbox):
    publication = factories.publish(title="Old law")
    ask(client, cast.partner)
    contributions.link_project(result=publication.result, project=project, by=cast.manager)
    run_due()
    assert "Old law" in mailoutbox[0].body
