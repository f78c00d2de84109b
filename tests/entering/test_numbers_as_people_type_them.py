"""DESIGN.md, rule 17: what is read, what is asked about, what is refused, and that the figure is echoed back."""

from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from rmt.fields import NumberField
from rmt.numbers import parse_number


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("1200", "en", "1200"),
        ("1,200", "en", "1200"),
        ("1,234,567.89", "en", "1234567.89"),
        ("12,34,567", "en", "1234567"),
        ("1.2", "en", "1.2"),
        ("0.125", "en", "0.125"),
        ("1234.567", "en", "1234.567"),
        ("1 200", "en", "1200"),
        ("1\u00a0200", "fr", "1200"),
        ("1\u202f200\u202f000", "fr", "1200000"),
        ("1'200", "en", "1200"),
        ("1’200’000", "fr", "1200000"),
        ("1.200", "fr", "1200"),
        ("1.200", "es", "1200"),
        ("1.200,5", "pt", "1200.5"),
        ("0,5", "fr", "0.5"),
        ("1,200.5", "fr", "1200.5"),
        ("1.200.000", "en", "1200000"),
        ("٢١٠٠٠٠٠", "en", "2100000"),
        ("۱۲۳", "en", "123"),
        ("١٬٢٠٠٫٥", "en", "1200.5"),
        ("-3", "en", "-3"),
        ("\u22123", "en", "-3"),
        ("0", "en", "0"),
    ],
)
def test_it_is_read(text, language, number):
    assert parse_number(text, language) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "language", "question"),
    [
        ("1.200", "en", "did you mean 1 200 or 1.2?"),
        ("1,200", "fr", "did you mean 1 200 or 1,2?"),
        ("45,678", "es", "did you mean 45 678 or 45,678?"),
        ("1,5", "en", "did you mean 1.5?"),
        ("1.5", "fr", "did you mean 1,5?"),
    ],
)
def test_it_is_asked_about(text, language, question):
    with pytest.raises(ValidationError, match=question.replace("?", r"\?").replace(".", r"\.")):
        parse_number(text, language)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("½", "fraction"),
        ("1½", "fraction"),
        ("1/2", "fraction"),
        ("1e3", "all its digits"),
        ("1.5E6", "all its digits"),
        ("2 million", "not read as a number"),
        ("about 200", "not read as a number"),
        ("50 %", "not read as a number"),
        ("²", "fraction"),
        ("12 34", "Group the digits"),
        ("1,20,0", "Group the digits"),
        ("1.2.3", "Group the digits"),
        ("--1", "not read as a number"),
        (",", "not clear"),
        ("5.", "Group the digits"),
    ],
)
def test_it_is_refused_with_what_to_do(text, reason):
    with pytest.raises(ValidationError, match=reason):
        parse_number(text, "en")


class OneNumber(forms.Form):
    number = NumberField(required=False)


def test_a_field_says_how_it_read_the_figure():
    form = OneNumber({"number": "1,200"})
    assert form.is_valid()
    assert "You wrote 1,200: read as 1\u202f200." in form["number"].help_text


def test_a_field_never_echoes_markup():
    form = OneNumber({"number": "<b>1</b>"})
    assert not form.is_valid()
    assert "<b>" not in str(form["number"].as_field_group())


def test_a_field_refuses_what_is_below_zero():
    assert OneNumber({"number": "-1"}).errors["number"] == ["Enter a number that is not below zero."]


def test_a_figure_that_is_shown_is_read_again_as_the_same():
    shown = NumberField().prepare_value(Decimal("1234567.50"))
    assert parse_number(shown) == Decimal("1234567.5")
