"""Who holds what: found by name, role and place; what nobody holds; as many queries for 200 people as for ten."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from countries.models import Country, FocalPoint, Theme, ThemeLead
from rmt.models import User
from tests.counting import queries
from tests.people.conftest import give

pytestmark = pytest.mark.django_db

PEOPLE = reverse("people")


def found(desk, **asked) -> set[str]:
    return {line["person"].email.partition("@")[0] for line in desk.get(PEOPLE, asked).context["lines"]}


@pytest.mark.parametrize(
    ("asked", "emails"),
    [
        ({"q": "togo FOCAL"}, {"focal.togo"}),
        ({"q": "deputy.togo@example"}, {"deputy.togo"}),
        ({"role": "deputy-lead"}, {"deputy.lead.health"}),
        ({"country": "TGO"}, {"focal.togo", "deputy.togo"}),
        ({"region": "africa"}, {"focal.togo", "deputy.togo", "focal.senegal", "specialist.africa"}),
        ({"theme": "financing"}, {"lead.financing"}),
        ({"role": "manager", "q": "other"}, {"other.manager"}),
        ({"q": "nobody"}, set()),
    ],
)
def test_it_is_narrowed(desk, asked, emails):
    assert found(desk, **asked) == emails


def test_a_condition_that_does_not_exist_is_said(desk):
    page = desk.get(PEOPLE, {"role": "king"})
    assert b"There is no such choice." in page.content
    assert page.context["lines"] == []


def test_past_holders_are_folded_away(desk):
    page = desk.get(PEOPLE)
    folded = {line["person"].email for line in page.context["others"]}
    assert "former.focal.togo@example.org" in folded
    assert "former.focal.togo@example.org" not in {line["person"].email for line in page.context["lines"]}


def test_it_says_which_countries_and_themes_nobody_holds(desk, cast):
    gaps = desk.get(PEOPLE).context["gaps"]
    togo, health = Country.objects.get(iso3="TGO"), Theme.objects.get(slug="social-health-protection")
    assert togo not in gaps["countries"]
    assert health not in gaps["themes"]
    FocalPoint.objects.filter(user=cast.focal_togo).update(end=timezone.localdate())
    User.objects.filter(pk=cast.lead_health.pk).update(is_active=False)
    gaps = desk.get(PEOPLE).context["gaps"]
    assert togo in gaps["countries"], "a deputy alone is not enough"
    assert health in gaps["themes"], "a closed account leads nothing"


@pytest.mark.parametrize(("days", "is_listed"), [(1, True), (60, True), (61, False)])
def test_what_ends_within_sixty_days_is_said(desk, cast, days, is_listed):
    day = timezone.localdate() + timedelta(days=days)
    ThemeLead.objects.filter(user=cast.lead_financing).update(end=day)
    ending = [role.row.user for role in desk.get(PEOPLE).context["gaps"]["ending"]]
    assert (cast.lead_financing in ending) is is_listed


@pytest.mark.both_engines
def test_it_asks_the_database_as_often_for_200_people_as_for_ten(desk, cast):
    desk.get(PEOPLE)
    few = queries(desk, PEOPLE)
    countries = list(Country.objects.all())
    crowd = [User(email=f"crowd{n}@example.org", first_name="C", last_name=str(n)) for n in range(200)]
    User.objects.bulk_create(crowd)
    rows = [(person, countries[n]) for n, person in enumerate(User.objects.filter(email__startswith="crowd"))]
    FocalPoint.objects.bulk_create(FocalPoint(user=u, country=c, start=date(2021, 1, 1)) for u, c in rows)
    assert queries(desk, PEOPLE) == few <= 40


@pytest.mark.both_engines
def test_a_page_of_a_person_asks_as_often_for_many_roles_as_for_one(desk, cast):
    address = reverse("person", args=[cast.focal_senegal.pk])
    give(desk, cast.focal_senegal, role="deputy-focal-point", subject="Kenya", start=timezone.localdate())
    desk.get(address)  # what a process reads once is read
    few = queries(desk, address)
    for name in ("Ghana", "Togo", "Mozambique", "Angola"):
        give(desk, cast.focal_senegal, role="deputy-focal-point", subject=name, start=timezone.localdate())
    assert queries(desk, address) == few
