"""Ledger rules 2 and 4: nothing is appended before its day; an edition pins the ledger."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command

from indicators import ledger
from indicators.ledger import in_force
from indicators.models import LedgerHead, Publication, Result
from indicators.results import actions
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 1)
LATER = TODAY + timedelta(days=10)


@pytest.fixture(autouse=True)
def _today(on_day):
    return on_day(datetime(2026, 12, 1, 12, tzinfo=UTC))


def embargoed(**fields) -> Result:
    return factories.validated(today=TODAY, not_before=LATER, comment="The minister announces it.", **fields)


def test_nothing_is_appended_before_the_day():
    head = LedgerHead.objects.get().seq
    result = embargoed()
    assert result.status == "validated"
    assert in_force(result) is None
    assert actions.publish_due(today=LATER - timedelta(days=1)) == []
    assert (LedgerHead.objects.get().seq, Result.objects.get(pk=result.pk).number) == (head, None)


def test_on_the_day_it_is_published_once_in_the_validator_s_name():
    result = embargoed()
    assert actions.publish_due(today=LATER) == [result]
    assert actions.publish_due(today=LATER) == []
    assert in_force(result).by == result.validated_by
    assert Publication.objects.filter(result=result).count() == 1


def test_run_due_publishes_what_is_due():
    result = embargoed()
    with time_machine.travel(datetime(2026, 12, 11, 0, 5, tzinfo=UTC), tick=False):
        call_command("run_due", stdout=(out := StringIO()))
    assert in_force(result) is not None
    assert "Published: 1" in out.getvalue()


def test_an_embargo_needs_a_reason():
    result = factories.submit()
    with pytest.raises(ValidationError) as refused:
        factories.validate(result, not_before=LATER, today=TODAY)
    assert list(refused.value.message_dict) == ["comment"]
    assert Result.objects.get(pk=result.pk).status == "submitted"


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1)])
def test_a_day_that_has_come_is_no_embargo(day):
    result = factories.validate(factories.submit(), not_before=day, today=TODAY)
    assert in_force(result) is not None


def test_an_edit_under_embargo_leaves_the_published_version():
    publication = factories.publish(title="Before")
    edited = factories.submit_edit(publication.result, title="After")
    factories.validate(edited, not_before=LATER, comment="Later.", today=TODAY)
    assert in_force(publication.result).title == "Before"
    actions.publish_due(today=LATER)
    assert in_force(publication.result).title == "After"


def test_what_is_opened_again_under_embargo_is_not_published():
    result = embargoed()
    factories.reopen(result)
    assert actions.publish_due(today=LATER) == []
    assert in_force(result) is None


def test_an_edition_has_a_year_and_a_number_and_pins_the_head(cast):
    publication = factories.publish()
    first, second = (ledger.pin_edition(note="", by=cast.manager) for _ in range(2))
    assert [first.code, second.code] == ["2026-1", "2026-2"]
    assert (first.seq, first.hash) == (publication.seq, publication.hash)


def test_later_publications_leave_an_edition_as_it_was(cast):
    edition = ledger.pin_edition(note="Annual report", by=cast.manager)
    factories.publish()
    edition.refresh_from_db()
    assert edition.seq == LedgerHead.objects.get().seq - 1
    assert list(ledger.verify()) == []
