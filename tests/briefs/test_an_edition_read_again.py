"""An edition says for good what it said when it was pinned, but for what has to be hidden (rules 4 and 12)."""

from datetime import date

import pytest

from briefs.figures_in_text import Asked, figure_of, reading_of
from indicators.ledger import pin_edition
from tests.factories import edit, publish, reviewing_manager, withdraw

pytestmark = pytest.mark.django_db


def pinned():
    return pin_edition(note="For the tests.", by=reviewing_manager())


def test_what_is_restated_or_withdrawn_later_stays_as_it_was(togo):
    law = publish(indicator="R2", country="TGO", achieved=date(2022, 5, 1), title="A law")
    covered = publish(indicator="I3", country="TGO", value=1000, baseline=(2021, 400), achieved=date(2022, 12, 31))
    edition = pinned()
    asked = [Asked(what, country="TGO", period="phase-2") for what in ("changes", "laws", "covered", "entitled")]
    before = [figure_of(reading_of(edition), one) for one in asked]
    edit(covered.result, value=1500, title="Another title")
    withdraw(law.result)
    publish(indicator="R2", country="TGO", achieved=date(2022, 6, 1), title="Another law")
    reading = reading_of(edition)
    assert [figure_of(reading, one) for one in asked] == before
    assert [figure.text for figure in before if figure] == ["1", "1", "600", "not reported"]
    later = reading_of(pinned())
    assert [figure.text for one in asked if (figure := figure_of(later, one))] == [
        "1",
        "1",
        "1\u202f100",
        "not reported",
    ]
