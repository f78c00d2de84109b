"""Ledger rule 3: what stood in force at the end of a day, UTC."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from countries.actions import record_facts
from countries.models import Country, Series, Statistic
from indicators.ledger import entries_of
from indicators.models import Publication
from indicators.results import actions
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2027, 3, 10)
LAST_MOMENT = datetime(2027, 3, 10, 23, 59, 59, 999999, tzinfo=UTC)
MIDNIGHT = datetime(2027, 3, 11, tzinfo=UTC)


def at(moment):
    return time_machine.travel(moment, tick=False)


def titles(day, result):
    return [p.title for p in Publication.objects.as_of(day).filter(result=result)]


def test_what_is_published_in_the_last_moment_of_a_day_is_in_that_day():
    with at(LAST_MOMENT):
        result = factories.publish(title="Late").result
    assert titles(DAY, result) == ["Late"]
    assert titles(DAY - timedelta(days=1), result) == []


def test_what_is_published_at_midnight_is_in_the_next_day():
    with at(MIDNIGHT):
        result = factories.publish(title="Early").result
    assert titles(DAY, result) == []
    assert titles(DAY + timedelta(days=1), result) == ["Early"]


def test_what_is_superseded_in_the_last_moment_is_gone_that_day():
    with at(datetime(2027, 3, 9, tzinfo=UTC)):
        result = factories.publish(title="First").result
    with at(LAST_MOMENT):
        factories.edit(result, title="Second")
    assert (titles(DAY - timedelta(days=1), result), titles(DAY, result)) == (["First"], ["Second"])


def test_what_is_superseded_at_midnight_still_stood_the_day_before():
    with at(datetime(2027, 3, 9, tzinfo=UTC)):
        result = factories.publish(title="First").result
    with at(MIDNIGHT):
        factories.edit(result, title="Second")
    assert titles(DAY, result) == ["First"]


def test_a_withdrawal_clears_today_and_keeps_past_days():
    with at(datetime(2027, 3, 10, 9, tzinfo=UTC)):
        result = factories.publish(title="Published").result
    with at(MIDNIGHT):
        factories.withdraw(result)
        assert titles(None, result) == []
    assert (titles(DAY, result), titles(DAY + timedelta(days=1), result)) == (["Published"], [])


def test_two_versions_of_one_day_leave_the_last():
    with at(datetime(2027, 3, 10, 9, tzinfo=UTC)):
        result = factories.publish(title="First").result
        factories.edit(result, title="Second")
    assert titles(DAY, result) == ["Second"]


def test_a_future_day_answers_as_now_does():
    result = factories.publish(title="Now").result
    assert titles(timezone.localdate() + timedelta(days=1000), result) == titles(None, result) == ["Now"]
    assert titles(date.max, result) == ["Now"]


def test_before_the_first_publication_there_is_nothing():
    assert not Publication.objects.as_of(date(2015, 1, 1)).exists()


def test_the_entries_of_a_past_day_do_not_change_whatever_is_written_later(cast):
    """But for small groups, of which a later one hides older days too (rule 12)."""
    with at(datetime(2027, 3, 10, 9, tzinfo=UTC)):
        publication = factories.publish(indicator="I3", themes=["social-health-protection"], parts={"sex:women": 300})
    before = entries_of(Publication.objects.as_of(DAY))
    with at(datetime(2027, 4, 1, tzinfo=UTC)):
        theme = factories.theme_of("social-health-protection")
        actions.decide_tag(result=publication.result, theme=theme, state="confirmed", by=cast.lead_health)
        factories.edit(publication.result, value=50, parts={"sex:women": 50})
        factories.withdraw(publication.result)
        factories.publish()
    assert entries_of(Publication.objects.as_of(DAY)) == before


def test_facts_of_a_past_day_are_those_that_were_held_then():
    row = {
        "country_id": Country.objects.get(iso3="TGO").pk,
        "series_id": Series.objects.get(code="SI_COV_BENFTS").pk,
        "year": 1999,
        "source": "A test",
        "vintage": "1",
    }
    for moment, value in ((datetime(2027, 3, 10, 9, tzinfo=UTC), 20), (MIDNIGHT, 30)):
        record_facts(Statistic, [{**row, "value": value}], key=("country_id", "series_id", "year"), at=moment)
    held = [[s.value for s in Statistic.objects.as_of(day).filter(year=1999)] for day in (DAY, None)]
    assert held == [[20], [30]]
