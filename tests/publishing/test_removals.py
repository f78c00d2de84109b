"""Rule 2: two managers remove a passage or a reply at every door, version, past day and file; the chain holds."""

from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from indicators import ledger
from indicators.followup import drop_proposal, propose_removal, remove
from indicators.ledger import verify
from indicators.models import Publication, RemovalProposal, Reply, Result
from indicators.results import restore_revision
from tests import factories
from tests.publishing.test_small_groups_over_time import address_on, doors_of, text_of
from tests.replying.steps import answer, ask

pytestmark = pytest.mark.django_db

FIRST = datetime.fromisoformat("2027-03-01T10:00Z")
SECRET = "Ama Kodjo of Tsévié"
WHY = "a person was named"
WORDS = "Removed on 3 March 2027: a person was named"
SAID = {
    "title": f"A pension for {SECRET}",
    "outcome": f"People such as {SECRET} are protected.",
    "contribution": f"The programme met {SECRET}.",
    "gender": f"{SECRET} is a woman.",
    "source": f"Letter of {SECRET}",
    "others": f"Letter of {SECRET}",
}


@pytest.fixture
def clock(on_day):
    return on_day(FIRST)


def published(field: str, clock) -> tuple:
    """A result whose passage names somebody, in two versions of two days; the last day on which it can be read so."""
    said = [{"who": "The ministry", "what": SAID[field]}] if field == "others" else SAID[field]
    result = factories.publish(indicator="I3", **{field: said}).result
    clock.move_to(FIRST + timedelta(days=1))
    factories.edit(result, note="Said better.")
    clock.move_to(FIRST + timedelta(days=2))
    return factories.fresh(result), [None, FIRST.date(), FIRST.date() + timedelta(days=1)]


def removed(result, cast, **what):
    proposal = propose_removal(result=result, reason=WHY, by=cast.manager, **what)
    return remove(proposal=proposal, by=cast.other_manager)


@pytest.mark.parametrize("field", SAID)
def test_a_passage_is_gone_from_every_version_and_day(client, cast, clock, field):
    result, days = published(field, clock)
    removed(result, cast, field=field)
    pages = [f"/results/{result.number}/", "/results/export.csv?country=togo", "/countries/togo/", "/"]
    versions = [f"/results/{result.number}/v{n}/" for n in (1, 2, 3)]
    for path in [*(address_on(path, day) for path in pages for day in days), *versions]:
        assert SECRET not in text_of(client, path), path
    for day in days:
        assert WORDS in text_of(client, address_on(f"/results/{result.number}/", day))
    assert all(WORDS in text_of(client, path) for path in versions)
    assert list(verify()) == []


@pytest.mark.parametrize("by_order", [False, True])
@pytest.mark.parametrize("field", ["remark", "remark_source", "source"])
def test_a_remark_goes_and_a_source_goes_from_what_a_remark_rests_on(client, cast, clock, field, by_order):
    said = {"remark": "It was counted twice.", "remark_source": SAID["source"], "source": SAID["source"]}
    said = said if field == "source" else said | {"source": "Gazette", field: SAID["source"]}
    said = said if field != "remark" else said | {"remark_source": "Gazette"}
    result = factories.publish(indicator="I3").result
    ledger.restate(result=result, by=cast.manager, **said)
    clock.move_to(FIRST + timedelta(days=2))
    pages = [f"/results/{result.number}/", "/results/export.csv?country=togo", f"/results/{result.number}/v2/"]
    paths = [address_on(path, day) for path in pages for day in (None, FIRST.date())]
    assert SECRET in text_of(client, paths[0])
    removed(result, cast, field=field, by_order=by_order)
    for path in paths:
        assert SECRET not in text_of(client, path), path
    assert WORDS in text_of(client, paths[0])
    assert by_order == (SECRET not in everything_held())
    assert list(verify()) == []


def test_no_past_day_is_searched_for_the_words_of_a_removed_title(client, cast, clock):
    result, days = published("title", clock)
    asked = [address_on("/results/export.csv?q=Kodjo", day) for day in days[1:]]
    found = f"/results/{result.number}/"
    assert all(found in text_of(client, path) for path in asked)
    removed(result, cast, field="title")
    for path in asked:
        assert found not in text_of(client, path), path


def test_it_is_behind_no_public_door(client, cast, clock):
    result, days = published("outcome", clock)
    found = doors_of(client, result.number, "i3")
    before = [path for path in found if SECRET in text_of(client, path)]
    assert len(before) > 3
    removed(result, cast, field="outcome")
    for path in (address_on(path, day) for path in sorted(found) for day in days):
        assert SECRET not in text_of(client, path), path


def test_the_proposal_by_itself_hides_nothing(client, cast, clock):
    result, _days = published("outcome", clock)
    propose_removal(result=result, field="outcome", reason=WHY, by=cast.manager)
    assert SECRET in text_of(client, f"/results/{result.number}/")


def test_it_takes_another_manager(cast, clock):
    result, _days = published("outcome", clock)
    proposal = propose_removal(result=result, field="outcome", reason=WHY, by=cast.manager)
    with pytest.raises(ValidationError, match="another manager"):
        remove(proposal=proposal, by=cast.manager)
    remove(proposal=proposal, by=cast.other_manager)
    with pytest.raises(ValidationError, match="meanwhile"):
        remove(proposal=proposal, by=cast.other_manager)


def test_an_edit_that_is_saved_meanwhile_waits(cast, clock, monkeypatch):
    result, _days = published("outcome", clock)
    proposal = propose_removal(result=result, field="outcome", reason=WHY, by=cast.manager)
    held, lock = [], QuerySet.select_for_update
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows: held.append(rows.model) or lock(rows))
    remove(proposal=proposal, by=cast.other_manager)
    assert Result in held


def test_what_stands_in_its_place_is_written_in_english(cast, clock, monkeypatch):
    result, _days = published("outcome", clock)
    spoken, removed_text = [], ledger.removed_text
    monkeypatch.setattr(ledger, "removed_text", lambda *said: spoken.append(get_language()) or removed_text(*said))
    with override("fr"):
        removed(result, cast, field="outcome")
    assert spoken == ["en"]
    assert WORDS in factories.statement(result).payload


def test_it_needs_a_reason(cast, clock):
    result, _days = published("outcome", clock)
    with pytest.raises(ValidationError, match="Say why"):
        propose_removal(result=result, field="outcome", reason=" ", by=cast.manager)


def test_an_edit_does_not_bring_it_back_and_a_new_text_is_shown(client, cast, clock):
    result, days = published("outcome", clock)
    removed(result, cast, field="outcome")
    factories.edit(result, note="Again.")
    assert WORDS in text_of(client, f"/results/{result.number}/")
    factories.edit(result, outcome="People are protected.")
    assert "People are protected." in text_of(client, f"/results/{result.number}/")
    assert SECRET not in text_of(client, address_on(f"/results/{result.number}/", days[1]))


@pytest.mark.parametrize("field", SAID)
def test_an_earlier_version_is_brought_back_without_it(client, cast, clock, field):
    result, _days = published(field, clock)
    factories.reopen(result)
    removed(result, cast, field=field)
    draft, revision = factories.fresh(result), result.revisions.first()
    draft, _gone = restore_revision(result=draft, version=draft.version, revision=revision, by=factories.author())
    assert SECRET not in ledger.canonical(ledger.payload_of(draft))
    assert WORDS in ledger.canonical(ledger.payload_of(draft))


@pytest.mark.parametrize("field", SAID)
def test_it_is_gone_from_the_history_on_the_desk(cast, signed_in, clock, field):
    result, _days = published(field, clock)
    factories.edit(result, **{field: [] if field == "others" else "Said in another way."})
    address, desk = reverse("result_history", args=[result.uuid]), signed_in("manager")
    last = result.revisions.last().version
    paths = [address, f"{address}?from=1&to={last}"]
    assert all("Kodjo" in text_of(desk, path) for path in paths)
    removed(result, cast, field=field)
    for path in paths:
        assert "Kodjo" not in text_of(desk, path), path


def test_what_its_author_kept_in_the_working_copy_stays_in_the_history(cast, signed_in, clock):
    result, _days = published("outcome", clock)
    factories.save(factories.reopen(result), outcome="Told afresh.")
    removed(result, cast, field="outcome")
    assert factories.fresh(result).outcome == "Told afresh."
    assert "afresh" in text_of(signed_in("manager"), reverse("result_history", args=[result.uuid]))


def test_of_a_withdrawn_result_past_days_and_versions_lose_it_too(client, cast, clock):
    result, days = published("outcome", clock)
    factories.withdraw(result)
    removed(result, cast, field="outcome")
    for path in [address_on(f"/results/{result.number}/", days[1]), f"/results/{result.number}/v1/"]:
        assert WORDS in text_of(client, path)
        assert SECRET not in text_of(client, path)


def test_a_reply_is_removed(client, cast, on_day, django_capture_on_commit_callbacks):
    on_day(FIRST + timedelta(days=2))
    publication = factories.publish(indicator="R2")
    link = ask(publication, by=cast.manager, callbacks=django_capture_on_commit_callbacks)
    answer(link, "dissented", f"{SECRET} was never asked.")
    assert SECRET in text_of(client, f"/results/{publication.number}/")
    removed(publication.result, cast, reply=Reply.objects.get())
    for path in (f"/results/{publication.number}/", link):
        assert WORDS in text_of(client, path)
        assert SECRET not in text_of(client, path)


def test_two_managers_do_it_on_the_desk(client, cast, signed_in, clock):
    result, _days = published("outcome", clock)
    address = reverse("removals", args=[result.uuid])
    one, two = signed_in("manager"), signed_in("other_manager")
    assert address in text_of(one, result.get_absolute_url())
    assert one.post(address, {"what": "outcome", "reason": WHY}).status_code == 302
    proposal = RemovalProposal.objects.get()
    assert address in text_of(two, reverse("desk"))
    assert address not in text_of(one, reverse("desk"))
    assert one.post(address, {"proposal": proposal.pk, "remove": ""}).status_code == 403
    assert "Another manager decides" in text_of(one, address)
    assert two.post(address, {"proposal": proposal.pk, "remove": ""}).status_code == 302
    assert WORDS in text_of(client, f"/results/{result.number}/")
    assert WHY in text_of(one, address)
    assert SECRET not in text_of(one, result.get_absolute_url())


def test_a_proposal_can_be_left(client, cast, signed_in, clock):
    result, _days = published("outcome", clock)
    proposal = propose_removal(result=result, field="outcome", reason=WHY, by=cast.manager)
    address = reverse("removals", args=[result.uuid])
    assert signed_in("other_manager").post(address, {"proposal": proposal.pk, "drop": ""}).status_code == 302
    assert not RemovalProposal.objects.exists()
    event = result.review_events.get(kind="removal-dropped")
    assert (event.by, event.comment) == (cast.other_manager, f"outcome: {WHY}")
    with pytest.raises(ValidationError, match="meanwhile"):
        drop_proposal(proposal=proposal, by=cast.manager)
    assert SECRET in text_of(client, f"/results/{result.number}/")


# By order


def everything_held() -> str:
    """Whatever stands in the database, table by table."""
    return "\n".join(str(row) for model in apps.get_models() for row in model._base_manager.values_list())


@pytest.mark.parametrize("field", SAID)
def test_by_order_the_text_is_nowhere_in_the_database_and_the_record_is_whole(client, cast, clock, field):
    result, days = published(field, clock)
    ledger.take_seal(now=timezone.now())
    assert SECRET in everything_held()
    removed(result, cast, field=field, by_order=True)
    assert SECRET not in everything_held()
    assert list(ledger.check()) == []
    for day in days:
        assert WORDS in text_of(client, address_on(f"/results/{result.number}/", day))


def test_by_order_no_ratification_keeps_the_source_of_its_result(client, cast, clock):
    result = factories.publish(indicator="D4", source=SAID["source"]).result
    assert SECRET not in text_of(client, "/countries/togo/")
    removed(result, cast, field="source", by_order=True)
    assert SECRET not in everything_held()
    assert f"Result No. {result.number}</a>" in text_of(client, "/countries/togo/")


def test_by_order_a_reply_is_erased_and_the_seals_hold(client, cast, on_day, django_capture_on_commit_callbacks):
    on_day(FIRST + timedelta(days=2))
    publication = factories.publish(indicator="R2")
    link = ask(publication, by=cast.manager, callbacks=django_capture_on_commit_callbacks)
    answer(link, "dissented", f"{SECRET} was never asked.")
    ledger.take_seal(now=timezone.now())
    removed(publication.result, cast, reply=Reply.objects.get(), by_order=True)
    assert SECRET not in everything_held()
    assert list(ledger.check()) == []
    assert WORDS in text_of(client, f"/results/{publication.number}/")


def test_what_is_left_of_an_erased_text_cannot_be_changed_unseen(cast, clock):
    result, _days = published("outcome", clock)
    removed(result, cast, field="outcome", by_order=True)
    first = result.publications.get(version=1)
    Publication.objects.filter(pk=first.pk).erase(payload=first.payload.replace("Advice", "No advice"))
    assert f"publication {first.seq}: its text is gone, and no order says so" in list(verify())


@pytest.mark.parametrize("also", [{"number": 9}, {"hash": "f" * 64}, {"superseded_at": None}])
def test_nothing_else_changes_with_a_text(programme, clock, also):
    first = published("outcome", clock)[0].publications.get(version=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=first.pk).erase(payload="{}", **also)


def test_without_its_salt_no_text_is_changed(programme, clock):
    first = published("outcome", clock)[0].publications.get(version=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet.update(Publication.objects.filter(pk=first.pk), payload="{}")
