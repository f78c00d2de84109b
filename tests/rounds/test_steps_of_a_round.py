"""docs/design.md, "Workflow", round: planned → open → closed → open, by managers, with a reason to open again."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from indicators import updates
from indicators.models import Round, RoundEvent
from indicators.rounds.actions import TRANSITIONS, version_of
from rmt.models import SiteVersion
from tests import factories
from tests.cast import Cast

pytestmark = pytest.mark.django_db

STATES = ("planned", "open", "closed")
NEW_DAYS = {"due": "2027-01-20", "validate_by": "2027-01-31", "reason": "The office was closed."}


@pytest.fixture(autouse=True)
def _today(on_day):
    return on_day(datetime(2027, 1, 8, 12, tzinfo=UTC))


@pytest.fixture
def half(cast) -> Round:
    return Round.objects.get(code="2026-2")


def in_state(half: Round, state: str) -> Round:
    Round.objects.filter(pk=half.pk).update(state=state)
    half.refresh_from_db()
    return half


def take(client, by, half: Round, step: str, **typed):
    client.force_login(by)
    typed = {"version": version_of(half), **typed}
    return client.post(reverse("round_step", args=[half.code, step]), typed)


def state_of(half: Round) -> str:
    return Round.objects.get(pk=half.pk).state


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", TRANSITIONS)
def test_a_manager_takes_a_step_from_its_own_state_only(client, cast, half, step, state):
    transition = TRANSITIONS[step]
    in_state(half, state)
    version = SiteVersion.current()
    assert take(client, cast.manager, half, step, **NEW_DAYS).status_code == 302
    if state != transition.start:
        assert (state_of(half), half.events.count()) == (state, 0)
        return
    event = RoundEvent.objects.get(round=half)
    assert (state_of(half), event.kind, event.by) == (transition.end, transition.kind, cast.manager)
    assert SiteVersion.current() > version


@pytest.mark.parametrize("person", [name for name in Cast.__dataclass_fields__ if "manager" not in name])
@pytest.mark.parametrize("step", TRANSITIONS)
def test_nobody_else_takes_any(client, cast, half, step, person):
    in_state(half, TRANSITIONS[step].start)
    assert take(client, getattr(cast, person), half, step, **NEW_DAYS).status_code == 403
    assert (state_of(half), half.events.count()) == (TRANSITIONS[step].start, 0)


@pytest.mark.parametrize("step", [step for step, found in TRANSITIONS.items() if found.needs_reason])
@pytest.mark.parametrize("reason", ["", "   "])
def test_more_time_and_opening_again_need_a_reason(client, cast, half, step, reason):
    in_state(half, TRANSITIONS[step].start)
    response = take(client, cast.manager, half, step, **NEW_DAYS | {"reason": reason})
    assert response.status_code == 200
    assert "Say why" in response.text
    assert "2027-01-20" in response.text
    assert half.events.count() == 0


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"due": "2027-01-10"}, "Choose a day after 10 January 2027."),
        ({"due": "soon"}, "Enter a day, such as"),
        ({"validate_by": "2027-01-15"}, "not before the day it is due"),
    ],
)
def test_a_day_that_does_not_fit_is_explained(client, cast, half, typed, says):
    response = take(client, cast.manager, half, "extend", **NEW_DAYS | typed)
    assert says in response.text
    assert Round.objects.get(pk=half.pk).due == date(2027, 1, 10)


def test_more_time_says_what_the_days_were(client, cast, half):
    take(client, cast.manager, half, "extend", **NEW_DAYS)
    assert Round.objects.get(pk=half.pk).due == date(2027, 1, 20)
    said = half.events.get().reason
    assert "Due: 10 January 2027 → 20 January 2027." in said
    assert said.endswith("The office was closed.")


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(client, cast, half):
    read = version_of(half)
    take(client, cast.other_manager, half, "extend", **NEW_DAYS)
    response = take(client, cast.manager, half, "extend", **NEW_DAYS | {"due": "2027-02-20", "version": read})
    assert "Somebody else changed this round" in response.text
    assert Round.objects.get(pk=half.pk).due == date(2027, 1, 20)


def test_closing_says_what_it_does_and_then_no_update_is_taken(client, cast, half):
    client.force_login(cast.manager)
    page = client.get(reverse("round_step", args=[half.code, "close"])).text
    assert "51 of 51 countries have not sent their update." in page
    assert "updates and answers are refused by every door" in page
    assert "Results sent then belong to January–June 2027." in page
    assert state_of(half) == "open"
    take(client, cast.manager, half, "close")
    with pytest.raises(updates.RoundIsClosed):
        updates.begin_update(
            country=factories.country_of("TGO"),
            reporting_round=Round.objects.get(pk=half.pk),
            by=cast.focal_togo,
            today=date(2027, 1, 8),
        )


def test_opening_a_second_round_warns(client, cast, half):
    client.force_login(cast.manager)
    page = client.get(reverse("round_step", args=["2027-1", "open"])).text
    assert "Another round is open as well: July–December 2026" in page
    assert "no focal point" in page
    take(client, cast.manager, Round.objects.get(code="2027-1"), "open")
    assert Round.objects.filter(state="open").count() == 2


def test_the_next_half_year_is_planned_with_the_days_of_the_programme(client, cast):
    client.force_login(cast.manager)
    page = client.get(reverse("plan_round"))
    assert "Plan January–June 2028" in page.text
    assert page.context["form"].initial["due"] == date(2028, 7, 10)
    client.post(reverse("plan_round"), {"due": "2028-07-10", "review_meeting": "2028-07-20"})
    planned = Round.objects.get(code="2028-1")
    assert (planned.state, planned.start, planned.end) == ("planned", date(2028, 1, 1), date(2028, 7, 1))
    assert planned.events.get().kind == "planned"
    second = client.get(reverse("plan_round")).context["form"].initial
    assert (second["due"], second["validate_by"]) == (date(2029, 1, 10), date(2029, 1, 25))


def test_a_plan_can_be_corrected_until_the_round_is_opened(client, cast, half):
    client.force_login(cast.manager)
    client.post(reverse("edit_round", args=["2027-1"]), {"due": "2027-07-15", "version": 0})
    planned = Round.objects.get(code="2027-1")
    assert planned.due == date(2027, 7, 15)
    assert "10 July 2027 → 15 July 2027" in planned.events.get().reason
    client.post(reverse("edit_round", args=[half.code]), {"due": "2027-07-15", "version": 0})
    assert Round.objects.get(pk=half.pk).due == date(2027, 1, 10)


def test_a_step_that_does_not_exist_is_not_found(client, cast, half):
    assert take(client, cast.manager, half, "delete").status_code == 404
