"""Workflow, return: a manager, with a comment, open until a day even in a closed round."""

from datetime import timedelta

import pytest
from django.utils import timezone

from indicators.models import Result
from tests.factories import publish, submit, submit_edit
from tests.reviewing.steps import last_event, look, status_of, take, written

pytestmark = pytest.mark.django_db


def in_days(count: int) -> str:
    return (timezone.localdate() + timedelta(days=count)).isoformat()


def test_it_goes_back_with_a_comment_and_a_day(client, cast):
    result = submit(by=cast.focal_togo)
    response = take(client, "return_result", result, by=cast.manager, comment="Which decree?", open_until=in_days(7))
    assert response.url == "/desk/review/"
    assert status_of(result) == "draft"
    assert Result.objects.get(pk=result.pk).return_open_until.isoformat() == in_days(7)
    assert (last_event(result).kind, last_event(result).comment) == ("returned", "Which decree?")


def test_fourteen_days_are_proposed(client, cast):
    page = look(client, "return_result", submit(by=cast.focal_togo), by=cast.manager).content.decode()
    assert f'value="{in_days(14)}"' in page


def test_it_needs_a_comment(client, cast):
    result = submit(by=cast.focal_togo)
    before = written(result)
    response = take(client, "return_result", result, by=cast.manager, comment=" ", open_until=in_days(7))
    assert response.status_code == 200
    assert "Say what should be changed." in response.content.decode()
    assert written(result) == before


def test_the_day_has_not_passed_and_the_comment_is_kept(client, cast):
    result = submit(by=cast.focal_togo)
    page = take(client, "return_result", result, by=cast.manager, comment="Which decree?", open_until=in_days(-1))
    assert "Choose a day that has not passed." in page.content.decode()
    assert "Which decree?" in page.content.decode()
    assert status_of(result) == "submitted"


@pytest.mark.parametrize("day", ["", "soon", "2026-02-30", "9" * 40])
def test_a_day_that_is_none_is_asked_again(client, cast, day):
    result = submit(by=cast.focal_togo)
    response = take(client, "return_result", result, by=cast.manager, comment="Which decree?", open_until=day)
    assert response.status_code == 200
    assert status_of(result) == "submitted"


@pytest.mark.parametrize("role", ["focal_togo", "specialist_africa", "evaluator"])
def test_only_managers_return(client, cast, role):
    result = submit(by=cast.focal_togo)
    response = take(client, "return_result", result, by=getattr(cast, role), comment="No.", open_until=in_days(7))
    assert response.status_code == 403
    assert status_of(result) == "submitted"


def test_returning_an_edit_leaves_what_is_published(client, cast):
    publication = publish(by=cast.focal_togo)
    result = submit_edit(publication.result, by=cast.focal_togo, title="Another title")
    take(client, "return_result", result, by=cast.manager, comment="Why?", open_until=in_days(7))
    publication.refresh_from_db()
    assert publication.superseded_at is None
