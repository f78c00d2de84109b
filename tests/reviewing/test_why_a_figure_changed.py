"""A figure that is restated after publication has a public reason, whoever sends the edit (rule 4)."""

import re
from datetime import date
from html import unescape

import pytest

from indicators.fields import FIELDS
from indicators.ledger import in_force, restated, verify
from indicators.models import ReviewEvent
from indicators.results import actions, missing
from tests import factories
from tests.entering.test_the_entry_form import EMPTY_ROWS
from tests.factories import fresh, publish, reopen, save, submit_edit, validate
from tests.reviewing.steps import look, status_of, take

pytestmark = pytest.mark.django_db

WHY = "The registry was counted again."


@pytest.fixture
def published(cast):
    """A figure of Togo that readers have: 1 000 people, 400 of them women."""
    return publish(by=cast.focal_togo, indicator="I3", value=1000, parts={"sex:women": 400}).result


def typed(result, **answers) -> dict[str, str]:
    """What the edit form holds of it, with some answers changed."""
    return EMPTY_ROWS | {
        "version": str(result.version), "title": result.title, "outcome": result.outcome, "source": result.source,
        "contribution": result.contribution, "achieved_day": "1", "achieved_month": "5", "achieved_year": "2022",
        "instrument": str(result.instrument_id), "value": "1000", "unit": "person", "baseline_value": "0",
        "baseline_year": "2021", "coverage_basis": "contributing", "duration": "continuing",
        "grade": "administrative-record", "parts_sex_women": "400", "evidence-0-url": "https://example.org/1",
        "restated_because": "",
    } | answers  # fmt: skip


def send(client, result, *, by, do="send", **answers):
    client.force_login(by)
    return client.post(f"/desk/results/{result.uuid}/edit/", typed(result, **answers) | {"do": do})


def words_of(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_without_it_a_restated_figure_is_not_sent_and_nothing_typed_is_lost(client, cast, published):
    result = reopen(published, by=cast.focal_togo)
    page = send(client, result, by=cast.focal_togo, value="1500", title="More of them")
    assert page.context["form"].errors.keys() == {"restated_because"}
    assert "Say why this differs from what is published: value." in words_of(page)
    assert (page.context["form"]["value"].value(), page.context["form"]["title"].value()) == ("1500", "More of them")
    assert (status_of(result), int(fresh(result).value)) == ("draft", 1500)


def test_with_it_readers_have_the_old_figure_the_new_one_and_why(client, cast, published):
    result = reopen(published, by=cast.focal_togo)
    assert send(client, result, by=cast.focal_togo, value="1500", restated_because=WHY).status_code == 302
    page = words_of(look(client, "validate_result", result, by=cast.manager))
    assert f"Why it changed: published with it {WHY}" in page
    take(client, "validate_result", result, by=cast.manager)
    statement = in_force(result)
    assert (statement.version, statement.reason) == (2, WHY)
    for address in (f"/results/{statement.number}/", f"/results/{statement.number}/v2/"):
        page = words_of(client.get(address))
        assert WHY in page
        assert "1 000" in page
    assert list(verify()) == []


def test_it_is_used_up_by_the_version_that_it_explains(cast, published):
    factories.edit(published, value=1500, restated_because=WHY)
    assert fresh(published).restated_because is None
    later = factories.edit(published, title="Other words", restated_because="Not asked.")
    assert later.reason is None
    assert fresh(published).restated_because is None


def test_it_waits_for_the_day_of_an_embargo(cast, published):
    sent = submit_edit(published, value=1500, restated_because=WHY)
    validate(sent, not_before=date(2999, 1, 1), comment="Later.")
    assert fresh(published).restated_because == WHY
    actions.publish_due(today=date(2999, 1, 1))
    assert in_force(published).reason == WHY


def test_a_result_that_is_sent_from_its_page_says_what_it_needs(client, cast, published):
    result = save(reopen(published, by=cast.focal_togo), by=cast.focal_togo, value=1500)
    page = take(client, "submit_result", result, by=cast.focal_togo)
    assert status_of(result) == "draft"
    assert f'href="/desk/results/{result.uuid}/edit/#id_restated_because"' in page.content.decode()
    edit = look(client, "edit_result", result, by=cast.focal_togo).content.decode()
    assert '<details class="card card--form" open>\n      <summary>If a figure or a date differs' in edit


def test_it_stays_with_what_is_taken_back_and_with_the_history(client, cast, published):
    result = submit_edit(published, by=cast.focal_togo, value=1500, restated_because=WHY)
    assert ReviewEvent.objects.filter(result=result, kind="submitted", comment=WHY).exists()
    take(client, "recall_result", result, by=cast.focal_togo)
    assert WHY in words_of(look(client, "edit_result", result, by=cast.focal_togo))


CHANGES = [
    ("value", {"value": 1500}),
    ("baseline", {"baseline": (2021, 10)}),
    ("day of the baseline", {"baseline": (2020, 0)}),
    ("increase stated by the source", {"increase": 1000}),
    ("unit", {"unit": "household", "parts": {}}),
    ("how exact the figure is", {"qualifier": "about"}),
    ("date", {"achieved": 2022}),
    ("in what sense people are covered", {"coverage_basis": "receiving"}),
    ("continuing or temporary", {"duration": "temporary"}),
    ("target year", {"target_year": 2030}),
    ("groups of people", {"parts": {"sex:women": 401}}),
]


@pytest.mark.parametrize(("name", "changed"), CHANGES, ids=[name for name, _changed in CHANGES])
def test_each_figure_and_date_needs_it(cast, published, name, changed):
    result = save(reopen(published), **changed)
    assert name in missing(result, today=factories.now())["restated_because"]


@pytest.mark.parametrize("changed", [{"title": "B"}, {"outcome": "Otherwise."}, {"themes": ["financing"]}, {}])
def test_words_and_themes_do_not(cast, published, changed):
    assert "restated_because" not in missing(save(reopen(published), **changed), today=factories.now())


def test_what_was_never_published_does_not(client, cast):
    result = save(factories.draft(indicator="I3", by=cast.focal_togo), by=cast.focal_togo, value=7)
    assert "restated_because" not in missing(result, today=factories.now())
    assert "restated_because" not in look(client, "edit_result", result, by=cast.focal_togo).content.decode()


def test_what_comes_back_after_a_withdrawal_is_compared_with_what_was_withdrawn(cast, published):
    factories.withdraw(published)
    assert "value" in missing(save(reopen(published), value=900), today=factories.now())["restated_because"]


def test_the_unit_of_a_figure_that_was_not_there_restates_nothing():
    """The form of a kind with one unit writes it down, also where an old record gives no figure."""
    before = {"schema": 2, "value": None, "unit": None}
    assert restated(before, before | {"unit": "person"}) == []
    assert restated(before, before | {"unit": "person", "value": "5"}) == ["value"]


def test_what_an_older_schema_could_not_say_restates_nothing():
    """A field that is added later is said for the first time."""
    assert restated({"schema": 0}, {"schema": 2, "value": "2"}) == []
    assert restated({"schema": 0, "value": "1"}, {"schema": 2, "value": "2"}) == ["value"]
    assert [field.name for field in FIELDS if field.restates and not field.noun] == []


@pytest.mark.parametrize(
    ("answers", "is_asked"),
    [
        ({"value": "1500"}, True),
        ({"baseline_value": ""}, True),
        ({"parts_sex_women": "401"}, True),
        ({"title": "Other words"}, False),
        ({"value": "1500", "restated_because": WHY}, False),
    ],
)
def test_it_is_asked_while_the_figure_is_typed(client, cast, published, answers, is_asked):
    result = reopen(published, by=cast.focal_togo)
    client.force_login(cast.focal_togo)
    data = typed(result, **answers) | {"do": "check"}
    said = client.post(f"/desk/results/{result.uuid}/edit/", data, headers={"HX-Request": "true"}).content.decode()
    assert ("Readers are told why a figure or a date changed." in said) is is_asked


def test_a_kind_of_product_and_a_date_of_several_years_are_not_typed_anew(client, cast):
    """What the form holds otherwise than the record does: a row by its key, and a span that it cannot show."""
    kind = factories.category_of("product-type:study")
    sent = factories.submit(by=cast.focal_togo, indicator="D1", achieved=2022, parts={kind.key: 1})
    type(sent).objects.filter(pk=sent.pk).update(achieved_first=date(2020, 1, 1))
    result = reopen(validate(sent), by=cast.focal_togo)
    answers = {"version": str(result.version), "title": "Other words", "kind_of_record": str(kind.pk)}
    client.force_login(cast.focal_togo)
    address = f"/desk/results/{result.uuid}/edit/"
    said = client.post(address, EMPTY_ROWS | answers | {"do": "check"}, headers={"HX-Request": "true"})
    assert said.context["now"].asks_why is False
