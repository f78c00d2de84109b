"""What happened and where: one click for whoever has one country."""

import pytest
from django.urls import reverse

from countries.models import FocalPoint
from tests.factories import LONG_AGO, country_of

pytestmark = pytest.mark.django_db


def choose(client, user, **asked: str):
    client.force_login(user)
    return client.get(reverse("new_result"), asked)


def test_a_focal_point_of_one_country_is_not_asked_where(client, cast):
    page = choose(client, cast.focal_togo)
    assert b'type="hidden" name="country" value="TGO"' in page.content
    assert b'name="indicator" value="R2"' in page.content
    assert choose(client, cast.focal_togo, country="TGO", indicator="R2").context["entry"].country.iso3 == "TGO"


def test_of_two_countries_one_is_chosen_first(client, cast):
    FocalPoint.objects.create(user=cast.focal_togo, country=country_of("SEN"), start=LONG_AGO)
    page = choose(client, cast.focal_togo, indicator="R2", country="")
    assert page.context["form"].errors.keys() == {"country"}
    assert b'name="indicator" value="R2"' in page.content, "what happened is not asked again"
    assert choose(client, cast.focal_togo, indicator="R2", country="SEN").context["entry"].country.iso3 == "SEN"


def test_an_address_that_names_only_the_country_is_no_mistake(client, cast):
    page = choose(client, cast.focal_togo, country="TGO")
    assert not page.context["form"].errors
    assert page.context["form"].levels


def test_an_address_can_ask_for_one_level(client, cast):
    page = choose(client, cast.focal_togo, level="impact")
    assert [level["level"] for level in page.context["form"].levels] == ["impact"]
    assert page.context["form"].is_narrowed


def test_only_what_a_person_may_enter_is_offered(client, cast):
    page = choose(client, cast.lead_financing)
    assert [kind.code for level in page.context["form"].levels for kind, _words in level["kinds"]] == ["T1", "T2"]
