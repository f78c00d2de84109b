"""What a document is made of: the one form from which page, PDF and Word file are made.

Everything here is plain data that goes into JSON and comes back (`to_json`, `from_json`): a stored issue is its
document, and whoever reads it in ten years needs no code of ours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a line. `note` is the key of a note; `figure` the key of the figure that these words print;
    `language` theirs, where it is not that of the document.
    """

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    note: str = ""
    figure: str = ""
    language: str = ""


Words = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is a chapter, 2 a section, 3 a part of it. `id` is its anchor."""

    text: str
    level: int = 1
    id: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `key` names one that can be overridden; `role`: "", "lead", "quote", "small", "own" (written by
    hand in the place of a generated one) or "moved" (the same, whose figures have moved since).
    """

    words: Words
    role: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item is some words and how deep it stands, from 0."""

    items: tuple[tuple[int, Words], ...]
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption. `numeric` are the columns of numbers, from 0; the first column heads its row; `note`
    stands below it.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    numeric: tuple[int, ...] = ()
    source: str = ""
    id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline figure: the words of the figure itself, what it counts, and what it leaves out."""

    value: Words
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """Headline figures side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart or a map as SVG, with its description and the same numbers as a table; `note` stands below it, and on
    paper it takes `width` per cent of the width of the text.
    """

    id: str
    title: str
    description: str
    svg: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str = ""
    width: int = 100
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: `file` is its name in the storage of uploads."""

    file: str
    alt: str
    credit: str
    licence: str
    caption: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """What follows begins on a new sheet; on screen it is nothing."""


Block = Heading | Paragraph | Items | Table | Tiles | Drawing | Picture | Break


@dataclass(frozen=True, slots=True)
class Note:
    """A note: to what evidence a figure leads, or a footnote of the author."""

    key: str
    words: Words


@dataclass(frozen=True, slots=True)
class Document:
    """A brief or a report, whole, in one language.

    `edition` is the code of the edition as of which every figure is read, `seal` the line of its seal, `facts` short
    lines below the title, `colophon` what stands at the end (how to cite, licence, where the figures come from).
    """

    kind: str
    title: str
    language: str
    edition: str
    seal: str
    day: str
    address: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    subtitle: str = ""
    facts: tuple[str, ...] = ()
    colophon: tuple[str, ...] = ()
    has_contents: bool = False
    warning: str = ""
    """That this is a demonstration, an embargoed preview, or incomplete: on every sheet."""
    figures: Mapping[str, str] = field(default_factory=dict)
    """Every figure that the document prints, by its key: as `figures` words it. What the tests compare."""


KINDS: Mapping[str, type] = {
    kind.__name__.lower(): kind for kind in (Heading, Paragraph, Items, Table, Tiles, Drawing, Picture, Break)
}


def to_json(document: Document) -> dict[str, Any]:
    """The document as plain data, each block with its `type`."""
    data = asdict(document)
    names = {kind: name for name, kind in KINDS.items()}
    data["blocks"] = [{"type": names[type(block)], **asdict(block)} for block in document.blocks]
    return data


def from_json(data: Mapping[str, Any]) -> Document:
    """The document that `to_json` wrote."""
    return Document(
        **{name: data[name] for name in data if name not in ("blocks", "notes", "facts", "colophon")},
        blocks=tuple(_block(block) for block in data["blocks"]),
        notes=tuple(Note(note["key"], _words(note["words"])) for note in data["notes"]),
        facts=tuple(data["facts"]),
        colophon=tuple(data["colophon"]),
    )


def _words(rows: Sequence[Mapping[str, Any]]) -> Words:
    return tuple(Run(**row) for row in rows)


def _block(row: Mapping[str, Any]) -> Block:
    fields = {name: value for name, value in row.items() if name != "type"}
    kind = KINDS[row["type"]]
    if kind is Paragraph:
        fields["words"] = _words(fields["words"])
    elif kind is Items:
        fields["items"] = tuple((depth, _words(words)) for depth, words in fields["items"])
    elif kind is Tiles:
        fields["tiles"] = tuple(Tile(_words(one["value"]), one["label"], one["note"]) for one in fields["tiles"])
    elif kind is Table:
        fields["rows"] = tuple(tuple(_words(cell) for cell in cells) for cells in fields["rows"])
        fields |= {name: tuple(fields[name]) for name in ("header", "numeric")}
    elif kind is Drawing:
        fields |= {"header": tuple(fields["header"]), "rows": tuple(tuple(cells) for cells in fields["rows"])}
    return kind(**fields)


def words(*parts: str | Run) -> Words:
    """Some words of a line, from texts and runs."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts if part)


def text_of(document: Document) -> Iterator[str]:
    """Every text of a document, in its order: what a search finds, and what a checker reads."""
    yield document.title
    yield document.subtitle
    yield from document.facts
    for block in document.blocks:
        yield from _texts(asdict(block))
    for note in document.notes:
        yield "".join(run.text for run in note.words)
    yield from document.colophon


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if "figure" in value:  # a run
            yield value["text"]
            return
        for name, own in value.items():
            if name not in ("svg", "file", "key", "id", "role"):
                yield from _texts(own)
    elif isinstance(value, list | tuple):
        if value and all(isinstance(one, Mapping) and "figure" in one for one in value):
            yield "".join(one["text"] for one in value)
        else:
            for own in value:
                yield from _texts(own)
    elif isinstance(value, str):
        yield value
