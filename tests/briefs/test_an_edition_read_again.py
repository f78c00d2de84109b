"""An edition says for good what it said when it was pinned, but for what has to be hidden (rules 4 and 12)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from briefs.figures_in_text import Asked, figure_of, hidden_in, menu, moved, reading_of, resolve, written
from indicators.followup import propose_removal, remove
from indicators.ledger import pin_edition
from tests.factories import edit, fresh, publish, reviewing_manager, withdraw

pytestmark = pytest.mark.django_db


def pinned():
    return pin_edition(note="For the tests.", by=reviewing_manager())


def test_what_is_restated_or_withdrawn_later_stays_as_it_was(togo):
    law = publish(indicator="R2", country="TGO", achieved=date(2022, 5, 1), title="A law")
    covered = publish(indicator="I3", country="TGO", value=1000, baseline=(2021, 400), achieved=date(2022, 12, 31))
    edition = pinned()
    asked = [Asked(what, country="TGO", period="phase-2") for what in ("changes", "laws", "covered", "entitled")]
    before = [figure_of(reading_of(edition), one) for one in asked]
    edit(covered.result, value=1500, title="Another title")
    withdraw(law.result)
    publish(indicator="R2", country="TGO", achieved=date(2022, 6, 1), title="Another law")
    reading = reading_of(edition)
    assert [figure_of(reading, one) for one in asked] == before
    assert [figure.text for figure in before if figure] == ["1", "1", "600", "not reported"]
    later = reading_of(pinned())
    assert [figure.text for one in asked if (figure := figure_of(later, one))] == [
        "1",
        "1",
        "1\u202f100",
        "not reported",
    ]


def test_a_newer_edition_says_what_moves_side_by_side(togo):
    law = publish(indicator="R2", country="TGO", achieved=date(2022, 5, 1), title="A law")
    strategy = publish(indicator="R1", country="TGO", achieved=date(2022, 5, 1), title="A strategy")
    old = reading_of(pinned())
    withdraw(law.result)
    edit(strategy.result, title="A strategy, renamed")
    publish(indicator="R2", country="TGO", achieved=date(2023, 5, 1), title="Another law")
    publish(indicator="R2", country="TGO", achieved=date(2023, 6, 1), title="A third law")
    text = (
        f"[[figure laws country=TGO]] laws, [[result {law.number}]], [[result {strategy.number}]]\n\n"
        "[[figure strategies country=TGO]], [[country TGO]]\n\n[[table steps country=TGO]]"
    )
    found = {one.reference.strip("[]"): one for one in moved(old, reading_of(pinned()), [text])}
    results = [f"result {law.number}", f"result {strategy.number}"]
    assert list(found) == ["figure laws country=TGO", *results, "table steps country=TGO"]
    assert (found["figure laws country=TGO"].before, found["figure laws country=TGO"].after) == ("1", "2")
    assert "is not among the results" in found[f"result {law.number}"].after
    assert found[f"result {strategy.number}"].after == "A strategy, renamed (version 2)"
    assert found["table steps country=TGO"].line == 5
    assert "1" in found["table steps country=TGO"].before


def test_a_small_group_that_shows_later_is_hidden_in_it_and_its_digest_says_so(togo):
    women = {"sex:women": 4987}
    first = publish(indicator="I6", country="TGO", value=4994, baseline=(2021, 0), parts=women)
    edition, asked = pinned(), Asked("result", result=first.number)
    before = reading_of(edition)
    edit(first.result, parts={**women, "sex:men": 7})
    after = reading_of(edition)
    assert before.by_number[first.number].parts == (("sex:women", 4987),)
    assert after.by_number[first.number].parts == ()
    assert figure_of(before, asked) == figure_of(after, asked)
    assert before.hidden != after.hidden == hidden_in(edition) == reading_of(edition).hidden
    assert hidden_in(pinned()) != before.hidden


def test_a_removed_title_is_gone_from_it_and_its_digest_says_so(togo, cast):
    law = publish(indicator="R2", country="TGO", title="A pension for Ama Kodjo", outcome="More people are insured.")
    edition = pinned()
    before = reading_of(edition)
    edit(law.result, title="A pension for widows", outcome="More people are insured.")
    assert reading_of(edition).hidden == before.hidden
    proposal = propose_removal(result=fresh(law.result), field="title", reason="a person was named", by=cast.manager)
    remove(proposal=proposal, by=cast.other_manager)
    after = reading_of(edition)
    assert "Ama Kodjo" in resolve(f"result {law.number}", before).words[0].text
    assert resolve(f"result {law.number}", after).words[0].text.startswith("Removed on")
    assert before.hidden != after.hidden == hidden_in(edition)
    with override("fr"):
        assert reading_of(edition).hidden == after.hidden


def test_it_says_the_same_whenever_it_is_read(programme):
    edition = pinned()
    first, again = reading_of(edition), reading_of(edition)
    assert first == again
    assert menu(first) == menu(again)
    assert menu(first)[0].choices


@pytest.mark.both_engines
def test_many_results_take_as_many_queries_as_few(togo):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            reading = reading_of(pinned_already)
            written("\n\n".join(f"[[{reference}]]" for reference in WHOLE), reading=reading)
            menu(reading, country=togo)
        return len(caught)

    publish(indicator="R2", country="TGO")
    pinned_already = pinned()
    few = queries()
    for _ in range(5):
        publish(indicator="I3", country="TGO", parts={"sex:women": 5, "sex:men": 600})
    pinned_already = pinned()
    assert queries() == few < 20


WHOLE = (
    "figure covered country=TGO", "result 1", "table results country=TGO", "chart people", "map steps",
    "project a-project", "project another", "brief a-brief",
)  # fmt: skip
