"""The report for a partner: what its money helped to change, with others, and nothing that is its alone (rule 15)."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from briefs.pages.reports import public_reports
from indicators import figures
from indicators.figures import years
from indicators.ledger import entries_in, pin_edition
from indicators.results import record_funding
from indicators.results.support import link_project
from indicators.wording import people_text
from projects.models import Partner, PartnerRepresentative
from tests import factories
from tests.projects.helpers import partner, project
from tests.questions import say_yes
from tests.reports import steps
from tests.reports.three import document_of, missing_in, planned, text_of

pytestmark = pytest.mark.django_db

YEARS = {"start": date(2021, 1, 1), "end": date(2026, 1, 1)}


def money(by, made, of, **fields):
    return record_funding(project=made, fields={"partner": of, **fields}, by=by)


@pytest.fixture
def helped(cast):
    """A project with two partners, that supported a result of Togo; and a result of Senegal that it did not support."""
    own, other = Partner.objects.get(slug="a-partner"), partner(cast.manager, "A second partner")
    made = project(cast.manager, "Health for all", countries=["TGO"])
    money(cast.manager, made, own, year=2022, currency="CHF", planned=Decimal(700_001), usd_rate=Decimal(2),
          usd_rate_source="Rates of the tests")  # fmt: skip
    money(cast.manager, made, other, year=2022, currency="USD", planned=Decimal(300_002))
    published = factories.publish(indicator="I3", value=5000, baseline=(2021, 1000), title="More members")
    link_project(result=published.result, project=made, by=cast.manager)
    factories.publish(indicator="I3", country="SEN", value=9000, baseline=(2021, 1000), title="Of others")
    return made


def report_of(cast, slug="a-partner"):
    edition = pin_edition(note="For partners", by=cast.manager)
    return planned("partner", edition, cast.manager, **YEARS, partner=slug)


def test_its_figures_are_those_of_the_results_that_name_its_projects(cast, helped):
    report = report_of(cast)
    document = document_of(report)
    own = [entry for entry in entries_in(report.edition) if entry.country == "TGO" and entry.value == 5000]
    found = figures.people(own, indicator="I3", period=years(2021, 2025), day=date(2025, 12, 31))
    assert document.figures["covered-world-phase-2-a-partner"] == people_text(found)
    assert missing_in(document) == []
    assert "Of others" not in text_of(document)


def test_rule_15_nothing_is_apportioned_and_who_else_funds_is_named(cast, helped):
    text = text_of(document_of(report_of(cast)))
    assert "Nothing is attributed to one partner alone, split between partners or added across them." in text
    assert "For people, in the countries and territories that these projects support" in text
    assert "A second partner" in text
    assert "CHF 700 001 (US$ 1 400 002)" in text
    assert "300 002" not in text  # the money of others is theirs to report
    assert "Health for all (supported it)" in text


def test_it_reads_well_with_nothing(cast):
    document = document_of(report_of(cast))
    text = text_of(document)
    assert "No published result of phase II (2021–2025) names a project that A partner funds" in text
    assert "No money is recorded in our sources. What is not recorded is not zero." in text
    assert missing_in(document) == []


def test_what_the_pool_supported_stands_apart(cast, helped):
    own = Partner.objects.get(slug="a-partner")
    pooled = project(cast.manager, "A pooled project")
    money(cast.manager, pooled, own, year=2023, modality=1)
    text = text_of(document_of(report_of(cast)))
    assert "Money in the pool carries no name" in text


def test_its_representatives_read_it_and_those_of_another_partner_get_404(cast, signed_in, helped, monkeypatch):
    steps.set_no_files(monkeypatch)
    report = report_of(cast)
    address = reverse("portfolio_report", args=[report.uuid, "pdf"])
    issue = steps.build(report, cast.manager)
    assert signed_in("partner").get(address).status_code == 404  # a manager reads it first
    assert address not in signed_in("partner").get(reverse("portfolio")).text
    give = reverse("publish_report", args=[report.uuid, issue.number])
    assert give in signed_in("manager").get(reverse("desk_report", args=[report.uuid])).text
    assert "The partner has it." in say_yes(signed_in("manager"), give, {}, follow=True).text
    steps.build(report, cast.manager)  # what is built later is not given yet
    stranger = factories.UserFactory()
    second = Partner.objects.get(name="A second partner")
    PartnerRepresentative.objects.create(user=stranger, partner=second, start=date(2021, 1, 1))
    assert signed_in("partner").get(address).status_code == 200
    assert signed_in("manager").get(address).status_code == 200
    for person in (stranger, "focal_togo", "evaluator"):
        assert signed_in(person).get(address).status_code == 404
    page = signed_in("partner").get(reverse("portfolio")).content.decode()
    assert address in page
    assert f"edition {issue.edition}" in page
    assert address not in signed_in(stranger).get(reverse("portfolio")).content.decode()
    assert public_reports(timezone.now()) == []


def test_a_manager_plans_it_by_partner_and_years(cast, signed_in):
    typed = {"partner": "a-partner", "first_year": "2021", "last_year": "2025", "language": "en", "title": ""}
    answer = signed_in("manager").post(reverse("new_report") + "?kind=partner", typed, follow=True)
    assert "Report for A partner, 2021–2025" in answer.content.decode()
