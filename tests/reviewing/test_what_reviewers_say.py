"""Comments on a result that waits, on the whole and on fields; what a regional specialist recommends."""

import pytest

from indicators.models import Comment, Result, ReviewEvent
from indicators.pages.transition.comments import comments_by_field
from tests.factories import fresh, save, submit
from tests.reviewing.steps import last_event, look, status_of, take, written

pytestmark = pytest.mark.django_db

QUEUE = "/desk/review/"


def waiting(cast, **fields) -> Result:
    return submit(by=cast.focal_togo, themes=["social-health-protection"], **fields)


@pytest.mark.parametrize("role", ["manager", "specialist_africa", "lead_health", "focal_togo", "deputy_togo"])
def test_who_decides_advises_or_wrote_it_may_comment(client, cast, role):
    result = waiting(cast)
    response = take(client, "comment_result", result, by=getattr(cast, role), text="Which article?")
    assert response.status_code == 302
    assert result.comments.get().by == getattr(cast, role)
    assert "Which article?" in look(client, "desk_result", result, by=cast.deputy_togo).content.decode()


@pytest.mark.parametrize(("role", "status"), [("evaluator", 403), ("focal_senegal", 404), ("lead_financing", 404)])
def test_nobody_else_writes_anything(client, cast, role, status):
    result = waiting(cast)
    before = written(result)
    for step in ("comment_result", "recommend_result"):
        answer = take(client, step, result, by=getattr(cast, role), text="Mine", advice="publish")
        assert answer.status_code == status
    assert written(result) == before
    assert not Comment.objects.exists()


def test_a_comment_changes_neither_the_result_nor_its_version(client, cast):
    result = waiting(cast)
    before = written(result)
    take(client, "comment_result", result, by=cast.manager, on_source="Which page?")
    assert written(result) == before
    assert take(client, "validate_result", result, by=cast.manager, version=result.version).status_code == 302


def test_nothing_said_is_asked_for(client, cast):
    result = waiting(cast)
    page = take(client, "comment_result", result, by=cast.manager, text="  ")
    assert "Write what you want to say." in page.content.decode()
    assert not result.comments.exists()


def test_what_is_typed_on_a_version_that_changed_is_not_lost(client, cast):
    result = waiting(cast)
    Result.objects.filter(pk=result.pk).update(version=result.version + 1)
    page = take(client, "comment_result", result, by=cast.manager, version=result.version, on_source="Which page?")
    assert page.status_code == 409
    assert "Which page?" in page.content.decode()
    assert not result.comments.exists()


def test_comments_on_fields_go_back_with_a_return(client, cast):
    result = waiting(cast)
    typed = {"comment": "See below.", "open_until": "2999-01-01", "on_source": "Which page?", "on_title": "Shorter."}
    take(client, "return_result", result, by=cast.manager, **typed)
    assert status_of(result) == "draft"
    found = comments_by_field(fresh(result))
    assert {field: [c.text for c in some] for field, some in found.items()} == {
        "source": ["Which page?"],
        "title": ["Shorter."],
    }
    assert "Which page?" in look(client, "desk_result", result, by=cast.focal_togo).content.decode()


def test_a_return_that_is_refused_keeps_no_comment_and_every_word(client, cast):
    result = waiting(cast)
    page = take(client, "return_result", result, by=cast.manager, comment="", on_source="Which page?").content.decode()
    assert "Say what should be changed." in page
    assert "Which page?" in page
    assert not result.comments.exists()


def test_return_opens_with_what_was_typed_beside_the_fields(client, cast):
    result = waiting(cast)
    page = take(client, "return_result", result, by=cast.manager, do="open", on_source="Which page?").content.decode()
    assert "Which page?" in page
    assert "Say what should be changed." not in page
    assert status_of(result) == "submitted"


def test_what_was_said_before_it_was_sent_again_is_not_beside_the_fields(client, cast):
    result = waiting(cast)
    typed = {"comment": "See below.", "open_until": "2999-01-01", "on_source": "Which page?"}
    take(client, "return_result", result, by=cast.manager, **typed)
    mended = save(fresh(result), by=cast.focal_togo, source="Page 7")
    take(client, "submit_result", mended, by=cast.focal_togo)
    assert comments_by_field(fresh(result)) == {}
    page = look(client, "validate_result", result, by=cast.manager).content.decode()
    assert "Which page?" in page  # in the thread


def test_every_field_that_is_said_has_a_box(client, cast):
    result = submit(by=cast.focal_togo, indicator="I3", parts={"sex:women": 10}, gender="Both.")
    page = look(client, "validate_result", result, by=cast.manager).content.decode()
    for field in (
        "title",
        "outcome",
        "contribution",
        "gender",
        "value",
        "baseline_value",
        "parts",
        "evidence",
        "source",
    ):
        assert page.count(f'name="on_{field}"') == 1


@pytest.mark.parametrize(
    ("advice", "words"), [("publish", "Recommended to publish"), ("return", "Recommended to return")]
)
def test_managers_read_what_the_specialist_recommends(client, cast, advice, words):
    result = waiting(cast)
    take(client, "recommend_result", result, by=cast.specialist_africa, advice=advice, comment="I know this law.")
    assert last_event(result).kind == ReviewEvent.Kind.RECOMMENDED
    for page in (client.get(QUEUE), look(client, "validate_result", result, by=cast.manager)):
        assert words in page.content.decode()
        assert "I know this law." in page.content.decode()


def test_a_recommendation_to_return_says_why(client, cast):
    result = waiting(cast)
    page = take(client, "recommend_result", result, by=cast.specialist_africa, advice="return").content.decode()
    assert "Say what should be changed." in page
    assert "Choose one." in take(client, "recommend_result", result, by=cast.specialist_africa).content.decode()
    assert not result.review_events.filter(kind="recommended").exists()


@pytest.mark.parametrize("role", ["manager", "lead_health", "focal_togo"])
def test_only_the_specialist_of_the_region_recommends(client, cast, role):
    result = waiting(cast)
    assert take(client, "recommend_result", result, by=getattr(cast, role), advice="publish").status_code == 403


def test_a_recommendation_ends_when_the_result_is_sent_again(client, cast):
    result = waiting(cast)
    take(client, "recommend_result", result, by=cast.specialist_africa, advice="publish")
    take(client, "recall_result", result, by=cast.focal_togo)
    take(client, "submit_result", result, by=cast.focal_togo)
    client.force_login(cast.manager)
    assert "Recommended to publish" not in client.get(QUEUE).content.decode()


def test_a_reader_sees_no_button_to_decide(client, cast):
    result = waiting(cast)
    for role, reads in (("specialist_africa", "Send the recommendation"), ("lead_health", "Save the comment")):
        page = look(client, "validate_result", result, by=getattr(cast, role)).content.decode()
        assert reads in page
        assert "Validate and publish" not in page
    page = look(client, "validate_result", result, by=cast.evaluator).content.decode()
    assert "<textarea" not in page
    assert "a programme manager decides" in page
