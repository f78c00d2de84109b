"""docs/design.md, "Workflow": every address of a result × every state × every person, as `results.TABLE` has it.

Nobody is left out where it costs nothing: what `permissions.py` and `visible_to` say is read for everybody. Over HTTP
one person of each kind takes the step, of those who may and of those who are refused: another one at each address. That
it is `permissions.py` that a page asks is seen from outside as well.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.test import Client

from indicators import permissions
from indicators.models import Result
from indicators.results import EvidenceItem
from tests import factories
from tests.permissions.addresses import PEOPLE
from tests.permissions.asking import outcome
from tests.permissions.results import (
    LETTERS,
    MAY,
    METHODS,
    PREDICATES,
    STATES,
    expected,
    may,
    place_of,
    result_in,
    telling,
    typed,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", STATES)
def test_permissions_say_it_of_everybody(cast, state):
    result = result_in(state, cast)
    found = {}
    for person in PEOPLE:
        user = AnonymousUser() if person == "visitor" else getattr(cast, person)
        knows = Result.objects.visible_to(user).filter(pk=result.pk).exists()
        for address in MAY:
            found[address, person] = ("ok" if may(address, user, result) else "403") if knows else "404"
    wanted = {address: expected(address, state) | {"visitor": "404"} for address in MAY}
    assert found == {(address, person): wanted[address][person] for person in PEOPLE for address in MAY}


@pytest.mark.parametrize("state", STATES)
def test_one_of_each_kind_meets_it_over_http(cast, signed_in, state):
    result = result_in(state, cast)
    browsers = {person: Client() if person == "visitor" else signed_in(person) for person in PEOPLE}
    wrong = []
    for turn, address in enumerate(MAY):
        answers, place = expected(address, state), place_of(address, result)
        for person in tried(answers, turn):
            got = outcome(browsers[person], METHODS[address], place, typed(result))
            if got != answers[person]:
                wrong.append(f"{address}, {person}: {got}; the table says {answers[person]}")
    assert wrong == []


def tried(answers: dict[str, str], turn: int) -> set[str]:
    """One person of each kind that may, and one of each kind of refusal: another one at each turn."""
    may = [person for person, answer in answers.items() if answer == "ok"]
    kinds = [[person for person in may if person in group] for group in LETTERS.values()]
    kinds += [[person for person, answer in answers.items() if answer == kind] for kind in ("sign in", "403", "404")]
    return {kind[turn % len(kind)] for kind in kinds if kind}


@pytest.mark.parametrize("address", [address for address, asks in PREDICATES.items() if asks != "visible_to"])
def test_a_page_asks_what_permissions_say(cast, signed_in, address):
    """Where it can be seen, of somebody who is refused: their page shows no button that asks as well."""
    state = telling(address)
    result = result_in(state, cast)
    answers = expected(address, state)
    person = next(person for kind in ("403", "ok") for person, answer in answers.items() if answer == kind)
    browser, place = signed_in(person), place_of(address, result)
    with calls() as called:
        got = outcome(browser, METHODS[address], place, typed(result))
    assert got == answers[person]
    assert getattr(permissions, PREDICATES[address]).__code__ in called
    assert type(Result.objects.all()).visible_to.__code__ in called


@contextmanager
def calls() -> Iterator[set[CodeType]]:
    """The code of every function that was called inside."""
    found: set[CodeType] = set()
    before = sys.getprofile()
    sys.setprofile(lambda frame, event, _arg: found.add(frame.f_code) if event == "call" else None)
    try:
        yield found
    finally:
        sys.setprofile(before)


def test_a_draft_of_another_country_is_like_one_that_does_not_exist(cast, signed_in):
    """A draft of Senegal: 404 for the focal point of Togo, a lead, a partner, by page and file address."""
    file = EvidenceItem(title="Law", file=ContentFile(b"text", name="law.txt"), file_name="law.txt", sha256="0" * 64)
    draft = factories.draft(country="SEN", by=cast.focal_senegal, evidence=[file])
    strangers = ("focal_togo", "lead_health", "partner", "nobody", "former_focal_togo")
    assert not any(Result.objects.visible_to(getattr(cast, person)).filter(pk=draft.pk) for person in strangers)
    for turn, address in enumerate(MAY):
        browser, place = signed_in(strangers[turn % len(strangers)]), place_of(address, draft)
        real = browser.post(place, {"version": 1})
        invented = browser.post(place.replace(str(draft.uuid), str(uuid4())), {"version": 1})
        assert real.status_code == invented.status_code
        assert real.status_code in (404, 405)
