"""A document of a report as it is written from an edition, and its three forms as somebody reads them."""

import json
from datetime import date

from django.utils import timezone

from briefs.actions import choose_edition, plan_report
from briefs.documents import Document, page_of, pdf_of, word_of
from briefs.figures_in_text import EditionReading, reading_of
from briefs.models import Report
from briefs.writing import inputs_of, report_document
from indicators.models import Edition
from rmt.models import User
from tests.documents.reading import plain, text_of_page, text_of_pdf, text_of_word, without_marks


def planned(kind: str, edition: Edition, by: User, *, start: date, end: date, **asked) -> Report:
    """A report of some kind on [start, end), from an edition."""
    number = Report.objects.count()
    report = plan_report(
        kind=kind,
        slug=f"{kind}-{number}",
        language="en",
        title=f"A {kind} of the tests",
        period_start=start,
        period_end=end,
        asked=asked,
        by=by,
        now=timezone.now(),
    )
    return choose_edition(report=report, edition=edition, by=by)


def document_of(report: Report) -> Document:
    """What it says now, through inputs that went into JSON and came back, as those of an issue do."""
    reading = reading_of(report.edition)
    return report_document(report, reading, json.loads(json.dumps(inputs_of(report, reading, timezone.now()))), {})


def reading(report: Report) -> EditionReading:
    return reading_of(report.edition)


def forms_of(document: Document) -> dict[str, str]:
    """The texts of page, PDF and Word file."""
    found = {
        "page": text_of_page(page_of(document)),
        "pdf": text_of_pdf(pdf_of(document)),
        "word": text_of_word(word_of(document)),
    }
    return {form: without_marks(text) for form, text in found.items()}


def text_of(document: Document) -> str:
    return without_marks(text_of_page(page_of(document)))


def missing_in(document: Document) -> list[tuple[str, str]]:
    """The figures that one of the three forms does not print, by form and key."""
    forms = forms_of(document)
    return [
        (form, key)
        for key, text in document.figures.items()
        for form, found in forms.items()
        if plain(text) not in found
    ]
