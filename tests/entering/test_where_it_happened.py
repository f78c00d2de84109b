"""Where in the country, and the outcome of the UN cooperation framework: asked, never needed, and published as said."""

import pytest

from indicators.models import Result
from tests.entering.test_the_entry_form import LAW, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def togo(client, cast):
    client.force_login(cast.focal_togo)
    return client


def saved() -> Result:
    return Result.objects.latest("created_at")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({}, None),
        ({"where_scope": "national"}, "national"),
        ({"where_scope": "named", "where_names": "Kara\n  Plateaux  \r\n\nKara"}, ["Kara", "Plateaux"]),
        ({"where_names": "Kara; Savanes"}, ["Kara", "Savanes"]),
        ({"where_scope": "named", "where_names": "\n".join(f"Place {n}" for n in range(20))},
         [f"Place {n}" for n in range(20)]),
    ],
)  # fmt: skip
def test_the_whole_country_or_up_to_twenty_places_as_typed(togo, typed, kept):
    assert enter(togo, **typed).status_code == 302
    assert saved().where == kept


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"where_scope": "national", "where_names": "Kara"}, "You named places"),
        ({"where_scope": "named"}, "Name the places"),
        ({"where_names": "\n".join(f"Place {n}" for n in range(21))}, "Name at most 20 places; you named 21"),
        ({"where_names": "K" * 101}, "is too long for the name of a place"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_the_field_and_stays_typed(togo, typed, message):
    page = enter(togo, **typed)
    assert message in page.context["form"].errors["where"][0]
    assert page.context["form"]["where"].value() == [typed.get("where_scope"), typed.get("where_names")]


def test_what_was_said_stands_in_the_form_again(togo):
    enter(togo, where_scope="named", where_names="Kara\nSavanes", un_outcome="Outcome 2: services")
    page = togo.get(f"/desk/results/{saved().uuid}/edit/").content.decode()
    assert "Kara\nSavanes</textarea>" in page
    assert 'value="Outcome 2: services"' in page


def test_they_are_sent_with_the_result(togo):
    enter(togo, do="send", where_scope="national", un_outcome="Outcome 2", **LAW)
    sent = saved()
    assert (sent.status, sent.where, sent.un_outcome) == ("submitted", "national", "Outcome 2")


def test_a_result_for_the_world_has_no_place_in_a_country(client, cast):
    client.force_login(cast.manager)
    page = client.get("/desk/results/new/?indicator=D4&country=")
    assert "where" not in page.context["form"].fields
