"""The queue of a manager: the longest waiting first, what to look at, and apart what somebody else decides."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators.models import CountryUpdate, Level, Result
from indicators.results import EvidenceItem, entered_by
from indicators.rounds import round_for
from tests.factories import country_of, draft, fresh, now, publish, reopen, save, submit, submit_edit, validated

pytestmark = pytest.mark.django_db

QUEUE = "/desk/review/"


def page_for(client, person) -> str:
    client.force_login(person)
    return client.get(QUEUE).content.decode()


def test_the_longest_waiting_comes_first(client, cast):
    for title, days in (("Since a week", 7), ("Since a month", 30), ("Since today", 0)):
        result = submit(by=cast.focal_togo, title=title)
        Result.objects.filter(pk=result.pk).update(submitted_at=timezone.now() - timedelta(days=days))
    page = page_for(client, cast.manager)
    assert page.index("Since a month") < page.index("Since a week") < page.index("Since today")
    assert "30 days ago" in page


def test_one_s_own_stand_apart(client, cast):
    submit(by=cast.manager, indicator="D4", title="My own")
    mine, others = page_for(client, cast.manager), page_for(client, cast.other_manager)
    assert "Nothing waits for your decision." in mine
    assert "Entered, changed or sent by you" in mine
    assert "My own" in mine
    assert "Entered, changed or sent by you" not in others


def test_what_to_look_at_is_flagged(client, cast):
    figure = {"indicator": "I3", "achieved": 2022, "instrument": "Health insurance"}
    publish(by=cast.focal_togo, value=100, **figure)
    submit(by=cast.focal_togo, value=5_000_000, **figure)
    submit_edit(publish(by=cast.focal_togo, title="A law").result, by=cast.focal_togo, title="Another law")
    letter = EvidenceItem(title="A letter", url="https://example.org/letter", audience="reviewers")
    submit(by=cast.focal_togo, evidence=[letter])
    page = page_for(client, cast.manager)
    for flag in ("Clashes with another figure", "of the population", "Edit of No.", "Evidence for reviewers only"):
        assert flag in page


@pytest.mark.parametrize("role", ["focal_togo", "project_staff", "partner", "nobody"])
def test_it_is_for_reviewers(client, cast, role):
    client.force_login(getattr(cast, role))
    assert client.get(QUEUE).status_code == 403
    assert client.post(QUEUE).status_code == 403


@pytest.mark.both_engines
def test_it_asks_as_many_queries_for_twelve_as_for_two(client, cast):
    def rows(count):
        for number in range(count):
            submit(by=cast.focal_togo, indicator="I3", value=1_000_000 + number, instrument="Health insurance")
            submit(by=cast.manager, indicator="D4")

    client.force_login(cast.manager)
    publish(by=cast.focal_togo, indicator="I3", instrument="Health insurance")
    rows(1)
    counts = []
    for more in (0, 5):
        rows(more)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(QUEUE).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_queue_and_the_rule_agree_on_who_decides(client, cast):
    """`waiting_for` says in SQL what `entered_by` says of one result."""
    submit(by=cast.focal_togo)
    submit(by=cast.manager, indicator="D4")
    changed = save(draft(by=cast.focal_togo, indicator="D4"), by=cast.manager, title="Changed by a manager")
    edited = save(reopen(publish(by=cast.focal_togo, indicator="D4").result), by=cast.other_manager, title="Edited")
    Result.objects.filter(pk__in=[changed.pk, edited.pk]).update(status="submitted", submitted_at=timezone.now())
    for manager in (cast.manager, cast.other_manager):
        waiting, another = Result.objects.waiting_for(manager), Result.objects.waiting_for_another(manager)
        assert waiting.count() + another.count() == 4
        assert all(manager.pk not in entered_by(fresh(result)) for result in waiting)
        assert all(manager.pk in entered_by(fresh(result)) for result in another)


def test_page_numbers_that_are_none_are_forgiven(client, cast):
    client.force_login(cast.manager)
    assert client.get(reverse("review"), {"page": "last-but-one"}).status_code == 200


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        ("specialist_africa", {"In Togo", "On health"}),
        ("lead_health", {"On health"}),
        ("evaluator", {"In Togo", "On health", "In Cambodia"}),
    ],
)
def test_readers_read_what_is_theirs(client, cast, role, titles):
    submit(by=cast.focal_togo, title="In Togo")
    submit(by=cast.focal_togo, title="On health", themes=["social-health-protection"])
    submit(country="KHM", title="In Cambodia")
    page = page_for(client, getattr(cast, role))
    assert {title for title in ("In Togo", "On health", "In Cambodia") if title in page} == titles
    assert "waits for a manager" in page or "wait for a manager" in page


def test_it_is_narrowed_by_flags_place_level_and_round(client, cast):
    submit(by=cast.focal_togo, indicator="D1", title="A plain study", achieved=now())
    submit(by=cast.focal_togo, title="An old law", achieved=2018)
    submit(country="KHM", indicator="D1", title="A study of Cambodia", achieved=now())
    client.force_login(cast.manager)
    listed = {
        "flagged=yes": {"An old law"},
        "flagged=no": {"A plain study", "A study of Cambodia"},
        "country=KHM": {"A study of Cambodia"},
        "region=africa": {"A plain study", "An old law"},
        f"level={Level.RESULT}": {"An old law"},
        f"round={round_for(now()).code}": {"A plain study", "An old law", "A study of Cambodia"},
    }
    titles = {"A plain study", "An old law", "A study of Cambodia"}
    for asked, wanted in listed.items():
        page = client.get(f"{QUEUE}?{asked}").content.decode()
        assert {title for title in titles if f">{title}</a>" in page} == wanted, asked


def test_flagged_ones_come_first_if_asked(client, cast):
    submit(by=cast.focal_togo, indicator="D1", title="A plain study", achieved=now())
    submit(by=cast.focal_togo, title="An old law", achieved=2018)
    client.force_login(cast.manager)
    waiting_first = client.get(QUEUE).content.decode()
    flagged_first = client.get(f"{QUEUE}?order=flagged").content.decode()
    assert waiting_first.index("A plain study") < waiting_first.index("An old law")
    assert flagged_first.index("An old law") < flagged_first.index("A plain study")


def test_a_condition_that_is_none_is_named(client, cast):
    client.force_login(cast.manager)
    assert "There is no such choice." in client.get(f"{QUEUE}?flagged=perhaps").content.decode()


def test_what_is_held_back_says_until_when_and_why(client, cast):
    validated(
        by=cast.focal_togo, title="The decree", not_before=date(2999, 1, 1), comment="The minister says it first."
    )
    page = page_for(client, cast.manager)
    assert "Published on 1 January 2999" in page
    assert "The minister says it first." in page


def test_updates_of_countries_wait_beside_the_results(client, cast):
    CountryUpdate.objects.create(
        country=country_of("TGO"), round=round_for(now()), status="submitted",
        submitted_by=cast.focal_togo, submitted_at=timezone.now(),
    )  # fmt: skip
    for role, reads in (("manager", True), ("specialist_africa", True), ("evaluator", True), ("lead_health", False)):
        assert (f"Togo, {round_for(now())}" in page_for(client, getattr(cast, role))) is reads
