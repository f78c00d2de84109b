"""build_report builds a report by its name, from the edition that goes with it, and stores it (ledger rule 4)."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from briefs.actions import edition_for, report_by_name
from briefs.models import Issue, Report
from indicators.ledger import pin_edition
from indicators.models import Edition
from tests.factories import publish, reviewing_manager

pytestmark = pytest.mark.django_db


def build(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command("build_report", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_it_pins_only_when_it_is_told_to_and_says_from_which_edition_it_builds(tmp_path):
    publish(indicator="R2", achieved=date(2023, 5, 1))
    with pytest.raises(CommandError, match="No edition is pinned yet"):
        build("annual", "2023")
    lines = build("annual", "2023", "--pin", "--by", reviewing_manager().email, "--into", str(tmp_path))
    edition = Edition.objects.get()
    assert lines[0].startswith(f"Annual report 2023, issue 1, from edition {edition.code} of ")
    assert {path.name for path in tmp_path.iterdir()} == {
        f"annual-2023-en-v1.{kind}" for kind in ("pdf", "docx", "html")
    }
    assert build("annual", "2023")[0].startswith("Annual report 2023, issue 2,")
    assert Issue.objects.filter(superseded_at=None).count() == 1


def test_an_annual_report_takes_the_edition_of_the_january_after_its_year(on_day):
    by = reviewing_manager()
    clock = on_day("2027-01-31T10:00Z")
    january = pin_edition(note="For the annual report", by=by)
    clock.move_to("2027-06-30T10:00Z")
    later = pin_edition(note="For a meeting", by=by)
    annual, phase = (
        report_by_name(kind=kind, name=name, language="en", by=by, now=later.pinned_at)
        for kind, name in ((Report.Kind.ANNUAL, "2026"), (Report.Kind.PERIOD, "phase-1"))
    )
    assert (edition_for(annual), edition_for(phase)) == (january, later)
    assert (phase.title, phase.period_end) == ("Phase I, 2016–2020", date(2021, 1, 1))


@pytest.mark.parametrize("name", [("annual", "1999"), ("period", "phase-9"), ("dashboard", "2026-q5")])
def test_what_has_no_such_name_is_refused_in_one_line(name):
    pin_edition(note="", by=reviewing_manager())
    with pytest.raises(CommandError, match=f"No report is called “{' '.join(name)}”") as refused:
        build(*name)
    assert "\n" not in str(refused.value)
    assert not Report.objects.exists()


def test_a_period_that_the_edition_cannot_know_is_refused_in_one_line():
    pin_edition(note="", by=reviewing_manager())
    with pytest.raises(CommandError, match="before the period of this report began"):
        build("annual", "2050")
