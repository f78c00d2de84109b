"""Validate: somebody else, no clash; and what each action leaves behind."""

import json

import pytest
from django.core.exceptions import ValidationError

from indicators.models import Publication, Result
from indicators.results import actions, entered_by
from tests import factories

pytestmark = pytest.mark.django_db


def refused(result, *, by) -> str:
    with pytest.raises(ValidationError) as error:
        factories.validate(result, reviewer=by)
    assert factories.fresh(result).status == "submitted"
    assert not Publication.objects.filter(result=result, title=result.title).exists()
    return " ".join(error.value.messages)


def test_two_managers_one_enters_and_the_other_validates(cast):
    result = factories.submit(indicator="D4", by=cast.manager)
    assert "somebody else" in refused(result, by=cast.manager)
    validated = factories.validate(result, reviewer=cast.other_manager)
    assert (validated.author, validated.submitted_by, validated.validated_by) == (
        cast.manager,
        cast.manager,
        cast.other_manager,
    )


def test_who_only_sent_it_does_not_validate_it(cast):
    draft = factories.draft(by=cast.project_staff)
    sent = actions.submit_result(result=draft, version=draft.version, by=cast.manager, today=factories.now())
    refused(sent, by=cast.manager)
    assert entered_by(sent) == {cast.project_staff.pk, cast.manager.pk}


def test_who_only_changed_it_does_not_validate_it(cast):
    draft = factories.save(factories.draft(by=cast.focal_togo), title="Changed", by=cast.manager)
    sent = actions.submit_result(result=draft, version=draft.version, by=cast.focal_togo, today=factories.now())
    refused(sent, by=cast.manager)


def test_who_changed_an_edit_does_not_validate_it_though_a_lead_decided_a_tag_meanwhile(cast):
    result = factories.publish(by=cast.focal_togo, reviewer=cast.other_manager, themes=["financing"]).result
    draft = factories.save(factories.reopen(result, by=cast.focal_togo), title="Changed by a manager", by=cast.manager)
    theme = factories.theme_of("financing")
    actions.decide_tag(result=result, theme=theme, state="confirmed", by=cast.lead_financing)
    sent = actions.submit_result(result=draft, version=draft.version, by=cast.focal_togo, today=factories.now())
    refused(sent, by=cast.manager)


def test_who_changed_an_earlier_version_may_validate_the_next(cast):
    draft = factories.save(factories.draft(by=cast.focal_togo), title="Changed", by=cast.manager)
    sent = actions.submit_result(result=draft, version=draft.version, by=cast.focal_togo, today=factories.now())
    result = factories.validate(sent, reviewer=cast.other_manager)
    edited = factories.submit_edit(result, by=cast.focal_togo, title="Next")
    assert factories.validate(edited, reviewer=cast.manager).status == "validated"


def test_who_entered_it_never_validates_an_edit_of_another(cast):
    result = factories.publish(by=cast.manager, reviewer=cast.other_manager).result
    edited = factories.submit_edit(result, by=cast.focal_togo, title="Next")
    refused(edited, by=cast.manager)


def level(year, value, **more):
    return {"indicator": "I3", "instrument": "Law A", "achieved": year, "value": value, "baseline": (2021, 0)} | more


def test_a_clash_is_refused_and_names_the_other(cast):
    published = factories.publish(**level(2022, 100))
    message = refused(factories.submit(**level(2022, 120, title="The same year")), by=cast.manager)
    assert "two values for 2022" in message
    assert f"No. {published.number}" in message


@pytest.mark.parametrize(
    "way_out",
    [{"instrument": "Law B"}, {"achieved": 2023}, {"unit": "household"}, {"country": "SEN"}, {"indicator": "I2"}],
)
def test_what_is_in_another_series_does_not_clash(way_out):
    factories.publish(**level(2022, 100))
    assert factories.validated(**level(2022, 120) | way_out).status == "validated"


def test_a_manager_ends_a_clash_with_a_pool(cast):
    factories.publish(**level(2022, 100))
    result = factories.submit(**level(2022, 120))
    actions.place_in_pool(
        result=result, version=result.version, name="Farmers", reason="Another fund.", by=cast.manager
    )
    assert factories.validate(factories.fresh(result), reviewer=cast.other_manager).status == "validated"


def test_an_edit_does_not_clash_with_the_version_that_it_replaces():
    publication = factories.publish(**level(2022, 100))
    assert factories.edit(publication.result, value=120).value == 120


def test_a_withdrawn_figure_clashes_with_nothing():
    factories.withdraw(factories.publish(**level(2022, 100)).result)
    assert factories.validated(**level(2022, 120)).status == "validated"


def test_unchecked_tags_stay_unchecked():
    publication = factories.publish(themes=["financing"])
    assert [tag.state for tag in publication.tags.all()] == ["proposed"]


def test_each_step_is_an_event_with_who_and_which_version(cast):
    result = factories.publish(by=cast.focal_togo, reviewer=cast.manager).result
    steps = [(e.kind, e.by) for e in result.review_events.all()]
    assert steps == [
        ("created", cast.focal_togo),
        ("submitted", cast.focal_togo),
        ("validated", cast.manager),
        ("published", cast.manager),
    ]
    assert [e.version for e in result.review_events.all()] == [1, 2, 3, 3]


def test_a_revision_holds_the_whole_of_what_was_saved():
    draft = factories.save(factories.draft(title="First"), title="Second")
    titles = [json.loads(revision.payload)["title"] for revision in draft.revisions.all()]
    assert titles == ["First", "Second"]


@pytest.mark.parametrize("make", [factories.draft, factories.validated])
def test_only_what_is_submitted_is_validated(make):
    with pytest.raises(ValidationError):
        factories.validate(make())


def test_only_what_is_validated_or_withdrawn_is_opened():
    for make in (factories.draft, factories.submit):
        with pytest.raises(ValidationError):
            factories.reopen(make())


def test_a_new_result_is_a_draft_with_a_level_and_without_a_number():
    draft = factories.draft(indicator="I3")
    assert (draft.status, draft.level, draft.number, draft.origin, draft.version) == (
        "draft",
        "impact",
        None,
        "entered",
        1,
    )


def test_a_draft_can_be_empty():
    draft = actions.start_result(indicator=None, country=None, by=factories.author())
    assert Result.objects.get(pk=draft.pk).title is None


def test_blank_text_is_not_known():
    assert factories.draft(title="  ", gender="").title is None


def test_what_has_no_value_says_not_applicable_and_what_lacks_one_not_reported():
    change = factories.save(factories.draft(indicator="R2"), title="Saved again", value=None)
    people = factories.save(factories.draft(indicator="I3"), value=None)
    assert (change.value_status, people.value_status) == ("not-applicable", "not-reported")
