"""Reports of tests, as the worker writes them: from an edition that is pinned now."""

from datetime import date
from typing import Any

from django.utils import timezone

from briefs import figures_in_text, writing
from briefs.documents import Document, Items, Paragraph, text_of
from briefs.models import Report
from indicators.ledger import pin_edition
from tests.factories import reviewing_manager


def annual(year: int = 2022, *, language: str = "en", edition: Any = None) -> Report:
    """The annual report of a year, planned, from an edition that is pinned now."""
    by = reviewing_manager()
    return Report.objects.create(
        kind=Report.Kind.ANNUAL,
        slug=str(year),
        language=language,
        title=f"Annual report {year}",
        period_start=date(year, 1, 1),
        period_end=date(year + 1, 1, 1),
        edition=edition or pin_edition(note="Annual report", by=by),
        by=by,
        at=timezone.now(),
    )


def written(report: Report, *, inputs: Any = None, own: Any = None, reading: Any = None) -> Document:
    """The document of a report, with the inputs of now unless some are given."""
    reading = reading or figures_in_text.reading_of(report.edition)
    inputs = inputs or writing.inputs_of(report, reading, timezone.now())
    return writing.report_document(report, reading, inputs, own or {})


def paragraph(document: Document, key: str) -> str:
    """What a paragraph says; an empty text where there is none."""
    blocks = [b for b in document.blocks if isinstance(b, Paragraph) and b.key == key]
    return " ".join("".join(run.text for run in block.words) for block in blocks)


def items_below(document: Document, heading: str) -> list[str]:
    """The lines of the list that stands below a heading, by its anchor."""
    at = next(place for place, block in enumerate(document.blocks) if getattr(block, "id", "") == heading)
    listed = next(block for block in document.blocks[at:] if isinstance(block, Items))
    return ["".join(run.text for run in words) for _depth, words in listed.items]


def said(document: Document) -> str:
    """All of a document as one text."""
    return "\n".join(text_of(document))
