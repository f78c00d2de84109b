"""The Word file of a document: real styles, headings, captions, tables, footnotes and alternative texts."""

from django.utils import translation

from briefs.documents.blocks import Document
from briefs.documents.word.writer import Writer

__all__ = ["word_of"]


def word_of(document: Document) -> bytes:
    """The document as a Word file; the same document, the same bytes. Its `day` is an ISO date."""
    with translation.override(document.language):
        return Writer(document).written()
