"""Rule 9, ledger rule 1: whatever moves a figure is compared with what is published, by whichever door it comes."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command

from indicators import ledger
from indicators.ledger import in_force
from indicators.models import Pool, Publication
from indicators.results import actions, clashes_of
from rmt.records.append_only import lifted
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 1)
LATER = TODAY + timedelta(days=10)
LAW = "Health insurance law"
MARCH, SEPTEMBER = date(2025, 3, 31), date(2025, 9, 30)


@pytest.fixture(autouse=True)
def _today(on_day):
    return on_day(datetime(2026, 12, 1, 12, tzinfo=UTC))


def level(how=factories.publish, **fields):
    """A figure on one law, achieved in 2025, counted from 2024."""
    given = {"indicator": "I3", "instrument": LAW, "achieved": 2025, "value": 15_000, "baseline": (2024, 0)}
    return how(**given | fields)


def held_back(**fields):
    return level(factories.validated, today=TODAY, not_before=LATER, comment="The minister announces it.", **fields)


def apart(publication):
    """The same in a pool of its own."""
    result = publication.result
    return actions.place_in_pool(
        result=result, version=result.version, name="Farmers", reason="Others.", by=factories.reviewing_manager()
    )


@pytest.mark.parametrize(
    "days",
    [
        (MARCH, SEPTEMBER),
        (date(2025, 3, 31), date(2025, 4, 1)),
        (2024, 2025),
    ],
)
def test_levels_of_different_days_are_how_six_monthly_reporting_looks(days):
    first, second = days
    level(achieved=first, baseline=(2023, 0))
    assert level(achieved=second, value=25_000, baseline=(2023, 0)).value == 25_000


DOORS = {
    "validating it": lambda: level(value=20_000),
    "editing what is published": lambda: factories.edit(
        level(value=20_000, achieved=2024, baseline=(2023, 0)).result, achieved_first=date(2025, 1, 1),
        achieved_last=date(2025, 12, 31), baseline_first=date(2024, 1, 1), baseline_last=date(2024, 12, 31),
    ),
    "leaving a pool": lambda: leave(level_in_a_pool()),
    "restating it with another law": lambda: move_to_the_law(level(value=20_000, instrument="Another law")),
    "restating it with another basis": lambda: ledger.restate(
        result=level(value=20_000, coverage_basis="registered-only").result, by=factories.reviewing_manager(),
        coverage_basis="contributing",
    ),
    "restating it as continuing": lambda: ledger.restate(
        result=level(value=20_000, duration="temporary").result, by=factories.reviewing_manager(),
        duration="continuing",
    ),
}  # fmt: skip


def level_in_a_pool():
    waiting = level(factories.submit, value=20_000)
    actions.place_in_pool(
        result=waiting, version=waiting.version, name="Farmers", reason="Others.", by=factories.reviewing_manager()
    )
    return factories.validate(waiting)


def leave(result):
    result.refresh_from_db()
    actions.leave_pool(result=result, version=result.version, by=factories.reviewing_manager())


def move_to_the_law(publication):
    law = Publication.objects.filter(instrument__title=LAW).first().instrument
    said = {"uuid": str(law.uuid), "title": law.title, "kind": law.kind, "reference": law.reference}
    ledger.restate(result=publication.result, by=factories.reviewing_manager(), instrument=said)


@pytest.mark.parametrize("door", DOORS)
def test_no_door_publishes_two_values_for_one_year(door):
    level()
    with pytest.raises(ValidationError, match="two values for 2025"):
        DOORS[door]()
    assert Publication.objects.as_of(None).filter(instrument__title=LAW, pool_name=None).count() <= 2
    values = Publication.objects.as_of(None).filter(
        instrument__title=LAW, pool_name=None, achieved_last=date(2025, 12, 31), duration="continuing",
        coverage_basis="contributing",
    )  # fmt: skip
    assert [int(value) for value in values.values_list("value", flat=True)] == [15_000]


@pytest.mark.parametrize(
    "moves_no_figure",
    [
        lambda result, by: actions.decide_tag(
            result=result, theme=factories.theme_of("financing"), state="confirmed", by=by
        ),
        lambda result, by: factories.withdraw(result),
        lambda result, by: ledger.restate(result=result, by=by, note="Read again."),
    ],
    ids=["a tag", "a withdrawal", "a note"],
)  # fmt: skip
def test_what_moves_no_figure_is_never_refused_for_a_clash(moves_no_figure):
    """Two values for one year, published before this was checked: a lead can still decide, a manager still withdraw."""
    first, second = level(), level(value=20_000, achieved=2024, baseline=(2023, 0))
    with lifted():
        Publication._base_manager.filter(pk=second.pk).update(
            achieved_first=first.achieved_first, achieved_last=first.achieved_last
        )
    head = Publication.objects.count()
    moves_no_figure(first.result, factories.reviewing_manager())
    assert Publication.objects.count() == head + 1


def test_an_embargoed_result_that_clashes_on_its_day_stays_back_and_managers_are_told_once():
    """A later change of group published two values for one year."""
    apart(level())
    waiting = held_back(value=20_000)
    leave(Publication.objects.as_of(None).get(pool_name="Farmers").result)
    manager = factories.reviewing_manager()
    mail.outbox.clear()
    for hour in (0, 1):
        with time_machine.travel(datetime(2026, 12, 11, hour, 5, tzinfo=UTC), tick=False):
            call_command("run_due", stdout=(out := StringIO()))
        assert "Published: 0." in out.getvalue()
    assert in_force(waiting) is None
    told = [message for message in mail.outbox if "not published on its day" in message.subject]
    assert [message.to for message in told].count([manager.email]) == 1
    assert str(waiting.uuid) in told[0].body


def test_it_is_published_by_itself_once_the_clash_is_settled():
    other = level().result
    waiting = held_back(value=20_000, instrument="Another law")
    assert actions.publish_due(today=LATER) == [waiting]
    assert in_force(other) is not None


def test_what_contradicts_its_own_instrument_keeps_no_other_result_back():
    """The day of adoption follows from results; where it cannot, no publication and no withdrawal waits for it."""
    repealed = factories.InstrumentFactory(title="Pension Act", repealed_first=MARCH, repealed_last=MARCH)
    factories.InstrumentFactory(title="Pension act")
    law = {"indicator": "R2", "instrument": repealed, "achieved": date(2026, 5, 1)}
    held = factories.validated(today=TODAY, not_before=LATER, comment="Later.", **law)
    other = held_back(instrument="Another law")
    assert actions.publish_due(today=LATER) == [held, other]
    factories.withdraw(factories.fresh(held))
    assert in_force(held) is None


def test_two_that_wait_clash_with_each_other():
    first, second = level(factories.submit), level(factories.submit, value=20_000)
    assert clashes_of(first)
    assert clashes_of(second)
    with pytest.raises(ValidationError, match="with one that waits for review too"):
        factories.validate(first)
    actions.return_result(
        result=second,
        version=second.version,
        comment="Twice.",
        open_until=LATER,
        by=factories.reviewing_manager(),
        today=TODAY,
    )
    assert factories.validate(first).status == "validated"


def test_pools_end_a_clash():
    level()
    assert level_in_a_pool().status == "validated"
    assert Pool.objects.filter(name="Farmers").exists()


@pytest.mark.parametrize(
    ("change", "is_flagged"),
    [
        ({}, True),
        ({"title": "A CHANGE that matters"}, True),
        ({"title": "Another change"}, False),
        ({"achieved": date(2026, 8, 1)}, False),
        ({"instrument": "Another law"}, False),
    ],
)
def test_what_is_sent_twice_is_flagged_and_left_out_of_all_that_are_not(client, cast, change, is_flagged):
    client.force_login(cast.manager)
    given = {"indicator": "R2", "instrument": LAW, "achieved": date(2026, 9, 1), "by": cast.focal_togo}
    factories.submit(**given)
    factories.submit(**given | change)
    page = client.get("/desk/review/?flagged=no").content.decode()
    assert ("A change that matters" not in page) is is_flagged
    assert ("Sent twice" in client.get("/desk/review/").content.decode()) is is_flagged
