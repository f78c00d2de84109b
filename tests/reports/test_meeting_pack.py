"""A pack for a meeting: a chapter for each country, theme and project; whoever has a part on the desk asks for one."""

from datetime import date

import pytest
from django.urls import reverse

from briefs.models import Report
from countries.models import Country
from indicators import figures
from indicators.figures import years
from indicators.ledger import entries_in, pin_edition
from indicators.updates import plan_milestone
from indicators.wording import people_text
from projects.models import Project
from tests import factories
from tests.counting import queries
from tests.reports import steps
from tests.reports.three import document_of, missing_in, planned, text_of

pytestmark = pytest.mark.django_db

YEARS = {"start": date(2021, 1, 1), "end": date(2026, 1, 1)}
PACK = {
    "countries": ["TGO", "KHM"], "themes": ["social-health-protection"], "projects": ["health-insurance-togo"],
    "purpose": "A donor's visit",
}  # fmt: skip


def pack(cast, **asked):
    edition = pin_edition(note="Meeting", by=cast.manager)
    return planned("pack", edition, cast.manager, **YEARS, **{**PACK, **asked})


def test_there_is_a_chapter_for_each_with_figures_of_its_own(cast):
    factories.publish(indicator="I3", value=5000, baseline=(2021, 1000), title="More members")
    report = pack(cast)
    document = document_of(report)
    own = [entry for entry in entries_in(report.edition) if entry.country == "TGO"]
    found = figures.people(own, indicator="I3", period=years(2021, 2025), day=date(2025, 12, 31))
    assert document.figures["covered-tgo-phase-2"] == people_text(found)
    chapters = [block.text for block in document.blocks if getattr(block, "level", 0) == 1]
    assert chapters == ["Cambodia", "Togo", "Social health protection", "Health insurance in Togo"]
    assert missing_in(document) == []
    text = text_of(document)
    assert "More members" in text
    assert "Phase II, 2021–2025: 4 000; since 2016: 4 000." in text.replace("\u202f", " ")
    assert "More people entitled by law. Phase II, 2021–2025: not reported; since 2016: not reported." in text


@pytest.mark.parametrize("asked", [{"themes": [], "projects": []}, {"countries": [], "projects": []}])
def test_it_reads_well_with_nothing_published(cast, asked):
    text = text_of(document_of(pack(cast, **({"countries": ["VUT"]} | asked))))
    assert "Nothing has been published that happened in phase II (2021–2025)." in text


def test_what_is_expected_by_a_country_alone_is_not_in_it(cast, togo):
    days = (date(2027, 1, 1), date(2027, 6, 30))
    plan_milestone(country=togo, title="A secret plan", indicator=None, expected=days, by=cast.focal_togo)
    assert "A secret plan" not in text_of(document_of(pack(cast)))


def test_whoever_has_a_part_asks_for_one_and_others_do_not_know_of_it(cast, signed_in, monkeypatch, togo):
    steps.set_no_files(monkeypatch)
    pin_edition(note="Meeting", by=cast.manager)
    typed = {
        "title": "Review meeting", "purpose": "", "first_year": "2021", "last_year": "2025", "countries": [togo.pk],
        "projects": [Project.objects.get(slug="health-insurance-togo").pk],
    }  # fmt: skip
    answer = signed_in("partner").post(reverse("new_pack"), typed)
    report = Report.objects.get(kind="pack")
    assert answer["Location"] == reverse("report_building", args=[report.uuid])
    assert report.asked["countries"] == ["TGO"]
    page = reverse("desk_report", args=[report.uuid])
    number = steps.build(report, cast.manager).number
    listed = signed_in("partner").get(reverse("packs")).text
    assert f"version {number} is built" in listed
    assert reverse("desk_issue_file", args=[report.uuid, number, "pdf"]) in listed
    codes = {who: signed_in(who).get(page).status_code for who in ("partner", "manager", "focal_togo", "nobody")}
    assert codes == {"partner": 200, "manager": 200, "focal_togo": 404, "nobody": 404}


def test_nothing_chosen_and_years_that_are_not_in_order_are_said_beside_their_fields(cast, signed_in):
    pin_edition(note="Meeting", by=cast.manager)
    typed = {"title": "A pack", "first_year": "2025", "last_year": "2021"}
    assert (
        "The last year lies before the first." in signed_in("manager").post(reverse("new_pack"), typed).content.decode()
    )
    assert (
        "Choose a year from 2016 to"
        in signed_in("manager").post(reverse("new_pack"), typed | {"last_year": "2090"}).text
    )
    typed |= {"last_year": "2025"}
    answer = signed_in("manager").post(reverse("new_pack"), typed)
    assert answer.context["form"].non_field_errors() == ["Choose a country, a theme or a project at least."]
    assert "Please correct" not in answer.text
    assert not Report.objects.exists()


@pytest.mark.both_engines
def test_more_packs_ask_no_more_queries(cast, signed_in):
    edition = pin_edition(note="Meeting", by=cast.manager)
    for _number in range(2):
        planned("pack", edition, cast.manager, **YEARS, **PACK)
    few = queries(signed_in("manager"), reverse("packs"))
    for _number in range(5):
        planned("pack", edition, cast.manager, **YEARS, **PACK)
    assert queries(signed_in("manager"), reverse("packs")) == few
    assert few <= 10
    assert Country.objects.count() > 200
