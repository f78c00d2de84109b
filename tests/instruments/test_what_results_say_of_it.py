"""Rule 7: adopted and in force are two things; a result says of its instrument what is recorded, each with its day."""

import json
from datetime import date

import pytest

from countries.models import Instrument, InstrumentChange
from indicators.ledger import entries_of, entry_of, entry_of_copy, in_force, restate
from indicators.ledger import statement as statements
from indicators.models import Publication
from indicators.results import actions, change_instrument
from tests import factories
from tests.factories import InstrumentFactory, edit, fresh, publish, submit, validate, validated

pytestmark = pytest.mark.django_db

YEAR_2022 = {"in_force_first": date(2022, 1, 1), "in_force_last": date(2022, 12, 31)}
SUSPENDED_2024 = {"suspended_first": date(2024, 1, 1), "suspended_last": date(2024, 12, 31)}
REPEALED = {"repealed_first": date(2025, 3, 1), "repealed_last": date(2025, 3, 31)}


def law(**days) -> Instrument:
    return InstrumentFactory(adopted_first=date(2021, 10, 18), adopted_last=date(2021, 10, 18), **days)


def page_of(client, publication: Publication) -> str:
    return client.get(publication.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("days", "since", "until"),
    [
        ({}, None, None),  # adopted, and no more is known
        (YEAR_2022, date(2022, 12, 31), None),  # certain when the year has ended
        (YEAR_2022 | SUSPENDED_2024, date(2022, 12, 31), date(2024, 1, 1)),
        (REPEALED, None, date(2025, 3, 1)),
        (REPEALED | SUSPENDED_2024, None, date(2024, 1, 1)),  # the earlier of the two
    ],
)
def test_figures_read_from_when_and_until_when_it_is_in_force(programme, days, since, until):
    publication = publish(indicator="R2", instrument=law(**days))
    published = entries_of(Publication.objects.filter(pk=publication.pk))[0]
    of_payload = entry_of(json.loads(publication.payload), step=2)
    of_copy = entry_of_copy(fresh(publication.result))
    for entry in (published, of_payload, of_copy):
        assert (entry.in_force_from, entry.in_force_until) == (since, until)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({}, ["18 October 2021", "entry into force not recorded"]),
        (YEAR_2022, ["18 October 2021", "since 2022"]),
        (
            YEAR_2022 | {"repealed_first": date(2025, 3, 1), "repealed_last": date(2025, 3, 31)},
            ["Repealed", "March 2025"],
        ),
    ],
)
def test_the_page_says_adopted_and_in_force_apart(client, programme, days, words):
    page = page_of(client, publish(indicator="R2", instrument=law(**days, reference="Official Gazette No. 30")))
    assert [word for word in [*words, "Official Gazette No. 30"] if word not in page] == []


def test_the_page_of_the_country_says_so_as_well(client, programme):
    publish(indicator="R2", instrument=law())
    assert "entry into force not recorded" in client.get("/countries/togo/").content.decode()


def test_an_older_statement_is_restated_as_it_was_and_differs_by_nothing(client, programme, monkeypatch):
    """A statement of before the days were part of it says nothing of them, and a decision on it adds nothing."""

    def older(it):
        return {"uuid": str(it.uuid), "title": it.title, "kind": it.kind, "reference": ""}

    with monkeypatch.context() as before:
        before.setattr(statements, "instrument_payload", older)
        publication = publish(indicator="R2", instrument=law())
    assert "18 October 2021" in page_of(client, publication), "as it is recorded today"
    restate(result=publication.result, by=factories.author(), standings=[])
    assert in_force(publication.result) == publication
    later = edit(publication.result, title="Another title")
    old, new = json.loads(publication.payload), json.loads(later.payload)
    silent = new["instrument"] | dict.fromkeys(("adopted_first", "adopted_last"))
    assert [key for key, *_ in statements.differences(old, new | {"instrument": silent})] == ["title"]


# The day of adoption, from the result that says that it was adopted


def adopted(instrument: Instrument) -> tuple[date | None, date | None]:
    instrument = Instrument.objects.get(pk=instrument.pk)
    return instrument.adopted_first, instrument.adopted_last


@pytest.mark.parametrize(("code", "is_filled"), [("R1", True), ("R2", True), ("R3", False), ("I3", False)])
def test_the_first_result_that_says_it_was_adopted_fills_the_day(programme, code, is_filled):
    instrument = InstrumentFactory()
    publication = publish(indicator=code, instrument=instrument, achieved=2022)
    assert adopted(instrument) == ((date(2022, 1, 1), date(2022, 12, 31)) if is_filled else (None, None))
    said = json.loads(publication.payload)["instrument"]["adopted_first"]
    assert said == ("2022-01-01" if is_filled else None)
    assert instrument.changes.count() == int(is_filled), "with its history"


def test_a_day_that_is_recorded_stays(programme):
    instrument = law()
    publish(indicator="R2", instrument=instrument, achieved=date(2022, 5, 1))
    assert adopted(instrument) == (date(2021, 10, 18), date(2021, 10, 18))


@pytest.mark.parametrize("order", [("R3", "R2"), ("R2", "R3")])
def test_a_reform_of_what_something_earlier_rests_on_is_no_adoption(programme, order):
    instrument = InstrumentFactory()
    for code in order:
        publish(indicator=code, instrument=instrument, achieved={"R3": 2020, "R2": 2022}[code])
    assert adopted(instrument) == (None, None)


@pytest.mark.parametrize("years", [(2018, 2022), (2022, 2018)])
def test_in_whatever_order_they_are_published_the_first_that_happened_counts(programme, years):
    instrument = InstrumentFactory()
    for year in years:
        publish(indicator="R2", instrument=instrument, achieved=year)
    assert adopted(instrument)[0] == date(2018, 1, 1)


def test_it_follows_a_correction_and_a_withdrawal(programme):
    instrument, other = InstrumentFactory(), InstrumentFactory()
    result = publish(indicator="R2", instrument=instrument, achieved=2021).result
    edit(result, achieved=date(2022, 3, 4))
    assert adopted(instrument) == (date(2022, 3, 4), date(2022, 3, 4))
    edit(result, instrument=other)
    assert (adopted(instrument), adopted(other)[0]) == ((None, None), date(2022, 3, 4))
    factories.withdraw(result)
    assert adopted(other) == (None, None)


def test_once_somebody_wrote_it_nothing_that_is_published_changes_it(programme, cast):
    instrument = InstrumentFactory()
    result = publish(indicator="R2", instrument=instrument, achieved=2021).result
    says = {"adopted_first": "2021-06-01", "adopted_last": "2021-06-01"}
    current = Instrument.objects.get(pk=instrument.pk)
    change_instrument(instrument=current, version=current.version, says=says, reason="Gazette.", by=cast.manager)
    edit(result, achieved=date(2022, 3, 4))
    factories.withdraw(result)
    assert adopted(instrument) == (date(2021, 6, 1), date(2021, 6, 1))


def test_held_back_it_fills_nothing_before_its_day(programme):
    instrument, today = InstrumentFactory(), factories.now()
    later = date(today.year + 1, 1, 1)
    validated(indicator="R2", instrument=instrument, today=today, not_before=later, comment="It is announced first.")
    assert adopted(instrument) == (None, None)
    actions.publish_due(today=later)
    assert adopted(instrument)[0] == date(2022, 5, 1)


def test_what_a_published_source_does_not_say_stays_open():
    """Of what was launched, or passed by one chamber, the evaluation gives no day of adoption: none is made up."""
    named = Instrument.objects.filter(publications__indicator__step__in=(1, 2), publications__origin="historical")
    assert named.filter(adopted_last=None).exists()
    assert not InstrumentChange.objects.exists()


def test_the_title_that_a_waiting_result_says_is_the_one_of_the_day_of_its_publication(programme, cast):
    waiting = submit(indicator="R2", instrument=law())
    instrument = Instrument.objects.get(pk=waiting.instrument_id)
    says = {"title": "Law, corrected"}
    change_instrument(instrument=instrument, version=1, says=says, reason="Misspelt.", by=cast.manager)
    publication = factories.statement(validate(waiting))
    assert json.loads(publication.payload)["instrument"]["title"] == "Law, corrected"
