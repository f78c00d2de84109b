"""For equal sets of statements in force, figures are equal whatever led there; an oracle works them out again."""

import uuid
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.models import Instrument
from indicators import figures
from indicators.figures import (
    SINCE_2016,
    better_protected,
    countries_not_lost,
    last_day,
    lost,
    people,
)
from indicators.ledger import entries_of, entry_of, hidden_groups, shown_payload
from indicators.ledger.chain import verify
from indicators.models import Publication
from indicators.results import actions
from tests import factories, oracle
from tests.figures.make import PHASE_1, PHASE_2, PHASE_3

pytestmark = pytest.mark.django_db

THEME = "social-health-protection"
TODAY = date(2026, 6, 30)
LAWS = [f"Law {n} of the plan" for n in range(4)]
PERIODS = (PHASE_1, PHASE_2, PHASE_3, SINCE_2016)


@dataclass(frozen=True)
class Plan:
    """What one result says in the end, and by which detours it gets there."""

    indicator: str
    year: int
    value: int
    shares_a_law: bool
    is_lost: bool
    tag: str
    is_withdrawn: bool
    detours: tuple[str, ...]
    since: int | None
    is_stated: bool


plans = st.lists(
    st.builds(
        Plan,
        indicator=st.sampled_from(["R2", "R2", "I3", "I3", "I5"]),
        year=st.integers(2019, 2026),
        value=st.integers(0, 10_000),
        shares_a_law=st.booleans(),
        is_lost=st.booleans(),
        tag=st.sampled_from(["proposed", "confirmed"]),
        is_withdrawn=st.sampled_from([False, False, True]),
        since=st.sampled_from([2014, 2015, 2018, 2019, None]),
        is_stated=st.booleans(),
        detours=st.lists(st.sampled_from(["edit", "withdraw", "reject", "republish", "embargo"]), max_size=3).map(
            tuple
        ),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda plan: (plan.indicator, plan.year),
)


def identity(place: int) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"result {place}")


def enter(place: int, plan: Plan, laws: list[Instrument], **other):
    law = laws[0 if plan.shares_a_law else place + 1]
    value = {} if plan.indicator == "R2" else figure_of(plan)
    return factories.publish(
        uuid=identity(place),
        indicator=plan.indicator,
        achieved=plan.year,
        themes=[THEME],
        instrument=law,
        **(value | other),
    ).result


def figure_of(plan: Plan) -> dict:
    """A level from a baseline of some year; or, on a law of its own, an increase that its source states."""
    if plan.is_stated and not plan.shares_a_law:
        return {"value": 10_077, "baseline": None, "increase": plan.value, "since": plan.since}
    return {"value": plan.value, "baseline": (plan.since or 2019, 0)}


def decide(result, plan: Plan) -> None:
    """What the plan ends with, after all the editing."""
    theme = factories.theme_of(THEME)
    if plan.tag == "confirmed":
        actions.decide_tag(result=result, theme=theme, state="confirmed", by=factories.reviewing_manager())
    if plan.is_lost:
        by = factories.reviewing_manager()
        day = date(plan.year + 1, 1, 15) if plan.year < 2026 else date(2026, 6, 15)  # not before it happened
        actions.record_standing(result=result, kind="lost", day=day, reason="Repealed.", by=by)
    if plan.is_withdrawn:
        factories.withdraw(result)


def straight(place: int, plan: Plan, laws: list[Instrument]) -> None:
    decide(enter(place, plan, laws), plan)


def by_detours(place: int, plan: Plan, laws: list[Instrument]) -> None:
    is_stated = plan.is_stated and not plan.shares_a_law
    name = "increase" if is_stated else "value"
    wrong = {"title": "Wrong"} if plan.indicator == "R2" else {"title": "Wrong", name: plan.value + 77}
    right = {"title": factories.CORE["title"], **({} if plan.indicator == "R2" else {name: plan.value})}
    result = enter(place, plan, laws, **wrong)
    theme = factories.theme_of(THEME)
    for detour in plan.detours:
        if detour == "edit":
            factories.edit(result, **wrong, outcome="Wrong too")
        elif detour == "withdraw":
            factories.withdraw(result)
            factories.edit(result, **wrong)
        elif detour == "republish":
            factories.edit(result, **right)
        elif detour == "reject":
            for state in ("rejected", "proposed"):
                actions.decide_tag(result=result, theme=theme, state=state, by=factories.reviewing_manager())
        elif detour == "embargo":
            edited = factories.submit_edit(result, **wrong)
            factories.validate(edited, not_before=date(2030, 1, 1), comment="Later.")
    factories.edit(result, **right, outcome=factories.CORE["outcome"])
    decide(result, plan)


def numbers(found) -> dict:
    """Every figure that the entries give."""
    told = {}
    for period in PERIODS:
        day = last_day(period, as_of=TODAY)
        for step in (1, 2, 3):
            told["adopted", period, step] = figures.countries(found, period=period, step=step)
            told["in force", period, step] = countries_not_lost(found, period=period, step=step, day=day)
        told["lost", period] = len(lost(found, period=period, day=day))
        told["better", period] = better_protected(found, period=period, day=day).quantity
        for code in ("I1", "I2", "I3", "I4", "I5", "I6"):
            told[code, period] = people(found, indicator=code, period=period, day=day).quantity
    return told


def agrees_with_the_oracle(found) -> None:
    said = oracle.in_force_now()
    for period in PERIODS:
        start, end, day = (d.isoformat() for d in (period.start, period.end, last_day(period, as_of=TODAY)))
        told = numbers(found)
        for step in (1, 2, 3):
            assert told["adopted", period, step] == oracle.countries(said, step, start, end)
            assert told["in force", period, step] == oracle.countries_not_lost(said, step, start, end, day)
        for code in ("I1", "I2", "I3", "I4", "I5", "I6"):
            quantity = told[code, period]
            assert (quantity and (quantity.low, quantity.high)) == oracle.people(said, code, start, end, day)


def what_is_said() -> list[dict]:
    """The statements in force, without what names a row and not a fact."""
    said = [{k: v for k, v in p.items() if k not in ("number", "evidence")} for p in oracle.in_force_now()]
    return sorted(said, key=lambda p: p["uuid"])


def after(route, planned: list[Plan], order=list) -> tuple[list[dict], dict]:
    laws = list(Instrument.objects.filter(title__in=LAWS).order_by("title"))
    for place, plan in order(enumerate(planned)):
        route(place, plan, laws)
    found = entries_of(Publication.objects.as_of(None))
    agrees_with_the_oracle(found)
    return what_is_said(), numbers(found)


@settings(max_examples=6)
@given(plans)
def test_figures_are_equal_whatever_sequence_of_actions_led_there(planned):
    with transaction.atomic():
        for title in LAWS:
            factories.InstrumentFactory(title=title)
        with transaction.atomic():
            said, told = after(straight, planned)
            transaction.set_rollback(True)
        said_again, told_again = after(by_detours, planned, order=lambda pairs: reversed(list(pairs)))
        assert list(verify()) == []
        transaction.set_rollback(True)
    assert said_again == said
    assert told_again == told


def test_the_oracle_agrees_on_the_loaded_entries():
    agrees_with_the_oracle(entries_of(Publication.objects.as_of(None)))
    assert len(oracle.in_force_now()) == 45


def test_columns_and_payloads_give_the_same_entries():
    factories.publish(indicator="I3", themes=[THEME], parts={"sex:women": 400, "sex:men": 5}, qualifier="about")
    statements = Publication.objects.as_of(None).order_by("seq").select_related("indicator")
    hidden = hidden_groups()
    from_payloads = [entry_of(shown_payload(p, hidden), step=p.indicator.step) for p in statements]
    assert entries_of(statements) == from_payloads


def test_reading_the_entries_takes_as_many_queries_whatever_their_number(django_assert_num_queries):
    with django_assert_num_queries(5):
        few = entries_of(Publication.objects.as_of(None))
    for _ in range(3):
        factories.publish(themes=[THEME], indicator="I3", parts={"sex:women": 5})
    with django_assert_num_queries(5):
        assert len(entries_of(Publication.objects.as_of(None))) == len(few) + 3
