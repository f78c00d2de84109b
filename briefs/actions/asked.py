"""Documents that somebody asks for, and the dashboard that nobody does: planned, and built by the worker at once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from briefs.actions.named import about_name
from briefs.actions.publishing import newest_issue, publish_report
from briefs.actions.reports import choose_edition, plan_report
from briefs.building import ask_for_building
from briefs.models import Report
from briefs.writing import language_for, quarter, quarter_before
from countries.models import Country, Theme
from indicators.figures import SINCE_2016
from indicators.models import Edition
from projects.models import Project
from rmt.models import User
from rmt.text import clean_line

MOST_CHAPTERS = 60


@transaction.atomic
def ask_for_pack(
    *,
    title: str,
    purpose: str,
    countries: Sequence[Country],
    themes: Sequence[Theme],
    projects: Sequence[Project],
    period_start: date,
    period_end: date,
    by: User,
    now: datetime,
) -> Report:
    """A pack for a meeting, on its way, in the language of whoever asks if reports are written in it.

    Raises ValidationError, keyed by field, if nothing is chosen or too much, or if no edition is pinned yet.
    """
    chosen = len(countries) + len(themes) + len(projects)
    if not chosen:
        raise ValidationError(_("Choose a country, a theme or a project at least."))
    if chosen > MOST_CHAPTERS:
        words = _("A pack has at most %(most)s chapters; these are %(count)s.")
        raise ValidationError(words % {"most": MOST_CHAPTERS, "count": chosen})
    asked = {
        "countries": [country.iso3 for country in countries],
        "themes": [theme.slug for theme in themes],
        "projects": [project.slug for project in projects],
        "purpose": clean_line(purpose),
    }
    slug = f"{slugify(title)[:50] or 'pack'}-{now:%Y%m%d-%H%M%S-%f}"
    about = {"slug": slug, "title": clean_line(title), "period_start": period_start, "period_end": period_end}
    return _asked(Report.Kind.PACK, about, asked, by=by, now=now)


@transaction.atomic
def ask_for_chronicle(*, country: Country, by: User, now: datetime) -> Report:
    """All that was said on a country as a document, on its way; asked for again, the same one is built anew.

    Raises ValidationError, for `edition`, if none is pinned yet.
    """
    language = language_for(by)
    with override(language):
        title = _("All we said on %(country)s") % {"country": country}
    slug = f"{country.slug}-{by.pk}"
    begun = Report.objects.filter(kind=Report.Kind.SAID, slug=slug, language=language).first()
    if begun is not None:
        return _built(begun, by=by)
    days = {"period_start": SINCE_2016.start, "period_end": date(now.year + 1, 1, 1)}
    return _asked(Report.Kind.SAID, {"slug": slug, "title": title, **days}, {"country": country.iso3}, by=by, now=now)


def _asked(kind: str, about: Mapping[str, Any], asked: Mapping[str, Any], *, by: User, now: datetime) -> Report:
    return _built(plan_report(kind=kind, language=language_for(by), asked=asked, by=by, now=now, **about), by=by)


def _built(report: Report, *, by: User) -> Report:
    """The report, queued to be built from the latest edition."""
    edition = Edition.objects.order_by("pinned_at").last()
    if edition is None:
        raise ValidationError({"edition": _("No edition is pinned yet: a document is built from an edition.")})
    if report.edition != edition and not report.buildings.filter(ended_at=None).exists():
        report = choose_edition(report=report, edition=edition, by=by)
    ask_for_building(report, by)
    return report


# Nobody's work


def make_due_dashboards(*, now: datetime) -> tuple[int, int]:
    """The dashboard of the quarter that ended last: how many are built now, and how many were published.

    It is built from the latest edition pinned after the quarter, so nothing happens before one is; who pinned it
    stands for it. What a manager planned or published is left alone. Can run every hour.
    """
    year, number = quarter_before(now.date())
    period = quarter(year, number)
    edition = Edition.objects.filter(pinned_at__date__gte=period.end).order_by("pinned_at").last()
    slug = f"{year}-q{number}"
    report = Report.objects.filter(kind=Report.Kind.DASHBOARD, slug=slug, language=User.Language.ENGLISH).first()
    if edition is None or (report and not report.asked.get("by_itself")):
        return 0, 0
    if report is None:
        with transaction.atomic(), override(User.Language.ENGLISH):
            report = plan_report(
                kind=Report.Kind.DASHBOARD,
                slug=slug,
                language=User.Language.ENGLISH,
                asked={"by_itself": True},
                by=edition.by,
                now=now,
                **about_name(Report.Kind.DASHBOARD, slug, today=now.date()),
            )
            ask_for_building(choose_edition(report=report, edition=edition, by=edition.by), edition.by)
        return 1, 0
    issue = newest_issue(report)
    if issue is None or report.public_issue_id is not None:
        return 0, 0
    publish_report(report=report, issue=issue, public_from=None, by=issue.by, now=now)
    return 0, 1
