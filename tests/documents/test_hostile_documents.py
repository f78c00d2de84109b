"""Whatever somebody typed or pasted is text in a document: it runs nowhere, breaks nothing, and runs over no edge."""

import re
from io import BytesIO

import docx
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from briefs.documents import (
    Break,
    Heading,
    Items,
    Paragraph,
    Picture,
    Run,
    Table,
    Tile,
    Tiles,
    page_of,
    pdf_of,
    word_of,
    words,
)
from tests.documents.make import document, table
from tests.documents.reading import text_of_page, text_of_pdf, text_of_word

FORMS = [(page_of, text_of_page), (pdf_of, text_of_pdf), (word_of, text_of_word)]
IDS = ["page", "pdf", "word"]


def typed(text: str, **given) -> Paragraph:
    return Paragraph(words(Run(text, **given)))


@pytest.mark.parametrize(("make", "read"), FORMS, ids=IDS)
@pytest.mark.parametrize(
    "text",
    [
        '#pagebreak() $x$ \\ *all* @label <lab> #import "x"',
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "]]> &amp; <w:p/> {{ title }} {% now %}",
    ],
)
def test_markup_is_printed_as_it_was_typed(make, read, text):
    read_text = read(make(document(typed(text), Heading(text))))
    assert read_text.count(text) >= 2


@pytest.mark.parametrize("make", [page_of, pdf_of, word_of], ids=IDS)
@pytest.mark.parametrize(
    "blocks",
    [
        [typed("a\x00b\x07c\ud800d\ufffee\x0bf\u202eg"), Heading("x\x00")],
        [typed("قانون الحماية الاجتماعية 2021"), typed("ច្បាប់ស្តីពីរបបសន្តិសុខសង្គម"), typed("中文 😀")],
        [typed("x" * 3000), Table("Wide", ("a" * 200,), ((words("y" * 500),),)), Heading("h" * 400)],
        [
            Table("None", ("A", "B"), ()),
            Table("None", (), ((words("x"),),)),
            Table("", ("a", "b"), ((words("1"),), ())),
        ],
        [Tiles(()), Tiles((Tile((), ""),)), Items(()), Heading(""), Paragraph(()), Break(), Break()],
        [
            Heading("Deep", 3),
            Heading("Deeper", 9),
            Heading("None", -1),
            Heading("notes"),
            Heading("Same"),
            Heading("Same"),
        ],
        [table(columns=12, rows=40), table(columns=12), Heading("After"), table(columns=30)],
        [Items(tuple((depth, words(f"{depth}")) for depth in [*range(15), 3, -2, 99]))],
        [Picture("../../etc/passwd", "", "", ""), Picture("nowhere.jpg", "A field", "Somebody", "CC BY 4.0")],
    ],
    ids=["controls", "scripts", "long words", "tables", "nothing", "levels", "wide", "lists", "pictures"],
)
def test_a_document_is_made_of_whatever_it_holds(make, blocks):
    content = make(document(*blocks, has_contents=True))
    if make is word_of:
        docx.Document(BytesIO(content))
    assert content


@pytest.mark.parametrize("make", [page_of, pdf_of, word_of], ids=IDS)
@pytest.mark.parametrize("text", ["word " * 1_000_000, "x\n" * 100_000], ids=["5 MB", "lines"])
def test_what_no_sheet_could_hold_is_refused_before_it_is_tried(make, text):
    with pytest.raises(ValidationError, match="too long"):
        make(document(typed(text)))


ADDRESSES = [
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "http://[bad",
    "file:///etc",
]


@pytest.mark.parametrize("href", ADDRESSES)
def test_a_link_leads_to_the_web_or_nowhere(href):
    sample = document(typed("words", href=href), notes=(), address="", colophon=())
    assert "<a" not in page_of(sample)
    assert b"/URI" not in pdf_of(sample)
    assert not links_of_word(word_of(sample))


def links_of_word(content: bytes) -> list[str]:
    return [
        one.target_ref
        for one in docx.Document(BytesIO(content)).part.rels.values()
        if one.reltype.endswith("hyperlink")
    ]


def test_a_page_has_nothing_that_runs_or_is_fetched():
    sample = document()
    drawing = next(block for block in sample.blocks if type(block).__name__ == "Drawing")
    svg = drawing.svg.replace(
        "</svg>",
        '<script>alert(1)</script><image href="https://evil.example/x"/><rect onload="x" style="x" fill="url(https://e)"/>'
        '<foreignObject><iframe src="x"></iframe></foreignObject></svg>',
    )
    html = page_of(
        document(type(drawing)(**{**{name: getattr(drawing, name) for name in drawing.__slots__}, "svg": svg}))
    )
    assert not re.search(r"<script|<image|<iframe|<foreignobject|onload|style=|evil|https://e\)", html, re.IGNORECASE)


def test_a_picture_is_read_from_the_storage_of_uploads(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    written = BytesIO()
    Image.new("RGB", (400, 300), "teal").save(written, "JPEG")
    default_storage.save("briefs/field.jpg", ContentFile(written.getvalue()))
    picture = Picture("briefs/field.jpg", "A field in Togo", "Somebody", "CC BY 4.0", "After the rain")
    sample = document(picture)
    html = page_of(sample, picture_url=lambda file: f"/pictures/{file}")
    assert '<img src="/pictures/briefs/field.jpg" alt="A field in Togo"' in html
    assert b"/Alt" in pdf_of(sample)
    shown = docx.Document(BytesIO(word_of(sample))).inline_shapes[0]
    assert shown._inline.docPr.get("descr") == "A field in Togo"
