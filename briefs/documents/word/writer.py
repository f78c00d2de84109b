"""The blocks of a document as those of a Word file."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Emu, Mm

from briefs.documents.blocks import Block, Break, Document, Drawing, Heading, Items, Paragraph, Picture, Table, Tiles
from briefs.documents.numbering import (
    below,
    caption_of,
    cells_of,
    credit_of,
    depth_of_contents,
    described,
    edition_line,
    is_from_right,
    lines_of,
    notes_in_order,
    tiles_across,
    widths_of,
)
from briefs.documents.pictures import picture_bytes, pngs_of
from briefs.documents.word.frame import add_footnote, add_frame, describe, footnotes_part, saved
from briefs.documents.word.lines import Lines
from briefs.documents.word.styles import BULLETS, NUMBERS, add_list, add_lists, add_styles
from briefs.documents.word.xml import bookmarked, field, in_xml, text_run, w

WIDTH, WIDTH_ACROSS, HIGHEST = Mm(170), Mm(257), Mm(120)
TWIP = 635  # EMU
STYLE_OF_ROLE = {"lead": "Lead", "quote": "Quote", "small": "Small", "moved": "Moved"}
SMALLER_FROM, ACROSS_FROM = 8, 10  # columns
PLACE_OF_NUMBER = "\x00"


class Writer(Lines):
    """Writes one document from its first block to its last."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.last_list = NUMBERS
        self.lies_across = False
        self.drawings = pngs_of(block.svg for block in document.blocks if isinstance(block, Drawing))

    def written(self) -> bytes:
        document, file = self.document, self.file
        day = date.fromisoformat(document.day)
        describe(file, title=document.title, subject=document.subtitle, language=document.language, day=day)
        add_styles(file, document.language)
        add_lists(file)
        add_frame(file, document)
        notes = footnotes_part(file)
        self.head()
        for place, block in enumerate(document.blocks):
            self.turn(across=isinstance(block, Table) and len(block.header) >= ACROSS_FROM)
            self.block(block, place)
        self.turn(across=False)
        self.paragraph([], "Gap")
        for line in (*document.colophon, edition_line(document), document.seal, document.address):
            self.line(line, "Small")
        for number, note in enumerate(notes_in_order(document, self.numbers), 1):
            add_footnote(notes, number, [made for run in note.words for made in self.run(run, notes)])
        return saved(file)

    def head(self) -> None:
        self.line(self.document.title, "Title")
        self.line(self.document.subtitle, "Subtitle")
        for fact in self.document.facts:
            self.line(fact, "Small")
        self.contents()

    def contents(self) -> None:
        """A table of contents of links; the numbers of its sheets are known to the word processor that works it out."""
        depth = depth_of_contents(self.document, self.numbers)
        found = [
            (self.numbers.levels[place], block.text, self.bookmarks[self.numbers.ids[place]])
            for place, block in enumerate(self.document.blocks)
            if isinstance(block, Heading) and self.numbers.levels[place] <= depth
        ]
        if not found:
            return
        self.line(_("Contents"), "ContentsHeading")
        begin, code, separate, _shown, end = field(rf'TOC \o "1-{depth}" \h \z \u', dirty="true")
        for number, (level, text, name) in enumerate(found, 1):
            inside = w("hyperlink", text_run(text), anchor=name)
            before = [begin, code, separate] if number == 1 else []
            self.paragraph([*before, inside, *([end] if number == len(found) else [])], f"TOC{level}")
        self.begins_sheet = True

    def block(self, block: Block, place: int) -> None:
        match block:
            case Heading():
                name = self.bookmarks[self.numbers.ids[place]]
                runs = bookmarked(name, self.next_id(), text_run(block.text))
                self.paragraph(runs, f"Heading{self.numbers.levels[place]}")
            case Paragraph():
                turned = w("bidi") if is_from_right("".join(run.text for run in block.words)) else None
                self.paragraph(self.words(block.words), STYLE_OF_ROLE.get(block.role, "Normal"), turned)
            case Items():
                self.items(block)
            case Table():
                self.table(block, place)
            case Tiles():
                self.tiles(block)
            case Drawing():
                self.caption(block, place)
                line = below(block)
                shown = self.picture(self.drawings[block.svg], described(block), share=block.width)
                self.paragraph([shown], "Normal", keeps=bool(line))
                self.line(line, "Small")
            case Picture():
                if found := picture_bytes(block):
                    self.paragraph([self.picture(found[0], block.alt or block.caption)], "Normal", keeps=True)
                self.line(" · ".join(filter(None, (block.caption, credit_of(block)))), "Small")
            case Break():
                self.begins_sheet = True

    def items(self, block: Items) -> None:
        number, style = BULLETS, "ListBullet"
        if block.is_ordered:
            self.last_list = number = self.last_list + 1
            style = "ListNumber"
            add_list(self.file, NUMBERS, number)
        for depth, line in lines_of(block):
            level = w("numPr", w("ilvl", val=depth), w("numId", val=number))
            self.paragraph(self.words(line), style, level)

    def caption(self, block: Table | Drawing, place: int) -> None:
        """The caption, its number a field, so that a word processor can list tables and figures."""
        before, after = caption_of(block, PLACE_OF_NUMBER).split(PLACE_OF_NUMBER, 1)
        kind = "Table" if isinstance(block, Table) else "Figure"
        number = field(rf"SEQ {kind} \* ARABIC", str(self.numbers.numbers[place]))
        name = self.bookmarks[self.numbers.ids[place]]
        runs = bookmarked(name, self.next_id(), text_run(before), *number)
        self.paragraph([*runs, text_run(after)], "Caption", keeps=True)

    def table(self, block: Table, place: int) -> None:
        self.caption(block, place)
        if block.header:
            self.put(self.grid(block, WIDTH_ACROSS if self.lies_across else WIDTH))
        self.paragraph([text_run(line)] if (line := below(block)) else [], "Small" if line else "Gap")

    def grid(self, block: Table, width: int) -> Any:
        """The rows of a table; its header stands on each sheet, and a row is on one sheet."""
        wished = widths_of(block)
        widths = [round(width / TWIP * one / sum(wished)) for one in wished]
        style = "NarrowCell" if len(widths) >= SMALLER_FROM else "Cell"
        styles = [f"{style}Title", *[style] * (len(widths) - 1)]
        sides = ["end" if column in block.numeric else "start" for column in range(len(widths))]

        def row(cells: Iterable[list[Any]], styles: list[str], *details: Any) -> Any:
            made = [
                w("tc", w("tcPr", w("tcW", w=wide, type="dxa")),
                  w("p", w("pPr", w("pStyle", val=name), w("jc", val=side)), *runs))
                for runs, wide, side, name in zip(cells, widths, sides, styles, strict=True)
            ]  # fmt: skip
            return w("tr", w("trPr", w("cantSplit"), *details), *made)

        return w(
            "tbl",
            w("tblPr", w("tblStyle", val="RecordTable"), w("tblW", w=sum(widths), type="dxa"),
              w("tblLayout", type="fixed"),
              w("tblLook", val="00A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=1, noVBand=1),
              w("tblCaption", val=in_xml(block.caption))),
            w("tblGrid", *(w("gridCol", w=wide) for wide in widths)),
            row(([text_run(name)] for name in block.header), [f"{style}Header"] * len(widths), w("tblHeader")),
            *(row(map(self.words, cells), styles) for cells in cells_of(block)),
        )  # fmt: skip

    def turn(self, *, across: bool) -> None:
        """What follows stands on sheets that lie across, or upright again; only the first section has a first sheet."""
        if across == self.lies_across:
            return
        section = deepcopy(self.end)
        if self.lies_across:
            size = section.find(qn("w:pgSz"))
            wide, high = size.get(qn("w:w")), size.get(qn("w:h"))
            for name, value in (("w", high), ("h", wide), ("orient", "landscape")):
                size.set(qn(f"w:{name}"), value)
        self.put(w("p", w("pPr", w("pStyle", val="Small"), section)))
        for first_sheet in self.end.findall(qn("w:titlePg")):
            self.end.remove(first_sheet)
        self.lies_across, self.begins_sheet = across, False

    def tiles(self, block: Tiles) -> None:
        """Headline figures side by side, in a grid without lines."""
        across = tiles_across(block)
        wide = round(WIDTH / TWIP / across)
        rows = [block.tiles[start : start + across] for start in range(0, len(block.tiles), across)]

        def cell(tile: Any) -> Any:
            lines = [("TileValue", self.words(tile.value)), ("Cell", [text_run(tile.label)])]
            lines += [("Small", [text_run(tile.note)])] if tile.note else []
            made = [w("p", w("pPr", w("pStyle", val=style)), *runs) for style, runs in lines]
            return w("tc", w("tcPr", w("tcW", w=wide, type="dxa")), *made)

        empty = [w("tc", w("tcPr", w("tcW", w=wide, type="dxa")), w("p"))]
        grid = w(
            "tbl",
            w("tblPr", w("tblW", w=wide * across, type="dxa"), w("tblLayout", type="fixed")),
            w("tblGrid", *(w("gridCol", w=wide) for _tile in range(across))),
            *(w("tr", w("trPr", w("cantSplit")), *map(cell, row), *(empty * (across - len(row)))) for row in rows),
        )
        if rows:
            self.paragraph([], "Gap")
            self.put(grid)
            self.paragraph([], "Gap")

    def picture(self, content: bytes, alt: str, *, share: int = 100) -> Any:
        """A run with a picture that takes its share of the width, or as much as its height may be; `alt` says what
        it shows.
        """
        relation, image = self.file.part.get_or_add_image(BytesIO(content))
        shrinks = min(WIDTH * share / 100 / image.width, HIGHEST / image.height)
        number = self.next_id()
        wide, high = (Emu(round(length * shrinks)) for length in (image.width, image.height))
        inline = CT_Inline.new_pic_inline(number, relation, f"picture-{number}", wide, high)
        inline.docPr.set("descr", in_xml(alt))
        return w("r", w("drawing", inline))
