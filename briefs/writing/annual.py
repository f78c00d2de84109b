"""The annual report, and the same over a longer period: what changed, for whom, with whose support (rules 6 to 19)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from briefs.documents import Document
from briefs.models import OwnParagraph, Report
from briefs.writing.sheet import Sheet
from rmt.text import day as day_text

CHAPTERS = (
    ("headlines", gettext_lazy("What changed")),
    ("inclusion", gettext_lazy("Gender and inclusion")),
    ("support", gettext_lazy("Partners, projects and money")),
    ("countries", gettext_lazy("Countries and territories in short")),
    ("themes", gettext_lazy("Themes in short")),
    ("lessons", gettext_lazy("What was learned")),
    ("record", gettext_lazy("The record: restated, and reported late")),
    ("method", gettext_lazy("How this is counted")),
)


def inputs_of(report: Report, reading: Any, now: datetime) -> dict[str, Any]:
    """What the report reads outside the ledger, as plain JSON."""
    return {"read_at": now.isoformat()}


def document_of(
    report: Report, reading: Any, inputs: Mapping[str, Any], own: Mapping[str, OwnParagraph], *, warning: str = ""
) -> Document:
    """The report in its language, whole."""
    with override(report.language):
        sheet = Sheet(own, reading)
        for code, title in CHAPTERS:
            sheet.heading(str(title), 1, code)
        words = {"edition": reading.edition.code, "day": day_text(reading.day)}
        return Document(
            kind=report.kind,
            title=report.title,
            language=report.language,
            edition=reading.edition.code,
            seal=reading.edition.hash,
            day=reading.day.isoformat(),
            address="",
            blocks=tuple(sheet.blocks),
            notes=tuple(sheet.notes.values()),
            facts=(_("As of edition %(edition)s, pinned on %(day)s") % words,),
            has_contents=True,
            warning=warning,
            figures=sheet.figures,
        )
