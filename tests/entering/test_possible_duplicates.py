"""A result that is possibly the same is shown, and never keeps anybody from going on; drafts of others stay unseen."""

import pytest

from indicators.models import Result
from tests import factories
from tests.entering.test_beside_the_form import look
from tests.entering.test_the_entry_form import LAW, enter

pytestmark = pytest.mark.django_db

TITLE = "Health insurance law adopted by the National Assembly"


def twins(client, user, code="R2", *, title="Law on health insurance adopted", year="2022", **answers) -> list[str]:
    client.force_login(user)
    return [twin.title for twin in look(client, code, title=title, achieved_year=year, **answers).context["now"].twins]


def test_a_published_result_is_shown_to_everybody_who_enters(client, cast):
    factories.publish(title=TITLE)
    assert twins(client, cast.project_staff) == [TITLE]


def test_a_draft_is_shown_to_the_country_team_only(client, cast):
    factories.draft(title=TITLE, by=cast.focal_togo)
    assert twins(client, cast.deputy_togo) == [TITLE]
    assert twins(client, cast.project_staff) == []


def test_an_edit_of_what_is_published_is_not_shown_to_others(client, cast):
    published = factories.publish(title=TITLE, by=cast.focal_togo)
    factories.save(factories.reopen(published.result, by=cast.focal_togo), title=f"{TITLE}: secret", by=cast.focal_togo)
    assert twins(client, cast.project_staff) == [TITLE]
    assert twins(client, cast.deputy_togo) == [f"{TITLE}: secret"]


@pytest.mark.parametrize(
    ("answers", "is_shown"),
    [
        ({"title": "Loi sur les pensions"}, False),
        ({"year": "2018"}, False),
        ({"year": "2023"}, True),
        ({"year": ""}, True),
        ({"code": "R1"}, False),
        ({"title": "ADOPTION of a Health-Insurance Law"}, True),
    ],
)
def test_it_is_alike_in_words_indicator_and_time(client, cast, answers, is_shown):
    factories.publish(title=TITLE)
    assert bool(twins(client, cast.focal_togo, **answers)) is is_shown


def test_another_indicator_on_the_same_instrument_is_alike(client, cast):
    factories.publish(title=TITLE, instrument="Law No. 7")
    assert twins(client, cast.focal_togo, "R1", new_instrument_title="Law No. 7") == [TITLE]


def test_nothing_is_like_itself_and_what_is_discarded_is_gone(client, cast):
    own = factories.draft(title=TITLE, by=cast.focal_togo)
    client.force_login(cast.focal_togo)
    page = client.get(f"/desk/results/{own.uuid}/edit/")
    assert page.context["now"].twins == []
    client.post(f"/desk/results/{own.uuid}/discard/", {"version": own.version})
    assert twins(client, cast.focal_togo) == []


def test_it_never_blocks(client, cast):
    factories.publish(title=LAW["title"])
    client.force_login(cast.focal_togo)
    enter(client, do="send", **LAW)
    assert Result.objects.filter(title=LAW["title"], status="submitted").exists()
