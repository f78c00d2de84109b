"""Rule 7, and the workflow: asked one and two years on; confirmed, lost or restored, with the day and the reason."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators.ledger import in_force
from indicators.models import Standing
from indicators.pages.followup import questions_for
from indicators.pages.followup import standing_views as views
from indicators.results import actions
from tests.factories import InstrumentFactory, draft, publish, reopen, submit, theme_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
GAZETTE = "Checked against the official gazette."


def asked(user, today=TODAY) -> list[str]:
    return [question.title for question in questions_for(user, today=today)]


def says(client, result, *, by, kind="confirmed", day=TODAY, reason=GAZETTE):
    client.force_login(by)
    address = reverse("standing_result", args=[result.uuid])
    return client.post(address, {"kind": kind, "day": day.isoformat(), "reason": reason})


def confirms(client, *results, by, reason=GAZETTE):
    client.force_login(by)
    chosen = {"result": [result.uuid for result in results], "day": TODAY.isoformat(), "reason": reason}
    return client.post(reverse("standing"), chosen)


def published_standings(result) -> list[str]:
    return [said["kind"] for said in json.loads(in_force(result).payload)["standings"]]


@pytest.mark.parametrize(
    ("achieved", "today", "is_asked"),
    [
        (date(2024, 3, 5), date(2025, 3, 4), False),
        (date(2024, 3, 5), date(2025, 3, 5), True),
        (date(2024, 2, 29), date(2025, 2, 28), True),
        (2023, date(2024, 12, 30), False),
        (2023, date(2024, 12, 31), True),
    ],
)
def test_it_is_asked_a_year_on(cast, achieved, today, is_asked):
    publish(by=cast.focal_togo, title="A law", achieved=achieved)
    assert ("A law" in asked(cast.focal_togo, today)) is is_asked


def test_a_long_list_has_pages_due_longest_first(client, cast, monkeypatch):
    monkeypatch.setattr(views, "ROWS", 1)
    for year in (2023, 2022):
        publish(by=cast.focal_togo, title=f"Law of {year}", achieved=date(year, 5, 1))
    client.force_login(cast.focal_togo)
    first, second = (client.get(reverse("standing"), {"page": page}).content.decode() for page in (1, 2))
    assert ("Law of 2022" in first, "Law of 2023" in first) == (True, False)
    assert ("Law of 2022" in second, "Law of 2023" in second) == (False, True)
    assert "2 steps to ask about" in second


def test_once_confirmed_it_is_asked_again_two_years_on_and_then_no_more(cast):
    result = publish(by=cast.focal_togo, title="A law", achieved=date(2022, 5, 1)).result
    for day, again, later in [
        (date(2023, 6, 1), date(2024, 4, 30), date(2024, 5, 1)),
        (date(2024, 6, 1), date(2026, 1, 1), None),
    ]:
        actions.record_standing(result=result, kind="confirmed", day=day, reason=GAZETTE, by=cast.focal_togo)
        assert asked(cast.focal_togo, again) == []
        assert later is None or asked(cast.focal_togo, later) == ["A law"]


@pytest.mark.parametrize("field", ["suspended", "repealed"])
def test_the_dates_of_an_instrument_prompt_the_question_and_answer_nothing(client, cast, field):
    """An instrument's dates only prompt the question."""
    law = InstrumentFactory(**dict.fromkeys((f"{field}_first", f"{field}_last"), TODAY - timedelta(days=3)))
    result = publish(by=cast.focal_togo, title="A law", achieved=TODAY - timedelta(days=60), instrument=law).result
    assert asked(cast.focal_togo) == ["A law"]
    assert published_standings(result) == []
    says(client, result, by=cast.focal_togo, kind="lost", day=TODAY - timedelta(days=3))
    assert asked(cast.focal_togo) == []


def test_only_published_steps_are_asked_about(client, cast):
    waiting = submit(by=cast.focal_togo, title="Not published")
    publish(by=cast.focal_togo, indicator="D1", title="A study")
    assert asked(cast.focal_togo) == []
    assert says(client, waiting, by=cast.focal_togo).status_code == 403
    page = client.get(reverse("standing_result", args=[waiting.uuid])).content.decode()
    assert "This result is not published" in page


def test_who_is_asked(cast):
    publication = publish(by=cast.focal_togo, title="A law of Togo", themes=["social-health-protection"])
    askable = {name: "A law of Togo" in asked(getattr(cast, name)) for name in Cast_NAMES}
    assert {name for name, is_asked in askable.items() if is_asked} == {"focal_togo", "deputy_togo", *MANAGERS}
    theme = theme_of("social-health-protection")
    actions.decide_tag(result=publication.result, theme=theme, state="confirmed", by=cast.lead_health)
    assert "A law of Togo" in asked(cast.lead_health), "a theme that was confirmed for it"


Cast_NAMES = (
    "focal_togo", "deputy_togo", "focal_senegal", "specialist_africa", "lead_health", "lead_financing", "manager",
    "other_manager", "evaluator", "partner", "nobody",
)  # fmt: skip
MANAGERS = ("manager", "other_manager")


def test_a_loss_is_said_with_its_day_and_reason_and_readers_see_it(client, cast):
    publication = publish(by=cast.focal_togo, achieved=date(2022, 5, 1))
    response = says(
        client, publication.result, by=cast.focal_togo, kind="lost", day=date(2025, 2, 1), reason="Repealed."
    )
    assert response.status_code == 302
    assert published_standings(publication.result) == ["lost"]
    page = client.get(publication.get_absolute_url()).content.decode()
    assert "Lost on 1 February 2025" in page
    assert "Repealed." in page


def test_a_confirmation_shows_its_month_on_the_public_page(client, cast):
    publication = publish(by=cast.focal_togo, achieved=date(2022, 5, 1))
    says(client, publication.result, by=cast.manager, day=date(2026, 6, 3))
    assert "Confirmed June 2026" in client.get(publication.get_absolute_url()).content.decode()
    says(client, publication.result, by=cast.manager, kind="lost", day=date(2026, 7, 3))
    assert "Confirmed June 2026" not in client.get(publication.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": " "}, "Say how it is known."),
        ({"day": TODAY + timedelta(days=1)}, "This day has not come yet."),
        ({"day": date(2020, 1, 1)}, "This is before it happened."),
        ({"kind": "restored"}, "It was not lost on that day"),
        ({"kind": "perhaps"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(client, cast, typed, said):
    result = publish(by=cast.focal_togo, achieved=date(2022, 5, 1)).result
    page = says(client, result, by=cast.focal_togo, **typed).content.decode()
    assert said in page
    assert not Standing.objects.filter(result=result).exists()
    assert (GAZETTE in page) or "reason" in typed


def test_what_is_lost_is_restored_and_not_confirmed(client, cast):
    result = publish(by=cast.focal_togo, achieved=date(2022, 5, 1)).result
    says(client, result, by=cast.focal_togo, kind="lost", day=date(2024, 5, 1))
    assert "choose “restored”" in says(client, result, by=cast.focal_togo).content.decode()
    says(client, result, by=cast.focal_togo, kind="restored", day=date(2025, 5, 1))
    assert published_standings(result) == ["lost", "restored"]


def test_it_is_said_of_what_readers_have_while_the_result_is_edited(client, cast):
    publication = publish(by=cast.focal_togo, title="As published", themes=["social-health-protection"])
    theme = theme_of("social-health-protection")
    actions.decide_tag(result=publication.result, theme=theme, state="confirmed", by=cast.lead_health)
    reopen(publication.result, by=cast.focal_togo)
    assert says(client, publication.result, by=cast.lead_health).status_code == 302
    assert published_standings(publication.result) == ["confirmed"]


@pytest.mark.parametrize("role", ["specialist_africa", "evaluator", "lead_health"])
def test_who_knows_of_it_and_is_not_asked_may_not_answer(client, cast, role):
    result = publish(by=cast.focal_togo, themes=["social-health-protection"]).result
    assert says(client, result, by=getattr(cast, role)).status_code == 403


@pytest.mark.parametrize("role", ["focal_senegal", "lead_financing", "partner", "nobody"])
def test_who_does_not_know_of_it_finds_nothing(client, cast, role):
    assert says(client, publish(by=cast.focal_togo).result, by=getattr(cast, role)).status_code == 404


def test_several_are_confirmed_with_one_reason(client, cast):
    results = [publish(by=cast.focal_togo, title=f"Law {number}").result for number in range(3)]
    assert confirms(client, *results, by=cast.focal_togo).status_code == 302
    assert [published_standings(result) for result in results] == [["confirmed"]] * 3
    assert asked(cast.focal_togo) == []
    assert "Nothing is due." in client.get(reverse("standing")).content.decode()


def test_one_refused_refuses_all_and_is_named(client, cast):
    good, lost = (
        publish(by=cast.focal_togo, title="A good law").result,
        publish(by=cast.focal_togo, title="Lost").result,
    )
    says(client, lost, by=cast.focal_togo, kind="lost", day=date(2024, 1, 1))
    page = confirms(client, good, lost, by=cast.focal_togo).content.decode()
    assert "Lost: It is recorded as lost since before that day" in page
    assert published_standings(good) == []


def test_a_foreign_or_unpublished_step_refuses_all(client, cast):
    own = publish(by=cast.focal_togo).result
    foreign = publish(country="SEN", by=cast.focal_senegal).result
    assert confirms(client, own, foreign, by=cast.focal_togo).status_code == 403
    assert confirms(client, own, draft(by=cast.focal_togo), by=cast.focal_togo).status_code == 404
    assert confirms(client, by=cast.focal_togo).status_code == 200
    assert published_standings(own) == []


@pytest.mark.both_engines
def test_the_list_asks_the_database_as_often_for_many_steps(client, cast):
    def queries() -> int:
        client.force_login(cast.focal_togo)
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("standing")).status_code == 200
        return len(found)

    publish(by=cast.focal_togo)
    publish(by=cast.focal_togo)
    queries()
    few = queries()
    for number in range(10):
        publish(by=cast.focal_togo, title=f"Law {number}")
    assert queries() == few
