"""docs/design.md, rule 17: what is read, what is asked about, what is refused, and that the figure is echoed back."""

import io
import json
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse, reverse_lazy

from indicators.models import Result
from projects.imports.reading import read_table
from projects.models import Partner, Project
from rmt.forms import NumberField, parse_number, written
from rmt.models import User
from rmt.reader import reading_as
from tests import factories


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


def somebody(language: str) -> SimpleNamespace:
    return SimpleNamespace(language=language, time_zone="UTC")


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


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
@pytest.mark.parametrize("number", ["1234567.50", "0", "0.25", "999", "1000"])
def test_a_figure_that_is_shown_is_read_again_as_the_same(language, number):
    with reading_as(somebody(language)):
        shown = NumberField().prepare_value(Decimal(number))
        form = OneNumber({"number": shown})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["number"] == Decimal(number)
        assert "You wrote" not in form["number"].help_text


@pytest.mark.parametrize(
    ("language", "hint"),
    [
        ("en", ""),
        ("fr", "You chose français: write 1\u202f200,5."),
        ("es", "You chose español: write 1\u202f200,5."),
        ("pt", "You chose Português: write 1\u202f200,5."),
    ],
)
def test_a_field_says_how_a_person_of_another_language_writes(language, hint):
    with reading_as(somebody(language)):
        assert OneNumber()["number"].help_text == hint


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_list_is_read_in_the_language_of_who_sends_it(language):
    with reading_as(somebody(language)):
        table = read_table(b"Title,Budget\nA,1.200", name="list.csv", known={"title", "budget"})
    assert table.language == language


# The matrix of rule 17, through the form of an impact

LANGUAGES = ("en", "fr", "es", "pt")
READ = dict.fromkeys(("1 200", "1\xa0200", "1\u2009200", "1\u202f200", "1'200", "1’200", "١٢٠٠", "١٬٢٠٠"), "1200")
MATRIX: list[tuple[str, dict[str, str]]] = [
    *((text, dict.fromkeys(LANGUAGES, number)) for text, number in READ.items()),
    ("1,200", {"en": "1200"} | dict.fromkeys(LANGUAGES[1:], "did you mean 1 200 or 1,2?")),
    ("1.200", {"en": "did you mean 1 200 or 1.2?"} | dict.fromkeys(LANGUAGES[1:], "1200")),
    ("1,5", {"en": "did you mean 1.5?"} | dict.fromkeys(LANGUAGES[1:], "Enter a whole number.")),
    ("½", {"en": "Write it with decimals: 0.5."} | dict.fromkeys(LANGUAGES[1:], "Write it with decimals: 0,5.")),
    ("-3", dict.fromkeys(LANGUAGES, "Enter a number that is not below zero.")),
    ("1e3", dict.fromkeys(LANGUAGES, "Write “1e3” out with all its digits")),
    ("0", dict.fromkeys(LANGUAGES, "0")),
    ("", dict.fromkeys(LANGUAGES, "nothing")),
]
FORM = f"{reverse_lazy('new_result')}?indicator=I3&country=TGO"
EMPTY_ROWS = {
    f"{name}-{count}_FORMS": number
    for name in ("evidence", "others", "consultations")
    for count, number in (("TOTAL", "1"), ("INITIAL", "0"))
}


def type_in(client: Client, *, language: str = "en", do: str = "save", **answers: str) -> Any:
    """The answer of the entry form to somebody who chose that language."""
    User.objects.filter(email="focal.togo@example.org").update(language=language)
    return client.post(FORM, EMPTY_ROWS | {"do": do} | answers, follow=True)


def outcome(client: Client, text: str, language: str) -> str:
    """The number that was kept, "nothing", or what the form said beside the field."""
    before = Result.objects.count()
    page = type_in(client, language=language, value=text)
    if Result.objects.count() == before:
        assert page.context["form"]["value"].value() == text, "what was typed is still there"
        return page.context["form"].errors["value"][0]
    result = Result.objects.latest("created_at")
    if result.value is None:
        return "nothing"
    form = client.get(reverse("edit_result", args=[result.uuid])).context["form"]
    assert f'value="{written(result.value, language)}"' in str(form["value"]), "the figure is echoed back"
    return f"{result.value.normalize():f}"


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "expected"), MATRIX)
def test_the_matrix_of_rule_17(focal, text, expected):
    found = {language: outcome(focal, text, language) for language in LANGUAGES}
    kept = {"nothing", "0", "1200"}
    agrees = {
        language: found[language] == said if said in kept else said in found[language]
        for language, said in expected.items()
    }
    assert agrees == dict.fromkeys(LANGUAGES, True), found


@pytest.mark.django_db
def test_a_baseline_is_read_in_the_language_of_the_person(focal):
    page = type_in(focal, language="fr", value="2.400", baseline_value="1.200", baseline_year="2020")
    assert page.redirect_chain, page.context["form"].errors
    kept = Result.objects.latest("created_at")
    assert (kept.value, kept.baseline_value, kept.baseline_last) == (2400, 1200, date(2020, 12, 31))


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "text"), [("en", "1,200"), ("fr", "1.200")])
def test_the_page_says_how_it_read_what_was_typed(focal, language, text):
    page = type_in(focal, language=language, value=text, baseline_year="20")
    assert f"You wrote {text}: read as 1\u202f200." in page.content.decode()


# Zero is a number, nothing is not

NOUGHT = {
    "title": "Nobody more is insured", "achieved_year": "2024", "new_instrument_title": "Law No. 2024-1",
    "new_instrument_kind": "law", "outcome": "The scheme was not opened.", "contribution": "Drafting.",
    "source": "Register of the fund", "evidence-0-url": "https://example.org/law", "value": "0", "unit": "person",
    "baseline_value": "0", "baseline_year": "2023", "grade": Result.Grade.ADMINISTRATIVE,
    "coverage_basis": "contributing", "duration": "continuing", "parts_sex_women": "0", "parts_sex_men": "",
}  # fmt: skip


@pytest.mark.django_db
def test_a_reported_0_stays_0_and_nothing_stays_nothing_up_to_the_public_page(focal, client):
    sent = type_in(focal, do="send", **NOUGHT)
    result = Result.objects.latest("created_at")
    assert result.status == "submitted", sent.context["form"].errors
    publication = factories.statement(factories.validate(result))
    said = json.loads(publication.payload)
    assert (said["value"], said["baseline_value"]) == ("0", "0")
    assert {part["category"]: part["value"] for part in said["parts"]} == {"sex:women": "0"}
    page = Client().get(reverse("result", args=[publication.number])).content.decode()
    assert "0 people" in page


@pytest.mark.django_db
def test_money_of_0_stays_0_and_nothing_stays_nothing_up_to_the_export(client, cast):
    client.force_login(cast.manager, backend="django.contrib.auth.backends.ModelBackend")
    project, partner = Project.objects.get(slug="health-insurance-togo"), Partner.objects.get(slug="a-partner")
    typed = {"partner": partner.slug, "currency": "EUR", "planned": "0", "received": ""}
    assert client.post(reverse("new_funding", args=[project.slug]), typed).status_code == 302
    row = project.fundings.get()
    assert (row.planned, row.received) == (0, None)
    client.force_login(cast.partner, backend="django.contrib.auth.backends.ModelBackend")
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("portfolio_export")).content))
    exported = list(book["Money"].iter_rows(values_only=True))[1]
    assert exported[5:7] == (0, None)
