"""What people write in the cells of a list, and what they are told where it cannot be read."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from projects.imports import values
from projects.imports.reading import ListCell


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("1 999 980", "1999980", None),
        ("3’000’000", "3000000", None),
        ("2'500'000", "2500000", None),
        ("1.234.567,89", "1234567.89", None),
        ("20,854.00", "20854", None),
        ("US$ 900,000", "900000", "USD"),
        ("US$ 3’000’000", "3000000", "USD"),
        ("EUR 1 000", "1000", "EUR"),
        ("1 000 €", "1000", "EUR"),
        ("500 CHF", "500", "CHF"),
        ("-250", "-250", None),
        ("0", "0", None),
        ("١٢٣٤", "1234", None),
        ("\u202f1\u202f234\u00a0", "1234", None),
        ("１２３，０００", "123000", None),
        ("$ 500", "500", "$"),
        ("kr. 500", "500", "kr"),
        ("Fr.500", "500", "CHF"),
        ("US$ .5", "0.5", "USD"),
        ("R$ 500", "500", "BRL"),
        ("500 euros", "500", "EUR"),
    ],
)
def test_money(typed, amount, currency):
    assert values.money(ListCell(typed)) == values.Sum(Decimal(amount).quantize(Decimal("0.01")), currency)


@pytest.mark.parametrize("typed", ["-", "–", "n/a", "N/A", "?", "tbd", "…", ""])
def test_money_that_is_not_known_is_not_zero(typed):
    assert values.money(ListCell(typed)) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("8,0%", "is a share"),
        ("1.200", "two ways"),
        ("1e6", "1 200 000"),
        ("½", "0.5"),
        ("about 500", "not read as a number"),
        ("500 pax", "not read as a number"),
        ("1 000 000 000 000 000", "too large"),
        ("NaN", "not read as a number"),
    ],
)
def test_money_that_cannot_be_read(typed, said):
    with pytest.raises(ValidationError, match=said):
        values.money(ListCell(typed))


def test_spent_and_budget_in_one_cell():
    spent, budget = values.spent_and_budget(ListCell("1 234 567 / 2 000 000"))
    assert (spent.amount, budget.amount) == (1234567, 2000000)
    assert values.spent_and_budget(ListCell("n/a / 5"))[1].amount == 5
    with pytest.raises(ValidationError, match="spent / budget"):
        values.spent_and_budget(ListCell("1 / 2 / 3"))


@pytest.mark.parametrize(("typed", "share"), [("8,0%", "8.0"), ("40 %", "40"), ("33.3%", "33.3")])
def test_shares(typed, share):
    assert values.share(typed) == Decimal(share)


@pytest.mark.parametrize("typed", ["0%", "101%", "-5%", "%"])
def test_shares_that_are_none(typed):
    with pytest.raises(ValidationError):
        values.share(typed)


YEAR = (date(2016, 1, 1), date(2016, 12, 31))
DAY = (date(2025, 12, 31), date(2025, 12, 31))
DECEMBER = (date(2020, 12, 1), date(2020, 12, 31))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2016", YEAR),
        (Decimal(2016), YEAR),
        ("31.12.2025", DAY),
        ("31/12/2025", DAY),
        ("12/31/2025", DAY),
        ("2025-12-31", DAY),
        ("2025-12-31 00:00:00", DAY),
        ("31 December 2025", DAY),
        ("December 31st, 2025", DAY),
        ("31 de diciembre de 2025", DAY),
        (Decimal(46022), DAY),
        ("46022", DAY),
        (date(2025, 12, 31), DAY),
        ("Dec 2020", DECEMBER),
        ("décembre 2020", DECEMBER),
        ("12/2020", DECEMBER),
        ("2020-12", DECEMBER),
        ("03/03/2021", (date(2021, 3, 3), date(2021, 3, 3))),
        ("n/a", None),
    ],
)
def test_dates(written, found):
    assert values.days(ListCell(written)) == found


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("03/04/2021", "Write it as 2021-04-03 or 2021-03-04"),
        ("03-18-14", "year in full"),
        ("31.02.2021", "not a date"),
        ("2021-13-01", "not a date"),
        ("soon", "not a date"),
        ("9999", "not a date"),
        ("13/2021", "not a date"),
    ],
)
def test_dates_that_cannot_be_read(typed, said):
    with pytest.raises(ValidationError, match=said):
        values.days(ListCell(typed))


def test_a_period_in_one_cell():
    start, end = values.period(ListCell("13.12.2023 - 31.12.2026"))
    assert (start[0], end[1]) == (date(2023, 12, 13), date(2026, 12, 31))
    start, end = values.period(ListCell("2016–2020"))
    assert (start[0], end[1]) == (date(2016, 1, 1), date(2020, 12, 31))
    assert values.period(ListCell("2016-2020"))[1][1] == date(2020, 12, 31)


@pytest.mark.parametrize("typed", ["ongoing ", "In progress", "en cours", "Active"])
def test_status(typed):
    assert values.status(ListCell(typed)) == "in-progress"


def test_a_status_that_is_none_says_which_there_are():
    assert values.status(ListCell("?")) is None
    with pytest.raises(ValidationError, match="planned, in progress"):
        values.status(ListCell("Archived"))


def test_purposes():
    assert values.purposes(ListCell("16010 (60%); 12220")) == {16010: Decimal(60), 12220: None}
    with pytest.raises(ValidationError, match="five digits"):
        values.purposes(ListCell("112"))


@pytest.mark.parametrize(
    ("typed", "code"), [("USD", "USD"), ("us$", "USD"), ("€", "EUR"), ("Euro", "EUR"), ("Sfr.", "CHF"), ("n/a", None)]
)
def test_currencies(typed, code):
    assert values.currency(ListCell(typed)) == code


@pytest.mark.parametrize("typed", ["$", "money", "pax"])
def test_currencies_that_are_none(typed):
    with pytest.raises(ValidationError, match="is not a currency"):
        values.currency(ListCell(typed))
