"""What a screen reader, a search engine and a word processor rely on: headings, tables, notes, texts for pictures."""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import docx
import html5lib
import pytest
from pypdf import PdfReader

from briefs.documents import Heading, Paragraph, Run, Table, page_of, pdf_of, word_of, words
from briefs.documents.numbering import widths_of
from tests.documents.make import chart, document, table
from tests.documents.reading import W, part_of_word, text_of_pdf

A4_WIDTH = 482  # points between the margins
HEADINGS = ["What changed", "In figures", "Annex", "Detail"]


@pytest.fixture(scope="module")
def sample():
    return document(has_contents=True)


# The page


@pytest.fixture(scope="module")
def page(sample):
    return html5lib.parseFragment(page_of(sample), namespaceHTMLElements=False)


def test_each_anchor_of_a_page_is_there_once_and_each_link_to_one_finds_it(page):
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    named = [one for element in page.iter() for one in (element.get("aria-labelledby") or "").split()]
    linked = [element.get("href")[1:] for element in page.iter("a") if element.get("href").startswith("#")]
    assert set(named + linked) <= set(ids)
    assert "annex" in linked


def test_headings_of_a_page_begin_below_its_title_and_leave_no_level_out(page):
    levels = [int(element.tag[1]) for element in page.iter() if element.tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_drawing_of_a_page_has_a_name_and_the_same_numbers_as_a_table(page):
    drawing = page.find(".//figure")
    assert "".join(drawing.find("figcaption").itertext()) == f"Figure 1. {chart().title}"
    assert next(element for element in drawing.iter() if element.tag.endswith("svg")).get("role") == "img"
    assert [cell.text for cell in drawing.iterfind(".//details//th[@scope='row']")] == ["Togo", "Cambodia"]


def test_a_note_of_a_page_leads_back_to_each_place_that_names_it(page):
    named = [element for element in page.iter("a") if element.get("role") == "doc-noteref"]
    backs = [element for element in page.iter("a") if element.get("role") == "doc-backlink"]
    assert [element.get("id") for element in named] == ["noteref-1-1", "noteref-1-2", "noteref-2-1", "noteref-1-3"]
    assert sorted(element.get("href")[1:] for element in backs) == sorted(element.get("id") for element in named)


# The PDF


@pytest.fixture(scope="module")
def pdf(sample):
    return PdfReader(BytesIO(pdf_of(sample)))


def elements(pdf: PdfReader) -> Iterator:
    """Each element of the structure of a PDF, from the first to the last."""
    waiting = [pdf.root_object["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += reversed(element)
        elif isinstance(element, dict):
            if "/S" in element:
                yield element
            waiting += [element["/K"]] if "/K" in element else []


def test_a_pdf_says_what_it_is(pdf):
    root = pdf.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "Togo: from law to practice"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert all(page["/Tabs"] == "/S" for page in pdf.pages if "/Annots" in page)


def test_each_part_of_a_pdf_is_tagged(pdf):
    kinds = [element["/S"] for element in elements(pdf)]
    levels = [int(kind[2]) for kind in kinds if kind in ("/H1", "/H2", "/H3")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {"/TOC", "/L", "/LI", "/Table", "/THead", "/TH", "/TD", "/Caption", "/Figure", "/Note"} <= set(kinds)
    assert all(element.get("/Alt") for element in elements(pdf) if element["/S"] == "/Figure")


def test_a_pdf_has_bookmarks_and_contents(pdf):
    def titles(outline):
        return [title for one in outline for title in (titles(one) if isinstance(one, list) else [one.title])]

    assert titles(pdf.outline) == HEADINGS
    first = pdf.pages[0].extract_text()
    assert [name for name in HEADINGS if name not in first] == []


def test_each_sheet_of_a_pdf_says_of_what_it_is():
    reader = PdfReader(BytesIO(pdf_of(document(Heading("Long"), table(rows=120), warning="Not to be quoted"))))
    assert len(reader.pages) > 1
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert "Not to be quoted" in text
        assert "Seal 12" in text
        assert f"{number} / {len(reader.pages)}" in text
    assert "Country Column 1 Column 2" in reader.pages[1].extract_text()
    assert "Togo: from law to practice" in reader.pages[1].extract_text()


def test_a_wide_table_lies_across():
    reader = PdfReader(BytesIO(pdf_of(document(Heading("Wide"), table(columns=12)))))
    assert [page.mediabox.width > page.mediabox.height for page in reader.pages] == [False, True, False]
    sections = docx.Document(BytesIO(word_of(document(Heading("Wide"), table(columns=12))))).sections
    assert [section.page_width > section.page_height for section in sections] == [False, True, False]


def test_no_word_of_a_table_runs_into_the_next_column():
    """Long cells beside it leave a column as much room as its longest word takes, at some 0.6 of the size of type."""
    cell = words("A law on non-contributory old-age pensions was adopted, and money was set aside for its first year")
    rows = ((cell, words("Mozambique"), words("2016"), cell, cell, cell),)
    widths = widths_of(Table("Laws", ("Result", "Country", "Year", "Step", "Source", "Certainty"), rows))
    places = A4_WIDTH / sum(widths) / (0.6 * 8.5)
    assert widths[1] * places >= len("Mozambique") + 1
    assert widths[2] * places >= len("2016") + 1


def test_the_last_sheet_does_not_repeat_what_stands_at_its_foot():
    assert text_of_pdf(pdf_of(document(Heading("Short")))).count("Seal 12 of 31 January 2026") == 1


# The Word file


@pytest.fixture(scope="module")
def word(sample):
    return word_of(sample)


def test_a_word_file_has_real_styles(word):
    by_style: dict[str, list[str]] = {}
    for paragraph in docx.Document(BytesIO(word)).paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == ["Togo: from law to practice"]
    assert [by_style[f"Heading {level}"] for level in (1, 2)] == [["What changed", "Annex"], ["In figures", "Detail"]]
    assert by_style["Caption"] == ["Table 1. People covered by country", f"Figure 1. {chart().title}"]
    assert by_style["List Number"] == ["One", "Two"]
    assert by_style["List Bullet"][0] == "First"


def test_a_word_file_describes_its_pictures_and_repeats_the_heads_of_its_tables(word):
    shown = docx.Document(BytesIO(word)).inline_shapes[0]._inline.docPr
    assert (
        shown.get("descr") == "People in schemes that the programme supported. Two bars; that of Togo is the longer one"
    )
    body = part_of_word(word, "document")
    captioned = [one for one in body.iter(f"{W}tbl") if one.find(f".//{W}tblCaption") is not None]
    assert [one.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for one in captioned] == [True]


def test_a_word_file_has_footnotes_that_word_numbers(word):
    notes = part_of_word(word, "footnotes").findall(f"{W}footnote")
    assert [note.get(f"{W}id") for note in notes] == ["-1", "0", "1", "2"]
    named = part_of_word(word, "document").iter(f"{W}footnoteReference")
    assert [one.get(f"{W}id") for one in named] == ["1", "2"]


def test_a_word_file_names_nobody_and_no_time_but_its_day(word):
    about = docx.Document(BytesIO(word)).core_properties
    assert (about.title, about.author, about.last_modified_by) == ("Togo: from law to practice", "", "")
    assert about.language == "en"
    assert {about.created.date().isoformat(), about.modified.date().isoformat()} == {"2026-01-31"}
    with ZipFile(BytesIO(word)) as file:
        assert {part.date_time[0] for part in file.infolist()} == {1980}


def test_words_of_another_language_say_so_in_each_form():
    """The title of a result stays English in a French brief: a screen reader has to know."""
    title = Run("Old Age Pension Bill", href="/results/46/", language="en")
    sample = document(Paragraph(words("Une loi : ", title)), language="fr", notes=())
    assert '<a href="/results/46/"><span lang="en">Old Age Pension Bill</span></a>' in page_of(sample)
    languages = part_of_word(word_of(sample), "document").iter(f"{W}lang")
    assert [one.get(f"{W}val") for one in languages] == ["en"]
    assert "Old Age Pension Bill" in text_of_pdf(pdf_of(sample))


def test_the_language_of_a_document_is_said_in_each_form():
    french = document(language="fr")
    assert 'lang="fr"' in page_of(french)
    assert PdfReader(BytesIO(pdf_of(french))).root_object["/Lang"] == "fr"
    defaults = part_of_word(word_of(french), "styles").find(f"{W}docDefaults")
    assert [one.get(f"{W}val") for one in defaults.iter(f"{W}lang")] == ["fr"]
    assert "Togo" in text_of_pdf(pdf_of(french))
