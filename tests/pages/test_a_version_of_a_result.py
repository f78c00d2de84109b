"""Each version has an address for good: what it said, when it held, what it changed and why (rules 2 and 4)."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
import time_machine

from indicators import ledger
from indicators.results import actions, merge_project
from indicators.results.support import link_project
from projects.models import Project
from tests import factories
from tests.counting import queries
from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db

MAY, JUNE = (datetime(2027, month, 3, 10, 15, tzinfo=UTC) for month in (5, 6))


@pytest.fixture
def restated(programme):
    """A figure of May 2027, pinned by an edition, restated twice on one day of June."""
    with time_machine.travel(MAY):
        result = factories.publish(indicator="I3", title="More people are covered", value=1000).result
        ledger.pin_edition(note="", by=factories.reviewing_manager())
    with time_machine.travel(JUNE):
        factories.edit(result, value=1500)
        return factories.edit(result, title="Many more people are covered")


def text_of(response) -> str:
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main_of(response))).split())


def read(client, publication, version: int, query: str = "") -> str:
    return text_of(client.get(f"/results/{publication.number}/v{version}/{query}"))


def test_it_says_what_was_said_and_that_it_no_longer_holds(client, restated):
    page = read(client, restated, 1)
    assert "More people are covered" in page
    assert "Figure 1 000 people" in page
    assert "This version is no longer in force: version 3 was published on 3 June 2027. Read what holds now" in page
    assert "Published 3 May 2027, 10:15 UTC In force until 3 June 2027, 10:15 UTC" in page
    assert "Version before none Version after 3 June 2027 Version 2" in page


def test_it_says_what_it_changed_and_after_which_edition(client, restated):
    page = read(client, restated, 2)
    assert (
        "What this version changed Figure before: [removed: 1 000 ] people since then: [added: 1 500 ] people" in page
    )
    assert "Restated after edition 2027-1." in page
    assert "Restated after edition" not in read(client, restated, 3)


def test_two_versions_of_one_day_can_both_be_read(client, restated):
    """The page of that day has only what held at its end."""
    assert "Figure 1 500 people" in read(client, restated, 2)
    history = text_of(client.get(f"/results/{restated.number}/"))
    assert "3 June 2027 What was achieved: More people are covered → Many more people are covered" in history
    assert "Version 2: published 3 June 2027 Figure: 1 000 people → 1 500 people" in history
    assert f'href="/results/{restated.number}/v2/"' in client.get(f"/results/{restated.number}/").text


def test_the_version_in_force_is_what_is_cited(client, settings, restated):
    address = f"{settings.SITE_URL}/results/{restated.number}/v3/"
    assert f"version 3 of 3 June 2027: Many more people are covered. {address}" in text_of(
        client.get(f"/results/{restated.number}/")
    )
    with time_machine.travel(JUNE):
        past = text_of(client.get(f"/results/{restated.number}/?as_of=2027-05-10"))
    assert f"{settings.SITE_URL}/results/{restated.number}/v1/" in past
    assert address in read(client, restated, 3)


def test_engines_keep_the_one_that_holds(client, restated):
    pages = {n: client.get(f"/results/{restated.number}/v{n}/").text for n in (1, 3)}
    assert '<meta name="robots" content="noindex">' in pages[1]
    assert "noindex" not in pages[3]
    assert "no longer in force" not in pages[3]


def test_a_withdrawn_version_can_be_read_and_says_that_it_was_withdrawn(client, restated):
    with time_machine.travel(JUNE):
        factories.withdraw(restated.result, reason="The registry was wrong.")
    withdrawal, page = read(client, restated, 4), read(client, restated, 2)
    assert "This version withdrew the result on 3 June 2027 The registry was wrong." in withdrawal
    assert "people are covered" not in withdrawal
    assert "no longer in force: the result was withdrawn on 3 June 2027. Read what holds now" in page
    assert "Figure 1 500 people" in page
    result = client.get(f"/results/{restated.number}/")
    assert f'href="/results/{restated.number}/v2/"' in result.text
    assert "1 500" not in text_of(result)


def test_a_withdrawal_that_was_followed_by_a_version_says_so(client, restated):
    factories.withdraw(restated.result)
    factories.edit(restated.result, title="Covered after all")
    assert "This withdrawal is no longer in force: version 5 was published" in read(client, restated, 4)
    assert "no longer in force: version 5" in read(client, restated, 1)


def test_a_past_day_knows_nothing_of_what_came_later(client, restated):
    with time_machine.travel(datetime(2027, 7, 1, tzinfo=UTC)):
        then = read(client, restated, 1, "?as_of=2027-05-10")
        assert client.get(f"/results/{restated.number}/v2/?as_of=2027-05-10").status_code == 404
        assert read(client, restated, 1, "?as_of=2027-05-10") == then
    assert "In force since then" in then
    assert "June" not in then


@pytest.mark.parametrize("address", ["/results/{}/v4/", "/results/{}/v0/", "/results/99999/v1/"])
def test_there_is_no_other(client, restated, address):
    assert client.get(address.format(restated.number)).status_code == 404


def test_a_decision_is_told_by_name_with_its_reason_once(client, programme):
    result = factories.publish(themes=["old-age-pensions"]).result
    manager, project = factories.reviewing_manager(), Project.objects.create(slug="a-plan", title="A good plan")
    theme = factories.theme_of("old-age-pensions")
    actions.decide_tag(result=result, theme=theme, state="confirmed", by=manager)
    link_project(result=result, project=project, by=manager)
    actions.record_standing(result=result, kind="lost", day=date(2023, 1, 15), reason="Repealed.", by=manager)
    page = text_of(client.get(f"/results/{factories.statement(result).number}/"))
    history = page[page.index("Publication history") :]
    assert "Theme “Old-age pensions”: not yet checked → confirmed" in history
    assert "Linked project: A good plan, supported it" in history
    assert "Whether it still stands: lost, 15 January 2023: Repealed." in history
    assert history.count("Repealed.") == 1
    assert "old-age-pensions" not in history


def reject_theme(result, by):
    theme = factories.theme_of("old-age-pensions")
    actions.decide_tag(result=result, theme=theme, state="rejected", by=by, reason="It is about health.")


def merge(result, by):
    kept, gone = (Project.objects.create(slug=f"plan-{n}", title=f"Plan {n}") for n in (1, 2))
    link_project(result=result, project=gone, by=by)
    merge_project(kept=kept, gone=gone, reason="One and the same.", by=by)


def place_in_pool(result, by):
    about = {"result": result, "version": factories.fresh(result).version, "by": by}
    actions.place_in_pool(**about, name="Domestic workers", reason="A fund of their own.")


@pytest.mark.parametrize(
    ("decide", "told"),
    [
        (reject_theme, "Theme removed: Old-age pensions Why: It is about health."),
        (merge, "Linked project: Plan 1, supported it Project no longer linked: Plan 2 Why: One and the same."),
        (place_in_pool, "Pool of people: not stated → Domestic workers: A fund of their own. Version"),
    ],
)
def test_a_decision_says_why(client, programme, decide, told):
    result = factories.publish(indicator="I3", themes=["old-age-pensions"]).result
    decide(result, factories.reviewing_manager())
    assert told in text_of(client.get(f"/results/{factories.statement(result).number}/"))


def test_a_small_group_is_hidden_in_every_version(client, programme):
    """Rule 12: neither the group nor what would tell it, in what was said nor in what changed."""
    parts = {"sex:women": 7, "sex:men": 4993, "disability:yes": 1200}
    result = factories.publish(indicator="I3", value=5000, parts=parts).result
    factories.edit(result, parts={"sex:women": 12, "sex:men": 4988, "disability:yes": 1300})
    number = factories.statement(result).number
    first, second, now = (client.get(f"/results/{number}/{v}") for v in ("v1/", "v2/", ""))
    assert "Sex: Women withheld Sex: Men withheld" in text_of(first)
    assert "Disability: With disability: 1 200 → 1 300" in text_of(now)
    for response in (first, second, now):
        assert not re.search(r"4 99[38]|Women\D{0,9}\b(7|12)\b", text_of(response))


@pytest.mark.both_engines
def test_it_takes_as_many_queries_however_many_versions_there_are(client, restated):
    few = {
        address: queries(client, address)
        for address in (f"/results/{restated.number}/v2/", restated.get_absolute_url())
    }
    for number in range(8):
        factories.edit(restated.result, value=2000 + number)
    assert {address: queries(client, address) for address in few} == few
    assert max(few.values()) <= 19
