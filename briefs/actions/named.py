"""Reports by the names that everybody calls them by: annual 2025, period phase-1, dashboard 2026-q3."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from briefs.actions.reports import plan_report, refuse_other_languages
from briefs.figures_in_text import code_of
from briefs.models import Report
from briefs.writing import quarter
from indicators.figures import SINCE_2016
from indicators.models import Edition
from indicators.rounds import phases
from rmt.models import User
from rmt.text import span


def report_by_name(*, kind: str, name: str, language: str, by: User, now: datetime) -> Report:
    """The report of this name, planned now if it is not yet; one that runs to today gets the year of `now`.

    Raises ValidationError, for `name`, if nothing is called so, or for `language`.
    """
    refuse_other_languages(language)
    with override(language):
        about = about_name(kind, name, today=now.date())
    report = Report.objects.filter(kind=kind, slug=name, language=language).select_related("edition").first()
    if report is None:
        return plan_report(kind=kind, slug=name, language=language, by=by, now=now, **about)
    if report.period_end < about["period_end"]:
        Report.objects.filter(pk=report.pk).update(period_end=about["period_end"], version=F("version") + 1)
        report.refresh_from_db()
    return report


def about_name(kind: str, name: str, *, today: date) -> Mapping[str, Any]:
    """Title and days of a report by its name. Raises ValidationError, for `name`, if nothing is called so."""
    if kind == Report.Kind.ANNUAL and re.fullmatch(r"20\d\d", name) and int(name) >= SINCE_2016.start.year:
        title = _("Annual report %(year)s") % {"year": name}
        return {"title": title, "period_start": date(int(name), 1, 1), "period_end": date(int(name) + 1, 1, 1)}
    if kind == Report.Kind.DASHBOARD and (found := re.fullmatch(r"(20\d\d)-q([1-4])", name)):
        period = quarter(int(found[1]), int(found[2]))
        title = _("Dashboard, %(months)s") % {"months": span(period.start, period.last)}
        return {"title": title, "period_start": period.start, "period_end": period.end}
    if kind == Report.Kind.PERIOD:
        for phase in phases(None):
            if name == code_of(phase.code):
                years = {"phase": phase.code, "years": f"{phase.start.year}–{phase.period.last.year}"}
                title = _("Phase %(phase)s, %(years)s") % years
                return {"title": title, "period_start": phase.start, "period_end": phase.end}
        since = re.fullmatch(r"since-(20\d\d)", name)
        if since and SINCE_2016.start.year <= int(since[1]) <= today.year:
            title = _("%(year)s to today") % {"year": since[1]}
            return {
                "title": title,
                "period_start": date(int(since[1]), 1, 1),
                "period_end": date(today.year + 1, 1, 1),
            }
    message = _(
        "No report is called “%(name)s”. Say annual 2025, period phase-1, period since-2021 or dashboard 2026-q3."
    )
    raise ValidationError({"name": message % {"name": f"{kind} {name}"}})


def edition_for(report: Report) -> Edition | None:
    """The edition from which a report is built if nobody says another: of an annual report the last one pinned in the
    January after its year; else the last one of all. `None` before the first.
    """
    editions = Edition.objects.order_by("pinned_at", "pk")
    if report.kind == Report.Kind.ANNUAL:
        january = editions.filter(pinned_at__year=report.period_end.year, pinned_at__month=1)
        return january.last() or editions.last()
    return editions.last()
