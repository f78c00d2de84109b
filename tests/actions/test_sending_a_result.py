"""Submit: what each level needs, its round, historical records; recall, return, discard (docs/design.md, workflow)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from countries.models import POPULATION, Series, Statistic
from indicators.models import Result, ReviewEvent, Revision, Round
from indicators.results import actions
from tests import factories

pytestmark = pytest.mark.django_db

EVERY_LEVEL = {"title": None, "achieved": None, "outcome": None, "contribution": None, "source": None}
LEVEL_2 = {**EVERY_LEVEL, "instrument": None, "evidence": ()}
LEVEL_3 = {**LEVEL_2, "value": None, "unit": None, "baseline": None, "grade": None}
COLUMN = {"achieved": "achieved_last", "baseline": "baseline_value"}
NEEDED = [
    *(("D1", name, empty) for name, empty in EVERY_LEVEL.items()),
    *(("R2", name, empty) for name, empty in LEVEL_2.items()),
    *(("I2", name, empty) for name, empty in LEVEL_3.items()),
    ("D2", "value", None),
    ("D3", "value", None),
    ("T1", "value", None),
    ("I1", "target_year", None),
    ("I1", "method", None),
    ("I3", "coverage_basis", None),
]
ASKED = {"gender": None, "cpo_code": None, "pb_output": None, "note": None, "qualifier": None, "duration": None}


def refused(result, *, today=None) -> set[str]:
    with pytest.raises(ValidationError) as error:
        actions.submit_result(result=result, version=result.version, by=result.author, today=today or factories.now())
    assert factories.fresh(result).status == "draft"
    return set(error.value.message_dict)


@pytest.mark.parametrize(("indicator", "name", "empty"), NEEDED)
def test_each_needed_field_is_named_when_it_is_missing(indicator, name, empty):
    assert refused(factories.draft(indicator=indicator, **{name: empty})) == {COLUMN.get(name, name)}


@pytest.mark.parametrize(
    "indicator", ["D1", "D2", "D3", "D5", "D6", "R1", "R2", "R3", "T1", "T2", "I1", "I2", "I3", "I4", "I5", "I6"]
)
def test_with_what_its_level_needs_it_is_sent(indicator):
    assert factories.submit(indicator=indicator, **ASKED).status == "submitted"


def test_everything_missing_is_named_at_once():
    assert refused(factories.draft(indicator="I2", **LEVEL_3)) == {COLUMN.get(name, name) for name in LEVEL_3}


def test_an_indicator_is_needed_first():
    assert refused(factories.draft(indicator=None)) == {"indicator"}


def test_a_stated_increase_stands_for_a_baseline():
    assert factories.submit(indicator="I2", baseline=None, increase=500).status == "submitted"


@pytest.mark.parametrize("baseline", [(2021, None), (None, 400)])
def test_half_a_baseline_is_none(baseline):
    assert refused(factories.draft(indicator="I2", baseline=baseline)) == {"baseline_value"}


def test_only_what_belongs_to_the_world_may_lack_a_country():
    assert factories.submit(indicator="D1", country=None).status == "submitted"
    assert "country" in refused(factories.draft(indicator="R2", country=None))


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"unit": "dollars"}, "unit"),
        ({"baseline": (2023, 0)}, "baseline_first"),
        ({"value": -1}, "value"),
        ({"increase": -1}, "increase"),
        ({"baseline": (2021, -1)}, "baseline_value"),
        ({"parts": {"sex:women": 600, "sex:men": 500}}, "parts"),
        ({"baseline": (2021, 500), "parts": {"sex:women": 501}}, "parts"),
        ({"baseline": None, "increase": 300, "parts": {"sex:women": 301}}, "parts"),
        ({"value": 700, "baseline": (2021, 400), "increase": 5000}, "increase"),
        ({"value": 700, "baseline": (2021, 400), "increase": 299}, "increase"),
        ({"value": 700, "baseline": (2021, 400), "increase": 199, "qualifier": "about"}, "increase"),
        ({"value": 700, "baseline": None, "increase": 701}, "increase"),
        ({"baseline": (1, 0)}, "baseline_first"),
        ({"baseline": (1989, 0)}, "baseline_first"),
        ({"baseline": None, "increase": 5, "since": 2023}, "counted_from_first"),
        ({"value": 10**12}, "value"),
        ({"value": 10**12, "abroad": "Migrants in the whole world."}, "value"),
    ],
)
def test_what_cannot_be_right_is_not_sent(fields, named):
    assert refused(factories.draft(indicator="I2", **fields)) == {named}


def test_nobody_covers_more_people_than_the_largest_known_population():
    """Rule 8: unless people abroad are counted too, and it says who."""
    country = "TGO"
    series = Series.objects.get_or_create(code=POPULATION, defaults={"name_en": "Population"})[0]
    for year, value in ((1901, 20_000_000), (1902, 8_500_000)):
        said = {"year": year, "value": value, "source": "A census", "vintage": "2023"}
        Statistic.objects.create(
            country=factories.country_of(country), series=series, recorded_at=timezone.now(), **said
        )
    fields = {"indicator": "I2", "country": country, "value": 20_000_001}
    assert refused(factories.draft(**fields)) == {"value"}
    assert factories.submit(**fields | {"value": 20_000_000}).status == "submitted"
    assert factories.submit(**fields | {"abroad": "Migrant workers in Thailand."}).status == "submitted"


def test_figures_that_are_not_exact_agree_as_far_as_they_are():
    fields = {"value": 2_100_000, "baseline": (2021, 0), "increase": 2_080_000, "qualifier": "about"}
    assert factories.submit(indicator="I2", **fields).status == "submitted"


def test_each_dimension_divides_the_whole():
    parts = {"sex:women": 600, "sex:men": 400, "disability:yes": 900, "disability:no": 100}
    assert factories.submit(indicator="I2", value=1000, parts=parts).status == "submitted"


def test_what_has_not_happened_yet_is_not_sent():
    tomorrow = factories.now() + timedelta(days=1)
    assert refused(factories.draft(achieved=tomorrow)) == {"achieved_last"}
    assert factories.submit(achieved=factories.now()).status == "submitted"


def test_a_result_is_never_refused_for_being_old():
    assert factories.submit(achieved=2009).status == "submitted"


# Which round


def set_rounds(**states) -> None:
    Round.objects.update(state="closed")
    for code, state in states.items():
        Round.objects.filter(code=code[1:].replace("_", "-")).update(state=state)


@pytest.mark.parametrize(
    ("states", "today", "code"),
    [
        ({"_2026_2": "open"}, date(2026, 12, 1), "2026-2"),
        ({"_2026_2": "open"}, date(2027, 1, 5), "2026-2"),
        ({"_2026_1": "open", "_2026_2": "open"}, date(2026, 12, 1), "2026-2"),
        ({"_2026_2": "open", "_2027_1": "open"}, date(2026, 12, 1), "2026-2"),
        ({"_2027_1": "planned", "_2027_2": "planned"}, date(2026, 12, 1), "2027-1"),
        ({"_2027_1": "planned", "_2027_2": "planned"}, date(2027, 7, 1), "2027-2"),
        ({}, date(2026, 12, 1), None),
    ],
)
def test_it_belongs_to_the_open_round_or_else_to_the_next(states, today, code):
    set_rounds(**states)
    result = factories.submit(today=today)
    assert (result.reported_in.code if result.reported_in else None) == code


def test_it_keeps_its_round_when_it_is_sent_again():
    set_rounds(_2026_2="open", _2027_1="planned")
    publication = factories.publish(today=date(2026, 12, 1))
    set_rounds(_2027_1="open")
    assert factories.edit(publication.result, title="Corrected").round.code == "2026-2"


# Historical records


@pytest.fixture
def historical() -> Result:
    return Result.objects.filter(origin="historical", status="validated", outcome=None).first()


def test_a_historical_record_waives_who_round_and_needed_fields(historical):
    assert (historical.reported_in, historical.contribution) == (None, None)
    assert historical.publications.exists()


def test_a_person_s_first_edit_needs_every_field(historical):
    draft = factories.save(factories.reopen(historical), title="Corrected")
    with pytest.raises(ValidationError) as error:
        actions.submit_result(result=draft, version=draft.version, by=factories.author(), today=factories.now())
    assert {"outcome", "contribution"} <= set(error.value.message_dict)
    assert factories.fresh(historical).origin == "historical"


def test_a_person_s_first_sent_edit_makes_it_entered(historical):
    complete = {**factories.CORE, "instrument": "A law", "evidence": [factories.PAGE]}
    sent = factories.submit_edit(historical, **complete)
    assert (sent.origin, sent.reported_in) == ("entered", Round.objects.get(state="open"))


def test_opening_a_historical_record_leaves_what_is_published(historical):
    before = historical.publications.as_of(None).get()
    factories.save(factories.reopen(historical), title="Corrected")
    assert historical.publications.as_of(None).get() == before


def test_even_a_historical_record_cannot_contradict_itself():
    result = actions.start_result(
        indicator=factories.indicator_of("I3"),
        country=factories.country_of("TGO"),
        by=factories.author(),
        historical=True,
        fields=factories.columns(None, **factories.CORE, achieved=2018, value=5, unit="dollars"),
    )
    with pytest.raises(ValidationError) as error:
        actions.submit_result(result=result, version=1, by=result.author, today=factories.now(), historical=True)
    assert set(error.value.message_dict) == {"unit"}


# Taking back, giving back, putting aside


def test_what_nobody_decided_can_be_taken_back():
    result = factories.submit()
    assert actions.recall_result(result=result, version=result.version, by=result.author).status == "draft"


def test_what_was_decided_cannot_be_taken_back():
    result = factories.validated()
    with pytest.raises(ValidationError):
        actions.recall_result(result=result, version=result.version, by=result.author)


def give_back(result, **changed):
    terms = {"comment": "Which law?", "open_until": factories.now(), "today": factories.now()} | changed
    return actions.return_result(result=result, version=result.version, by=factories.reviewing_manager(), **terms)


def test_it_is_given_back_with_a_comment_and_a_day():
    result = give_back(factories.submit())
    assert (result.status, result.return_open_until) == ("draft", factories.now())
    assert result.review_events.get(kind="returned").comment == "Which law?"


@pytest.mark.parametrize(
    ("changed", "named"),
    [({"comment": " "}, "comment"), ({"open_until": date(2020, 1, 1)}, "open_until")],
)
def test_giving_back_needs_a_comment_and_a_day_to_come(changed, named):
    result = factories.submit()
    with pytest.raises(ValidationError) as error:
        give_back(result, **changed)
    assert list(error.value.message_dict) == [named]
    assert factories.fresh(result).status == "submitted"


def test_sending_it_again_ends_the_time_that_was_given():
    result = give_back(factories.submit())
    sent = actions.submit_result(result=result, version=result.version, by=result.author, today=factories.now())
    assert sent.return_open_until is None


def test_a_draft_that_was_never_published_is_discarded_and_its_history_kept():
    draft = factories.draft()
    discarded = actions.discard_result(result=draft, version=draft.version, by=draft.author)
    assert discarded.status == "discarded"
    assert ReviewEvent.objects.filter(result=draft).count() == 2
    assert Revision.objects.filter(result=draft).exists()


def test_what_was_published_once_is_not_discarded():
    draft = factories.reopen(factories.publish().result)
    with pytest.raises(ValidationError):
        actions.discard_result(result=draft, version=draft.version, by=draft.author)
    assert factories.fresh(draft).status == "draft"


@pytest.mark.parametrize("make", [factories.submit, factories.validated])
def test_only_a_draft_is_discarded(make):
    result = make()
    with pytest.raises(ValidationError):
        actions.discard_result(result=result, version=result.version, by=result.author)
