"""Which module writes which kind of report, and the chapters that the desk assigns."""

from collections.abc import Mapping
from datetime import datetime
from types import ModuleType
from typing import Any

from briefs.documents import Document
from briefs.models import OwnParagraph, Report
from briefs.writing import annual, dashboard, pack, partner, said
from rmt.models import User

WRITERS: Mapping[str, ModuleType] = {
    Report.Kind.ANNUAL: annual,
    Report.Kind.PERIOD: annual,
    Report.Kind.DASHBOARD: dashboard,
    Report.Kind.PARTNER: partner,
    Report.Kind.PACK: pack,
    Report.Kind.SAID: said,
}
"""Each has `CHAPTERS` (codes and titles), `inputs_of` and `document_of`."""

CHAPTERS: Mapping[str, tuple[tuple[str, Any], ...]] = {kind: writer.CHAPTERS for kind, writer in WRITERS.items()}
"""The chapters of each kind of report, as (code, title): what the desk assigns to people."""

LANGUAGES: tuple[str, ...] = (User.Language.ENGLISH,)
"""The languages in which reports, and mails about them, are written: those whose catalogue in rmt/locale covers what
they say. French has what briefs say and no more: half a report would be English. Add a language once it has all.
"""


def language_for(user: User) -> str:
    """The language of what is written for somebody: their own if reports are written in it, else English."""
    return user.language if user.language in LANGUAGES else User.Language.ENGLISH


def inputs_of(report: Report, reading, now: datetime) -> dict[str, Any]:
    """All that a report reads outside the ledger, as plain JSON: targets, projects, money, updates, briefs.

    It is stored with the issue, so that a report which has to be issued anew says the same of them years later.
    """
    found: dict[str, Any] = WRITERS[report.kind].inputs_of(report, reading, now)
    return found


def report_document(
    report: Report, reading, inputs: Mapping[str, Any], own: Mapping[str, OwnParagraph], *, warning: str = ""
) -> Document:
    """A report as a document, from its edition, the inputs frozen for it and the paragraphs written by hand.

    `own` has the paragraphs in force by their key. Beyond `inputs` it reads the ledger alone, as of its edition.
    """
    document: Document = WRITERS[report.kind].document_of(report, reading, inputs, own, warning=warning)
    return document
