"""The annual report, and the same over a longer period: what changed, for whom, with whose support (rules 6 to 19)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from briefs.documents import Document
from briefs.models import OwnParagraph, Report
from briefs.writing import compared, headlines, inclusion, lessons, method, pictured, places, record, support
from briefs.writing.gathered import inputs_of
from briefs.writing.sheet import Sheet
from briefs.writing.spans import Span, span_of
from rmt.text import day as day_text

__all__ = ["CHAPTERS", "document_of", "inputs_of"]

CHAPTERS = (
    ("headlines", gettext_lazy("What changed")),
    ("inclusion", gettext_lazy("Gender and inclusion")),
    ("support", gettext_lazy("Partners, projects and money")),
    ("countries", gettext_lazy("Countries and territories in short")),
    ("themes", gettext_lazy("Themes in short")),
    ("lessons", gettext_lazy("What was learned")),
    ("record", gettext_lazy("The record: restated, and reported later")),
    ("method", gettext_lazy("How this is counted")),
)


def document_of(
    report: Report, reading: Any, inputs: Mapping[str, Any], own: Mapping[str, OwnParagraph], *, warning: str = ""
) -> Document:
    """The report in its language, whole; it reads the ledger of its edition and `inputs`, and nothing else."""
    with override(report.language):
        span = span_of(report, reading)
        sheet = Sheet(own, reading)
        for code, title in CHAPTERS:
            sheet.heading(str(title), 1, code)
            _write(code, sheet, reading, inputs, span)
        pinned = {"edition": reading.edition.code, "day": day_text(reading.day)}
        return method.finished(
            sheet,
            report,
            reading,
            path=report.get_absolute_url(),
            subtitle=_("Building Social Protection Floors for All"),
            facts=(_("Figures as of edition %(edition)s, pinned on %(day)s") % pinned,),
            warning=warning,
        )


def _write(code: str, sheet: Sheet, reading: Any, inputs: Mapping[str, Any], span: Span) -> None:
    """One chapter."""
    match code:
        case "headlines":
            headlines.write(sheet, reading, inputs, span)
            pictured.write(sheet, reading, span)
            compared.write(sheet, reading, inputs, span)
        case "inclusion":
            inclusion.write(sheet, reading, inputs, span)
        case "support":
            support.write(sheet, inputs, span)
        case "countries":
            places.write_countries(sheet, reading, span)
        case "themes":
            places.write_themes(sheet, reading, span)
        case "lessons":
            lessons.write(sheet, inputs, span)
        case "record":
            record.write(sheet, reading, inputs, span)
        case "method":
            method.write(sheet, reading, span)
