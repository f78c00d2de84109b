"""The checklist of an update works itself out, keeps whatever is typed, and is sent when everything has an answer."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail

from countries.actions import record_facts
from countries.models import Profile
from indicators.models import Answer, CountryIndicatorNote, CountryUpdate, Milestone
from indicators.updates import plan_milestone
from projects.models import Output, Project
from tests import factories
from tests.updating import steps
from tests.updating.steps import address, post, text_of, update_of

pytestmark = pytest.mark.django_db


def codes_on(client) -> list[str]:
    return [line.code for line in client.get(address()).context["checklist"].lines]


def milestone(cast, title: str = "The decree is signed", *, on: date = date(2026, 10, 31)) -> Milestone:
    togo = factories.country_of("TGO")
    return plan_milestone(
        country=togo, indicator=None, title=title, expected=(date(2026, 10, 1), on), by=cast.focal_togo
    )


def test_it_expects_what_has_a_target_or_an_earlier_value(focal):
    """Rule 19."""
    factories.publish(indicator="D1", achieved=date(2025, 5, 1))
    assert codes_on(focal) == ["D1", "R2", "I3"]


def test_what_was_achieved_in_the_round_only_is_no_earlier_value(focal):
    """Rule 19: it is on the list because it was sent for this round, and then has its answer."""
    factories.publish(indicator="D2", achieved=date(2026, 8, 1))
    lines = {line.code: line.item for line in focal.get(address()).context["checklist"].lines}
    assert lines["D2"].kind == Answer.Kind.VALUE


def test_reported_means_with_an_answer(focal):
    """Rule 19: a draft is none, a result that was sent is, and so is "no change"."""
    factories.draft(indicator="I3")
    assert "0 of 2" in text_of(focal.get(address()))
    factories.submit(indicator="R2", title="The law is adopted")
    page = text_of(focal.get(address()))
    assert "1 of 2" in page
    assert "The law is adopted" in page
    post(focal, answer__I3="no-change")
    assert "2 of 2" in text_of(focal.get(address()))


def test_a_line_shows_the_last_published_value_and_its_date(focal):
    factories.publish(indicator="I3", value=1200, achieved=date(2025, 6, 1))
    factories.publish(indicator="I3", value=900, achieved=date(2024, 6, 1))
    assert "1 200 people, 1 June 2025" in text_of(focal.get(address()))


def test_reading_the_page_begins_nothing(focal):
    page = text_of(focal.get(address()))
    assert "not started" in page
    assert "due 10 January 2027, in 49 days" in page
    assert not CountryUpdate.objects.exists()


def test_every_button_keeps_everything_that_was_typed(focal, cast):
    asked = milestone(cast)
    name = f"milestone-{asked.uuid}"
    typed = {
        "answer-R2": "not-applicable", "reason-R2": "There is no parliament.", "note-I3": "A census is under way.",
        "situation": "Few have a pension.", "on_behalf_of": "A. Mensah", f"{name}-kind": "dropped",
        f"{name}-reason": "The minister left.",
    }  # fmt: skip
    focal.post(address(), steps.fields_of(focal) | typed | {"do": "rest-nothing"})
    answers = {row.indicator.code: (row.kind, row.reason) for row in update_of().answers.all()}
    assert answers == {"R2": ("not-applicable", "There is no parliament."), "I3": ("nothing-to-report", None)}
    assert CountryIndicatorNote.objects.exclude(round=None).get().text == "A census is under way."
    assert profile_of_togo().situation == "Few have a pension."
    assert update_of().on_behalf_of == "A. Mensah"
    asked.refresh_from_db()
    assert asked.state == Milestone.State.DROPPED


def test_no_change_for_the_rest_is_one_button(focal):
    post(focal, answer__R2="nothing-to-report")
    post(focal, "rest-no-change")
    kinds = {row.indicator.code: row.kind for row in update_of().answers.all()}
    assert kinds == {"R2": "nothing-to-report", "I3": "no-change"}


def test_not_applicable_needs_a_reason_and_loses_nothing(focal):
    response = post(focal, answer__R2="not-applicable", note__I3="My note")
    page = text_of(response)
    assert "Say why it does not apply." in page
    assert "My note" in page
    assert not CountryUpdate.objects.exists()


def test_what_has_no_answer_is_named_with_the_way_to_it(focal, cast):
    asked = milestone(cast)
    page = text_of(focal.get(post(focal, "send", answer__R2="no-change")["Location"]))
    assert 'href="#line-I3"' in page
    assert 'href="#line-R2"' not in page
    assert f'href="#milestone-{asked.uuid}"' in page
    assert update_of().status == CountryUpdate.Status.IN_PROGRESS
    assert update_of().answers.count() == 1


def test_it_is_sent_with_a_copy_by_mail_and_on_a_page(focal):
    factories.submit(indicator="I3", title="More people are covered")
    response = post(
        focal, "send", answer__R2="no-change", note__R2="The bill is in parliament.", on_behalf_of="K. Lawson"
    )
    assert response["Location"] == address("update_copy")
    copy = text_of(focal.get(address("update_copy")))
    for said in ("More people are covered", "no change", "The bill is in parliament.", "K. Lawson", "sent in time"):
        assert said in copy
    assert "validates it by 25 January 2027" in copy
    [message] = mail.outbox
    assert message.to == ["focal.togo@example.org"]
    html = message.alternatives[0][0]
    assert all("The bill is in parliament." in body for body in (message.body, html))


def test_the_copy_stays_as_it_was_sent(focal, cast):
    update = steps.send(focal)
    factories.publish(indicator="D1", achieved=date(2025, 5, 1))
    assert not re.search(r"\bD1\b", text_of(focal.get(address("update_copy"))))  # a token may hold the two signs
    assert update.copies.count() == 1


def test_with_nothing_expected_it_is_sent_with_one_click(focal):
    steps.expect()
    assert "Nothing is expected" in text_of(focal.get(address()))
    post(focal, "send")
    assert update_of().status == CountryUpdate.Status.SUBMITTED


def test_nothing_to_report_takes_two_clicks_from_the_desk(focal, cast):
    """UX.md: one link, one button; what is expected is answered, and it is sent."""
    asked = milestone(cast)
    page = focal.get(address("update_nothing"))
    assert "The decree is signed" in text_of(page)
    focal.post(address("update_nothing"), {"version": 0, "do": "rest-nothing"})
    update = update_of()
    assert update.status == CountryUpdate.Status.SUBMITTED
    assert set(update.answers.values_list("kind", flat=True)) == {"nothing-to-report"}
    assert asked.answers.get().kind == "later"


def test_no_change_is_the_other_button_there(focal):
    focal.post(address("update_nothing"), {"version": 0, "do": "rest-no-change"})
    assert set(update_of().answers.values_list("kind", flat=True)) == {"no-change"}


def test_nothing_to_report_sent_twice_is_sent_once(focal):
    for _click in range(2):
        response = focal.post(address("update_nothing"), {"version": 0, "do": "rest-nothing"})
        assert response["Location"] == address("update_copy")
    assert update_of().copies.count() == 1


@pytest.mark.parametrize(
    ("said", "state"), [({"kind": "happened"}, "happened"), ({"kind": "dropped", "reason": "No money."}, "dropped")]
)
def test_a_milestone_that_is_answered_is_not_asked_again(focal, cast, said, state):
    asked = milestone(cast)
    name = f"milestone-{asked.uuid}"
    focal.post(address(), steps.fields_of(focal) | {f"{name}-{key}": value for key, value in said.items()})
    asked.refresh_from_db()
    assert asked.state == state
    assert focal.get(address()).context["checklist"].due == []


def test_a_milestone_names_the_result_that_reports_it(focal, cast):
    asked, result = milestone(cast), factories.submit(indicator="R2", title="The decree")
    name = f"milestone-{asked.uuid}"
    data = steps.fields_of(focal) | {f"{name}-kind": "happened", f"{name}-result": str(result.uuid)}
    focal.post(address(), data)
    asked.refresh_from_db()
    assert asked.result == result


def test_a_result_of_another_country_is_none_to_choose(focal, cast):
    asked, result = milestone(cast), factories.submit(indicator="R2", country="SEN")
    name = f"milestone-{asked.uuid}"
    response = focal.post(
        address(), steps.fields_of(focal) | {f"{name}-kind": "happened", f"{name}-result": str(result.uuid)}
    )
    assert "Choose one of these." in text_of(response)


@pytest.mark.parametrize(("year", "message"), [("", "Say when it is expected now"), ("2025", "This date has passed")])
def test_not_yet_needs_a_date_to_come(focal, cast, year, message):
    asked = milestone(cast)
    name = f"milestone-{asked.uuid}"
    response = focal.post(address(), steps.fields_of(focal) | {f"{name}-kind": "later", f"{name}-expected_year": year})
    assert message in text_of(response)
    assert not asked.answers.exists()


def test_not_yet_moves_it(focal, cast):
    asked = milestone(cast)
    name = f"milestone-{asked.uuid}"
    focal.post(
        address(),
        steps.fields_of(focal)
        | {f"{name}-kind": "later", f"{name}-expected_month": "5", f"{name}-expected_year": "2027"},
    )
    asked.refresh_from_db()
    assert (asked.expected_first, asked.expected_last) == (date(2027, 5, 1), date(2027, 5, 31))


def profile_of_togo() -> Profile:
    return Profile.objects.as_of(None).get(country__iso3="TGO")


def test_still_right_is_one_click(focal, cast):
    togo = factories.country_of("TGO")
    record_facts(Profile, [{"country_id": togo.pk, "situation": "As it is."}], key=("country_id",))
    as_it_was = profile_of_togo()
    post(focal, "profile")
    assert update_of().profile_confirmed_at is not None
    assert profile_of_togo() == as_it_was


def test_a_changed_profile_is_a_new_fact_and_confirms_it(focal, cast):
    togo = factories.country_of("TGO")
    facts = {"situation": "As it was.", "source": "An evaluation", "doubt": "One table says otherwise."}
    record_facts(Profile, [{"country_id": togo.pk, **facts}], key=("country_id",))
    as_it_was = profile_of_togo()
    post(focal, situation="As it is now.")
    assert update_of().profile_confirmed_at is not None
    assert profile_of_togo().situation == "As it is now."
    assert (profile_of_togo().by, profile_of_togo().source) == (cast.focal_togo, "")
    assert as_it_was.pk != profile_of_togo().pk


def test_saving_leaves_an_untouched_profile_unconfirmed(focal):
    post(focal, answer__R2="no-change")
    assert update_of().profile_confirmed_at is None


def output(*, country: str = "TGO", **fields) -> Output:
    project = Project.objects.create(slug=f"project-{country.lower()}", title="A project")
    project.countries.add(factories.country_of(country))
    days = {"due_first": date(2026, 9, 1), "due_last": date(2026, 9, 30)}
    return Output.objects.create(project=project, title="A manual", **(days | fields))


def test_an_output_that_is_due_is_marked_as_delivered(focal):
    due = output()
    post(focal, **{f"delivered__{due.pk}": "2026-10-02"})
    due.refresh_from_db()
    assert due.delivered == date(2026, 10, 2)
    assert due.project.changes.count() == 1
    assert focal.get(address()).context["checklist"].outputs == []


def test_an_output_is_not_delivered_on_a_day_to_come(focal):
    due = output()
    tomorrow = date(2026, 11, 22) + timedelta(days=1)
    assert "This day has not come yet." in text_of(post(focal, **{f"delivered__{due.pk}": tomorrow.isoformat()}))


@pytest.mark.parametrize(
    "fields", [{"country": "SEN"}, {"due_last": date(2027, 2, 1)}, {"delivered": date(2026, 9, 2)}]
)
def test_an_output_elsewhere_later_or_delivered_is_not_asked(focal, fields):
    output(**fields)
    assert focal.get(address()).context["checklist"].outputs == []
