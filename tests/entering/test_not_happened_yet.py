"""A date that has not come: the day is that of the country's capital, and a milestone keeps what is expected."""

from datetime import UTC, datetime

import pytest
import time_machine

from indicators.models import Milestone, Result
from tests.entering.test_beside_the_form import look
from tests.entering.test_the_entry_form import EMPTY_ROWS, LAW, enter, new
from tests.factories import country_of

pytestmark = pytest.mark.django_db

NEXT_YEAR = LAW | {"achieved_year": "2099"}


def test_it_is_offered_as_a_milestone_while_typing(focal):
    assert b"Save it as a milestone" in look(focal, "R2", **NEXT_YEAR).content
    assert b"Save it as a milestone" not in look(focal, "R2", **LAW | {"achieved_year": "1999"}).content


def test_sending_says_so_beside_the_field_and_offers_the_milestone(focal):
    page = enter(focal, do="send", **NEXT_YEAR)
    assert "has not come yet" in str(page.context["form"].errors["achieved"])
    assert b"Save it as a milestone" in page.content
    assert Result.objects.get(title=LAW["title"]).status == "draft"


def test_it_is_saved_as_a_milestone_and_no_result_is_made(focal):
    assert focal.post(new("R2"), EMPTY_ROWS | NEXT_YEAR | {"do": "milestone"}).status_code == 302
    planned = Milestone.objects.get(title=LAW["title"])
    assert (planned.country.iso3, planned.indicator.code, planned.expected_last.year) == ("TGO", "R2", 2099)
    assert not Result.objects.filter(title=LAW["title"]).exists()


@pytest.mark.parametrize(("year", "title"), [("2020", "A law"), ("", "A law"), ("2099", "")])
def test_a_milestone_needs_a_title_and_a_day_to_come(focal, year, title):
    page = focal.post(new("R2"), EMPTY_ROWS | {"do": "milestone", "title": title, "achieved_year": year})
    assert page.context["form"].errors
    assert not Milestone.objects.filter(title="A law").exists()


def test_project_staff_plan_nothing_for_the_country(client, cast):
    client.force_login(cast.project_staff)
    assert b"Save it as a milestone" not in look(client, "R2", **NEXT_YEAR).content
    assert client.post(new("R2"), EMPTY_ROWS | NEXT_YEAR | {"do": "milestone"}).status_code == 403


TODAY_OR_TOMORROW = {"achieved_day": "2", "achieved_month": "3", "achieved_year": "2026"}


@pytest.mark.parametrize(("zone", "is_come"), [("Pacific/Fiji", True), ("America/Lima", False)])
def test_whether_it_has_come_is_asked_in_the_capital(focal, zone, is_come):
    country = country_of("TGO")
    country.time_zone = zone
    country.save()
    with time_machine.travel(datetime(2026, 3, 1, 13 if is_come else 23, tzinfo=UTC), tick=False):
        page = look(focal, "R2", **TODAY_OR_TOMORROW)
    assert page.context["now"].is_not_come is not is_come
