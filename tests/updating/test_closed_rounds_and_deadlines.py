"""A closed round refuses updates and answers by every door; a return has its own day; late is visible (rule 19)."""

from datetime import date

import pytest
import time_machine

from countries.models import Country, FocalPoint
from indicators.models import CountryIndicatorNote, CountryUpdate, Round
from indicators.updates import actions, plan_milestone
from tests import factories
from tests.cast import sign_in
from tests.updating import steps
from tests.updating.steps import address, close, post, text_of, update_of

pytestmark = pytest.mark.django_db


def give_back(update: CountryUpdate, until: date) -> CountryUpdate:
    return actions.return_update(
        update=update, version=update.version, comment="Which law?", open_until=until,
        by=factories.reviewing_manager(), today=factories.now(),
    )  # fmt: skip


DOORS = {
    "an answer": {"answer-R2": "no-change"},
    "a note": {"note-R2": "Nearly there."},
    "the profile": {"situation": "Better."},
    "the rest": {"do": "rest-nothing"},
    "still right": {"do": "profile"},
    "sending": {"do": "send"},
}


@pytest.mark.parametrize("door", DOORS)
def test_a_round_that_closes_while_one_types_refuses(focal, door):
    page = steps.fields_of(focal)
    close()
    response = focal.post(address(), page | DOORS[door])
    assert response.status_code == 409
    assert "July–December 2026 is closed: no update is taken any more." in text_of(response)
    assert not CountryUpdate.objects.exists()
    assert not CountryIndicatorNote.objects.exclude(round=None).exists()


def test_what_was_typed_is_shown_again(focal):
    page = steps.fields_of(focal)
    close()
    assert "Nearly there." in text_of(focal.post(address(), page | {"note-R2": "Nearly there."}))


def test_a_milestone_in_the_round_is_refused(focal, cast):
    togo = factories.country_of("TGO")
    days = (date(2026, 9, 1), date(2026, 9, 30))
    asked = plan_milestone(country=togo, indicator=None, title="A decree", expected=days, by=cast.focal_togo)
    page = steps.fields_of(focal)
    close()
    assert focal.post(address(), page | {f"milestone-{asked.uuid}-kind": "happened"}).status_code == 409
    assert not asked.answers.exists()


def test_nothing_to_report_is_refused(focal):
    close()
    assert "is closed" in text_of(focal.get(address("update_nothing")))
    response = focal.post(address("update_nothing"), {"version": 0, "do": "rest-nothing"})
    assert response.status_code == 409
    assert not CountryUpdate.objects.exists()


def test_the_page_of_a_closed_round_is_to_read(focal):
    post(focal, answer__R2="no-change")
    close()
    page = text_of(focal.get(address()))
    assert "no change" in page
    assert 'value="send"' not in page


def test_a_planned_round_has_no_update_yet(focal):
    Round.objects.filter(code="2026-2").update(state=Round.State.PLANNED)
    assert focal.get(address()).status_code == 404


def test_a_returned_update_is_open_until_its_own_day(focal, cast):
    give_back(steps.send(focal), date(2026, 12, 31))
    close()
    page = text_of(focal.get(address()))
    assert "Which law?" in page
    assert "31 December 2026" in page
    with time_machine.travel("2026-12-31T23:59:00Z", tick=False):
        sign_in(focal, cast.focal_togo)
        post(focal, "send", answer__R2="no-change")
    assert update_of().status == CountryUpdate.Status.SUBMITTED


def test_after_its_day_a_returned_update_is_closed(focal, cast):
    give_back(steps.send(focal), date(2026, 12, 31))
    page = steps.fields_of(focal)
    close()
    with time_machine.travel("2027-01-01T00:00:00Z", tick=False):
        sign_in(focal, cast.focal_togo)
        assert focal.post(address(), page | {"do": "send"}).status_code == 409
    assert update_of().status == CountryUpdate.Status.RETURNED


def team(country: Country, user) -> None:
    FocalPoint.objects.create(user=user, country=country, start=date(2021, 1, 1))


# The last minute in each capital, in UTC: Suva is 12 hours ahead, Lima 5 behind.
CAPITALS = [
    ("FJI", "2027-01-10T11:59:00Z", "2027-01-10T12:00:00Z"),
    ("PER", "2027-01-11T04:59:00Z", "2027-01-11T05:00:00Z"),
]


@pytest.mark.parametrize(("iso3", "last_minute", "midnight"), CAPITALS)
@pytest.mark.parametrize("is_late", [False, True])
def test_23_59_in_the_capital_is_in_time_and_00_00_is_late(client, cast, iso3, last_minute, midnight, is_late):
    country = factories.country_of(iso3)
    team(country, cast.nobody)
    with time_machine.travel(midnight if is_late else last_minute, tick=False):
        sign_in(client, cast.nobody)
        page = text_of(client.get(address(slug=country.slug)))
        assert ("was due 10 January 2027, 1 day ago" in page) == is_late
        assert ("due today, 10 January 2027" in page) != is_late
        client.post(address("update_nothing", slug=country.slug), {"version": 0, "do": "rest-nothing"})
        for name in ("update", "update_copy"):
            said = text_of(client.get(address(name, slug=country.slug)))
            assert ("sent late" in said, "sent in time" in said) == (is_late, not is_late)


def test_the_list_says_what_is_due_and_what_was_not_sent(focal):
    page = text_of(focal.get("/desk/updates/"))
    assert "due 10 January 2027, in 49 days" in page
    assert "0 of 2 answered" in page
    assert "January–June 2026" in page
    assert "not sent" in page


def test_the_list_shows_a_return_of_a_closed_round(focal):
    give_back(steps.send(focal), date(2026, 12, 31))
    close()
    page = text_of(focal.get("/desk/updates/"))
    assert "Which law?" in page
    assert "until the end of 31 December 2026" in page


def test_a_result_is_still_taken_after_the_round_has_closed(focal, cast):
    """docs/design.md, "Workflow", submit: with no open round it belongs to the next."""
    close()
    assert factories.submit(indicator="R2", by=cast.focal_togo).reported_in.code == "2027-1"
