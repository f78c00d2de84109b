"""Rules that the database itself holds, whatever writes to it: rows planted past every action and form."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from countries.models import (
    Country,
    CountryPriority,
    FocalPoint,
    Ratification,
    Series,
    Statistic,
    Theme,
)
from indicators.models import (
    Category,
    Claim,
    Evidence,
    Indicator,
    LedgerHead,
    Part,
    PBOutput,
    Pool,
    Publication,
    Result,
    Revision,
    Round,
    Standing,
    Tag,
    Target,
)
from rmt.models import Evaluator, Manager, SiteVersion, User
from rmt.records.append_only import lifted
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2022, 5, 1)


def refused(write, *, named: str | None = None):
    """The write breaks a constraint, the one that is named."""
    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        write()


def change(row, **columns):
    return lambda: type(row)._base_manager.filter(pk=row.pk).update(**columns)


def add(*rows):
    return lambda: type(rows[0])._base_manager.bulk_create(rows)


def copied(row, **columns):
    """A second row that says the same as the first, save for some columns."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    return type(row)(**(values | columns))


# Results: what must be there once they are sent


@pytest.mark.parametrize(
    ("indicator", "columns", "named"),
    [
        ("D1", {"title": None}, "sent_has_the_core"),
        ("D1", {"achieved_first": None, "achieved_last": None}, "sent_has_the_core"),
        ("D1", {"source": None}, "sent_has_the_core"),
        ("D1", {"indicator": None, "level": None}, "sent_has_the_core"),
        ("D1", {"outcome": None}, "sent_tells_the_story"),
        ("D1", {"contribution": None}, "sent_tells_the_story"),
        ("R2", {"instrument": None}, "sent_names_instrument"),
        ("T1", {"instrument": None}, "sent_names_instrument"),
        ("I3", {"instrument": None}, "sent_names_instrument"),
        ("I3", {"value": None, "value_status": "not-reported"}, "sent_impact_has_figures"),
        ("I3", {"unit": None}, "sent_impact_has_figures"),
        ("I3", {"grade": None}, "sent_impact_has_figures"),
        ("I3", {"baseline_value": None}, "sent_impact_has_figures"),
        ("I3", {"baseline_first": None, "baseline_last": None}, "sent_impact_has_figures"),
    ],
)
def test_a_sent_result_has_what_its_level_needs_and_a_draft_may_lack_it(indicator, columns, named):
    result = factories.submit(indicator=indicator)
    for status in ("submitted", "validated", "withdrawn"):
        refused(change(result, **columns, status=status), named=named if status == "submitted" else None)
    assert change(result, **columns, status="draft")() == 1


def test_a_stated_increase_stands_for_a_baseline():
    result = factories.submit(indicator="I3")
    assert change(result, baseline_value=None, baseline_first=None, baseline_last=None, increase=5)() == 1


def test_a_deliverable_needs_no_instrument():
    assert change(factories.submit(indicator="D1"), instrument=None)() == 1


def test_a_historical_record_may_lack_the_story_but_not_the_core():
    result = Result.objects.filter(origin="historical", status="validated").first()
    assert change(result, outcome=None, contribution=None, instrument=None, grade=None)() == 1
    refused(change(result, source=None), named="sent_has_the_core")
    refused(change(result, country=None), named="historical_country")


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        ({"value": None}, "result_value_agrees"),
        ({"value_status": "not-reported"}, "result_value_agrees"),
        ({"value_status": "withheld"}, "result_value_agrees"),
        ({"achieved_first": date(2022, 5, 2)}, "achieved_in_order"),
        ({"achieved_first": None}, "achieved_in_order"),
        ({"source_first": date(2021, 7, 2), "source_last": date(2021, 7, 1)}, "source_in_order"),
        ({"source_last": date(2021, 7, 1)}, "source_in_order"),
        ({"remark": "Ours."}, "remark_rests_on"),
        ({"level": None}, "level_of_indicator"),
        ({"indicator": None}, "level_of_indicator"),
        ({"months": 3}, "months_if_temporary"),
        ({"months": 3, "duration": None}, "months_if_temporary"),
        ({"months": -1, "duration": "temporary"}, None),
        ({"status": "validated"}, "validated_by_someone"),
        ({"status": "withdrawn"}, "validated_by_someone"),
        *(({name: ""}, f"result_{name}_text") for name in ("title", "outcome", "contribution", "gender", "cpo_code")),
        *(({name: ""}, f"result_{name}_text") for name in ("method", "source", "note", "remark_source")),
    ],
)
def test_a_result_does_not_contradict_itself(columns, named):
    refused(change(factories.draft(indicator="I3"), **columns), named=named)


def test_a_value_of_zero_is_a_value():
    assert change(factories.draft(indicator="I3"), value=0)() == 1


def test_nobody_validates_what_they_entered_or_sent(cast):
    result = factories.submit(by=cast.focal_togo)
    change(result, submitted_by=cast.deputy_togo)()
    for person in (cast.focal_togo, cast.deputy_togo):
        refused(change(result, status="validated", validated_by=person), named="validated_by_another")
    assert change(result, status="validated", validated_by=cast.manager)() == 1


def test_what_was_published_is_not_discarded():
    refused(change(factories.publish().result, status="discarded"), named="published_is_kept")


def test_a_public_number_belongs_to_one_result():
    refused(change(factories.draft(), number=factories.publish().number))


# What belongs to a result


def test_a_category_is_once_in_a_result_and_a_part_is_not_negative():
    part = factories.draft(indicator="I3", parts={"sex:women": 400}).parts.get()
    refused(add(copied(part)))
    refused(change(part, value=-1), named="part_not_negative")
    refused(change(part, value=None), named="part_value_agrees")
    assert change(part, value=None, value_status="withheld")() == 1


@pytest.mark.parametrize(
    "columns",
    [{"url": None}, {"sha256": "a" * 64, "file_name": "law.pdf"}, {"url": None, "sha256": "a" * 64, "file_name": None}],
)
def test_evidence_is_a_link_or_a_file(columns):
    evidence = factories.draft().evidence.get()
    refused(change(evidence, **columns), named="evidence_link_or_file")


def test_a_theme_is_once_in_a_result():
    refused(add(copied(factories.draft(themes=["financing"]).tags.get())))


def test_a_standing_says_why_and_is_said_once_a_day():
    result = factories.publish().result
    standing = Standing(
        result=result, kind="lost", day=DAY, reason="Repealed", by=result.author, recorded_at=timezone.now()
    )
    standing.save()
    refused(change(standing, reason=""), named="standing_says_why")
    refused(add(copied(standing)))


def test_a_version_is_remembered_once():
    refused(add(copied(factories.draft().revisions.get())))


# Pools, targets, claims


def pool(**columns):
    base = {"country": factories.country_of("TGO"), "indicator": factories.indicator_of("I3"), "unit": "person"}
    return Pool(**(base | {"name": "Farmers", "reason": "Another fund."} | columns))


@pytest.mark.parametrize("country", ["TGO", None])
def test_a_pool_is_there_once_for_a_country_and_once_for_the_world(country):
    country = factories.country_of(country) if country else None
    add(pool(country=country))()
    refused(add(pool(country=country)))
    assert add(pool(country=factories.country_of("SEN")), pool(country=country, name="Fishers"))()


@pytest.mark.parametrize("columns", [{"name": ""}, {"reason": ""}])
def test_a_pool_says_who_and_why(columns):
    refused(add(pool(**columns)), named="pool_says_who_and_why")


def subject(model, **columns):
    base = {"indicator": factories.indicator_of("D2"), "window_start": DAY, "window_end": DAY + timedelta(days=365)}
    return model(**(base | {"unit": "participations", "value": 5, "source": "A test"} | columns))


@pytest.mark.parametrize("about", ["D2", "institutional-changes"])
@pytest.mark.parametrize("country", ["TGO", None])
def test_one_target_is_in_use(about, country):
    """Its earlier and contested values stay beside it (rule 18)."""
    columns = {"indicator": None, "headline": about} if about != "D2" else {}
    columns |= {"country": factories.country_of(country) if country else None}
    add(subject(Target, state="in-use", **columns))()
    assert add(subject(Target, state="earlier", **columns), subject(Target, state="contested", **columns))()
    refused(add(subject(Target, state="in-use", value=6, **columns)))


@pytest.mark.parametrize("model", [Target, Claim])
def test_it_is_about_one_indicator_or_one_headline_in_a_window(model):
    refused(add(subject(model, headline="institutional-changes")), named="one_subject")
    refused(add(subject(model, indicator=None)), named="one_subject")
    refused(add(subject(model, window_end=DAY)), named="window_in_order")


# People


def test_a_holding_ends_after_it_starts(cast):
    rows = [
        Manager(user=cast.nobody),
        Evaluator(user=cast.nobody),
        FocalPoint(user=cast.nobody, country=factories.country_of("TGO")),
    ]
    for row in rows:
        row.start = row.end = DAY
        refused(add(row), named="ends_after_start")
        row.end = DAY + timedelta(days=1)
        assert add(row)()


def test_an_address_belongs_to_one_person_whatever_its_capitals(cast):
    refused(add(User(email=cast.manager.email.upper())))


# Countries and facts


def open_ratification():
    return Ratification.objects.as_of(None).first()


def open_statistic():
    return Statistic.objects.as_of(None).first()


@pytest.mark.parametrize("row", [open_ratification, open_statistic])
def test_one_fact_is_open(row):
    fact = row()
    refused(add(copied(fact)))
    assert add(copied(fact, superseded_at=timezone.now()))()
    refused(add(copied(fact, superseded_at=fact.recorded_at - timedelta(days=1))), named="superseded_after")


def test_the_days_of_a_ratification_are_in_order():
    day = date(1950, 1, 2)
    refused(add(copied(open_ratification(), first_day=day, last_day=date(1950, 1, 1))), named="days_in_order")


def test_a_statistic_is_not_negative():
    refused(add(copied(open_statistic(), year=1950, value=-1)), named="statistic_not_negative")


def test_an_instrument_has_one_title_in_a_country_and_days_in_order():
    law = factories.InstrumentFactory(adopted_first=DAY, adopted_last=DAY)
    refused(add(copied(law, uuid=factories.draft().uuid)))
    for days in ({"adopted_last": DAY - timedelta(days=1)}, {"adopted_first": None}, {"adopted_last": None}):
        refused(change(law, **days), named="adopted_in_order")


def test_a_priority_period_is_once_a_phase_and_ends_after_it_starts():
    priority = CountryPriority.objects.first()
    refused(add(copied(priority)))
    with lifted():
        refused(change(priority, end=priority.start), named="priority_ends_after_start")


@pytest.mark.parametrize(
    ("model", "name"),
    [(Country, "iso3"), (Country, "iso2"), (Country, "m49"), (Country, "slug"), (Theme, "slug"), (Theme, "order"),
     (Indicator, "code"), (Round, "code"), (Round, "start"), (Series, "code")],
)  # fmt: skip
def test_the_field_s_keys_are_unique(model, name):
    one, other = model.objects.all()[:2]
    refused(change(other, **{name: getattr(one, name)}))


def test_a_step_is_of_an_institutional_result():
    for code, step in (("I3", 1), ("D1", 2), ("R1", 4)):
        refused(change(factories.indicator_of(code), step=step), named="step_of_results_only")


def test_a_category_is_once_in_its_dimension():
    refused(add(copied(Category.objects.first())))


def test_rounds_and_output_indicators_end_after_they_start():
    for row in (Round.objects.first(), PBOutput.objects.first()):
        refused(change(row, end=row.start), named="ends_after_start")
    refused(add(copied(PBOutput.objects.first())))


# The ledger


def test_a_publication_is_one_link_of_one_chain():
    row = factories.publish()
    free = {"seq": row.seq + 1, "version": 2, "prev_hash": "b" * 64, "hash": "c" * 64, "superseded_at": timezone.now()}
    for name in ("seq", "prev_hash", "hash"):
        refused(add(copied(row, **(free | {name: getattr(row, name)}))))
    refused(add(copied(row, **(free | {"version": row.version}))))
    refused(add(copied(row, **(free | {"superseded_at": None}))))
    assert add(copied(row, **free))()


@pytest.mark.parametrize("reason", [None, ""])
def test_a_withdrawal_says_why(reason):
    row = factories.publish()
    withdrawal = copied(
        row, seq=row.seq + 1, version=2, prev_hash="b" * 64, hash="c" * 64, superseded_at=timezone.now(),
        kind="withdrawal", reason=reason,
    )  # fmt: skip
    refused(add(withdrawal), named="withdrawal_says_why")


def test_a_text_that_is_gone_takes_its_salt():
    row = factories.publish()
    erased = copied(
        row, seq=row.seq + 1, version=2, prev_hash="b" * 64, hash="c" * 64, superseded_at=timezone.now(), payload=None
    )
    refused(add(erased), named="erased_with_its_salt")


@pytest.mark.parametrize("model", [LedgerHead, SiteVersion])
def test_there_is_one_head_and_one_version_of_the_site(model):
    refused(add(model(pk=2)), named="one_row")


def test_every_constraint_has_a_test_here():
    """A constraint that is added to a model is added to this file: by its name, or by the model it is of."""
    text = Path(__file__).read_text(encoding="utf-8")
    models = [Evidence, Part, Pool, Publication, Result, Revision, Standing, Tag, Target, Claim, Round]
    unnamed = [
        c.name
        for model in models
        for c in model._meta.constraints
        if "Check" in type(c).__name__ and not any(c.name.endswith(part) for part in text.replace('"', " ").split())
    ]
    assert [name for name in unnamed if not name.endswith("_text") and "superseded" not in name] == []
