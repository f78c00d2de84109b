"""What the fixtures say of projects and partners: real ones, each with a source, and nothing that is not known."""

from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command

from indicators.models import Claim, Headline
from projects.figures import outputs_on
from projects.models import Funding, Partner, Project
from rmt.models import SiteVersion

pytestmark = pytest.mark.django_db


def test_each_has_a_source():
    assert not Project.objects.filter(source=None).exists()
    assert not Partner.objects.filter(source=None).exists()
    assert not Funding.objects.filter(source=None).exists()


def test_the_placeholders_of_a_prototype_are_not_projects():
    assert not Partner.objects.filter(name__in=["IFAD", "Direct Trust Fund", "MPTF/UNDP"]).exists()


def test_flagship_is_what_the_tool_printed():
    assert Project.objects.flagship().count() == 3
    assert Project.objects.filter(is_flagship=False).count() == 0


def test_the_budget_of_a_project_is_not_what_its_partner_gave():
    made = Project.objects.get(slug="south-south-lao-pdr-kenya")
    assert (made.spent, made.budget, made.currency) == (791752, 1999980, "USD")
    assert made.fundings.get().planned is None


def test_outputs_that_are_late():
    outputs = Project.objects.get(slug="malawi-accelerating-universal-social-protection").outputs
    assert outputs_on(outputs.as_due(), day=date(2025, 12, 31)).due == 8
    assert outputs_on(outputs.as_due(), day=date(2026, 1, 1)).late == outputs.late(date(2026, 1, 1)).count() == 8


def test_three_counts_of_projects_were_published():
    claims = Claim.objects.filter(headline=Headline.PROJECTS).order_by("value")
    assert [int(claim.value) for claim in claims] == [77, 143, 252]


def test_loading_again_changes_nothing_and_leaves_the_managers_work():
    Project.objects.filter(slug="action-portugal-phase-3").update(title="As a manager left it")
    counts = [model.objects.count() for model in (Project, Partner, Funding)]
    SiteVersion.objects.update(reference="another")
    call_command("load_reference", verbosity=0)
    assert [model.objects.count() for model in (Project, Partner, Funding)] == counts
    assert Project.objects.filter(title="As a manager left it").exists()
    assert (settings.BASE_DIR / "fixtures" / "projects.json").exists()
