"""A figure in a text is a reference: it says what `figures` says, as the page of the country says it."""

import pytest

from briefs.documents import Drawing, Table
from briefs.figures_in_text import reading_of, resolve
from indicators.ledger import pin_edition
from tests.factories import reviewing_manager

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
        ("figure covered country=XXX", "no country or territory “XXX”"),
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
