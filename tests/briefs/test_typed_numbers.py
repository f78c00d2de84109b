"""Numbers that authors typed are found as each language writes them, and compared with figures of the ledger."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.figures_in_text import reading_of, typed_numbers
from briefs.figures_in_text.numerals import numerals_in
from indicators.ledger import pin_edition
from tests.factories import edit, publish, reviewing_manager

MILLION = 1_000_000
FOUND = [
    # language, text, what was typed, low, high, step, qualifier, what is counted
    ("en", "about 2.5 million people", "about 2.5 million", 2.5, 2.5, 0.1, "about", "person"),
    ("en", "Some 2.5m were covered", "Some 2.5m", 2.5, 2.5, 0.1, "about", ""),
    ("en", "more than 2,581,298 insured persons", "more than 2,581,298", 2.581298, 2.581298, 1e-6, "over", "person"),
    ("en", "2\u202f581\u202f298 persons", "2 581 298", 2.581298, 2.581298, 1e-6, "", "person"),
    ("en", "nearly 2 million workers", "nearly 2 million", 2, 2, 1, "under", "person"),
    ("en", "between 2.5 and 2.6 million people", "2.5 and 2.6 million", 2.5, 2.6, 0.1, "", "person"),
    ("en", "2.5–2.6 million people", "2.5–2.6 million", 2.5, 2.6, 0.1, "", "person"),
    ("en", "with 2.50 million women", "2.50 million", 2.5, 2.5, 0.1, "", "person"),
    ("en", "300 thousand farmers", "300 thousand", 0.3, 0.3, 0.001, "", "person"),
    ("en", "reached 1 200 000 by then", "1 200 000", 1.2, 1.2, 0.1, "", ""),
    ("fr", "environ 2,5 millions de personnes", "environ 2,5 millions", 2.5, 2.5, 0.1, "about", "person"),
    ("fr", "plus de 2 581 298 assurés", "plus de 2 581 298", 2.581298, 2.581298, 1e-6, "over", "person"),
    ("fr", "près de 2 millions de travailleuses", "près de 2 millions", 2, 2, 1, "under", "person"),
    ("fr", "entre 2,5 et 2,6 millions", "2,5 et 2,6 millions", 2.5, 2.6, 0.1, "", ""),
    ("fr", "de 2,5 à 2,6 millions", "2,5 à 2,6 millions", 2.5, 2.6, 0.1, "", ""),
    ("fr", "2.5 millions de femmes", "2.5 millions", 2.5, 2.5, 0.1, "", "person"),
    ("es", "unos 2,5 millones de personas", "unos 2,5 millones", 2.5, 2.5, 0.1, "about", "person"),
    ("es", "más de 2.581.298 personas", "más de 2.581.298", 2.581298, 2.581298, 1e-6, "over", "person"),
    ("es", "entre 2,5 y 2,6 millones", "2,5 y 2,6 millones", 2.5, 2.6, 0.1, "", ""),
    ("es", "300 mil trabajadoras", "300 mil", 0.3, 0.3, 0.001, "", "person"),
    ("pt", "cerca de 2,5 milhões de pessoas", "cerca de 2,5 milhões", 2.5, 2.5, 0.1, "about", "person"),
    ("pt", "mais de 300 mil trabalhadores", "mais de 300 mil", 0.3, 0.3, 0.001, "over", "person"),
    ("pt", "5 a 6 milhões de mulheres", "5 a 6 milhões", 5, 6, 1, "", "person"),
    ("pt", "um total de 2.581.298 segurados", "2.581.298", 2.581298, 2.581298, 1e-6, "", "person"),
]


@pytest.mark.parametrize(("language", "text", "typed", "low", "high", "step", "qualifier", "counts"), FOUND)
def test_a_number_is_read_as_its_language_writes_it(language, text, typed, low, high, step, qualifier, counts):
    (numeral,) = numerals_in(text, language=language)
    wanted = tuple(Decimal(str(value)) * MILLION for value in (low, high, step))
    assert (numeral.text, numeral.readings[0], numeral.qualifier, numeral.counts) == (typed, wanted, qualifier, counts)


@pytest.mark.parametrize(
    ("language", "text", "counted"),
    [
        ("en", "29 reforms in 17 countries", [(29, "change"), (17, "country")]),
        ("fr", "29 réformes dans 17 pays", [(29, "change"), (17, "country")]),
        ("es", "29 reformas en 17 países", [(29, "change"), (17, "country")]),
        ("pt", "29 reformas em 17 países", [(29, "change"), (17, "country")]),
        ("en", "12 and 17 countries", [(12, ""), (17, "country")]),
        ("en", "45 participants, of whom 30 women", [(45, "participation"), (30, "person")]),
    ],
)
def test_the_words_after_it_say_what_is_counted(language, text, counted):
    found = numerals_in(text, language=language)
    assert [(numeral.readings[0][0], numeral.counts) for numeral in found] == counted


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In 2019 people of 2016–2020, since 2021; 12 October 2021, 2021-10-12, 12/10/2021, May 5"),
        ("fr", "Le 1er octobre 2021, le 12 octobre 2021, depuis 2019, 12.10.2021"),
        ("es", "El 12 de octubre de 2021, en 2019"),
        ("pt", "Em 1 de julho de 2021, desde 2019"),
        (
            "en",
            "Law No. 22-098, Article 12, Convention No. 102, Recommendation 202, SDG 1.3.1, C102, I3, phase 2, page 7",
        ),
        ("fr", "la loi n° 2021-022, l’article 12, la convention n° 102, l’étape 2, tableau 3"),
        ("es", "la ley 100, el artículo 12, el Convenio núm. 102"),
        ("pt", "a lei n.º 4/2007, o artigo 12, a Convenção n.º 102"),
        ("en", "30 per cent, 12.5%, US$ 3 million, €500 000, 300 dollars, aged 60, 65 years old, 12 months, 90 days"),
        ("fr", "30 %, 12,5 pour cent, 500 000 francs CFA, 65 ans, 12 mois"),
        ("es", "30 por ciento, 500 euros, 65 años"),
        ("pt", "30 por cento, 500 euros, 65 anos"),
        ("en", "1 200 households, 300 schools, 40 projects, 2 500 000 inhabitants"),
        (
            "en",
            "[[figure covered country=TGO]], [[result 4600]], [a](https://ilo.org/2500000), https://x.org/2500000[^12]",
        ),
        ("en", "1. first\n2. second"),
    ],
)
def test_what_is_no_figure_is_left_alone(language, text):
    assert [numeral.text for numeral in numerals_in(text, language=language)] == []


def test_it_is_said_where_a_number_stands():
    (numeral,) = numerals_in("One.\n\nIn Togo about 2.5 million people gained.", language="en")
    assert (numeral.line, numeral.around) == (3, "One. In Togo about 2.5 million people gained.")


def test_the_words_around_it_are_whole_and_without_markup():
    text = (
        "In the canton of Lacs, as [[result 46]] shows,[^1] registration at home reached **1.2 million** workers, "
        "[[figure covered country=TGO]] of them women of whom many had never heard of it."
    )
    (numeral,) = numerals_in(text, language="en")
    assert numeral.around == "…registration at home reached 1.2 million workers,…"


FORMS = {
    "en": lambda number: (f"{number:,}", f"{number / MILLION} million"),
    "fr": lambda number: (f"{number:,}".replace(",", "\u202f"), f"{number / MILLION} millions".replace(".", ",")),
    "es": lambda number: (f"{number:,}".replace(",", "."), f"{number / MILLION} millones".replace(".", ",")),
    "pt": lambda number: (f"{number:,}".replace(",", " "), f"{number / MILLION} milhões".replace(".", ",")),
}


@given(number=st.integers(1_000_000, 900_000_000), language=st.sampled_from(sorted(FORMS)))
def test_whatever_is_written_is_read_as_the_same(number, language):
    for text in FORMS[language](number):
        (numeral,) = numerals_in(f"x {text} x", language=language)
        assert numeral.readings[0][0] == number


def pinned():
    return reading_of(pin_edition(note="For the tests.", by=reviewing_manager()))


BESIDE = [
    ("en", "2,581,298 people", "same"),
    ("en", "about 2.6 million people", "same"),
    ("en", "more than 2.5 million people", "same"),
    ("en", "nearly 2.6 million people", "same"),
    ("fr", "environ 2,6 millions de personnes", "same"),
    ("fr", "2,58 millions d’assurés", "same"),
    ("es", "más de 2,5 millones de personas", "same"),
    ("pt", "2,6 milhões de pessoas", "same"),
    ("en", "2.5 million people", "earlier"),
    ("fr", "2,5 millions de personnes", "earlier"),
    ("es", "unos 2.481.298 trabajadores", "earlier"),
    ("pt", "cerca de 2,5 milhões de segurados", "earlier"),
    ("en", "2.7 million people", "near"),
    ("en", "between 2.5 and 2.6 million people", "near"),
    ("fr", "2 600 001 personnes", "near"),
    ("es", "2,55 millones de personas", "near"),
    ("pt", "2,3 milhões de pessoas", None),
    ("en", "4 million people", None),
    ("en", "2.5 million households", None),
    ("en", "2.5 million trained", None),
    ("en", "[[figure covered country=TGO]] (2016)", None),
    ("en", "10 laws", "same, changes country=TGO"),
    ("fr", "11 réformes", "near, changes country=TGO"),
    ("en", "10 of them, 10 schools, 3 laws, 10 countries", None),
    ("en", "5.2 million people", "same, covered"),  # of the world: what Togo does not answer
]


@pytest.fixture
def two_editions(togo):
    """2 481 298 more people covered in Togo in the first, 2 581 298 in the second; ten laws in both."""
    value = {"value": 2_981_298, "baseline": (2021, 500_000), "achieved": date(2023, 12, 31)}
    covered = publish(indicator="I3", country="TGO", **value)
    for number in range(10):
        publish(indicator="R2", country="TGO", achieved=date(2022, 1, 1 + number), title=f"Law {number}")
    first = pinned()
    edit(covered.result, value=3_081_298)
    return first, pinned()


@pytest.mark.django_db
def test_a_number_is_beside_a_figure_what_it_is(two_editions):
    """Rule 13: a number agrees with a figure that is rounded to the step to which it was itself rounded."""
    first, second = two_editions
    for language, text, wanted in BESIDE:
        found = typed_numbers(text, language=language, reading=second, earlier=[first], country="TGO")
        kind, _comma, figure = (wanted or "").partition(", ")
        edition = first.edition.code if kind == "earlier" else ""
        reference = f"[[figure {figure or 'covered country=TGO'}]]"
        told = [(number.kind, number.edition, number.reference) for number in found]
        assert told == ([(kind, edition, reference)] if wanted else []), text
        assert [number.is_wrong for number in found] == [kind != "same"] * bool(wanted)
    codes = first.edition.code, second.edition.code
    words = "Line 2: “2.5 million” belongs to edition {}; in edition {} it is 2\u202f581\u202f298 (".format(*codes)
    text = "In Togo,\n2.5 million people gained."
    (number,) = typed_numbers(text, language="en", reading=second, earlier=[first], country="TGO")
    assert str(number).startswith(words)
