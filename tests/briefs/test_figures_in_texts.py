"""A figure in a text is a reference: it says what `figures` says, as the page of the country says it."""

from datetime import date

import pytest

from briefs.documents import Drawing, Table
from briefs.figures_in_text import Asked, code_of, figure_of, menu, note_of, reading_of, resolve
from countries.pages.country.page import country_page
from indicators import figures
from indicators.figures import Quantity
from indicators.ledger import pin_edition
from indicators.results import actions
from indicators.wording import quantity_text
from tests.factories import publish, reviewing_manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(programme):
    return reading_of(pin_edition(note="For the tests.", by=reviewing_manager()))


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("country TGO", "Togo"),
        ("country togo", "Togo"),
        ("theme old-age-pensions", "Old-age pensions"),
        ("indicator i3", "I3 · "),
    ],
)
def test_a_link_by_name_is_the_title_and_leads_to_its_page(reading, reference, text):
    found = resolve(reference, reading)
    assert found.problem == ""
    assert found.words[0].text.startswith(text)
    assert found.words[0].href.startswith("/")


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        ("figure covered country=ZZZ", "no country or territory “ZZZ”"),
        ("figure much country=TGO", "no figure “much”"),
        ("figure covered land=TGO", "“land” is no option"),
        ("figure covered period=phase-9", "no period “phase-9”"),
        ("figure covered period=year-2099", "no period “year-2099”"),
        ("figure covered theme=nothing", "no theme “nothing”"),
        ("figure covered region=nowhere", "no region “nowhere”"),
        ("result 999999", "No. 999999 is not among the results"),
        ("result ½", "not among the results"),
        ("project nothing-of-this-name", "no project"),
        ("brief nothing", "No brief “nothing” is published"),
        ("chart pie", "no chart “pie”"),
        ("script alert", "no reference that is known"),
        ("", "no reference that is known"),
    ],
)
def test_what_cannot_be_referred_to_is_said_in_plain_words(reading, reference, problem):
    assert problem in resolve(reference, reading).problem


def test_every_block_says_something_of_what_was_loaded(reading):
    for reference in [
        "chart people country=KHM", "chart people", "chart steps", "chart results country=KHM", "map steps",
        "table results country=KHM", "table results region=africa period=phase-1", "table steps", "table people",
        "table steps country=KHM", "table people country=KHM", "table countries", "table results what=laws",
    ]:  # fmt: skip
        found = resolve(reference, reading)
        assert not found.problem, reference
        assert isinstance(found.blocks[0], Drawing | Table), (reference, found.blocks)


COUNTED = {
    "entitled": lambda own, w: figures.people(own, indicator="I2", period=w.period, day=w.day).quantity,
    "covered": lambda own, w: figures.people(own, indicator="I3", period=w.period, day=w.day).quantity,
    "better": lambda own, w: figures.better_protected(own, period=w.period, day=w.day).quantity,
    "registered": lambda own, w: figures.registered_only(own, period=w.period).quantity,
    "trained": lambda own, w: figures.sums(own, indicator="D2", unit="participation", period=w.period).quantity,
    "changes": lambda own, w: Quantity.of(len(figures.changes(own, period=w.period))),
    "strategies": lambda own, w: Quantity.of(len(figures.changes(own, period=w.period, step=1))),
    "laws": lambda own, w: Quantity.of(len(figures.changes(own, period=w.period, step=2))),
    "operations": lambda own, w: Quantity.of(len(figures.changes(own, period=w.period, step=3))),
    "countries": lambda own, w: Quantity.of(len(figures.countries(own, period=w.period))),
}


def scopes(reading):
    yield {}, reading.entries
    for iso3, own in reading.by_country.items():
        if iso3:
            yield {"country": iso3}, own
    for region in reading.regions:
        inside = {iso3 for iso3, country in reading.countries.items() if country.region.code == region}
        yield {"region": region}, [entry for entry in reading.entries if entry.country in inside]
    for theme in reading.themes:
        yield {"theme": theme}, figures.with_confirmed_tag(reading.entries, theme=theme)


def test_every_figure_is_what_figures_says_wherever_and_whenever(reading):
    """Rules 6 to 13: one definition, and here the words are those of the wording alone."""
    told = 0
    for asked, own in scopes(reading):
        for window in reading.windows:
            period = code_of(window.code) if window.is_phase else "since-2016"
            for what, count in COUNTED.items():
                figure = figure_of(reading, Asked(what, **asked, period=period))
                expected = count(own, window)
                if figure.missing:
                    assert expected is None or expected.low == 0
                    assert figure.text in ("not reported", "not known")
                else:
                    assert (figure.low, figure.high, figure.text) == (
                        expected.low, expected.at_most, quantity_text(expected),
                    )  # fmt: skip
                    assert figure.results
                    told += 1
    assert told > 100


def test_they_are_those_of_the_page_of_the_country(reading):
    told = 0
    for iso3 in filter(None, reading.by_country):
        page = country_page(reading.countries[iso3], as_of=None, today=reading.day)
        for step, what in zip(page.steps, ("strategies", "laws", "operations"), strict=True):
            for window, count, _url in step.cells:
                period = code_of(window.code) if window.is_phase else "since-2016"
                assert figure_of(reading, Asked(what, country=iso3, period=period)).low == count
        for people in page.people:
            period = "since-2016" if people.is_of_all_years else code_of(people.name.removeprefix("phase "))
            for line, what in zip(people.headlines, ("entitled", "covered", "better"), strict=True):
                figure = figure_of(reading, Asked(what, country=iso3, period=period))
                assert (figure.text, figure.href.split("?")[0]) == (line.text, "/results/")
                told += figure.text != "not reported"
    assert told > 5


def told(what: str, **asked) -> str:
    """What an edition pinned now says of Togo since 2016, with what it counts, and what stands beside it."""
    reading = reading_of(pin_edition(note="", by=reviewing_manager()))
    figure = figure_of(reading, Asked(what, country="TGO", **asked))
    return " | ".join([figure.words, *figure.cautions])


def test_a_decline_is_so_many_fewer_and_nobody_says_more(togo):
    publish(indicator="I3", country="TGO", value=300, baseline=(2021, 400))
    assert told("covered").startswith("100 fewer people covered in practice | Whether it is anybody's first cover")


def test_groups_that_may_overlap_are_two_bounds_with_the_reason(togo):
    publish(indicator="I3", country="TGO", value=400, baseline=(2021, 100))
    publish(indicator="I3", country="TGO", value=200, baseline=(2021, 100))
    text = told("covered")
    assert text.startswith("between 300 and 400 more people covered in practice | These groups may overlap")


def test_what_is_not_reported_and_what_is_not_counted_are_two_things(togo):
    assert told("covered") == "more people covered in practice: not reported"
    publish(indicator="I3", country="TGO", value=400, unit="household", baseline=(2021, 100))
    assert told("covered").startswith("more people covered in practice: not known | What was reported is not counted")


def test_temporary_payments_are_named_with_their_months_and_never_added(togo):
    for value, months in ((400, 6), (200, 3)):
        publish(indicator="I3", country="TGO", value=value, duration="temporary", months=months)
    text = told("recipients")
    assert "400 people (for 6 months)" in text
    assert "200 people (for 3 months)" in text
    assert "600" not in text
    assert "covered in practice: not known" in told("covered")


def test_a_step_that_was_lost_stays_counted_and_the_loss_stands_beside_it(togo):
    law = publish(indicator="R2", country="TGO", achieved=date(2022, 5, 1))
    about = {"kind": "lost", "day": date(2024, 1, 1), "reason": "It was repealed."}
    actions.record_standing(result=law.result, by=reviewing_manager(), **about)
    assert told("laws") == "1 law or scheme | Of these, 1 was since reported lost."
    assert told("laws", period="years-2022-2023") == "1 law or scheme"


def test_the_note_of_a_figure_leads_to_the_versions_that_were_read(togo):
    law = publish(indicator="R2", country="TGO")
    reading = reading_of(pin_edition(note="", by=reviewing_manager()))
    note = note_of(figure_of(reading, Asked("laws", country="TGO", period="phase-2")))
    assert "".join(run.text for run in note.words).startswith("Law or scheme, Togo, phase II, 2021–2025: No. ")
    assert [run.href for run in note.words if run.href] == [f"/results/{law.number}/v1/"]


def test_the_menu_has_what_has_a_value_and_every_reference_of_it_is_understood(togo):
    publish(indicator="R2", country="TGO", title="A law on pensions")
    reading = reading_of(pin_edition(note="", by=reviewing_manager()))
    choices = [choice for group in menu(reading, country=togo) for choice in group.choices]
    answers = [(choice, resolve(choice.reference.strip("[]"), reading)) for choice in choices]
    assert [choice.reference for choice, answer in answers if answer.problem] == []
    assert "[[figure laws country=TGO period=phase-2]]" in [choice.reference for choice in choices]
    assert "not reported" not in [choice.value for choice in choices]
    figured = [(choice.value, list(answer.figures.values())) for choice, answer in answers if answer.notes]
    assert [(value, texts) for value, texts in figured if [value] != texts] == []


def test_figures_of_several_words_read_as_a_sentence(togo):
    publish(indicator="I3", country="TGO", value=300, baseline=(2021, 400))
    reading = reading_of(pin_edition(note="", by=reviewing_manager()))
    found = resolve("figure covered country=TGO as=words", reading)
    assert "".join(run.text for run in found.words) == "100 fewer people covered in practice"
    assert found.words[0].figure
    assert found.words[-1].note == found.notes[0].key
