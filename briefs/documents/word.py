"""The Word file of a document."""

from io import BytesIO

import docx

from briefs.documents.blocks import Document, Heading
from briefs.documents.numbering import runs_of


def word_of(document: Document) -> bytes:
    """The document as a Word file."""
    file = docx.Document()
    file.add_heading(document.title, 0)
    for block in document.blocks:
        if isinstance(block, Heading):
            file.add_heading(block.text, min(max(block.level, 1), 3))
        else:
            file.add_paragraph("".join(run.text for run in runs_of(block)))
    out = BytesIO()
    file.save(out)
    return out.getvalue()
