"""Workflow, validate: a manager who neither entered, changed nor sent it, no open clash, version unchanged."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from indicators.ledger import in_force
from indicators.models import Publication, Result
from indicators.results import actions
from tests.factories import draft, fresh, publish, reopen, save, submit, submit_edit, validated, withdraw
from tests.reviewing.steps import last_event, look, status_of, take

pytestmark = pytest.mark.django_db


def sent_by(person, result):
    result = fresh(result)
    return actions.submit_result(result=result, version=result.version, by=person, today=date(2026, 1, 1))


def test_a_manager_publishes_what_somebody_else_sent(client, cast):
    result = submit(by=cast.focal_togo)
    response = take(client, "validate_result", result, by=cast.manager)
    assert response.url == "/desk/review/"
    assert in_force(result).title == result.title
    assert Result.objects.get(pk=result.pk).validated_by == cast.manager


@pytest.mark.parametrize("role", ["focal_togo", "specialist_africa", "evaluator"])
def test_nobody_but_managers_validates(client, cast, role):
    result = submit(by=cast.focal_togo)
    assert take(client, "validate_result", result, by=getattr(cast, role)).status_code == 403
    reads = role != "focal_togo"
    assert look(client, "validate_result", result, by=getattr(cast, role)).status_code == (200 if reads else 403)
    assert in_force(result) is None


def test_the_author_does_not_validate(client, cast):
    result = sent_by(cast.other_manager, draft(by=cast.manager, indicator="D4"))
    assert take(client, "validate_result", result, by=cast.manager).status_code == 403
    assert status_of(result) == "submitted"


def test_the_sender_does_not_validate(client, cast):
    result = sent_by(cast.manager, draft(by=cast.focal_togo, indicator="D4"))
    assert take(client, "validate_result", result, by=cast.manager).status_code == 403
    assert status_of(result) == "submitted"


def test_whoever_changed_it_does_not_validate(client, cast):
    result = save(draft(by=cast.focal_togo, indicator="D4"), by=cast.manager, title="Another title")
    result = sent_by(cast.focal_togo, result)
    assert take(client, "validate_result", result, by=cast.manager).status_code == 403
    assert status_of(result) == "submitted"


@pytest.mark.parametrize("meanwhile", ["theme", "withdrawal"])
def test_what_is_restated_meanwhile_forgets_no_editor(client, cast, meanwhile):
    """A theme confirmed or a withdrawal between change and sending appends a publication, but decides nothing."""
    result = publish(by=cast.focal_togo, indicator="D4", themes=["financing"]).result
    save(reopen(result), by=cast.manager, title="Another title")
    if meanwhile == "withdrawal":
        withdraw(result)
    else:
        tag = result.tags.get()
        actions.decide_tag(result=result, theme=tag.theme, state="confirmed", by=cast.lead_financing)
    result = sent_by(cast.other_manager, result)
    assert take(client, "validate_result", result, by=cast.manager).status_code == 403
    assert not Result.objects.waiting_for(cast.manager).filter(pk=result.pk).exists()


def test_who_changed_an_earlier_version_may_validate_the_next(client, cast):
    result = save(draft(by=cast.focal_togo, indicator="D4"), by=cast.manager, title="Another title")
    result = sent_by(cast.focal_togo, result)
    take(client, "validate_result", result, by=cast.other_manager)
    result = submit_edit(result, by=cast.focal_togo, title="A third title")
    assert take(client, "validate_result", result, by=cast.manager).status_code == 302


def test_a_manager_who_entered_it_reads_it_without_a_button(client, cast):
    page = look(client, "validate_result", submit(by=cast.manager, indicator="D4"), by=cast.manager).content.decode()
    assert "Somebody else validates this result" in page
    assert "Validate and publish" not in page


def test_the_page_shows_what_changed_word_by_word(client, cast):
    result = publish(by=cast.focal_togo, title="The law was adopted").result
    result = submit_edit(result, by=cast.focal_togo, title="The decree was adopted")
    page = look(client, "validate_result", result, by=cast.manager).content.decode()
    assert "</span>law<span" in page
    assert "</span>decree<span" in page


def test_evidence_for_reviewers_is_shown_to_them(client, cast):
    evidence = [actions.EvidenceItem(title="A letter", url="https://example.org/letter", audience="reviewers")]
    page = look(client, "validate_result", submit(by=cast.focal_togo, evidence=evidence), by=cast.manager)
    assert "A letter" in page.content.decode()
    assert "reviewers only" in page.content.decode()


def two_values_of_one_year(cast, **more) -> Result:
    figure = {"indicator": "I3", "achieved": 2022, "instrument": "Health insurance"}
    publish(by=cast.focal_togo, value=100, **figure)
    return submit(by=cast.focal_togo, value=120, **figure | more)


def test_a_clash_is_named_and_refused(client, cast):
    """Rule 9: two values for one year in one series."""
    result = two_values_of_one_year(cast)
    page = look(client, "validate_result", result, by=cast.manager).content.decode()
    assert "Two values for 2022" in page
    assert "Validate and publish" not in page
    refused = take(client, "validate_result", result, by=cast.manager)
    assert "two values for 2022" in refused.content.decode()
    assert in_force(result) is None


def test_a_group_of_other_people_ends_a_clash(client, cast):
    result = two_values_of_one_year(cast)
    take(client, "pool_result", result, by=cast.manager, group="new", name="Miners", reason="A fund of their own")
    assert take(client, "validate_result", result, by=cast.manager).status_code == 302
    assert in_force(result).pool_name == "Miners"


def test_what_is_not_counted_says_why(client, cast):
    result = submit(by=cast.focal_togo, indicator="I3", unit="household")
    page = look(client, "validate_result", result, by=cast.manager).content.decode()
    assert "Shown, not counted: it is not counted in persons" in page


def test_an_embargo_needs_a_reason(client, cast):
    result = submit(by=cast.focal_togo)
    page = take(client, "validate_result", result, by=cast.manager, not_before="2090-01-01").content.decode()
    assert "Say why it is to be published later." in page
    assert 'value="2090-01-01"' in page
    assert status_of(result) == "submitted"


def test_a_day_that_has_passed_is_no_embargo(client, cast):
    page = take(client, "validate_result", submit(by=cast.focal_togo), by=cast.manager, not_before="2020-01-01")
    assert "This day has passed." in page.content.decode()


def test_an_embargo_is_published_on_its_day_only(client, cast):
    """Ledger, rule 2: nothing is appended until `run_due` does it on the day."""
    with time_machine.travel("2030-03-01 12:00Z", tick=False) as clock:
        result = submit(by=cast.focal_togo)
        take(client, "validate_result", result, by=cast.manager, not_before="2030-03-08", comment="With the press")
        assert status_of(result) == "validated"
        for day, published in (("2030-03-07 23:59Z", 0), ("2030-03-08 00:01Z", 1), ("2030-03-08 01:01Z", 1)):
            clock.move_to(day)
            call_command("run_due", verbosity=0)
            assert Publication.objects.filter(result=result).count() == published
    assert last_event(result).kind == "published"


def test_what_is_no_longer_waiting_is_said_not_refused(client, cast):
    response = look(client, "validate_result", validated(by=cast.focal_togo), by=cast.manager)
    assert response.status_code == 302
