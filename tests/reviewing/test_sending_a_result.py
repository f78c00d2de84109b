"""Workflow, submit and recall: by whom, and what it needs first."""

import pytest

from tests.factories import draft, publish, submit
from tests.reviewing.steps import look, status_of, take

pytestmark = pytest.mark.django_db


def test_the_focal_point_sends_a_draft(client, cast):
    result = draft(by=cast.focal_togo)
    response = take(client, "submit_result", result, by=cast.focal_togo)
    assert response.status_code == 302
    assert response.url == result.get_absolute_url()
    assert status_of(result) == "submitted"


def test_a_deputy_sends_what_project_staff_drafted(client, cast):
    result = draft(by=cast.project_staff)
    assert take(client, "submit_result", result, by=cast.project_staff).status_code == 403
    assert take(client, "submit_result", result, by=cast.deputy_togo).status_code == 302
    assert status_of(result) == "submitted"


def test_what_is_missing_is_said_with_a_way_to_mend_it(client, cast):
    result = draft(by=cast.focal_togo, contribution=None)
    page = take(client, "submit_result", result, by=cast.focal_togo).content.decode()
    assert "Say what the programme contributed." in page
    assert f"/desk/results/{result.uuid}/edit/#id_contribution" in page
    assert status_of(result) == "draft"


def test_a_draft_of_another_country_is_not_found(client, cast):
    result = draft(by=cast.focal_togo)
    assert take(client, "submit_result", result, by=cast.focal_senegal).status_code == 404
    assert status_of(result) == "draft"


def test_it_is_never_sent_by_following_a_link(client, cast):
    assert look(client, "submit_result", draft(by=cast.focal_togo), by=cast.focal_togo).status_code == 405


def test_visitors_are_asked_to_sign_in(client, cast):
    response = client.post(f"/desk/results/{draft(by=cast.focal_togo).uuid}/submit/")
    assert response.status_code == 401
    assert "/accounts/login/" in response.content.decode()


def test_who_sent_it_takes_it_back(client, cast):
    result = submit(by=cast.focal_togo)
    take(client, "recall_result", result, by=cast.focal_togo)
    assert status_of(result) == "draft"


def test_nobody_else_takes_it_back(client, cast):
    result = submit(by=cast.focal_togo)
    assert take(client, "recall_result", result, by=cast.deputy_togo).status_code == 403
    assert status_of(result) == "submitted"


def test_what_was_decided_is_no_longer_taken_back(client, cast):
    result = publish(by=cast.focal_togo).result
    assert take(client, "recall_result", result, by=cast.focal_togo).status_code == 403
    assert status_of(result) == "validated"
