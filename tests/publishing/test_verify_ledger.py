"""`verify_ledger` finds what was planted by raw SQL while the triggers were off."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import ledger
from indicators.ledger.chain import digest_of, verify
from indicators.models import LedgerHead, Publication, PublishedPart, PublishedTag
from indicators.results import actions
from tests import factories
from tests.publishing.forging import change, forge, plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(programme):
    """Three publications of one result: published, restated, edited."""
    first = factories.publish(indicator="I3", themes=["social-health-protection"], parts={"sex:women": 400})
    theme = factories.theme_of("social-health-protection")
    actions.decide_tag(result=first.result, theme=theme, state="confirmed", by=first.by)
    factories.edit(first.result, title="Edited")
    return list(Publication.objects.filter(result=first.result))


def found() -> str:
    return "\n".join(verify())


def test_an_untouched_ledger_is_whole(three):
    assert found() == ""
    call_command("verify_ledger", stdout=(out := StringIO()))
    assert "whole" in out.getvalue()


def test_a_changed_byte_is_found(three):
    change(three[0], payload=three[0].payload.replace("A change that matters", "A change that mattered"))
    assert f"publication {three[0].seq}: its text does not match its digest" in found()


@pytest.mark.parametrize(
    "columns",
    [{"kind": "withdrawal", "reason": "Forged."}, {"version": 77}, {"recorded_at": "2020-01-01 00:00:00+00:00"}],
)
def test_a_changed_column_that_is_part_of_the_text_is_found(three, columns):
    change(three[0], **columns)
    assert "what it says does not match its hash" in found()


def test_a_changed_byte_with_a_new_hash_breaks_the_chain(three):
    forge(three[0], payload=three[0].payload.replace("A change that matters", "A change that mattered"))
    assert f"publication {three[1].seq}: does not follow from the one before it" in found()


def test_a_moment_that_runs_back_is_found_though_it_has_a_hash(three):
    forge(three[2], recorded_at="2020-01-01 00:00:00+00:00")
    assert f"publication {three[2].seq}: was recorded before {three[1].seq}" in found()


def test_a_text_that_is_gone_needs_an_order_that_says_so(three):
    """The salt goes with the text, and the chain still holds."""
    change(three[0], payload=None, salt=None)
    assert found() == f"publication {three[0].seq}: its text is gone, and no order says so"
    assert list(verify(erased={three[0].seq})) == []


def test_nobody_can_try_out_what_a_text_was(three):
    """Two publications that say the same have digests of their own."""
    one, other = (factories.publish(title="The same") for _ in range(2))
    assert one.salt != other.salt
    assert digest_of(one.salt, one.payload) != digest_of(other.salt, one.payload)


def test_a_removed_row_is_found(three):
    for model in (PublishedTag, PublishedPart):
        plant(f"DELETE FROM {model._meta.db_table} WHERE publication_id = %s", three[1].pk)
    plant("DELETE FROM indicators_publication WHERE id = %s", three[1].pk)
    assert f"publication {three[2].seq}: follows {three[0].seq}, not {three[1].seq}" in found()


def test_a_removed_last_row_is_found(three):
    for model in (PublishedTag, PublishedPart):
        plant(f"DELETE FROM {model._meta.db_table} WHERE publication_id = %s", three[2].pk)
    plant("DELETE FROM indicators_publication WHERE id = %s", three[2].pk)
    problems = found()
    assert f"the head says {three[2].seq}, the last publication is {three[1].seq}" in problems
    assert f"publication {three[1].seq}: is marked as superseded, but nothing superseded it" in problems


def test_a_forked_chain_is_found(three):
    """The last row is made to follow from one that does not stand before it, with a hash of its own."""
    forge(three[2], prev_hash="f" * 64)
    LedgerHead.objects.update(hash=Publication.objects.get(pk=three[2].pk).hash)
    assert found() == (
        f"publication {three[2].seq}: does not follow from the one before it: the chain is broken or forked"
    )


def test_a_projection_that_disagrees_is_found(three):
    forged = {
        "title": "Another title", "value": 999999, "number": 4242, "achieved_first": "2022-01-01",
        "achieved_last": "2024-12-31", "country_id": None, "instrument_id": None, "round_id": None, "unit": "household",
        "baseline_first": "1999-01-01", "baseline_last": "1999-12-31", "baseline_value": 1,
        "counted_from_first": "1999-01-01", "counted_from_last": "1999-12-31", "first_cover": "yes",
        "increase": 5, "duration": "temporary", "months": 3,
        "coverage_basis": "receiving", "qualifier": "about", "target_year": 2030, "pool_name": "Others",
        "source": "Another source", "origin": "historical",
    }  # fmt: skip
    change(three[2], **forged)
    problems = found()
    missed = [name for name in forged if f"{three[2].seq}: its column {name.removesuffix('_id')} says" not in problems]
    assert missed == []


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE indicators_publishedtag SET state = 'proposed' WHERE publication_id = %s", "tags"),
        ("DELETE FROM indicators_publishedtag WHERE publication_id = %s", "tags"),
        ("UPDATE indicators_publishedpart SET value = 401 WHERE publication_id = %s", "parts"),
        ("DELETE FROM indicators_publishedpart WHERE publication_id = %s", "parts"),
    ],
)
def test_children_that_disagree_are_found(three, statement, name):
    plant(statement, three[2].pk)
    assert f"publication {three[2].seq}: its column {name} says" in found()


def test_a_standing_that_was_added_is_found(three):
    plant(
        "INSERT INTO indicators_publishedstanding (publication_id, kind, day, reason)"
        " VALUES (%s, 'lost', '2023-01-01', 'Forged.')",
        three[2].pk,
    )
    assert "its column standings says" in found()


@pytest.mark.parametrize("column", ["seq", "hash"])
def test_a_moved_head_is_found(three, column):
    LedgerHead.objects.update(**{column: {"seq": three[0].seq, "hash": three[0].hash}[column]})
    assert "the head says" in found()


def test_a_head_that_is_gone_is_found(three):
    LedgerHead.objects.all().delete()
    assert "the head says nothing" in found()


@pytest.mark.parametrize(
    ("place", "moment"), [(0, None), (2, "2030-01-01 00:00:00+00:00"), (0, "2031-01-01 00:00:00+00:00")]
)
def test_a_moment_of_superseding_that_was_moved_is_found(three, place, moment):
    if place == 0 and moment is None:  # two open rows: the database refuses that too, so take its index away
        plant("DROP INDEX indicators_publication_one_open")
    change(three[place], superseded_at=moment)
    assert f"publication {three[place].seq}: " in found()


def test_an_edition_whose_publication_is_not_as_it_was_is_found(three):
    edition = ledger.pin_edition(note="", by=three[0].by)
    plant("UPDATE indicators_edition SET hash = %s WHERE id = %s", "0" * 63 + "1", edition.pk)
    assert found() == f"edition {edition.code}: the publication that it pinned ({edition.seq}) is not there as it was"


def test_the_command_fails_and_names_each_problem(three):
    change(three[0], payload="{}")
    with pytest.raises(CommandError) as failed:
        call_command("verify_ledger", stderr=(err := StringIO()))
    assert failed.value.returncode != 0
    assert f"publication {three[0].seq}" in err.getvalue()


def test_a_payload_that_is_forged_whole_is_named_and_not_a_crash(three):
    for text in ("{}", "[]", "no JSON", '{"instrument":{},"tags":[{}]}', '{"parts":[{"value":1}]}'):
        forge(three[0], payload=text)
        assert f"publication {three[0].seq}: its " in found()


@settings(max_examples=30)
@given(data=st.data())
def test_any_changed_byte_is_found(data):
    row = Publication.objects.select_related("result").order_by("seq").first()
    place = data.draw(st.integers(0, len(row.payload) - 1))
    sign = data.draw(st.characters(codec="utf-8").filter(lambda s: s != row.payload[place]))
    row.payload = row.payload[:place] + sign + row.payload[place + 1 :]
    assert row.digest != digest_of(row.salt, row.payload)
    assert isinstance(list(ledger.projection_problems(row)), list)
