"""Page checks: a country's team or a theme's lead says that the page is right; readers see the day and the role."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators.followup import record_page_check
from indicators.ledger import pin_edition
from indicators.models import PageCheck
from rmt.text import day
from tests.factories import country_of, publish

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def checks(client, by, page: str):
    client.force_login(by)
    return client.post(reverse("checks"), {"page": page})


def test_a_check_of_the_country_team_stands_on_the_public_page_without_a_name(client, cast):
    assert checks(client, cast.deputy_togo, "country:togo").status_code == 302
    page = client.get("/countries/togo/").content.decode()
    assert f"Checked by the country team on {day(TODAY)}" in page
    assert str(cast.deputy_togo) not in page


def test_a_check_of_a_lead_stands_on_the_page_of_the_theme(client, cast):
    before = client.get("/themes/social-health-protection/")["ETag"]
    checks(client, cast.lead_health, "theme:social-health-protection")
    page = client.get("/themes/social-health-protection/", headers={"If-None-Match": before})
    assert f"Checked by the lead of the theme on {day(TODAY)}" in page.content.decode(), "nothing stale is served"


def test_a_past_day_says_nothing_of_checks(client, cast):
    """Rule 3: a past day shows only what the ledger holds."""
    publish(country="TGO")
    past = "/countries/togo/?as_of=2026-01-31"
    before = client.get(past).content
    checks(client, cast.focal_togo, "country:togo")
    assert client.get(past).content == before


def test_it_is_kept_with_the_latest_edition(client, cast):
    edition = pin_edition(note="Annual report", by=cast.manager)
    checks(client, cast.focal_togo, "country:togo")
    check = PageCheck.objects.get()
    assert (check.edition, check.by, check.day) == (edition, cast.focal_togo, TODAY)
    assert f"for edition {edition.code}" in client.get(reverse("checks")).content.decode()


def test_the_last_check_is_the_one_that_is_said(client, cast):
    togo = country_of("TGO")
    for checked in (date(2026, 6, 3), date(2026, 2, 1)):
        record_page_check(page=togo, by=cast.focal_togo, day=checked)
    assert "Checked by the country team on 3 June 2026" in client.get("/countries/togo/").content.decode()


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        ("focal_togo", "country:senegal", 403),
        ("focal_togo", "theme:financing", 403),
        ("lead_health", "country:togo", 403),
        ("manager", "country:togo", 403),
        ("evaluator", "country:togo", 403),
        ("focal_togo", "country:nowhere", 404),
        ("focal_togo", "partner:ireland", 404),
        ("focal_togo", "", 404),
    ],
)
def test_nobody_checks_the_page_of_another(client, cast, role, page, status):
    assert checks(client, getattr(cast, role), page).status_code == status
    assert not PageCheck.objects.exists()


def test_the_list_names_own_pages_and_says_what_to_do_if_something_is_wrong(client, cast):
    client.force_login(cast.focal_togo)
    page = client.get(reverse("checks")).content.decode()
    assert "Last checked: never" in page
    assert 'href="/countries/togo/"' in page
    assert 'value="country:senegal"' not in page
    assert "Something is wrong?" in page
