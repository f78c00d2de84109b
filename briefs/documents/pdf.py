"""The PDF of a document: tagged, with bookmarks, set by typst from JSON alone."""

import re
from datetime import date
from textwrap import wrap
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from briefs.documents.blocks import (
    Block,
    Document,
    Drawing,
    Heading,
    Items,
    Paragraph,
    Picture,
    Run,
    Table,
    Tiles,
    Words,
)
from briefs.documents.numbering import (
    below,
    caption_of,
    cells_of,
    credit_of,
    depth_of_contents,
    described,
    edition_line,
    full_href,
    is_from_right,
    lines_of,
    notes_in_order,
    numbering,
    tiles_across,
    widths_of,
)
from briefs.documents.pictures import framed
from rmt.files import compile_pdf

NOTHING = "–"  # PDF/UA asks for a word wherever there is a heading or a picture
LONG_WORD, PIECE = re.compile(r"[!-~¡-ɏ]{25,}"), 8  # Latin only: other scripts break by rules of their own
SHORT = 800  # signs of a paragraph that is not parted from its heading
TEMPLATE = "briefs/document/document.typ"


def pdf_of(document: Document) -> bytes:
    """The document as PDF/UA-1; the same document, the same bytes. Its `day` is an ISO date."""
    with translation.override(document.language):
        return compile_pdf(TEMPLATE, Paper(document).content(), day=date.fromisoformat(document.day))


def parted(text: str) -> str:
    """The text with places in words without an end where a line may end, or they would run over the edge.

    >>> parted("a word"), parted("x" * 30).count("\u200b")
    ('a word', 3)
    """
    return LONG_WORD.sub(lambda word: "\u200b".join(wrap(word[0], PIECE)), text)


class Paper:
    """Every word of the PDF of a document; it knows which notes it has named already, so it is asked once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.numbers = numbering(document)
        self.anchors = set(self.numbers.ids.values())
        self.named: set[int] = set()

    def content(self) -> dict[str, Any]:
        document = self.document
        return {
            "title": document.title.strip() or NOTHING,
            "subtitle": document.subtitle,
            "language": document.language,
            "edition": edition_line(document),
            "seal": document.seal,
            "address": document.address,
            "facts": document.facts,
            "colophon": document.colophon,
            "warning": document.warning,
            "contents": _("Contents"),
            "depth": depth_of_contents(document, self.numbers),
            "blocks": [self.block(block, place) for place, block in enumerate(document.blocks)],
            "notes": [[self.run(run) for run in note.words] for note in notes_in_order(document, self.numbers)],
        }

    def block(self, block: Block, place: int) -> dict[str, Any]:
        match block:
            case Heading():
                text, level = parted(block.text.strip()) or NOTHING, self.numbers.levels[place]
                own: dict[str, Any] = {"level": level, "text": text, "keeps_next": self.keeps_next(place)}
            case Paragraph():
                turns = is_from_right("".join(run.text for run in block.words))
                own = {"role": block.role, "words": self.words(block.words), "is_from_right": turns}
            case Items():
                items = [[depth, self.words(line)] for depth, line in lines_of(block)]
                own = {"is_ordered": block.is_ordered, "items": items}
            case Table():
                rows = [[self.words(cell) for cell in row] for row in cells_of(block)]
                own = {
                    "header": [parted(name) for name in block.header],
                    "rows": rows,
                    "numeric": block.numeric,
                    "widths": widths_of(block),
                }
            case Tiles():
                tiles = [{"value": self.words(one.value), "label": one.label, "note": one.note} for one in block.tiles]
                own = {"tiles": tiles, "across": tiles_across(block)}
            case Drawing():
                own = {"svg": block.svg, "alt": described(block) or NOTHING, "width": block.width}
            case Picture():
                alt = block.alt or block.caption or block.credit or NOTHING
                own = {"svg": framed(block), "alt": alt, "caption": block.caption, "credit": credit_of(block)}
            case _:
                own = {}
        if isinstance(block, Table | Drawing):
            own |= {"caption": caption_of(block, self.numbers.numbers[place]), "below": below(block)}
        return {"type": type(block).__name__.lower(), "id": self.numbers.ids.get(place, ""), **own}

    def keeps_next(self, place: int) -> bool:
        """Whether what follows is a paragraph so short that it can stay on the sheet of its heading."""
        following = self.document.blocks[place + 1 : place + 2]
        if not following or not isinstance(following[0], Paragraph):
            return False
        return sum(len(run.text) for run in following[0].words) < SHORT

    def words(self, line: Words) -> list[dict[str, Any]]:
        return [self.run(run) | self.mark(run) for run in line]

    def run(self, run: Run) -> dict[str, Any]:
        """A run with only what it has: most have nothing but their text."""
        href = full_href(run.href)
        own: dict[str, Any] = {"text": parted(run.text)}
        own |= {name: True for name in ("bold", "italic") if getattr(run, name)}
        own |= {"language": run.language} if run.language else {}
        if href.startswith("#"):
            return own | ({"to": href[1:]} if href[1:] in self.anchors else {})
        return own | ({"href": href} if href else {})

    def mark(self, run: Run) -> dict[str, Any]:
        """The number of the note that a run names, and whether it was named before."""
        number = self.numbers.notes.get(run.note)
        if not number:
            return {}
        again = number in self.named
        self.named.add(number)
        return {"note": number, "again": again}
