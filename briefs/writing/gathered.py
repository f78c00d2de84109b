"""What an annual report or one on a longer period reads outside the ledger, frozen as plain JSON with its issue."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from briefs.models import Brief, Issue, Report
from briefs.writing.frozen import frozen_money, frozen_subject
from briefs.writing.inclusion import frozen_dimensions
from briefs.writing.spans import Span, span_of
from countries.models import CountryPriority, Story
from indicators import figures
from indicators.figures import is_within
from indicators.models import Claim, CountryIndicatorNote, CountryUpdate, Edition, PublishedContribution, Round, Target
from indicators.rounds import SENT, countries_of
from projects.models import Funding, Partner, Project

LESSONS = "lessons"


def inputs_of(report: Report, reading: Any, now: datetime) -> dict[str, Any]:
    """Targets, claims, who is expected, projects, money, updates, notes, stories and briefs, as they are now."""
    span = span_of(report, reading)
    return {
        "read_at": now.isoformat(),
        "targets": [frozen_subject(row) for row in _subjects(Target).filter(country=None, state=Target.State.IN_USE)],
        "claims": [frozen_subject(row) for row in _subjects(Claim)],
        "expected": sorted(_expected(reading, span)),
        "dimensions": frozen_dimensions(),
        "projects": _projects(reading, span),
        "money": frozen_money(Funding.objects.of_current().order_by("pk").as_money()),
        "partners": {partner.slug: {"name": partner.name} for partner in Partner.objects.current()},
        "rounds": [_round(row) for row in _rounds(span, now)],
        "notes": list(_notes(span)),
        "stories": _stories(reading, span),
        "briefs": [_brief(issue) for issue in _issues(report.language) if _has_results(issue, reading, span)],
        "edition_before": _edition_before(report, reading),
    }


def _subjects(model: Any) -> Any:
    return model.objects.select_related("indicator").order_by("window_start", "indicator__order", "window_end", "id")


def _expected(reading: Any, span: Span) -> set[str]:
    """Priority countries of the period, as the edition knew them: of whom the world expects figures (rule 19)."""
    held = CountryPriority.objects.known_at(reading.moment).select_related("country")
    last = span.day + timedelta(days=1)
    return {row.country.iso3 for row in held if row.meets(span.period.start, last)}


def _projects(reading: Any, span: Span) -> dict[str, Any]:
    """Every project, whether it was active on the last day of the period, and how many of its results name it."""
    inside = [entry.number for entry in reading.entries if is_within(entry, span.period)]
    versions = {reading.published[entry.key].number: reading.published[entry.key].version for entry in reading.entries}
    named: Counter[int] = Counter()
    links = PublishedContribution.objects.filter(publication__seq__lte=reading.edition.seq).order_by()
    wanted = {(number, versions[number]) for number in inside}
    for project, number, version in links.values_list("project_id", "publication__number", "publication__version"):
        if (number, version) in wanted:
            named[project] += 1
    current = Project.objects.current().with_active(span.day)
    rows = [
        {
            "slug": project.slug,
            "title": project.title,
            "href": project.get_absolute_url(),
            "is_active": project.is_active,
            "results": named[project.pk],
            "countries": [str(share.country) for share in project.shares.all()],
            "partners": sorted({funding.partner.name for funding in project.fundings.all() if funding.partner}),
        }
        for project in current.with_labels().order_by("title", "pk")
    ]
    counts = Project.objects.current().counts(span.day)
    return {
        "day": span.day.isoformat(),
        "counts": {"all": counts.all, "flagship": counts.flagship, "active": counts.active},
        "rows": rows,
    }


def _rounds(span: Span, now: datetime) -> Any:
    """The rounds of a period that were opened and whose updates are due: before, nothing is missing."""
    inside = Round.objects.filter(start__gte=span.period.start, end__lte=span.period.end, due__lt=now.date())
    return inside.exclude(state=Round.State.PLANNED).order_by("start")


def _round(row: Round) -> dict[str, Any]:
    """How many updates of a round are in: programme figures, and no country is named (rule 19)."""
    sent = CountryUpdate.objects.filter(round=row, status__in=SENT).count()
    return {"label": str(row), "expected": countries_of(row).count(), "sent": sent}


def _notes(span: Span) -> Iterator[dict[str, str]]:
    """What countries tell beside their figures: of rounds in the period, once validated; of sources, of its years."""
    of_rounds = Q(round__start__gte=span.period.start, round__start__lt=span.period.end)
    every = CountryIndicatorNote.objects.filter(Q(round=None) | of_rounds).select_related("country", "indicator")
    validated = set(
        CountryUpdate.objects.filter(status=CountryUpdate.Status.VALIDATED).values_list("country_id", "round_id")
    )
    for note in every.order_by("country__name_en", "indicator__order", "pk"):
        if note.round_id is None and not _is_about(note.period, span):
            continue
        if note.round_id is not None and (note.country_id, note.round_id) not in validated:
            continue
        yield {
            "country": str(note.country),
            "text": note.text,
            "period": note.period,
            "source": note.source,
            "doubt": note.doubt,
        }


def _is_about(years: str, span: Span) -> bool:
    """Whether all the years of a note, "2019" or "2016–2020", lie in a period."""
    found = [int(part) for part in years.replace("–", "-").split("-") if part.strip().isdigit()]
    inside = range(span.period.start.year, span.period.last.year + 1)
    return bool(found) and all(year in inside for year in found)


def _stories(reading: Any, span: Span) -> list[dict[str, str]]:
    """How the stories begin of countries with a result in the period; the rest stands on the page of each."""
    named = {entry.country for entry in reading.entries if is_within(entry, span.period)}
    told = Story.objects.known_at(reading.moment).filter(country__iso3__in=filter(None, named))
    return [
        {"country": str(row.country), "text": row.beginning, "href": row.country.get_absolute_url()}
        for row in told.select_related("country").order_by("country__name_en")
    ]


def _issues(language: str) -> list[Issue]:
    """The briefs and stories that readers can have now, those of countries first; of one that is in several languages
    the text in `language`, else the original.
    """
    public = (
        Issue.objects.filter(superseded_at=None, brief__status=Brief.Status.PUBLISHED)
        .not_removed()
        .select_related("brief__country", "brief__theme")
    )
    found: dict[int, Issue] = {}
    originals_first = F("brief__translation_of").asc(nulls_first=True)
    for issue in public.annotate(original=Coalesce("brief__translation_of", "brief")).order_by(originals_first, "pk"):
        if issue.original not in found or issue.language == language:
            found[issue.original] = issue
    return sorted(found.values(), key=lambda issue: (issue.kind, issue.title, issue.pk))


def _has_results(issue: Issue, reading: Any, span: Span) -> bool:
    """Whether the country or the theme of a brief has a result in the period."""
    if issue.brief is None:
        return False
    inside = figures.reported_in_period(reading.entries, span.period)
    country, theme = issue.brief.country, issue.brief.theme
    of_country = country is not None and any(entry.country == country.iso3 for entry in inside)
    return of_country or (theme is not None and bool(figures.with_confirmed_tag(inside, theme=theme.slug)))


def _brief(issue: Issue) -> dict[str, Any]:
    """A published brief with its lessons: a paragraph as text, a list as its items. What prints a figure is read in
    the brief alone, which is issued anew when something of it has to be hidden (rule 12)."""
    lessons: list[str | list[str]] = []
    is_inside = False
    for block in json.loads(issue.content)["blocks"]:
        if block["type"] == "heading" and block["level"] == 1:
            is_inside = block["id"] == LESSONS
        elif is_inside and block["type"] == "paragraph":
            lessons += _without_figures([block["words"]])
        elif is_inside and block["type"] == "items":
            lessons.append(_without_figures(words for _depth, words in block["items"]))
    return {
        "slug": issue.slug,
        "kind": str(Brief.Kind(issue.kind).label),
        "title": issue.title,
        "href": issue.brief.get_absolute_url() if issue.brief else "",
        "lessons": [lesson for lesson in lessons if lesson],
    }


def _without_figures(lines: Iterable[Sequence[Mapping[str, Any]]]) -> list[str]:
    """The text of each line that prints no figure."""
    return ["".join(run["text"] for run in line) for line in lines if not any(run["figure"] for run in line)]


def _edition_before(report: Report, reading: Any) -> str:
    """The edition of the report of this kind before; else the edition before this one; empty if there is none."""
    earlier = Edition.objects.filter(pinned_at__lt=reading.moment).order_by("-pinned_at")
    reports = Report.objects.filter(kind=report.kind, period_end__lt=report.period_end, edition__in=earlier)
    before = reports.order_by("-period_end").select_related("edition").first()
    found = before.edition if before else earlier.first()
    return found.code if found else ""
