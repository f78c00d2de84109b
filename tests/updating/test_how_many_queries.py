"""Lists of updates ask the database as often for many countries as for few."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from countries.models import Country, FocalPoint
from indicators.pages.updates import due_for
from indicators.updates import plan_milestone, send_with_one_answer
from rmt.models import User
from tests import factories
from tests.cast import sign_in
from tests.updating import steps

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def take_on(user: User, countries: list[Country], sender: User) -> None:
    """More countries for one focal point, each with something expected, a milestone, and every second one sent."""
    for number, country in enumerate(countries):
        FocalPoint.objects.create(user=user, country=country, start=date(2021, 1, 1))
        factories.publish(indicator="R2", country=country.iso3, achieved=date(2025, 5, 1))
        days = (date(2026, 9, 1), date(2026, 9, 30))
        plan_milestone(country=country, indicator=None, title="A law", expected=days, by=user)
        if number % 2:
            send_with_one_answer(
                country=country, reporting_round=steps.the_round(), version=0, kind="no-change", by=sender,
                today=date(2026, 11, 22),
            )  # fmt: skip


def test_what_is_due_for_a_person(cast):
    countries = list(Country.objects.exclude(iso3__in=["TGO", "SEN"])[:8])
    counts = []
    for some in (countries[:2], countries[2:]):
        take_on(cast.nobody, some, cast.deputy_togo)
        user = User.objects.get(pk=cast.nobody.pk)
        with CaptureQueriesContext(connection) as found:
            cards = due_for(user, timezone.now())
            said = [(card.counts, card.state, card.due, card.url, card.nothing_url) for card in cards]
        counts.append(len(found))
    assert len(said) == len(countries)
    assert counts[0] == counts[1] <= 20


def test_the_list_of_who_reads_updates(client, cast):
    countries = list(Country.objects.exclude(iso3__in=["TGO", "SEN"])[:8])
    sign_in(client, cast.manager)
    counts = []
    for some in (countries[:2], countries[2:]):
        take_on(cast.nobody, some, cast.deputy_togo)
        with CaptureQueriesContext(connection) as found:
            assert client.get("/desk/updates/").status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] <= 20
