"""What pages of reports show."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from briefs import documents
from briefs.actions import can_be_renamed, title_of
from briefs.building import draft_of, edition_of, is_behind, is_served
from briefs.figures_in_text import TypedNumber, reading_of, typed_numbers, written
from briefs.models import Building, Chapter, Issue, OwnParagraph, Report, ReportEvent, Sending
from briefs.permissions import can_keep_reports
from briefs.writing import plain, span_of
from indicators.models import Edition
from rmt.models import User
from rmt.text import as_day, day, moment


class PublicReport(NamedTuple):
    """A report with the issue that readers get, and since when."""

    report: Report
    issue: Issue
    since: datetime

    @property
    def url(self) -> str:
        """Where it is read, in its own language."""
        with override(self.report.language):
            return self.report.get_absolute_url()


def moment_of(as_of: date | None) -> datetime:
    """The last moment of a past day, UTC; now, if it is not a past day."""
    return timezone.now() if as_of is None else datetime.combine(as_of, time.max, tzinfo=UTC)


def public_reports(at: datetime) -> list[PublicReport]:
    """Every report that is public at a moment, the latest period first; one query."""
    published = ReportEvent.objects.public(at)
    rows = published.select_related("report", "issue__edition").defer("issue__content", "issue__html", "issue__inputs")
    found: dict[int, PublicReport] = {}
    for event in rows.order_by("public_from", "pk"):
        if event.issue and event.public_from:
            since = found[event.report_id].since if event.report_id in found else event.public_from
            found[event.report_id] = PublicReport(event.report, event.issue, since)
    return sorted(found.values(), key=lambda one: (one.report.period_end, one.report.period_start), reverse=True)


class ReportLine(NamedTuple):
    """A report in the list of the desk, where it stands in words, and the number of its newest version."""

    report: Report
    state: str
    kind: str
    number: int | None


def reports_on_desk(user: User, *, now: datetime) -> list[ReportLine]:
    """The reports that a person may know of, with where each stands; four queries, however many."""
    return lines_of(Report.objects.visible_to(user).select_related("edition"), now=now)


def lines_of(reports: Iterable[Report], *, now: datetime) -> list[ReportLine]:
    """Some reports, with where each stands; three queries, however many."""
    issues = Issue.objects.order_by("number").values_list("kind", "slug", "language", "number")
    built = {(kind, slug, language): number for kind, slug, language, number in issues}
    open_ones = set(Building.objects.filter(ended_at=None).values_list("report", flat=True))
    public = {one.report.pk: one for one in public_reports(now)}
    lines = []
    for report in reports:
        number = built.get((report.kind, report.slug, report.language))
        if report.pk in open_ones:
            line = ReportLine(report, _("being built"), "due", number)
        elif report.public_from and report.public_from > now:
            words = _("with the partner from %(when)s") if report.is_for_partner else _("public from %(when)s")
            line = ReportLine(report, words % {"when": moment(report.public_from)}, "due", number)
        elif report.public_from and report.is_for_partner:
            since = day(as_day(report.public_from))
            line = ReportLine(report, _("with the partner since %(day)s") % {"day": since}, "done", number)
        elif report.pk in public:
            since = day(as_day(public[report.pk].since))
            line = ReportLine(report, _("public since %(day)s") % {"day": since}, "done", number)
        elif number:
            line = ReportLine(report, _("version %(number)s is built") % {"number": number}, "", number)
        elif report.edition:
            line = ReportLine(report, _("not built yet"), "", number)
        else:
            line = ReportLine(report, _("no edition chosen yet"), "", number)
        lines.append(line)
    return lines


def issues_of(report: Report) -> QuerySet[Issue]:
    """Everything that was built of a report, the newest first."""
    return Issue.objects.filter(kind=report.kind, slug=report.slug, language=report.language).order_by("-number")


def report_on_desk(report: Report, *, user: User, now: datetime) -> dict[str, Any]:
    """What the page of a report on the desk shows."""
    issues = list(issues_of(report).select_related("edition").defer("content", "html", "inputs"))
    published = {event.issue_id: event for event in report.events.publications()}
    chapters = list(report.chapters.select_related("assigned_to", "done_by", "report"))
    return {
        "report": report,
        "issues": [(issue, published.get(issue.pk), is_served(issue)) for issue in issues],
        "behind": issues[0] if issues and is_behind(issues[0], report) else None,
        "now": now,
        "was_let_out": any(event.public_from and event.public_from <= now for event in published.values()),
        "can_be_renamed": can_be_renamed(report),
        "building": report.buildings.select_related("asked_by").first(),
        "chapters": [(chapter, title_of(chapter)) for chapter in chapters],
        "can_be_let_out": report.kind in Report.LET_OUT_KINDS,
        "is_let_out": report.issue_at(now) is not None,
        "is_embargoed": bool(report.public_from and report.public_from > now),
        "can_keep": can_keep_reports(user),
        "events": [
            _in_history(event) for event in report.events.select_related("by", "report").order_by("-at", "-pk")[:40]
        ],
    }


def _in_history(event: ReportEvent) -> dict[str, Any]:
    about = event.text
    if event.kind == ReportEvent.Kind.PUBLISHED and event.public_from:
        is_for_partner = event.report.is_for_partner
        words = (
            _("%(version)s, for the partner from %(when)s")
            if is_for_partner
            else _("%(version)s, public from %(when)s")
        )
        about = words % {"version": event.text, "when": moment(event.public_from)}
    return {
        "what": event.kind_in_words.capitalize(),
        "when": moment(event.at),
        "who": str(event.by or ""),
        "comment": about,
    }


def chapters_due(user: User) -> list[Chapter]:
    """The chapters that a person sees to and that are not done, the most urgent first: for the desk."""
    chapters = Chapter.objects.filter(assigned_to=user, done_at=None).select_related("report")
    return list(chapters.order_by(F("due").asc(nulls_last=True), "pk"))


def code_of_period(report: Report) -> str:
    """How references name the years that a report covers, as of its edition."""
    return span_of(report, reading_of(edition_of(report))).code


class ParagraphLine(NamedTuple):
    """A paragraph of a chapter: what is generated, what stands in its place, and whether its figures have moved."""

    key: str
    generated: str
    own: OwnParagraph | None
    is_moved: bool


def paragraphs_of(report: Report, *, now: datetime) -> dict[str, list[ParagraphLine]]:
    """The paragraphs that can be written by hand, by the code of their chapter, as they would be generated now.

    Raises ValidationError if no edition was chosen yet.
    """
    own = {row.key: row for row in report.own_paragraphs.filter(superseded_at=None).select_related("by")}
    found: dict[str, list[ParagraphLine]] = {}
    chapter = ""
    for block in draft_of(report, now=now, with_own=False).blocks:
        if isinstance(block, documents.Heading) and block.level == 1:
            chapter = block.id
        elif isinstance(block, documents.Paragraph) and block.key:
            generated = plain(block.words)
            mine = row if (row := own.get(block.key)) and row.text else None
            is_moved = mine is not None and mine.generated != generated
            found.setdefault(chapter, []).append(ParagraphLine(block.key, generated, own.get(block.key), is_moved))
    return found


def own_as_read(line: ParagraphLine, edition: Edition, language: str) -> str:
    """What somebody wrote in the place of a paragraph, as it reads in the report; its notes are in the report alone."""
    if line.own is None or not line.own.text:
        return ""
    with override(language):
        found = written(line.own.text, reading=reading_of(edition), key=line.key)
        document = documents.Document(
            kind="preview", title="", language=language, edition=edition.code, seal="", day="", address="",
            blocks=found.blocks, figures=found.figures,
        )  # fmt: skip
        return documents.page_of(document)


def typed_in(report: Report, lines: Iterable[ParagraphLine]) -> dict[str, list[tuple[str, TypedNumber]]]:
    """Numbers that were typed into paragraphs of a chapter, each with where: those that agree with the edition of the
    report ("same"), which no edition moves, and those that do not ("other").
    """
    found: dict[str, list[tuple[str, TypedNumber]]] = {"same": [], "other": []}
    own = [(number, line.own.text) for number, line in enumerate(lines, 1) if line.own and line.own.text]
    if own:
        reading = reading_of(edition_of(report))
        for number, text in own:
            for typed in typed_numbers(text, language=report.language, reading=reading):
                kind = "same" if typed.kind == "same" else "other"
                found[kind].append((_("Paragraph %(number)s") % {"number": number}, typed))
    return found


def log_of_sendings() -> QuerySet[Sending]:
    """What went to whom, the latest first: organizations and domains, never an address (rule 21)."""
    rows = Sending.objects.select_related("issue", "group", "by")
    return rows.defer("issue__content", "issue__html", "issue__inputs")
