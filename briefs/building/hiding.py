"""What has to be hidden later is hidden in issues too: they are issued anew, dated; the older are served no more."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog
from django.utils.translation import gettext as _
from django.utils.translation import override

from briefs import figures_in_text, writing
from briefs.building.issues import (
    address_of_version,
    document_of,
    hidden_now,
    issue,
    next_number,
    removal_of,
    series_of,
)
from briefs.documents import Document
from briefs.models import Issue, OwnParagraph, Report, ReportEvent

logger = structlog.get_logger(__name__)


def issue_hidden_anew() -> tuple[int, int]:
    """Issue anew everything readers get in which something must be hidden by now (rule 12); how many were, and failed.

    The same edition, the same inputs, without what is withheld since. One that fails stops no other, and is tried
    again; until then nothing of it is served (`is_served`).
    """
    made = failed = 0
    for old in newest_issues():
        if removal_of(old) or hidden_now(old.edition) == old.hidden:
            continue
        try:
            _issue_anew(old)
        except Exception:
            logger.exception("issue.not_hidden", issue=str(old))
            failed += 1
        else:
            made += 1
    return made, failed


def newest_issues() -> list[Issue]:
    """What readers get of each brief and report, or would get: of a report that is public, its public issue."""
    open_ones = Issue.objects.filter(superseded_at=None).select_related("edition", "brief", "by")
    open_ones = open_ones.defer("content", "html", "inputs")
    reports = Report.objects.exclude(public_issue=None).select_related("public_issue__edition", "public_issue__by")
    public = {(report.kind, report.slug, report.language): report.public_issue for report in reports}
    return [public.get((one.kind, one.slug, one.language)) or one for one in open_ones]


def newest_of(issue: Issue) -> Issue | None:
    """The issue that came out instead of one that is served no more, because something had to be hidden; if any did."""
    return series_of(issue).filter(number__gt=issue.number, cause=Issue.Cause.HIDDEN).last()


def _issue_anew(old: Issue) -> None:
    with override(old.language):
        reason = _("Something in the results that it rests on may not be published any more.")
        reading = figures_in_text.reading_of(old.edition)
        document = _written_anew(old, reading)
        issue(
            document,
            kind=old.kind,
            slug=old.slug,
            language=old.language,
            edition=old.edition,
            inputs=json.loads(old.inputs),
            hidden=reading.hidden,
            cause=Issue.Cause.HIDDEN,
            reason=reason,
            by=old.by,
            brief=old.brief,
            and_then=partial(_be_public_instead, old),
        )


def _be_public_instead(old: Issue, made: Issue) -> None:
    """Where readers got the older issue, or were to get it from a moment on, they get the one that was made anew."""
    report = Report.objects.filter(public_issue=old).first()
    if report is None:
        return
    Report.objects.filter(pk=report.pk).update(public_issue=made)
    at = made.recorded_at
    ReportEvent.objects.create(
        report=report,
        kind=ReportEvent.Kind.PUBLISHED,
        text=made.reason,
        issue=made,
        public_from=max(report.public_from or at, at),
        at=at,
    )


def _written_anew(old: Issue, reading: Any) -> Document:
    """The text of an issue once more, from what was stored with it."""
    inputs: Mapping[str, Any] = json.loads(old.inputs)
    before = document_of(old)
    if old.brief is not None:
        number = next_number(kind=old.kind, slug=old.slug, language=old.language)
        address = address_of_version(old.slug, number)
        return writing.brief_document(inputs, brief=old.brief, reading=reading, address=address, warning=before.warning)
    reading = reading.with_names(inputs.get("names", {}))
    report = Report.objects.get(kind=old.kind, slug=old.slug, language=old.language)
    return writing.report_document(report, reading, inputs, own_paragraphs_in(inputs), warning=before.warning)


def own_paragraphs_in(inputs: Mapping[str, Any]) -> dict[str, OwnParagraph]:
    """The paragraphs written by hand that were stored with an issue, by their key, as its writer reads them."""
    return {key: OwnParagraph(key=key, **said) for key, said in inputs.get("own", {}).items()}
