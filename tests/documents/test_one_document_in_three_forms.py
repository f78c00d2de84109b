"""A brief or a report as page, PDF and Word file: the same words, the same figures, the same bytes each time."""

import pytest

from briefs.documents import (
    Drawing,
    Heading,
    Paragraph,
    Run,
    from_json,
    page_of,
    pdf_of,
    text_of,
    to_json,
    word_of,
    words,
)
from tests.documents.make import FIGURES, document
from tests.documents.reading import plain, text_of_page, text_of_pdf, text_of_word, without_marks

FORMS = [(page_of, text_of_page), (pdf_of, text_of_pdf), (word_of, text_of_word)]
IDS = ["page", "pdf", "word"]


@pytest.mark.parametrize(("make", "read"), FORMS, ids=IDS)
def test_every_figure_is_in_every_form(make, read):
    text = read(make(document()))
    assert [figure for figure in FIGURES.values() if plain(figure) not in text] == []


@pytest.mark.parametrize(("make", "read"), FORMS, ids=IDS)
def test_every_word_is_in_every_form(make, read):
    """The page leaves out the title, which its h1 is; the words of a drawing may be in a picture."""
    sample = document(*(block for block in document().blocks if not isinstance(block, Drawing)))
    text = without_marks(read(make(sample)))
    assert [line for line in text_of(sample) if line != sample.title and plain(line) not in text] == []


@pytest.mark.parametrize("make", [page_of, pdf_of, word_of], ids=IDS)
def test_the_same_document_makes_the_same_bytes(make):
    """Rule 4: what was built is stored, and whoever builds it again can compare."""
    sample = document(has_contents=True)
    assert make(sample) == make(from_json(to_json(sample)))


@pytest.mark.parametrize(("make", "read"), FORMS, ids=IDS)
def test_edition_seal_and_warning_are_on_it(make, read):
    text = read(make(document(warning="Demonstration, not an official site")))
    assert "Edition 2026-1" in text
    assert "Seal 12 of 31 January 2026: 4f1c 9a02" in text
    assert "Demonstration, not an official site" in text


@pytest.mark.parametrize(("make", "read"), FORMS, ids=IDS)
def test_a_note_does_not_run_into_the_figure_that_it_is_about(make, read):
    """29 with note 1 must never be read as 291."""
    assert "29[1]" in read(make(document()))


@pytest.mark.parametrize("make", [page_of, pdf_of, word_of], ids=IDS)
def test_a_document_with_nothing_is_made(make):
    assert make(document(Paragraph(()), notes=(), facts=(), colophon=(), seal="", edition="", subtitle=""))


@pytest.mark.parametrize(("make", "read"), FORMS, ids=IDS)
def test_a_note_that_is_not_there_and_one_that_nobody_names_are_left_out(make, read):
    text = read(make(document(Heading("Chapter"), Paragraph(words("Text", Run(".", note="lost"))))))
    assert "Text." in text
    assert "In force since 2021" not in text
