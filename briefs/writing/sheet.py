"""A document while it is being written: blocks in their order, and the notes and figures that its words ask for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from briefs.documents import (
    Block,
    Break,
    Drawing,
    Heading,
    Items,
    Note,
    Paragraph,
    Run,
    Table,
    Tile,
    Tiles,
    Words,
    words,
)
from briefs.figures_in_text import note_of, written
from rmt.text import grouped

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
NOTHING = "–"
"""What a table prints where nothing is recorded, which is not zero."""

Part = Any
"""What a sentence can hold: a text, a number, a run, some words, or a figure of `briefs.figures_in_text`."""


class Sheet:
    """Blocks, notes and figures of one document. Every figure that is put into words is registered by its key."""

    def __init__(self, own: Mapping[str, Any] | None = None, reading: Any = None) -> None:
        self.own = own or {}
        self.reading = reading
        self.blocks: list[Block] = []
        self.notes: dict[str, Note] = {}
        self.figures: dict[str, str] = {}

    def heading(self, text: str, level: int = 1, id: str = "") -> None:
        self.blocks.append(Heading(str(text), level, id))

    def sheet_break(self) -> None:
        self.blocks.append(Break())

    def sentence(self, template: str, **parts: Part) -> Words:
        """A sentence of gettext with its placeholders filled: figures come with the note to their evidence."""
        runs: list[Run] = []
        at = 0
        for match in PLACEHOLDER.finditer(template):
            runs += words(template[at : match.start()].replace("%%", "%"))
            runs += self.words_of(parts[match.group(1)])
            at = match.end()
        return (*runs, *words(template[at:].replace("%%", "%")))

    def words_of(self, part: Part, *, is_noted: bool = True) -> Words:
        """A part of a sentence as runs; of a figure the words that print it."""
        if isinstance(part, Run):
            return (part,)
        if isinstance(part, tuple):
            return part
        if hasattr(part, "results"):
            return (self.figure(part, is_noted=is_noted),)
        return words(part if isinstance(part, str) else grouped(part))

    def figure(self, figure: Any, *, is_noted: bool = True) -> Run:
        """The words that print a figure: with a note to its evidence, or, in tables, with a link to it."""
        if figure.missing and not figure.results and not is_noted:
            return Run(NOTHING)
        self.figures[figure.key] = figure.text
        if not is_noted:
            return Run(figure.text, figure=figure.key, href=figure.href if figure.results else "")
        if figure.missing or not (figure.results or figure.href):
            return Run(figure.text, figure=figure.key)
        self.notes.setdefault(figure.key, note_of(figure))
        return Run(figure.text, figure=figure.key, note=figure.key)

    def say(self, key: str, *sentences: Words, role: str = "") -> None:
        """A generated paragraph. Where somebody wrote another in its place, that one stands (role "own"), marked
        "moved" when the generated one does not say any more what it said then.
        """
        said = joined(sentences)
        if not said:
            return
        mine = self.own.get(key)
        if mine is None or not mine.text.strip():
            self.blocks.append(Paragraph(said, role, key))
            return
        self._own(key, mine.text, "own" if mine.generated == plain(said) else "moved")

    def _own(self, key: str, text: str, role: str) -> None:
        """What somebody wrote: Markdown with references; its paragraphs carry the key and the role."""
        found = written(text, reading=self.reading, key=key)
        self.take(replace(found, blocks=tuple(_marked(block, key, role) for block in found.blocks)))

    def take(self, found: Any) -> None:
        """Blocks that were made elsewhere, with their notes and figures."""
        self.blocks += found.blocks
        self.notes |= {note.key: note for note in found.notes}
        self.figures |= found.figures

    def small(self, *sentences: Words) -> None:
        """A remark below a table or a figure."""
        if said := joined(sentences):
            self.blocks.append(Paragraph(said, "small"))

    def tiles(self, rows: Iterable[tuple[Part, str, str]]) -> None:
        """Headline figures side by side: the figure, what it counts, and what it leaves out."""
        tiles = tuple(Tile(self.words_of(value), str(label), str(note)) for value, label, note in rows)
        if tiles:
            self.blocks.append(Tiles(tiles))

    def table(
        self,
        caption: str,
        header: Sequence[str],
        rows: Iterable[Sequence[Part]],
        *,
        numeric: Sequence[int] = (),
        note: str = "",
        id: str = "",
    ) -> None:
        """A table; figures in it lead to the results behind them. Without rows there is none."""
        cells = tuple(tuple(self.words_of(cell, is_noted=False) for cell in row) for row in rows)
        if cells:
            texts = tuple(str(text) for text in header)
            self.blocks.append(Table(str(caption), texts, cells, tuple(numeric), id=id, note=str(note)))

    def items(self, rows: Iterable[Words], *, is_ordered: bool = False) -> None:
        """A list; without rows there is none."""
        if listed := tuple((0, row) for row in rows if row):
            self.blocks.append(Items(listed, is_ordered))

    def drawing(self, drawing: Drawing | None) -> None:
        if drawing is not None:
            self.blocks.append(drawing)


def _marked(block: Block, key: str, role: str) -> Block:
    return replace(block, key=key, role=role) if isinstance(block, Paragraph) else block


def plain(said: Words) -> str:
    """What some words say, without their notes and links: what an own paragraph is compared with."""
    return "".join(run.text for run in said)


def joined(sentences: Iterable[Words], by: str = " ") -> Words:
    """Sentences one after the other."""
    runs: list[Run] = []
    for said in sentences:
        if said:
            runs += [*([Run(by)] if runs else []), *said]
    return tuple(runs)
