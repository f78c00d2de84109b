"""One fact, one place: a ratification that is published as a result is what the country's page says (rule 19)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

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

CAMBODIA, NEPAL = "KHM", "NPL"
NAMED_BY_THE_EVALUATION = {"ARG", "BEN", "BGR", "CPV", "DOM", "MAR", "RUS", "UKR"}


def held(country: str, day: date | None = None) -> list[tuple[str, date, date]]:
    facts = Ratification.objects.as_of(day).filter(country__iso3=country)
    return [(fact.kind, fact.first_day, fact.last_day) for fact in facts]


def ratified(country: str = CAMBODIA, *, number: str = "C102", **fields):
    return publish(indicator="D4", country=country, convention=Convention.objects.get(number=number), **fields)


def ratification(last: str, *, first: str = "", country: str = NEPAL) -> dict[str, Any]:
    """Convention No. 102, ratified on a day or on one of several."""
    days = {"first_day": date.fromisoformat(first or last), "last_day": date.fromisoformat(last)}
    convention = Convention.objects.get(number="C102")
    return {"country": country_of(country), "convention": convention, "kind": "ratified", "source": "List", **days}


def vague(country: str = NEPAL) -> None:
    """The country ratified between 2016 and 2020, or accepted further parts, as the evaluation says of eight."""
    event = ratification("2020-12-31", first="2016-01-01", country=country) | {"kind": "ratified-or-extended"}
    hold_ratifications([Ratification(**event)])


def page_of(client, country: str, day: date | None = None) -> str:
    asked = {"as_of": day.isoformat()} if day else {}
    return client.get(country_of(country).get_absolute_url(), asked).content.decode()


def test_the_page_of_the_country_says_what_the_result_says(client, programme):
    assert "not recorded in our source" in page_of(client, CAMBODIA)
    number = ratified(achieved=date(2024, 6, 7), source="Depositary notice").number
    page = page_of(client, CAMBODIA)
    assert "ratified 7 June 2024" in page
    assert f'<a href="/results/{number}/" dir="auto">Result No. {number}</a>' in page
    assert "Depositary notice" not in page, "it is said on the page of the result, where it can be removed"
    own_page = client.get(f"/results/{number}/").content.decode()
    assert "Social Security (Minimum Standards) Convention, 1952 (No. 102)" in own_page


def test_another_convention_stands_beside_it(client, programme):
    ratified(number="C121", achieved=date(2024, 6, 7))
    page = page_of(client, CAMBODIA)
    assert "Employment Injury Benefits Convention" in page
    assert "not recorded in our source" in page, "of Convention No. 102"


def test_withdrawing_the_result_withdraws_the_fact(client, programme):
    result = ratified(achieved=date(2024, 6, 7)).result
    withdraw(result)
    assert held(CAMBODIA) == []
    assert "7 June 2024" not in page_of(client, CAMBODIA)


def test_a_past_day_keeps_what_it_knew(client, programme, on_day):
    clock = on_day(datetime(2031, 1, 10, tzinfo=UTC))
    result = ratified(achieved=date(2024, 6, 7)).result
    clock.move_to(datetime(2031, 3, 10, tzinfo=UTC))
    withdraw(result)
    clock.move_to(datetime(2031, 5, 1, tzinfo=UTC))
    assert "7 June 2024" not in page_of(client, CAMBODIA, date(2031, 1, 9))
    assert "7 June 2024" in page_of(client, CAMBODIA, date(2031, 2, 1))
    assert "7 June 2024" not in page_of(client, CAMBODIA, date(2031, 4, 1))


def test_a_corrected_day_is_the_day_of_the_fact(programme):
    result = ratified(achieved=2024).result
    edit(result, achieved=date(2024, 6, 7))
    assert held(CAMBODIA) == [("ratified", date(2024, 6, 7), date(2024, 6, 7))]
    assert Ratification.objects.filter(country__iso3=CAMBODIA).count() == 2, "the earlier one is closed, not lost"


def test_a_decision_on_its_theme_adds_no_fact(programme, cast):
    result = ratified(themes=["financing"]).result
    theme = factories.theme_of("financing")
    actions.decide_tag(result=result, theme=theme, state="confirmed", by=cast.lead_financing)
    assert Ratification.objects.filter(country__iso3=CAMBODIA).count() == 1


def test_held_back_it_is_no_fact_before_its_day(programme):
    today = timezone.localdate()
    later = today + timedelta(days=30)
    validated(
        indicator="D4", country=CAMBODIA, today=today, not_before=later, comment="The Government announces it first."
    )
    assert held(CAMBODIA) == []
    actions.publish_due(today=later)
    assert len(held(CAMBODIA)) == 1


@pytest.mark.parametrize(
    ("achieved", "days"),
    [
        (date(2019, 6, 14), (date(2019, 6, 14), date(2019, 6, 14))),  # it knows the day
        (2019, (date(2019, 1, 1), date(2019, 12, 31))),  # the year
    ],
)
def test_what_is_known_better_takes_the_place_of_the_vaguer_fact(programme, achieved, days):
    vague()
    result = ratified(NEPAL, achieved=achieved).result
    assert held(NEPAL) == [("ratified", *days)]
    withdraw(result)
    assert held(NEPAL) == [("ratified-or-extended", date(2016, 1, 1), date(2020, 12, 31))]


def test_a_result_that_knows_the_year_alone_takes_over_the_day(client, programme):
    number = ratified("PRY", achieved=2021, source="Annual report").number
    assert held("PRY") == [("ratified", date(2021, 10, 25), date(2021, 10, 25))]
    page = page_of(client, "PRY")
    assert f"Result No. {number}; ILO news" in page


def test_one_event_is_not_reported_twice(programme):
    number = ratified(achieved=2024).number
    with pytest.raises(Exception, match=f"Result No. {number} reports this already"):
        validate(submit(indicator="D4", country=CAMBODIA, achieved=date(2024, 6, 7)))
    validate(submit(indicator="D4", country=CAMBODIA, achieved=date(2024, 6, 7), convention_event="extended"))
    assert [kind for kind, *_days in held(CAMBODIA)] == ["ratified", "extended"]


def test_the_ratifiers_that_the_evaluation_names_are_held_where_nothing_is_known_better():
    found = {country: [kind for kind, *_days in held(country)] for country in NAMED_BY_THE_EVALUATION}
    assert {country for country, kinds in found.items() if "ratified-or-extended" in kinds} == {"BGR"}
    assert all("ratified" in kinds for kinds in found.values())


def test_the_page_says_no_more_than_is_known(client):
    page = page_of(client, "BGR")
    assert "ratified, or extended to further branches, 2016–2020 (the day is not recorded in our source)" in page
    assert "not ratified" not in page


def test_a_party_of_an_unknown_day_is_said_so(client):
    page = page_of(client, "NOR")
    assert "party to it by 29 November 2026, since when is not recorded" in page
    assert "party to it since 3 June 2006" in page_of(client, "MNE"), "by succession, on a day that is known"


def test_a_ratification_says_which_parts_it_accepts(client):
    assert "Parts V, VII, VIII, X" in page_of(client, "TGO")


def test_a_party_of_an_unknown_day_and_its_ratification_are_one_event():
    party = {**ratification("2024-02-29", first="1952-06-28"), "kind": "party"}
    hold_ratifications([Ratification(**party)])
    hold_ratifications([Ratification(**ratification("2014-03-02"))])
    assert held(NEPAL) == [("ratified", date(2014, 3, 2), date(2014, 3, 2))]


def test_a_dated_row_that_is_loaded_later_takes_the_place_of_the_vaguer_one():
    vague()
    assert hold_ratifications([Ratification(**ratification("2019-06-14"))]) == 1
    assert held(NEPAL) == [("ratified", date(2019, 6, 14), date(2019, 6, 14))]


@pytest.mark.parametrize("gap", ["convention", "convention_event"])
def test_a_ratification_is_sent_with_its_convention(programme, gap):
    with pytest.raises(Exception, match=gap):
        submit(indicator="D4", **{gap: None})


def test_it_is_asked_of_a_ratification_and_of_nothing_else(client, cast):
    client.force_login(cast.manager)
    asked = client.get("/desk/results/new/?indicator=D4&country=TGO").content.decode()
    assert "Which convention?" in asked
    typed = {"title": "Cambodia ratified", "convention_event": "ratified"}
    typed["convention"] = Convention.objects.get(number="C102").pk
    lists = [f"{name}-{key}_FORMS" for name in ("evidence", "others", "consultations") for key in ("TOTAL", "INITIAL")]
    sent = client.post("/desk/results/new/?indicator=D4&country=TGO", typed | dict.fromkeys(lists, 0))
    assert sent.status_code == 302
    result = Result.objects.get(title="Cambodia ratified")
    assert (result.convention.number, result.convention_event) == ("C102", "ratified")
    client.force_login(cast.focal_togo)
    assert "Which convention?" not in client.get("/desk/results/new/?indicator=R2&country=TGO").content.decode()


def test_the_file_says_it_in_a_column_at_the_end(client, programme):
    ratified(title="Cambodia ratified")
    row = next(row for row in rows_of(export(client)) if row["title"] == "Cambodia ratified")
    assert (row["convention"], row["convention_event"]) == ("C102", "ratified")
    assert list(verify()) == []
