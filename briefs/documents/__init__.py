"""Documents: their blocks, and the page, PDF and Word file that are made from the same ones."""

from briefs.documents.blocks import (
    Block,
    Break,
    Document,
    Drawing,
    Heading,
    Items,
    Note,
    Paragraph,
    Picture,
    Run,
    Table,
    Tile,
    Tiles,
    Words,
    from_json,
    text_of,
    to_json,
    words,
)
from briefs.documents.drawings import drawing_of
from briefs.documents.page import page_of
from briefs.documents.pdf import pdf_of
from briefs.documents.word import word_of

__all__ = [
    "Block",
    "Break",
    "Document",
    "Drawing",
    "Heading",
    "Items",
    "Note",
    "Paragraph",
    "Picture",
    "Run",
    "Table",
    "Tile",
    "Tiles",
    "Words",
    "drawing_of",
    "from_json",
    "page_of",
    "pdf_of",
    "text_of",
    "to_json",
    "word_of",
    "words",
]
