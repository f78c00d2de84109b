"""A date known to the day, the month or the year."""

from datetime import date

import pytest
from django import forms

from rmt.forms import PartialDateField


class OneDate(forms.Form):
    when = PartialDateField(required=False)


def typed(day="", month="", year=""):
    return OneDate({"when_day": day, "when_month": month, "when_year": year})


@pytest.mark.parametrize(
    ("parts", "days"),
    [
        (("12", "10", "2021"), (date(2021, 10, 12), date(2021, 10, 12))),
        (("", "2", "2020"), (date(2020, 2, 1), date(2020, 2, 29))),
        (("", "", "2020"), (date(2020, 1, 1), date(2020, 12, 31))),
        (("١٢", "١٠", "٢٠٢١"), (date(2021, 10, 12), date(2021, 10, 12))),
        (("", "", ""), None),
    ],
)
def test_it_is_read(parts, days):
    form = typed(*parts)
    assert form.is_valid()
    assert form.cleaned_data["when"] == days


@pytest.mark.parametrize(
    ("parts", "what_to_do"),
    [
        (("12", "10", ""), "Enter the year"),
        (("12", "", "2021"), "Enter the month as well"),
        (("31", "2", "2021"), "There is no day 31 in February 2021."),
        (("", "13", "2021"), "Enter a month from 1 to 12."),
        (("", "", "21"), "Write the year with four digits"),
        (("x", "10", "2021"), "in digits"),
    ],
)
def test_it_says_what_to_do(parts, what_to_do):
    assert what_to_do in typed(*parts).errors["when"][0]


@pytest.mark.parametrize("parts", [("12", "10", "2021"), ("", "2", "2020"), ("", "", "2020")])
def test_what_is_kept_is_shown_as_it_was_typed(parts):
    form = OneDate(initial={"when": PartialDateField().compress(list(parts))})
    assert [str(value or "") for value in form["when"].value()] == list(parts)
