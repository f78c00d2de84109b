"""Workflow, edit and discard: the publication stays, and what was published once is not discarded."""

import pytest

from indicators.ledger import in_force
from tests.factories import draft, publish, reopen, submit_edit, withdraw
from tests.reviewing.steps import look, status_of, take

pytestmark = pytest.mark.django_db


def test_the_focal_point_opens_it_and_readers_see_no_difference(client, cast):
    publication = publish(by=cast.focal_togo)
    response = take(client, "reopen_result", publication.result, by=cast.deputy_togo)
    assert response.status_code == 302
    assert status_of(publication.result) == "draft"
    assert in_force(publication.result) == publication


def test_a_withdrawn_one_is_opened_as_well(client, cast):
    result = withdraw(publish(by=cast.focal_togo).result).result
    take(client, "reopen_result", result, by=cast.focal_togo)
    assert status_of(result) == "draft"


def test_a_manager_does_not_open_a_country_s_result(client, cast):
    result = publish(by=cast.focal_togo).result
    assert take(client, "reopen_result", result, by=cast.manager).status_code == 403


def test_the_edit_is_published_by_validation(client, cast):
    result = submit_edit(publish(by=cast.focal_togo).result, by=cast.focal_togo, title="Another title")
    assert in_force(result).title != "Another title"
    take(client, "validate_result", result, by=cast.manager)
    assert in_force(result).title == "Another title"


def test_the_author_discards_a_draft_after_a_question(client, cast):
    result = draft(by=cast.focal_togo)
    assert "Discard this draft?" in look(client, "discard_result", result, by=cast.focal_togo).content.decode()
    take(client, "discard_result", result, by=cast.focal_togo)
    assert status_of(result) == "discarded"
    assert result.revisions.exists()


def test_nobody_discards_the_draft_of_another(client, cast):
    result = draft(by=cast.project_staff)
    assert take(client, "discard_result", result, by=cast.focal_togo).status_code == 403


def test_what_was_published_once_is_not_discarded(client, cast):
    result = reopen(publish(by=cast.focal_togo).result, by=cast.focal_togo)
    assert take(client, "discard_result", result, by=cast.focal_togo).status_code == 403
