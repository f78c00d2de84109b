"""Ledger rules 1 and 2: statements and withdrawals, chained; one open row; decisions restate what is in force."""

import json
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators import ledger
from indicators.ledger import in_force
from indicators.models import GENESIS, LedgerHead, Publication, Result
from indicators.results import actions
from rmt.models import SiteVersion
from tests import factories
from tests.factories import publish

pytestmark = pytest.mark.django_db


def said(publication):
    return json.loads(publication.payload)


def open_rows(result):
    return Publication.objects.filter(result=result, superseded_at=None)


def test_each_publication_follows_from_the_one_before():
    first, second = publish(), publish()
    assert (second.seq, second.prev_hash) == (first.seq + 1, first.hash)
    head = LedgerHead.objects.get()
    assert (head.seq, head.hash) == (second.seq, second.hash)


def test_the_first_of_all_follows_from_nothing():
    assert Publication.objects.order_by("seq").first().prev_hash == GENESIS


def test_the_ledger_is_whole_after_every_kind_of_row():
    publication = publish(indicator="I3", themes=["informal-economy"], parts={"sex:women": 400})
    factories.edit(publication.result, title="Corrected")
    factories.withdraw(publication.result)
    assert list(ledger.verify()) == []


def test_public_numbers_follow_the_last_and_stay():
    last = Result.objects.exclude(number=None).order_by("-number").first().number
    publication = publish()
    edited = factories.edit(publication.result, title="Another title")
    assert (publication.number, edited.number) == (last + 1, last + 1)


def test_an_edit_supersedes_and_leaves_one_open_row():
    first = publish(title="First")
    second = factories.edit(first.result, title="Second")
    first.refresh_from_db()
    assert first.superseded_at == second.recorded_at
    assert list(open_rows(first.result)) == [second]
    assert [second.version, second.title] == [2, "Second"]


def test_editing_changes_the_working_copy_only():
    publication = publish(title="As published")
    draft = factories.save(factories.reopen(publication.result), title="As edited")
    assert draft.title == "As edited"
    assert in_force(publication.result).title == "As published"


def test_returning_a_submitted_edit_leaves_the_published_version_in_force(cast):
    publication = publish(title="As published")
    edited = factories.submit_edit(publication.result, title="As edited")
    actions.return_result(
        result=edited,
        version=edited.version,
        comment="Why?",
        open_until=factories.now(),
        by=cast.manager,
        today=factories.now(),
    )
    assert in_force(publication.result) == publication


def test_withdrawing_appends_a_row_of_its_own_with_a_public_reason():
    publication = publish()
    row = factories.withdraw(publication.result, reason="Entered twice.")
    assert (row.kind, row.reason, row.version) == ("withdrawal", "Entered twice.", 2)
    assert in_force(publication.result) is None
    assert list(open_rows(publication.result)) == [row]
    assert Result.objects.get(pk=publication.result_id).status == "withdrawn"


@pytest.mark.parametrize("reason", ["", "   "])
def test_withdrawing_needs_a_reason(reason):
    publication = publish()
    with pytest.raises(ValidationError) as refused:
        factories.withdraw(publication.result, reason=reason)
    assert list(refused.value.message_dict) == ["reason"]
    assert in_force(publication.result) == publication


def test_what_was_never_published_cannot_be_withdrawn():
    with pytest.raises(ValidationError):
        factories.withdraw(factories.submit())


def test_what_was_withdrawn_can_be_corrected_and_published_again():
    publication = publish()
    factories.withdraw(publication.result)
    again = factories.edit(publication.result, title="Corrected")
    assert (again.version, again.number, in_force(publication.result)) == (3, publication.number, again)


def test_withdrawing_while_an_edit_is_open_keeps_the_edit():
    publication = publish()
    factories.reopen(publication.result)
    factories.withdraw(publication.result)
    assert Result.objects.get(pk=publication.result_id).status == "draft"
    assert in_force(publication.result) is None


def test_a_decision_on_a_tag_restates_what_is_in_force_and_nothing_else(cast):
    publication = publish(themes=["social-health-protection"], title="As published")
    draft = factories.save(factories.reopen(publication.result), title="Not validated", themes=["informal-economy"])
    theme = factories.theme_of("social-health-protection")
    actions.decide_tag(result=factories.fresh(draft), theme=theme, state="confirmed", by=cast.lead_health)
    restated = in_force(draft)
    assert said(restated) == said(publication) | {"tags": [{"theme": theme.slug, "state": "confirmed"}]}
    assert restated.version == 2


def test_a_rejected_tag_leaves_what_is_published(cast):
    publication = publish(themes=["social-health-protection", "informal-economy"])
    theme = factories.theme_of("social-health-protection")
    actions.decide_tag(result=publication.result, theme=theme, state="rejected", by=cast.lead_health)
    assert said(in_force(publication.result))["tags"] == [{"theme": "informal-economy", "state": "proposed"}]


def test_what_a_lead_decided_stays_when_the_result_is_edited(cast):
    publication = publish(themes=["social-health-protection"])
    theme = factories.theme_of("social-health-protection")
    actions.decide_tag(result=publication.result, theme=theme, state="confirmed", by=cast.lead_health)
    edited = factories.edit(publication.result, title="Edited", themes=[])
    assert said(edited)["tags"] == [{"theme": theme.slug, "state": "confirmed"}]


def test_a_decision_on_a_standing_restates(cast):
    publication = publish()
    actions.record_standing(
        result=publication.result, kind="lost", day=date(2024, 3, 1), reason="Repealed.", by=cast.manager
    )
    restated = in_force(publication.result)
    assert said(restated)["standings"] == [{"kind": "lost", "day": "2024-03-01", "reason": "Repealed."}]
    assert [s.day for s in restated.standings.all()] == [date(2024, 3, 1)]


def test_placing_in_a_pool_restates(cast):
    result = publish(indicator="I3").result
    actions.place_in_pool(
        result=result, version=result.version, name="Farmers", reason="Another fund.", by=cast.manager
    )
    assert in_force(result).pool_name == "Farmers"


def test_a_decision_on_a_draft_publishes_nothing(cast):
    result = factories.submit(themes=["social-health-protection"])
    theme = factories.theme_of("social-health-protection")
    actions.decide_tag(result=result, theme=theme, state="confirmed", by=cast.lead_health)
    assert not Publication.objects.filter(result=result).exists()


def test_a_decision_on_what_is_withdrawn_publishes_nothing(cast):
    result = publish(themes=["social-health-protection"]).result
    factories.withdraw(result)
    theme = factories.theme_of("social-health-protection")
    actions.decide_tag(result=result, theme=theme, state="confirmed", by=cast.lead_health)
    assert in_force(result) is None


def test_the_payload_names_no_person(cast):
    publication = factories.statement(factories.validated(by=cast.focal_togo, reviewer=cast.manager))
    people = [cast.focal_togo, cast.manager]
    assert not [p for p in people if p.email in publication.payload or str(p) in publication.payload]


def test_evidence_for_reviewers_is_not_published():
    secret = actions.EvidenceItem(title="Internal memo", url="https://memo.example.org", audience="reviewers")
    publication = publish(evidence=[factories.PAGE, secret])
    assert [item["title"] for item in said(publication)["evidence"]] == ["Official Gazette"]
    assert "memo" not in publication.payload


def test_the_payload_is_canonical_text_with_decimals_as_strings():
    publication = publish(indicator="I3", value="1500.50", baseline=(2021, 0))
    assert publication.payload == json.dumps(
        said(publication), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert (said(publication)["value"], said(publication)["baseline_value"]) == ("1500.5", "0")


def test_every_public_write_changes_the_version_of_the_site():
    before = SiteVersion.current()
    publication = publish()
    published = SiteVersion.current()
    factories.withdraw(publication.result)
    assert before < published < SiteVersion.current()


def test_a_draft_changes_nothing_public():
    before = (SiteVersion.current(), LedgerHead.objects.get().seq)
    factories.save(factories.draft(), title="Another title")
    assert (SiteVersion.current(), LedgerHead.objects.get().seq) == before


def test_a_clock_that_goes_back_does_not_turn_the_chain_round():
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False):
        first = publish()
    with time_machine.travel(datetime(2026, 12, 31, tzinfo=UTC), tick=False):
        second = publish()
    assert first.recorded_at == second.recorded_at
    assert list(ledger.verify()) == []


def test_publishing_locks_the_head():
    with CaptureQueriesContext(connection) as queries:
        publish()
    locked = [q for q in queries if "ledgerhead" in q["sql"] and "FOR UPDATE" in q["sql"]]
    # SQLite locks the whole database when a transaction begins.
    assert locked or connection.transaction_mode == "IMMEDIATE"
