"""The texts of a page, a PDF and a Word file, as somebody who copies from them gets them."""

import re
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

from lxml import etree
from pypdf import PdfReader

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WITHOUT_WIDTH = re.compile("[\u200b\u2060]")  # where a word without an end may be parted, and where a line may not end
SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """The text with one space wherever there is any; no-break and thin spaces are spaces too."""
    return SPACES.sub(" ", WITHOUT_WIDTH.sub("", text)).strip()


def without_marks(text: str) -> str:
    """The text without the marks of its notes."""
    return re.sub(r"\s?\[\d+\]", "", text)


class Texts(HTMLParser):
    """The texts of a page, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def text_of_page(html: str) -> str:
    parser = Texts()
    parser.feed(html)
    return plain("".join(parser.parts))


def text_of_pdf(content: bytes) -> str:
    return plain("\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))


def text_of_word(content: bytes) -> str:
    """With the number of each footnote where Word sets it."""
    lines = []
    for name in ("document", "footnotes", "header1", "header2", "footer1", "footer2"):
        for paragraph in part_of_word(content, name).iter(f"{W}p"):
            pieces = paragraph.iter(f"{W}t", f"{W}footnoteReference")
            lines.append("".join(one.get(f"{W}id") or one.text or "" for one in pieces))
    return plain("\n".join(lines))


def part_of_word(content: bytes, name: str):
    """The root of a part of a Word file."""
    with ZipFile(BytesIO(content)) as file:
        return etree.fromstring(file.read(f"word/{name}.xml"))
