"""Two people with one result: the version decides, nothing is lost, and nothing is published twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from indicators import ledger
from indicators.models import Publication, Result, ReviewEvent, Revision
from indicators.results import EditConflict, actions
from tests import factories

together = pytest.mark.django_db(transaction=True)


def counts(result) -> tuple[int, ...]:
    return tuple(model.objects.filter(result=result).count() for model in (Revision, ReviewEvent, Publication))


@pytest.mark.django_db
def test_the_second_to_save_is_told_and_nothing_is_written():
    draft = factories.draft(title="First", indicator="I3", parts={"sex:women": 400})
    factories.save(draft, version=1, title="Second")
    before = counts(draft)
    with pytest.raises(EditConflict) as conflict:
        factories.save(draft, version=1, title="Third", parts={"sex:men": 1})
    assert conflict.value.current.title == "Second"
    current = factories.fresh(draft)
    assert (current.title, current.version, counts(draft)) == ("Second", 2, before)
    assert [part.category.code for part in current.parts.all()] == ["women"]


VERBS = {
    "submit": (
        factories.draft,
        lambda r, by: actions.submit_result(result=r, version=r.version, by=by, today=factories.now()),
    ),
    "recall": (factories.submit, lambda r, by: actions.recall_result(result=r, version=r.version, by=by)),
    "return": (
        factories.submit,
        lambda r, by: actions.return_result(
            result=r, version=r.version, comment="Why?", open_until=factories.now(), by=by, today=factories.now()
        ),
    ),
    "validate": (
        factories.submit,
        lambda r, by: actions.validate_result(result=r, version=r.version, by=by, today=factories.now()),
    ),
    "reopen": (factories.validated, lambda r, by: actions.reopen_result(result=r, version=r.version, by=by)),
    "withdraw": (
        factories.validated,
        lambda r, by: actions.withdraw_result(result=r, version=r.version, reason="Twice.", by=by),
    ),
    "discard": (factories.draft, lambda r, by: actions.discard_result(result=r, version=r.version, by=by)),
}


@pytest.mark.django_db
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_refuses_a_version_that_is_not_the_one_that_was_read(verb):
    make, act = VERBS[verb]
    result = make()
    Result.objects.filter(pk=result.pk).update(version=result.version + 1)
    before = counts(result)
    with pytest.raises(EditConflict):
        act(result, factories.reviewing_manager())
    assert counts(result) == before


@pytest.mark.django_db
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_done_twice_is_refused_the_second_time(verb):
    make, act = VERBS[verb]
    result, by = make(), factories.reviewing_manager()
    act(result, by)
    before = counts(result)
    with pytest.raises(EditConflict):
        act(result, by)
    assert counts(result) == before


def at_once(*works):
    """Do several things at the same moment, each on a connection of its own; what each returned or raised."""
    barrier = Barrier(len(works))

    def run(work):
        try:
            barrier.wait(timeout=20)
            return work()
        except (EditConflict, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return [done.result(timeout=60) for done in [threads.submit(run, work) for work in works]]


@together
def test_of_two_managers_who_validate_one_result_exactly_one_wins(cast):
    result = factories.submit(by=cast.focal_togo)
    done = at_once(
        lambda: factories.validate(result, reviewer=cast.manager),
        lambda: factories.validate(result, reviewer=cast.other_manager),
    )
    assert sorted(type(one).__name__ for one in done) == ["EditConflict", "Result"]
    assert Publication.objects.filter(result=result).count() == 1
    assert list(ledger.verify()) == []


@together
def test_of_a_change_of_pool_and_a_validation_that_clash_exactly_one_is_done(cast):
    """Each is right by itself; together they would publish two values for one year (rule 9)."""
    level = {"indicator": "I3", "instrument": "Law A", "baseline": (2021, 0), "by": cast.focal_togo}
    one = factories.submit(value=100, **level)
    said = {"name": "Farmers", "reason": "They are others.", "by": cast.manager}
    actions.place_in_pool(result=one, version=one.version, **said)
    one = factories.validate(factories.fresh(one), reviewer=cast.manager)
    other = factories.submit(value=120, **level)
    done = at_once(
        lambda: actions.leave_pool(result=one, version=factories.fresh(one).version, by=cast.manager),
        lambda: factories.validate(other, reviewer=cast.other_manager),
    )
    assert [type(each).__name__ for each in done].count("ValidationError") == 1
    values = Publication.objects.as_of(None).filter(instrument__title="Law A", pool_name=None)
    assert values.count() == 1


@together
def test_results_published_at_once_form_one_chain(cast):
    results = [factories.submit(by=cast.focal_togo) for _ in range(4)]
    done = at_once(*(lambda r=r: factories.validate(r, reviewer=cast.manager) for r in results))
    assert [type(one).__name__ for one in done] == ["Result"] * 4
    assert len({one.number for one in Result.objects.filter(pk__in=[r.pk for r in results])}) == 4
    assert list(ledger.verify()) == []


@together
def test_a_seal_waits_for_whoever_is_writing_and_stops_nobody(cast):
    """What was written at the same time is in the seal or comes after it, never between (rule 4)."""
    results = [factories.submit(by=cast.focal_togo) for _ in range(3)]
    done = at_once(
        *(lambda r=r: factories.validate(r, reviewer=cast.manager) for r in results),
        lambda: ledger.take_daily_seal(now=timezone.now()),
        lambda: ledger.take_daily_seal(now=timezone.now()),
        lambda: ledger.pin_edition(note="", by=cast.manager),
    )
    assert sorted(type(one).__name__ for one in done) == ["Edition", "NoneType", "Result", "Result", "Result", "Seal"]
    assert list(ledger.check()) == []


@together
def test_an_embargo_that_two_runs_find_ended_is_published_once(cast):
    result = factories.validated(by=cast.focal_togo, not_before=date(2030, 1, 1), comment="Later.")
    at_once(*[lambda: actions.publish_due(today=date(2030, 1, 1))] * 2)
    assert Publication.objects.filter(result=result).count() == 1
