"""One fact, one place: a ratification that is published as a result is what the country's page says (rule 19)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from countries.actions import hold_ratifications
from countries.models import Convention, Ratification
from indicators.ledger import verify
from indicators.models import Result
from indicators.results import actions
from tests import factories
from tests.exploring.reading import export, rows_of
from tests.factories import country_of, edit, publish, submit, validate, validated, withdraw

pytestmark = pytest.mark.django_db

TOGO, MOROCCO = "TGO", "MAR"
NAMED_BY_THE_EVALUATION = {"ARG", "BEN", "BGR", "CPV", "DOM", "MAR", "RUS", "UKR"}


def held(country: str, day: date | None = None) -> list[tuple[str, date, date]]:
    facts = Ratification.objects.as_of(day).filter(country__iso3=country)
    return [(fact.kind, fact.first_day, fact.last_day) for fact in facts]


def ratified(country: str = TOGO, *, number: str = "C102", **fields):
    return publish(indicator="D4", country=country, convention=Convention.objects.get(number=number), **fields)


def page_of(client, country: str, day: date | None = None) -> str:
    asked = {"as_of": day.isoformat()} if day else {}
    return client.get(country_of(country).get_absolute_url(), asked).content.decode()


def test_the_page_of_the_country_says_what_the_result_says(client, programme):
    assert "not recorded in our source" in page_of(client, TOGO)
    number = ratified(achieved=date(2024, 6, 7), source="Depositary notice").number
    page = page_of(client, TOGO)
    assert "ratified 7 June 2024" in page
    assert f'<a href="/results/{number}/" dir="auto">Result No. {number}</a>' in page
    assert "Depositary notice" not in page, "it is said on the page of the result, where it can be removed"
    own_page = client.get(f"/results/{number}/").content.decode()
    assert "Social Security (Minimum Standards) Convention, 1952 (No. 102)" in own_page


def test_another_convention_stands_beside_it(client, programme):
    ratified(number="C121", achieved=date(2024, 6, 7))
    page = page_of(client, TOGO)
    assert "Employment Injury Benefits Convention" in page
    assert "not recorded in our source" in page, "of Convention No. 102"


def test_withdrawing_the_result_withdraws_the_fact(client, programme):
    result = ratified(achieved=date(2024, 6, 7)).result
    withdraw(result)
    assert held(TOGO) == []
    assert "7 June 2024" not in page_of(client, TOGO)


def test_a_past_day_keeps_what_it_knew(client, programme, on_day):
    clock = on_day(datetime(2031, 1, 10, tzinfo=UTC))
    result = ratified(achieved=date(2024, 6, 7)).result
    clock.move_to(datetime(2031, 3, 10, tzinfo=UTC))
    withdraw(result)
    clock.move_to(datetime(2031, 5, 1, tzinfo=UTC))
    assert "7 June 2024" not in page_of(client, TOGO, date(2031, 1, 9))
    assert "7 June 2024" in page_of(client, TOGO, date(2031, 2, 1))
    assert "7 June 2024" not in page_of(client, TOGO, date(2031, 4, 1))


def test_a_corrected_day_is_the_day_of_the_fact(programme):
    result = ratified(achieved=2024).result
    edit(result, achieved=date(2024, 6, 7))
    assert held(TOGO) == [("ratified", date(2024, 6, 7), date(2024, 6, 7))]
    assert Ratification.objects.filter(country__iso3=TOGO).count() == 2, "the earlier one is closed, not lost"


def test_a_decision_on_its_theme_adds_no_fact(programme, cast):
    result = ratified(themes=["financing"]).result
    theme = factories.theme_of("financing")
    actions.decide_tag(result=result, theme=theme, state="confirmed", by=cast.lead_financing)
    assert Ratification.objects.filter(country__iso3=TOGO).count() == 1


def test_held_back_it_is_no_fact_before_its_day(programme):
    today = timezone.localdate()
    later = today + timedelta(days=30)
    validated(indicator="D4", today=today, not_before=later, comment="The Government announces it first.")
    assert held(TOGO) == []
    actions.publish_due(today=later)
    assert len(held(TOGO)) == 1


@pytest.mark.parametrize(
    ("achieved", "days"),
    [
        (date(2019, 6, 14), (date(2019, 6, 14), date(2019, 6, 14))),  # it knows the day
        (2019, (date(2019, 1, 1), date(2019, 12, 31))),  # the year
    ],
)
def test_what_is_known_better_takes_the_place_of_the_vaguer_fact(programme, achieved, days):
    assert held(MOROCCO) == [("ratified-or-extended", date(2016, 1, 1), date(2020, 12, 31))]
    result = ratified(MOROCCO, achieved=achieved).result
    assert held(MOROCCO) == [("ratified", *days)]
    withdraw(result)
    assert held(MOROCCO) == [("ratified-or-extended", date(2016, 1, 1), date(2020, 12, 31))]


def test_a_result_that_knows_the_year_alone_takes_over_the_day(client, programme):
    number = ratified("PRY", achieved=2021, source="Annual report").number
    assert held("PRY") == [("ratified", date(2021, 10, 25), date(2021, 10, 25))]
    page = page_of(client, "PRY")
    assert f"Result No. {number}; ILO news of October 2021" in page


def test_one_event_is_not_reported_twice(programme):
    number = ratified(achieved=2024).number
    with pytest.raises(Exception, match=f"Result No. {number} reports this already"):
        validate(submit(indicator="D4", achieved=date(2024, 6, 7)))
    validate(submit(indicator="D4", achieved=date(2024, 6, 7), convention_event="extended"))
    assert [kind for kind, *_days in held(TOGO)] == ["ratified", "extended"]


def test_the_ratifiers_that_the_evaluation_names_are_held_where_nothing_is_known_better():
    found = {country: [kind for kind, *_days in held(country)] for country in NAMED_BY_THE_EVALUATION}
    vague = {country for country, kinds in found.items() if kinds == ["ratified-or-extended"]}
    assert vague == {"BGR", "MAR", "RUS", "UKR"}
    assert all("ratified" in found[country] for country in NAMED_BY_THE_EVALUATION - vague)


def test_the_page_says_no_more_than_is_known(client):
    page = page_of(client, MOROCCO)
    assert "ratified, or extended to further branches, 2016–2020 (the day is not recorded in our source)" in page
    assert "not ratified" not in page


def test_a_dated_row_that_is_loaded_later_takes_the_place_of_the_vaguer_one():
    dated = Ratification(
        country=country_of(MOROCCO), convention=Convention.objects.get(number="C102"), kind="ratified",
        first_day=date(2019, 6, 14), last_day=date(2019, 6, 14), source="List of ratifications",
    )  # fmt: skip
    assert hold_ratifications([dated]) == 1
    assert held(MOROCCO) == [("ratified", date(2019, 6, 14), date(2019, 6, 14))]


@pytest.mark.parametrize("gap", ["convention", "convention_event"])
def test_a_ratification_is_sent_with_its_convention(programme, gap):
    with pytest.raises(Exception, match=gap):
        submit(indicator="D4", **{gap: None})


def test_it_is_asked_of_a_ratification_and_of_nothing_else(client, cast):
    client.force_login(cast.manager)
    asked = client.get("/desk/results/new/?indicator=D4&country=TGO").content.decode()
    assert "Which convention?" in asked
    typed = {"title": "Togo ratified", "convention_event": "ratified"}
    typed["convention"] = Convention.objects.get(number="C102").pk
    lists = [f"{name}-{key}_FORMS" for name in ("evidence", "others", "consultations") for key in ("TOTAL", "INITIAL")]
    sent = client.post("/desk/results/new/?indicator=D4&country=TGO", typed | dict.fromkeys(lists, 0))
    assert sent.status_code == 302
    result = Result.objects.get(title="Togo ratified")
    assert (result.convention.number, result.convention_event) == ("C102", "ratified")
    client.force_login(cast.focal_togo)
    assert "Which convention?" not in client.get("/desk/results/new/?indicator=R2&country=TGO").content.decode()


def test_the_file_says_it_in_a_column_at_the_end(client, programme):
    ratified(title="Togo ratified")
    row = next(row for row in rows_of(export(client)) if row["title"] == "Togo ratified")
    assert (row["convention"], row["convention_event"]) == ("C102", "ratified")
    assert list(verify()) == []
