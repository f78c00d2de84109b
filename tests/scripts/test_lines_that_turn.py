"""Hebrew wherever people write: on every page it stands in an element that has its own direction."""

import pytest
from django.test import Client

from rmt.text import isolated
from tests.scripts.reading import LinesThatTurn
from tests.scripts.world import write_everywhere

pytestmark = pytest.mark.django_db
WORDS = "קצבת"


def test_no_line_around_it_turns(cast, signed_in):
    """Each page that shows what was written, public and of the desk; text made in Python carries the signs for it."""
    found = {}
    for address, person in write_everywhere(WORDS, cast).items():
        response = (Client() if person == "visitor" else signed_in(person)).get(address, follow=True)
        assert response.status_code == 200, address
        if turned := LinesThatTurn(response.content.decode()).found:
            found[address] = turned
    assert found == {}


@pytest.mark.parametrize(
    ("page", "turns"),
    [
        (f"<p>{WORDS}, 12</p>", 1),
        (f"<p><bdi>{WORDS}</bdi>, 12</p>", 0),
        (f'<p dir="auto">{WORDS}</p>', 0),
        (f"<p>{isolated(WORDS)}, 12</p>", 0),
        ("<p>A law</p>", 0),
        ("<textarea></textarea>", 1),
        (f'<input type="search" value="{WORDS}">', 1),
    ],
)
def test_what_turns_is_found(page, turns):
    assert len(LinesThatTurn(f"<main>{page}</main>").found) == turns
