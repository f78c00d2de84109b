"""What the fixtures say of projects and partners: real ones, each with a source, and nothing that is not known."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from indicators.models import Claim, Contribution, Headline, Publication
from indicators.results.support import unlink_project
from projects.actions import change_project
from projects.figures import outputs_on
from projects.models import Funding, Partner, Project
from rmt.models import SiteVersion
from tests.factories import UserFactory
from tests.snapshot import REST_OF_THE_RECORD

pytestmark = pytest.mark.django_db


def test_each_has_a_source():
    assert not Project.objects.filter(source=None).exists()
    assert not Partner.objects.filter(source=None).exists()
    assert not Funding.objects.filter(source=None).exists()


def test_the_placeholders_of_a_prototype_are_not_projects():
    assert not Partner.objects.filter(name__in=["IFAD", "Direct Trust Fund", "MPTF/UNDP"]).exists()


def test_flagship_is_what_the_tool_printed():
    """Three of the first tool's pages, the pages of six more projects, and the news about Rwanda."""
    assert Project.objects.flagship().count() == 10
    assert Project.objects.filter(is_flagship=False).count() == 0


def test_only_the_amounts_that_a_source_lets_add_are_recorded():
    """Rule 15: totals of the whole programme, parts of other sums and announcements are in no sum, and no span of years
    is divided."""
    with_amount = Funding.objects.exclude(planned=None, received=None)
    assert {
        (f.project.slug, str(f.partner or f.resource), f.currency, f.planned or f.received) for f in with_amount
    } == {
        ("garment-covid-bmz", "Germany", "EUR", 14_500_000),
        ("belgium-senegal-burkina-faso", "Belgium", "EUR", 2_000_000),
        ("pakistan-domestic-workers", "RBSA", "USD", 374_912),
    }
    assert not Funding.objects.exclude(year=None).exists()


def test_what_is_no_project_or_only_in_the_press_is_none():
    """Themes that were funded, tools, a campaign; and what no official page names stays out of the public record."""
    titles = " ".join(Project.objects.values_list("title", flat=True))
    for named in ("TRANSFORM", "Global Campaign", "Joint programmes of the UN", "SUSI", "pilot Employment Injury"):
        assert named not in titles
    assert Project.objects.get(symbol="GLO/22/31/IRL").slug == "malawi-accelerating-universal-social-protection"


def test_a_project_says_what_of_it_is_to_be_checked():
    assert "To check: The donor is not printed" in Project.objects.get(symbol="PAL/13/53/KUW").source
    assert not Project.objects.get(symbol="PAL/13/53/KUW").fundings.exists()


def test_a_project_is_linked_to_the_results_that_a_source_names_it_beside():
    """Rule 15: and it is linked once, whatever is loaded again."""
    linked = Project.objects.get(symbol="PSE/16/02/RBS").contributions.get()
    assert (linked.result.country.iso3, linked.role) == ("PSE", "supported")
    before = (Contribution.objects.count(), Publication.objects.count())
    unlink_project(result=linked.result, project=linked.project, by=UserFactory(manager=True))
    SiteVersion.objects.update(reference="another")
    call_command("load_reference", without=REST_OF_THE_RECORD, verbosity=0)
    assert (Contribution.objects.count(), Publication.objects.count()) == (before[0] - 1, before[1] + 1)


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
    project = Project.objects.get(slug="action-portugal-phase-3")
    changed = {"title": "As a manager left it"}
    change_project(project=project, version=project.version, fields=changed, by=UserFactory(manager=True))
    counts = [model.objects.count() for model in (Project, Partner, Funding)]
    SiteVersion.objects.update(reference="another")
    call_command("load_reference", without=REST_OF_THE_RECORD, verbosity=0)
    assert [model.objects.count() for model in (Project, Partner, Funding)] == counts
    assert Project.objects.filter(title="As a manager left it").exists()


def test_a_project_that_nobody_has_changed_is_corrected(tmp_path):
    folder = Path(shutil.copytree(settings.BASE_DIR / "fixtures", tmp_path / "fixtures"))
    rows = json.loads((folder / "projects.json").read_text())
    row = next(row for row in rows if row["slug"] == "togo-informal-eu")
    row |= {"title": "Another title", "themes": ["financing"], "partners": ["european-union", "france"]}
    (folder / "projects.json").write_text(json.dumps(rows))
    call_command("load_reference", folder=folder, without=REST_OF_THE_RECORD, verbosity=0)
    project = Project.objects.get(slug="togo-informal-eu")
    assert (project.title, [theme.slug for theme in project.themes.all()]) == ("Another title", ["financing"])
    assert {funding.partner.slug for funding in project.fundings.all()} == {"european-union", "france"}
