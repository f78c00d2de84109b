"""Rules that the database holds by itself, whatever writes to it: on SQLite and on PostgreSQL."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from countries.models import Country
from indicators.models import Contribution, ProjectIndicator
from projects.models import (
    Document,
    Funding,
    FundingGap,
    Output,
    Partner,
    PartnerAlias,
    Project,
    ProjectCountry,
    PurposeCode,
)
from rmt.records.append_only import AppendOnlyError
from tests.projects import helpers

pytestmark = pytest.mark.django_db

DAY = date(2024, 5, 1)


def refuses(make) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


PROJECTS = [
    {"title": ""},
    {"symbol": ""},
    {"symbol": "INT/00/000/AAA"},
    {"symbol": "glo/15/12/prt"},
    {"iati_id": ""},
    {"description": ""},
    {"source": ""},
    {"start_first": DAY},
    {"start_last": DAY},
    {"start_first": DAY, "start_last": date(2024, 4, 30)},
    {"end_last": DAY},
    {"start_first": DAY, "start_last": DAY, "end_first": date(2023, 1, 1), "end_last": date(2023, 12, 31)},
    {"budget": Decimal(-1), "currency": "USD"},
    {"budget": Decimal(1)},
    {"currency": "USD"},
    {"budget": Decimal(1), "currency": "usd"},
    {"budget": Decimal(1), "currency": "US"},
    {"gender_marker": 3},
    {"disability_marker": 4},
]


@pytest.mark.parametrize("fields", PROJECTS, ids=str)
def test_a_project(fields):
    assert refuses(lambda: Project.objects.create(slug="refused", **{"title": "A project", **fields}))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"symbol": "GLO/99/99/XYZ"},
        {"start_first": DAY, "start_last": DAY, "end_first": date(2024, 1, 1), "end_last": date(2024, 12, 31)},
        {"budget": Decimal(0), "currency": "USD"},
        {"spent": Decimal(-5), "currency": "XOF"},
    ],
    ids=str,
)
def test_a_project_that_is_fine(fields):
    assert not refuses(lambda: Project.objects.create(slug="accepted", **{"title": "A project", **fields}))


def test_a_second_project_with_the_symbol():
    assert refuses(lambda: Project.objects.create(slug="again", title="Again", symbol="GLO/15/12/PRT"))
    Project.objects.create(slug="none-1", title="Without")
    Project.objects.create(slug="none-2", title="Without")


FUNDINGS = [
    {"partner": None},
    {"partner": None, "resource": "XBDC"},
    {"year": 1900},
    {"modality": 4},
    {"planned": Decimal(1)},
    {"currency": "USD"},
    {"currency": "USD", "planned": Decimal(-1)},
    {"currency": "CHF", "planned": Decimal(1), "usd_rate": Decimal("1.1")},
    {"currency": "CHF", "planned": Decimal(1), "usd_rate_source": "UN"},
    {"currency": "CHF", "planned": Decimal(1), "usd_rate": Decimal(0), "usd_rate_source": "UN"},
    {"currency": "USD", "planned": Decimal(1), "usd_rate": Decimal(1), "usd_rate_source": "UN"},
    {"source": ""},
]


@pytest.mark.parametrize("fields", FUNDINGS, ids=str)
def test_funding(fields):
    project, partner = Project.objects.get(slug="social-protection-in-mozambique"), Partner.objects.get(slug="china")
    assert refuses(lambda: Funding.objects.create(project=project, **{"partner": partner, **fields}))


def test_the_same_funding_twice_also_where_nothing_is_known_of_it():
    project, partner = Project.objects.get(slug="social-protection-in-mozambique"), Partner.objects.get(slug="china")
    Funding.objects.create(project=project, partner=partner)
    assert refuses(lambda: Funding.objects.create(project=project, partner=partner))
    Funding.objects.create(project=project, partner=partner, year=2024)
    Funding.objects.create(project=project, resource="RBSA")
    assert refuses(lambda: Funding.objects.create(project=project, resource="RBSA"))


def test_what_belongs_to_a_project():
    project = Project.objects.get(slug="social-protection-in-mozambique")
    togo = Country.objects.get(iso3="TGO")
    ProjectCountry.objects.create(project=project, country=togo)
    for make in (
        lambda: ProjectCountry.objects.create(project=project, country=togo),
        lambda: ProjectCountry.objects.create(project=project, country_id=togo.pk + 1, share=101),
        lambda: ProjectCountry.objects.create(project=project, country_id=togo.pk + 1, share=0),
        lambda: PurposeCode.objects.create(project=project, code=160),
        lambda: Output.objects.create(project=project, title=""),
        lambda: Output.objects.create(project=project, title="A", due_last=DAY),
        lambda: Document.objects.create(project=project, title="A", url=""),
        lambda: FundingGap.objects.create(title="A", amount=1, buys="B", recorded_at=timezone.now()),
        lambda: FundingGap.objects.create(country=togo, title="A", amount=0, buys="B", recorded_at=timezone.now()),
        lambda: ProjectIndicator.objects.create(project=project, wording=""),
        lambda: ProjectIndicator.objects.create(project=project, wording="A", share=50),
    ):
        assert refuses(make)


def test_two_outputs_with_one_number():
    project = Project.objects.get(slug="malawi-accelerating-universal-social-protection")
    assert refuses(lambda: Output.objects.create(project=project, code="1.1", title="Another"))


def test_a_spelling_that_means_a_partner_already():
    china = Partner.objects.get(slug="china")
    assert refuses(lambda: PartnerAlias.objects.create(partner=china, text="bmz"))
    assert refuses(lambda: PartnerAlias.objects.create(partner=china, text="Irísh-Aid"))


def test_a_contribution_twice(manager):
    result, project = helpers.published().result, Project.objects.get(slug="action-portugal-phase-3")
    row = {"result": result, "project": project, "by": manager, "at": timezone.now()}
    Contribution.objects.create(**row)
    assert refuses(lambda: Contribution.objects.create(**row))


def test_deleting_what_others_refer_to():
    with pytest.raises(ProtectedError):
        Partner.objects.get(slug="china").delete()
    with pytest.raises(ProtectedError):
        Project.objects.get(slug="action-portugal-phase-3").delete()


def test_changing_the_history_of_a_project():
    change = Project.objects.get(slug="action-portugal-phase-3").changes.first()
    change.what = "other"
    with pytest.raises(AppendOnlyError):
        change.save()
    assert refuses(lambda: type(change)._base_manager.filter(pk=change.pk)._raw_delete("default"))
