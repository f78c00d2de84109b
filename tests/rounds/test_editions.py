"""Editions on the desk: pinned by managers, read by evaluators; the restatement log is a query (ledger, rule 4)."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from indicators import ledger
from indicators.models import Edition, LedgerHead, PageCheck
from tests import factories
from tests.questions import say_yes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2027, 1, 31, 12, tzinfo=UTC), tick=True):
        yield


def pin(client, by, note="Annual report 2026"):
    client.force_login(by)
    return say_yes(client, reverse("editions"), {"note": note})


def test_a_manager_pins_the_ledger_as_it_is(client, cast):
    publication = factories.publish()
    assert pin(client, cast.manager).status_code == 302
    edition = Edition.objects.get()
    assert (edition.code, edition.seq, edition.hash) == ("2027-1", publication.seq, publication.hash)
    assert (edition.note, edition.by) == ("Annual report 2026", cast.manager)
    factories.publish()
    edition.refresh_from_db()
    assert edition.seq == LedgerHead.objects.get().seq - 1


def test_it_needs_to_be_said_what_for(client, cast):
    response = pin(client, cast.manager, note=" ")
    assert "Say what it is for." in response.text
    assert not Edition.objects.exists()


@pytest.mark.parametrize("person", ["evaluator", "focal_togo", "specialist_africa", "admin"])
def test_nobody_else_pins(client, cast, person):
    assert pin(client, getattr(cast, person)).status_code == 403
    assert not Edition.objects.exists()


def test_the_log_says_old_new_reason_and_after_which_edition(client, cast):
    changed, gone, same = (factories.publish(title=title) for title in ("Old title", "Wrong law", "Good law"))
    pin(client, cast.manager)
    factories.publish(title="Published later")
    factories.edit(changed.result, title="New title")
    ledger.pin_edition(note="Brief", by=cast.manager)
    factories.withdraw(gone.result, reason="It was never adopted.")
    client.force_login(cast.evaluator)
    page = client.get(reverse("edition", args=["2027-1"]))
    withdrawn, restated = page.context["log"]
    assert withdrawn["is_withdrawal"]
    assert (withdrawn["reason"], withdrawn["after"]) == ("It was never adopted.", "2027-2")
    assert (restated["after"], [change.label for change in restated["differences"]]) == (
        "2027-1",
        ["What was achieved"],
    )
    for text in ("Published later", "Good law"):
        assert text not in page.text
    assert same.result.number


def test_the_list_counts_what_was_restated_and_which_pages_were_checked(client, cast):
    first = factories.publish()
    factories.publish()
    pin(client, cast.manager)
    edition = Edition.objects.get()
    for title in ("Second title", "Third title"):
        factories.edit(first.result, title=title)
    PageCheck.objects.create(
        country=factories.country_of("TGO"), day=date(2027, 1, 31), edition=edition, by=cast.focal_togo,
        at=datetime(2027, 1, 31, 12, tzinfo=UTC),
    )  # fmt: skip
    client.force_login(cast.evaluator)
    page = client.get(reverse("editions"))
    [(edition, restated)] = page.context["editions"]
    assert (restated, edition.checks) == (1, 1)
    assert "Pin what is published now" not in page.text
