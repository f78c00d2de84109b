"""Pages of reports ask the database as often with one report as with six."""

from datetime import date

import pytest
from django.urls import reverse

from indicators import ledger
from tests.counting import queries
from tests.reports import steps

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def public_reports(years, cast, edition) -> None:
    for year in years:
        period = {"period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1)}
        report = steps.plan(cast.manager, edition=edition, slug=str(year), title=f"Annual report {year}", **period)
        steps.publish(report, steps.build(report, cast.manager), cast.manager)


def test_lists_and_a_report_take_no_more_with_many(client, cast, signed_in, monkeypatch, on_day):
    on_day("2027-03-15T09:00Z")
    steps.set_no_files(monkeypatch)
    edition = ledger.pin_edition(note="Reports", by=cast.manager)
    manager = signed_in("manager")
    places = [reverse("reports"), reverse("report", args=["annual", "2020"]), reverse("sitemap")]
    desk = reverse("desk_reports")
    public_reports([2020], cast, edition)
    few = [queries(client, place) for place in places], queries(manager, desk)
    public_reports(range(2021, 2026), cast, edition)
    assert ([queries(client, place) for place in places], queries(manager, desk)) == few
    assert few[0][0] <= 6
    assert few[1] <= 16
