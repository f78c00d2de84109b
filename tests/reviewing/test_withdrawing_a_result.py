"""Workflow, withdraw: a manager, with a public reason; today's pages lose it, past days keep it (ledger, rule 2)."""

from datetime import date

import pytest
import time_machine

from indicators.models import Publication
from tests.factories import publish, reopen, submit, withdraw
from tests.reviewing.steps import look, status_of, take, written

pytestmark = pytest.mark.django_db


def test_it_needs_a_reason(client, cast):
    result = publish(by=cast.focal_togo).result
    before = written(result)
    response = take(client, "withdraw_result", result, by=cast.manager, reason="  ")
    assert "the reason is published with the record" in response.content.decode()
    assert written(result) == before


def test_today_loses_it_and_yesterday_keeps_it(client, cast):
    with time_machine.travel("2030-03-01 12:00Z", tick=False):
        result = publish(by=cast.focal_togo).result
    with time_machine.travel("2030-03-02 12:00Z", tick=False):
        take(client, "withdraw_result", result, by=cast.manager, reason="It was entered twice.")
    own = Publication.objects.filter(result=result)
    assert own.as_of(date(2030, 3, 1)).exists()
    assert not own.as_of(date(2030, 3, 2)).exists()
    assert not own.as_of(None).exists()
    assert own.latest("seq").reason == "It was entered twice."
    assert status_of(result) == "withdrawn"


def test_an_edit_that_waits_goes_on_waiting(client, cast):
    result = reopen(publish(by=cast.focal_togo).result, by=cast.focal_togo)
    take(client, "withdraw_result", result, by=cast.manager, reason="It was entered twice.")
    assert status_of(result) == "draft"


def test_only_managers_withdraw(client, cast):
    result = publish(by=cast.focal_togo).result
    assert take(client, "withdraw_result", result, by=cast.focal_togo, reason="Mine.").status_code == 403
    assert status_of(result) == "validated"


def test_what_is_not_published_is_not_withdrawn(client, cast):
    assert look(client, "withdraw_result", submit(by=cast.focal_togo), by=cast.manager).status_code == 403


def test_what_is_withdrawn_already_is_said(client, cast):
    result = withdraw(publish(by=cast.focal_togo).result).result
    assert look(client, "withdraw_result", result, by=cast.manager).status_code == 302
