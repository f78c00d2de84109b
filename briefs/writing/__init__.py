"""What reports say: generated sentences, tables and charts, from an edition."""

from briefs.writing.brief import brief_document, cited, missing_in, pictures_of, texts_of
from briefs.writing.chronicle import ChronicleEntry, chronicle_of
from briefs.writing.content import content_of, differences, label_of, parts_of, pieces_of, principles_of, text_of_piece
from briefs.writing.kinds import CHAPTERS, LANGUAGES, WRITERS, inputs_of, language_for, report_document
from briefs.writing.quarters import quarter, quarter_before
from briefs.writing.questions import ANSWERS, GUIDANCE, PRINCIPLES, STORY, TITLES
from briefs.writing.sheet import Sheet, joined, plain
from briefs.writing.spans import span_of

__all__ = [
    "ANSWERS",
    "CHAPTERS",
    "GUIDANCE",
    "LANGUAGES",
    "PRINCIPLES",
    "STORY",
    "TITLES",
    "WRITERS",
    "ChronicleEntry",
    "Sheet",
    "brief_document",
    "chronicle_of",
    "cited",
    "content_of",
    "differences",
    "inputs_of",
    "joined",
    "label_of",
    "language_for",
    "missing_in",
    "parts_of",
    "pictures_of",
    "pieces_of",
    "plain",
    "principles_of",
    "quarter",
    "quarter_before",
    "report_document",
    "span_of",
    "text_of_piece",
    "texts_of",
]
